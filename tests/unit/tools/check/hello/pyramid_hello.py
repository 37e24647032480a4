from pyramid.config import Configurator
from pyramid.response import Response


def hello(request):
    return Response("Hello World!")


def hello_name(request):
    return Response(f"Hello {request.matchdict['name']}!")


with Configurator() as config:
    config.add_route("hello", "/")
    config.add_view(hello, route_name="hello")
    config.add_route("hello_name", "/hello/{name}")
    config.add_view(hello_name, route_name="hello_name")
    app = config.make_wsgi_app()
