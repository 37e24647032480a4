#!/usr/bin/env python3
"""Variables in the URL: a part of the path becomes an argument of the function."""

from html import escape

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/<greeting>/<name>")
def greet(greeting, name):
    return f"{escape(greeting)}, {escape(name)}!"


@app.route("/test/<username>")
def user(username):
    return f"The user is called {escape(username)}."


@app.route("/test/<int:number>")
def number(number):
    return f"The number is {number}."


@app.route("/test/int/<int:number>")
def only_a_number(number):
    return f"The number can only be a number: {number}."


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
