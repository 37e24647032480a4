"""An App that does a little of everything, for many mixed requests."""

from pathlib import Path

from wsgi_apps import App, request, send_file, session

app = application = App(__name__)
app.secret_key = "for the test alone"


@app.route("/")
def hello():
    return "Hello World!"


@app.route("/hello/<name>/<int:times>")
def greet(name, times):
    return {"hello": [name] * times}


@app.route("/json", methods=["POST"])
def take_json():
    return {"got": request.get_json()}


@app.route("/form", methods=["POST"])
def take_form():
    return {"fields": len(request.form), "files": {name: len(file.read()) for name, file in request.files.items()}}


@app.route("/session")
def count():
    session["visits"] = session.get("visits", 0) + 1
    return str(session["visits"])


@app.route("/file")
def file():
    return send_file(Path(__file__), mimetype="text/plain")


@app.route("/stream")
def stream():
    return (f"{number}\n" for number in range(20))


@app.route("/broken")
def broken():
    raise ValueError("on purpose")


@app.after_request
def leave_a_mark(response):
    response.headers["Mark"] = "left"
    return response
