#!/usr/bin/env python3
"""A site that does not know its prefix: the server tells it, and every response says what the server told."""

from wsgi_apps import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/")
def home():
    return "Home"


@app.route("/<name>")
def page(name):
    return f"Page {name}"


@app.route("/go")
def go():
    return redirect(url_for("page", name="x"))


@app.after_request
def tell(response):
    response.headers["Script-Name"] = ascii(request.environ.get("SCRIPT_NAME"))
    response.headers["Path-Info"] = ascii(request.environ.get("PATH_INFO"))
    response.headers["Url-For"] = url_for("page", name="x")
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
