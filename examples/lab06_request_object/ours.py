#!/usr/bin/env python3
"""The request object: one sentence that names the method, the name of the query, and the User-Agent."""

from html import escape

from wsgi_apps import Flask, request

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def hello():
    name = request.args.get("name", "손님")
    client = request.headers.get("User-Agent") or "a program that gives no name"
    return f"Hello {escape(name)}! You sent {request.method} with {escape(client)}."


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
