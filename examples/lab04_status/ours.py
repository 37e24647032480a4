#!/usr/bin/env python3
"""The status: the same text as in lab 3, answered with 404, and a page for every other status."""

from html import escape
from http import HTTPStatus

from wsgi_apps import Flask, make_response

app = Flask(__name__)
FINAL = {status.value for status in HTTPStatus if status >= 200}


@app.route("/<greeting>/<name>")
def greet(greeting, name):
    return make_response(f"{escape(greeting)}, {escape(name)}!", HTTPStatus.NOT_FOUND)


@app.route("/answer/with/<int:code>")
def answer(code):
    if code not in FINAL:
        return f"Ask for a final status, such as 404, not for {code}.", HTTPStatus.BAD_REQUEST
    return f"This is {code} {HTTPStatus(code).phrase}.", code


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
