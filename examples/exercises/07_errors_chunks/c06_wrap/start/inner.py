"""The menu of a canteen, piece by piece. It holds a database connection until close() is called."""


class Menu:
    def __init__(self, dish):
        self.dish = dish

    def __iter__(self):
        for day in ("Today", "Tomorrow"):
            line = f"{day}: {self.dish}\n"
            yield line.encode("utf-8")

    def close(self):
        """Give the connection back."""


def application(environ, start_response):
    dish = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").removeprefix("/")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else Menu(dish)
