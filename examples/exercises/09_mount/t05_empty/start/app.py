"""The home page of a restaurant, with a relative link to its menu. It is mounted below a prefix."""

PAGES = {"/": '<h1>Welcome</h1> <a href="menu">menu</a>', "/menu": "<h1>Menu</h1> <p>Bibimbap</p>"}


def application(environ, start_response):
    path = environ.get("PATH_INFO", "")
    page = PAGES.get(path)
    if page is None:
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"There is no such page."]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [page.encode()]
