#!/usr/bin/env python3
"""The trap: a type without a subtype. The text is JSON, but no client can know that."""

import json

from wsgi_apps import Flask

app = Flask(__name__)


@app.route("/")
def facts():
    return app.response_class(response=json.dumps({"name": "JongHyun", "age": 21}), mimetype="json")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
