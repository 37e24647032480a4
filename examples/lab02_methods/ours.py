#!/usr/bin/env python3
"""Two pages that take different methods; the others are refused with 405."""

from wsgi_apps import Flask, request

app = Flask(__name__)


@app.route("/bad", methods=["GET", "POST"])
def bad():
    return "Bad World!"


@app.route("/predict", methods=["POST", "PUT"])
def predict():
    return f"A prediction, by {request.method}!"


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
