from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path

settings.configure(DEBUG=False, SECRET_KEY="of a test", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"])


def hello(request):
    return HttpResponse("Hello World!")


def hello_name(request, name):
    return JsonResponse({"hello": name})


urlpatterns = [path("", hello), path("hello/<name>", hello_name)]
application = get_wsgi_application()
