"""The cure: the session travels in a signed cookie, so that any node that knows the key can read it."""

import os

from wsgi_apps import App, request, session

app = App(__name__)
app.secret_key = os.environ["SECRET_KEY"]  # the same on every node; without it none starts
NODE = os.environ.get("NODE", "alone")


@app.after_request
def name_the_node(response):
    response.headers["Node"] = NODE
    return response


@app.route("/login")
def login():
    session["name"] = request.query_string.decode()
    return f"Welcome, {session['name']}.\n"


@app.route("/")
def who():
    return f"You are {session.get('name', 'a stranger')}.\n"
