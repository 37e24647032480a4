"""Step 8: an application as Flask has it. This file is given; your App is in tiny/app.py."""

from tiny import App, Response

app = App()


@app.route("/")
def home():
    return "Home"


@app.route("/hello/<name>")
def hello(name):
    return f"Hello, {name}!"


@app.route("/sum/<int:first>/<int:second>", methods=["GET", "POST"])
def total(first, second):
    return {"sum": first + second}


@app.route("/list/<int:number>")
def numbers(number):
    return list(range(number % 5))


@app.route("/created/<name>")
def created(name):
    return f"{name} is created", 201, {"X-Letters": len(name)}


@app.route("/teapot")
def teapot():
    return {"tea": True}, 418


@app.route("/header/<name>")
def header(name):
    return "a header", [("X-Letters", len(name))]


@app.route("/stream/<int:number>")
def stream(number):
    return (f"{one} " for one in range(number % 5))


@app.route("/response/<name>")
def response(name):
    return Response(name.upper(), 202, content_type="text/plain; charset=utf-8")


@app.route("/bytes")
def in_bytes():
    return "글".encode()


application = app
