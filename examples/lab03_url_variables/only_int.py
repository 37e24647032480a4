#!/usr/bin/env python3
"""A rule that takes a number and nothing else: every other path is 404."""

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/test/<int:number>")
def number(number):
    return f"The number is {number}."


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
