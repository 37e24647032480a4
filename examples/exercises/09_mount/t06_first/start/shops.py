"""Three applications, for uwsgi.ini: two shops, and one that has nothing. Do not change it."""


def shop(name):
    """Return the application of a shop."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{name}: {environ.get('SCRIPT_NAME', '')} + {environ.get('PATH_INFO', '')}".encode("latin-1")]

    return application


books, music = shop("books"), shop("music")


def nothing(environ, start_response):
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"There is nothing here."]
