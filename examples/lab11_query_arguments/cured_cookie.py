#!/usr/bin/env python3
"""The cure: session is a cookie with a signature. If a client changes it, the signature no longer fits."""

import os
import secrets

from wsgi_apps import Flask, request, session

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex()  # a new one ends all sessions
KNOWN = {("foo", "bar")}


@app.route("/login")
def login():
    user_name = request.args["user_name"]
    if (user_name, request.args.get("tmp_parameter", "")) not in KNOWN:
        return {"auth": "failed"}
    session["user_name"] = user_name
    return {"auth": "success"}


@app.route("/whoami")
def whoami():
    return {"user_name": session.get("user_name", "손님")}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
