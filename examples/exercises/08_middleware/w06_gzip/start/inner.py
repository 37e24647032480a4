"""A small library: novels, notes, photos, and nothing. Do not change it."""


def application(environ, start_response):
    kind, _, name = environ.get("PATH_INFO", "").lstrip("/").partition("/")
    if kind == "nothing":
        start_response("204 No Content", [])
        return []
    text = f"{name} walked on. " * 200 if kind == "novel" else name
    body = bytes(range(256)) * 4 if kind == "photo" else text.encode("latin-1")
    media = "image/png" if kind == "photo" else "text/plain; charset=utf-8"
    start_response("200 OK", [("Content-Type", media), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
