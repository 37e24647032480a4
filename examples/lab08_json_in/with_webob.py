#!/usr/bin/env python3
"""JSON in, with WebOb: json_body parses; the type, the limit and the kind of value are left to the program."""

from wsgiref.simple_server import make_server

from webob import Request, Response

PAGES = {"/": False, "/force": True}  # whether any Content-Type will do
ALLOWED = "OPTIONS, POST"
LIMIT = 1024 * 1024  # bytes


def application(environ, start_response):
    return answer(Request(environ))(environ, start_response)


def answer(request):
    """Return the response."""
    path = request.environ.get("PATH_INFO", "")  # request.path_info raises for a path that is not UTF-8
    if path not in PAGES:
        return Response(f"The pages here: {' '.join(PAGES)}", status=404)
    if request.method == "OPTIONS":
        return Response(allow=ALLOWED)
    if request.method != "POST":
        return Response(f"This page takes {ALLOWED}.", status=405, allow=ALLOWED)
    if request.content_type.lower() != "application/json" and not PAGES[path]:
        return Response("Send the header Content-Type: application/json.", status=415)
    try:
        if (request.content_length or 0) > LIMIT:
            return Response(f"Send at most {LIMIT} bytes.", status=413)
        name, data = request.GET.get("name", "손님"), request.json_body  # json_body does not look at the type
    except (
        ValueError,
        LookupError,
        RecursionError,
        OSError,
    ):  # not UTF-8, not JSON, an unknown charset, too deep, cut off
        data = None
    if not isinstance(data, dict):
        return Response('Send a JSON object in UTF-8, such as {"key1": "value"}.', status=400)
    key1 = data.get("key1", "No key")
    return Response(
        json_body={"method": request.method, "name": name, "client": request.user_agent or "", "key1": key1}
    )


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
