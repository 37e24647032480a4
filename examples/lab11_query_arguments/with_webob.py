#!/usr/bin/env python3
"""Query arguments and a cookie with WebOb: request.GET, request.cookies, response.set_cookie."""

from wsgiref.simple_server import make_server

from webob import Request, Response

KNOWN = {("foo", "bar")}
ALLOWED = "GET, HEAD, OPTIONS"


def application(environ, start_response):
    return answer(Request(environ))(environ, start_response)


def answer(request):
    """Return the response."""
    path = request.environ.get("PATH_INFO", "")  # request.path_info raises for a path that is not UTF-8
    if path not in ("/login", "/whoami"):
        return Response("The pages here: /login?user_name=...&tmp_parameter=... and /whoami", status=404)
    if request.method == "OPTIONS":
        return Response(allow=ALLOWED)
    if request.method not in ALLOWED.split(", "):
        return Response(f"This page takes {ALLOWED}.", status=405, allow=ALLOWED)
    if path == "/whoami":
        return Response(json_body={"user_name": request.cookies.get("user_name", "손님")})
    return login(request)


def login(request):
    """Return the response: whether the two arguments fit, and the cookie that remembers it."""
    try:
        user_name, tmp_parameter = request.GET["user_name"], request.GET.get("tmp_parameter", "")
    except (KeyError, UnicodeDecodeError):
        return Response("Send a user_name in UTF-8: /login?user_name=foo&tmp_parameter=bar", status=400)
    if (user_name, tmp_parameter) not in KNOWN:
        return Response(json_body={"auth": "failed"})
    response = Response(json_body={"auth": "success"})
    response.set_cookie("user_name", user_name, httponly=True, samesite="Lax")
    return response


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
