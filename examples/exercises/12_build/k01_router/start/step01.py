"""Step 1: three pages. This file is given; your router is in tiny/router.py."""

from tiny.router import Router


def page(text):
    """Return a WSGI application that answers with a text."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))])
        return [text.encode()]

    return application


def echo(environ, start_response):
    """Answer with the query."""
    return page(environ["QUERY_STRING"])(environ, start_response)


application = Router()
application.add("/", page("Home"))
application.add("/books", page("All books"))
application.add("/books/new", page("New books"))
application.add("/echo", echo)
