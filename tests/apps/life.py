"""The application whose requests docs/life_of_a_request.md follows. It uses the core alone."""

from time import monotonic

from wsgi_apps.application import App, g, request
from wsgi_apps.routing.mount import Mount

app = App(__name__)


@app.before_request
def begin():
    g.begun = monotonic()


@app.post("/hello/<name>")
def hello(name):
    return {"hello": name, "from": request.get_json()["from"]}


@app.get("/count")
def count():
    return (f"{number}\n" for number in range(1, 4))


@app.get("/broken")
def broken():
    return 1 / 0


application = Mount(None, {"/60162176": app})
