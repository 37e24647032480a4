#!/usr/bin/env python3
"""Templates: one page for two cases, with a name and without."""

from wsgi_apps import Flask, render_template

app = Flask(__name__)


@app.route("/hello")
@app.route("/hello/<name>")
def hello(name=None):
    return render_template("hello.html", name=name)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
