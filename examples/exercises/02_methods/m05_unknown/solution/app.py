"""The lamps of a smart home: GET looks, PUT switches on, DELETE takes away; other methods are refused."""

SENTENCES = {"GET": "lamp {} is off", "PUT": "lamp {} is on", "DELETE": "lamp {} is gone"}


def application(environ, start_response):
    lamp = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    sentence = SENTENCES.get(environ["REQUEST_METHOD"])
    if sentence is None:
        start_response("405 Method Not Allowed", [*headers, ("Allow", ", ".join(SENTENCES))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [b"A lamp cannot do that."]
    start_response("200 OK", headers)
    return [sentence.format(lamp).encode("utf-8")]
