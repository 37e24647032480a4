"""A recorder in a few lines, for docs/xray.md: it prints what happens while an application is called."""

import sys
from wsgiref.util import setup_testing_defaults


def greeting(name):
    text = f"Hello, {name}!"
    return f"{text}\n"


def application(environ, start_response):
    body = greeting("JongHyun").encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def trace(frame, event, argument):
    if frame.f_code.co_filename != __file__:
        return None  # this function is not followed: its lines are not reported
    print(f"{event:6} line {frame.f_lineno}  {frame.f_code.co_name}  {sorted(frame.f_locals)}")
    return trace


if __name__ == "__main__":
    environ = {}
    setup_testing_defaults(environ)
    sys.settrace(trace)
    application(environ, print)
    sys.settrace(None)
