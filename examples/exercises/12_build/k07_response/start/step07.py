"""Step 7: responses. This file is given; your Response is in tiny/response.py."""

from tiny.response import Response


def with_cookie(query):
    response = Response("a cookie")
    response.headers["X-Number"] = "7"
    response.set_cookie("name", query)
    response.set_cookie("second", "2")
    return response


def pieces(query):
    yield "one "
    yield b"two "
    yield f"{query}"


class File:
    """A body with an end: the header of the next response says how often it was closed."""

    closed = 0

    def __iter__(self):
        return iter(["from ", "a file"])

    def close(self):
        File.closed += 1


def with_header(query):
    return Response("a header", headers=[("X-Query", query.replace("%0D%0A", "\r\n"))])


PAGES = {
    "/text": lambda query: Response(f"글: {query}"),
    "/bytes": lambda query: Response(query.encode(), 201, content_type="application/octet-stream"),
    "/cookie": with_cookie,
    "/pieces": lambda query: Response(pieces(query)),
    "/header": with_header,
    "/empty": lambda query: Response("nobody reads this", 204),
    "/file": lambda query: Response(File()),
    "/closed": lambda query: Response(str(File.closed)),
}


def application(environ, start_response):
    """Answer with the response that the function of the path makes of the query."""
    try:
        make = PAGES.get(environ.get("PATH_INFO", ""), lambda query: Response("", 404))
        return make(environ.get("QUERY_STRING", ""))(environ, start_response)
    except ValueError:
        return Response("refused", 400)(environ, start_response)
