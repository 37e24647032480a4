from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello():
    return "<p>Hello, World!</p>"


@app.route("/hello/<name>")
def hello_name(name):
    return {"hello": name}
