"""A map of the country: mounts within mounts. The longest prefix that fits wins, and SCRIPT_NAME is the whole way."""


class Mount:
    """An application that leads to those of ``table``, by their prefixes."""

    def __init__(self, table):
        self.table = table

    def __call__(self, environ, start_response):
        path, before = environ.get("PATH_INFO", ""), environ.get("SCRIPT_NAME", "")
        for prefix in sorted(self.table, key=len, reverse=True):
            if path == prefix or path.startswith(prefix + "/"):
                inner = {**environ, "SCRIPT_NAME": before + prefix, "PATH_INFO": path.removeprefix(prefix)}
                return self.table[prefix](inner, start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"It is not on the map."]


def place(name):
    """Return an application that says where it is."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{name}: {environ.get('SCRIPT_NAME', '')} + {environ.get('PATH_INFO', '')}".encode("latin-1")]

    return application


city = Mount({"/school": place("school"), "/market": place("market")})
application = Mount({"/gumi": city, "/gumi/station": place("station")})
