from wsgi_apps import App

app = App(__name__)


@app.route("/")
def hello():
    return "<p>Hello, World!</p>"


@app.route("/hello/<name>")
def hello_name(name):
    return {"hello": name}
