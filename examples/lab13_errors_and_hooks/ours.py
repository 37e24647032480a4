#!/usr/bin/env python3
"""Functions around the views: once, before each, after each, and in place of one that fails. The header Steps has their order."""

from html import escape

from wsgi_apps import Flask, g, request

app = Flask(__name__)
begun = []


@app.before_first_request
def begin():
    begun.append("ready")


@app.before_request
def note():
    g.steps = ["before 1"]


@app.before_request
def gate():
    g.steps.append("before 2")
    return ("Closed today. 오늘은 쉽니다.", 503) if request.path == "/closed" else None  # None: go on to the view


@app.route("/")
@app.route("/closed")
def hello():
    g.steps.append("view")
    return "Hello World!"


@app.route("/divide/<int:number>/<int:by>")
def divide(number, by):
    g.steps.append("view")
    return f"{number / by}"


@app.errorhandler(404)
def no_page(error):
    g.steps.append("errorhandler")
    return f"<h1>There is no page {escape(request.path)} here. 그런 페이지는 없습니다.</h1>", 404


@app.errorhandler(ZeroDivisionError)
def no_quotient(error):
    g.steps.append("errorhandler")
    return "Nothing can be divided by 0. 0으로는 나눌 수 없습니다.", 400


@app.after_request
def show(response):
    response.headers["Steps"] = ", ".join([*g.steps, "after 1"])
    response.headers["Begun"] = str(len(begun))
    return response


@app.after_request
def count(response):
    g.steps.append("after 2")  # registered last, runs first
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
