"""The search page of a library, which has stopped to look for the question."""


def application(environ, start_response):
    prefix = environ.get("SCRIPT_NAME", "")
    text = f"You asked for: \nSearch again: {prefix}/search\n"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
