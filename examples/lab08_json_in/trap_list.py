#!/usr/bin/env python3
"""The trap: JSON is more than objects. A list has no get(), and the client's error becomes a 500."""

from wsgi_apps import Flask, request

app = Flask(__name__)


@app.route("/", methods=["POST"])
def key1():
    return {"key1": request.get_json().get("key1", "No key")}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
