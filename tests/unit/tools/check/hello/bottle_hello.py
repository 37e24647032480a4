from bottle import Bottle, template

app = Bottle()


@app.route("/")
def index():
    return "Hello World!"


@app.route("/hello/<name>")
def hello(name):
    return template("<b>Hello {{name}}</b>!", name=name)
