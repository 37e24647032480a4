"""The shelves of a library: 200 for a book that is here, 404 for one that is not ours, 410 for one that is lost."""

SHELVES = {"dune": "shelf 3", "emma": "lost"}


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    where = SHELVES.get(name, "not ours")
    status = {"not ours": 404, "lost": 410}.get(where, "200 OK")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{name}: {where}".encode()]
