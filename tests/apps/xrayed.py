"""An application that is recorded live, on whatever server serves it."""

from time import sleep

from wsgi_apps import App, request
from wsgi_apps.tools.xray.live import XRay

app = App(__name__)


@app.get("/<word>")
def word(word):
    told = [word, request.args["more"]]
    sleep(0.002)  # others have their turn
    return {"told": told}


@app.get("/pieces/<word>")
def pieces(word):
    return (f"{word}{number}" for number in range(3))


application = XRay(app)
