#!/usr/bin/env python3
"""Three pages: each function says which path it answers."""

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/")
def hello():
    return "Hello World!"


@app.route("/bad")
def bad():
    return "Bad World!"


@app.route("/good")
def good():
    return "Good World!"


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
