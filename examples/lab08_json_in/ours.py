#!/usr/bin/env python3
"""JSON in: get_json reads the body and refuses what is not JSON; force=True does not look at the type."""

from wsgi_apps import Flask, abort, request

app = Flask(__name__)


@app.route("/", methods=["POST"])
def json_only():
    return facts(request.get_json())


@app.route("/force", methods=["POST"])
def any_type():
    return facts(request.get_json(force=True))


def facts(data):
    """Return the values of the response."""
    if not isinstance(data, dict):
        abort(400, 'Send a JSON object, such as {"key1": "value"}.')
    return {
        "method": request.method,
        "name": request.args.get("name", "손님"),
        "client": request.headers.get("User-Agent", ""),
        "key1": data.get("key1", "No key"),
    }


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
