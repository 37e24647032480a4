"""The cure for chunked bodies: wsgi_apps.request_body knows how each server ends a body, and refuses one without an end."""

from wsgi_apps.exceptions import BadRequest, HTTPException
from wsgi_apps.request_body import read_json


def application(environ, start_response):
    try:
        data = read_json(environ)
        if not isinstance(data, dict) or not isinstance(data.get("name"), str):
            raise BadRequest('Send a JSON object whose "name" is a text: {"name": "JongHyun"}.')
    except HTTPException as error:  # each error is itself a WSGI application
        return error(environ, start_response)
    text = "Hello World " + data["name"]
    body = text.encode("utf-8", "replace")
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
