"""The lost property office. Its status is a number: do not mend it, predict what the servers make of it."""


def application(environ, start_response):
    start_response(404, [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Nobody has found it."]
