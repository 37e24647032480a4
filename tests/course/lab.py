"""A Flask application as the course has them: one file, a template, a form, JSON, an error page."""

from http import HTTPStatus

from flask import Flask, jsonify, make_response, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.secret_key = "for the lesson only"


@app.route("/")
def index():
    return "<h1>Welcome</h1>"


@app.route("/<greeting>/<name>")
def greet(greeting, name):
    return f"{greeting}, {name}!"


@app.route("/test/<int:number>")
def number(number):
    return make_response(f"number {number}", HTTPStatus.OK, {"MY_HEADER": number})


@app.route("/predict", methods=["POST", "PUT"])
def predict():
    data = request.get_json()
    return jsonify({"method": request.method, "name": data.get("name"), "client": request.headers.get("User-Agent")})


@app.route("/page/")
@app.route("/page/<name>")
def page(name=None):
    return render_template("hello.html", name=name)


@app.route("/login")
def login():
    if request.args.get("user_name") != "foo":
        return {"auth": "failed"}
    session["user"] = "foo"
    return {"auth": "success"}


@app.route("/who")
def who():
    return f"{session.get('user', 'nobody')} at {url_for('who')}"


@app.route("/go")
def go():
    return redirect(url_for("greet", greeting="Hello", name="종현"))


@app.route("/post", methods=["POST"])
def post():
    first, second = request.form["input1"], request.form["input2"]
    return {"result": int(first) + int(second)}


@app.errorhandler(404)
def not_found(error):
    return f"there is no {request.path}", 404


if __name__ == "__main__":
    app.run(port=29130)
