#!/usr/bin/env python3
"""The cure: the view returns a dict, and the framework makes JSON of it, with the Content-Type of JSON."""

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/predict", methods=["POST", "PUT"])
def predict():
    return {"hello": "<b>world</b>"}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
