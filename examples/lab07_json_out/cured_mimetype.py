#!/usr/bin/env python3
"""The cure: a media type is type/subtype, and that of JSON is application/json."""

import json

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/")
def facts():
    return app.response_class(response=json.dumps({"name": "JongHyun", "age": 21}), mimetype="application/json")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
