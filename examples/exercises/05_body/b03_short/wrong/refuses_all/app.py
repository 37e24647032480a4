"""The donation box of an animal shelter, which takes no donations."""


def application(environ, start_response):
    start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Please come back tomorrow."]
