"""A radio tower that repeats what it hears. Do not change it."""


def application(environ, start_response):
    heard = f"SCRIPT_NAME {environ.get('SCRIPT_NAME', '')!a} PATH_INFO {environ.get('PATH_INFO', '')!a}"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [heard.encode("ascii")]
