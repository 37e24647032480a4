"""The technician's page of a web shop: it shows two values of environ as the server gave them. Do not change it."""

SHOWN = {"/length": "CONTENT_LENGTH", "/type": "CONTENT_TYPE"}


def application(environ, start_response):
    key = SHOWN.get(environ.get("PATH_INFO", ""), "")
    text = ascii(environ[key]) if key in environ else "absent"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("ascii")]
