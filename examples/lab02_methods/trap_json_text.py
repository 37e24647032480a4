#!/usr/bin/env python3
"""The trap: the view returns JSON as text, and text gets the Content-Type text/html."""

import json

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/predict", methods=["POST", "PUT"])
def predict():
    return json.dumps({"hello": "<b>world</b>"})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
