"""The notice board of a dormitory. Its author has forgotten one thing: do not mend it, predict what the servers say."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return ["hello"]
