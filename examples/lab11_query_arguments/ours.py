#!/usr/bin/env python3
"""Query arguments: a login that reads two of them, and a cookie that remembers it."""

from wsgi_apps import Flask, jsonify, request

app = Flask(__name__)
KNOWN = {("foo", "bar")}


@app.route("/login")
def login():
    user_name = request.args["user_name"]  # without it: 400
    if (user_name, request.args.get("tmp_parameter", "")) not in KNOWN:
        return {"auth": "failed"}
    response = jsonify({"auth": "success"})
    response.set_cookie("user_name", user_name, httponly=True, samesite="Lax")
    return response


@app.route("/whoami")
def whoami():
    return {"user_name": request.cookies.get("user_name", "손님")}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
