"""The search page of a library, whose link leaves the prefix."""


def application(environ, start_response):
    question = environ.get("QUERY_STRING", "")
    text = f"You asked for: {question}\nSearch again: /search\n"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
