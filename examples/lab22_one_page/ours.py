#!/usr/bin/env python3
"""Labs 1 to 13 in one application: pages, variables, JSON, a form, an upload, a cookie, a template, hooks, error pages."""

from html import escape
from http import HTTPStatus

from wsgi_apps import Flask, abort, g, jsonify, render_template, request, url_for

app = Flask(__name__)


@app.before_request
def begin():
    g.steps = ["before"]


@app.after_request
def end(response):
    response.headers["Steps"] = ", ".join([*g.steps, "after"])
    return response


@app.route("/")
def home():
    return f'<a href="{url_for("hello", name="종현")}">Hello</a>'


@app.route("/hello/")
@app.route("/hello/<name>")
def hello(name=None):
    return render_template("hello.html", name=name)


@app.route("/test/<int:number>")
def number(number):
    return f"The number is {number}.", HTTPStatus.OK, {"MY_HEADER": number}


@app.route("/<greeting>/<name>")
def greet(greeting, name):
    return f"{escape(greeting)}, {escape(name)}!"


@app.route("/divide/<int:number>/<int:by>")
def divide(number, by):
    return f"{number / by}"


@app.route("/predict", methods=["POST", "PUT"])
def predict():
    data = request.get_json()
    if not isinstance(data, dict):
        abort(400, 'Send a JSON object, such as {"key1": "value"}.')
    return {"method": request.method, "key1": data.get("key1", "No key"), "name": request.args.get("name", "손님")}


@app.route("/add", methods=["POST"])
def add():
    g.steps.append("view")
    return {"sum": int(request.form["first"]) + int(request.form["second"])}


@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    return jsonify(name=file.filename, bytes=len(file.read()), kind=request.form.get("kind"))


@app.route("/login")
def login():
    response = jsonify(auth="success")
    response.set_cookie("user", request.args["user"], httponly=True, samesite="Lax")
    return response


@app.route("/whoami")
def whoami():
    return {"user": request.cookies.get("user", "손님"), "client": request.headers.get("User-Agent", "")}


@app.errorhandler(404)
def no_page(error):
    return f"<h1>There is no page {escape(request.path)} here.</h1>", 404


@app.errorhandler(ArithmeticError)
@app.errorhandler(ValueError)
def no_number(error):
    return {"error": "Send two numbers, and do not divide by 0."}, 400


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
