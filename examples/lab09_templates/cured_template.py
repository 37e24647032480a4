#!/usr/bin/env python3
"""The cure: the template is fixed, and what a visitor sends is a value in it."""

from wsgi_apps import Flask, render_template_string

app = Flask(__name__)
app.secret_key = "nobody may know this"


@app.route("/hello/<name>")
def hello(name):
    return render_template_string("<h1>Hello {{ name }}!</h1>\n", name=name)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
