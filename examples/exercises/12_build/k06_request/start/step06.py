"""Step 6: pages that read the request. This file is given; your Request is in tiny/request.py."""

import json

from tiny.errors import HTTPError
from tiny.request import Request
from tiny.router import Router


def answering(function):
    """Return the WSGI application that answers with what a function makes of the request, as JSON."""

    def application(environ, start_response):
        try:
            body = json.dumps(function(Request(environ, limit=1000))).encode()
        except HTTPError as error:
            return error(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return application


def seen(request):
    """Return what the request line and the headers say."""
    client, kind = request.headers.get("User-Agent", "nobody"), request.headers.get("content-type", "")
    return {"method": request.method, "path": request.path, "args": request.args, "client": client, "type": kind}


def received(request):
    """Return the value of the body, read twice."""
    return {"first": request.get_json(), "second": request.get_json()}


application = Router()
application.add("/<path:rest>", answering(seen), methods=["GET", "POST"])
application.add("/json", answering(received), methods=["POST"])
application.add("/any", answering(lambda request: request.get_json(force=True)), methods=["POST"])
