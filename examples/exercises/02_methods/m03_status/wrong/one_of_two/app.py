"""The shelves of a library: one status is mended, the other one is still a number."""

SHELVES = {"dune": "shelf 3", "emma": "lost"}


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    where = SHELVES.get(name, "not ours")
    status = {"not ours": "404 Not Found", "lost": 410}.get(where, "200 OK")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{name}: {where}".encode()]
