"""The lamps of a smart home: GET looks, PUT switches on, DELETE takes away; other methods are refused."""

SENTENCES = {"GET": "lamp {} is off", "PUT": "lamp {} is on", "DELETE": "lamp {} is gone"}


def application(environ, start_response):
    lamp = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    text = SENTENCES[environ["REQUEST_METHOD"]].format(lamp)
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
