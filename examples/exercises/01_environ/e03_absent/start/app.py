"""The search page of a library: it shows the question, and where to ask the next one."""


def application(environ, start_response):
    question = environ["QUERY_STRING"]
    prefix = environ["SCRIPT_NAME"]
    text = f"You asked for: {question}\nSearch again: {prefix}/search\n"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("utf-8")]
