#!/usr/bin/env python3
"""Headers: one with a number in it, and one whose value the client chooses."""

from urllib.parse import quote

from wsgi_apps import Flask, make_response

app = Flask(__name__)


@app.route("/")
def number():
    response = make_response("Look at the headers!")
    response.headers["MY_HEADER"] = 1234
    return response


@app.route("/header/<value>")
def chosen(value):
    if not (value.isascii() and value.isprintable()):
        return f"A header takes printable ASCII. Escape this value once more: {quote(quote(value))}", 400
    return "Look at the headers!", 200, {"MY_HEADER": value}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
