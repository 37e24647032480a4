#!/usr/bin/env python3
"""JSON out, in three spellings: a dict, jsonify, and a response that is put together by hand."""

import json
from http import HTTPStatus

from wsgi_apps import Flask, jsonify, request

app = Flask(__name__)


@app.route("/")
def a_dict():
    return facts()


@app.route("/jsonify")
def with_jsonify():
    return jsonify(facts())


@app.route("/response_class")
def by_hand():
    return app.response_class(response=json.dumps(facts()), status=HTTPStatus.OK, mimetype="application/json")


def facts():
    """Return the values of the response."""
    return {
        "method": request.method,
        "name": request.args.get("name", "손님"),
        "client": request.headers.get("User-Agent", ""),
    }


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
