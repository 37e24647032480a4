"""A hook that changes the response and does not return it: there is nothing to send."""

from wsgi_apps import App

app = App(__name__)


@app.route("/")
def hello():
    return "Hello World!"


@app.after_request
def sign(response):
    response.headers["MY_HEADER"] = "1234"
