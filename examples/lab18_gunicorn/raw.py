"""Say which process answers, after as many seconds as `?seconds=` asks for; write a line wherever a program may write."""

import os
import time
from urllib.parse import parse_qs


def application(environ, start_response):
    """Answer 200 with the number of the process, or 400 if `seconds` is not a number from 0 to 60."""
    seconds = parse_qs(environ.get("QUERY_STRING", "")).get("seconds", ["0"])[0]
    print(f"print: {seconds} seconds were asked for", flush=True)  # wsgi: ignore W803 the lab shows where it goes
    environ["wsgi.errors"].write("wsgi.errors: the same\n")
    environ["wsgi.errors"].flush()
    if is_a_wait(seconds):
        time.sleep(float(seconds))
        status, text = "200 OK", f"Process {os.getpid()} worked for {seconds} seconds.\n"
    else:
        status, text = "400 Bad Request", "Send ?seconds= with a number from 0 to 60, such as ?seconds=0.5.\n"
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def is_a_wait(text):
    """Return whether a text is a number of seconds from 0 to 60."""
    try:
        return 0 <= float(text) <= 60
    except ValueError:
        return False


if __name__ == "__main__":
    from wsgiref.simple_server import make_server

    make_server("127.0.0.1", 29130, application).serve_forever()
