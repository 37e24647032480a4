#!/usr/bin/env python3
"""The trap: a visitor's name is pasted into the template. Escaping does not help: Jinja2 runs the name first."""

from wsgi_apps import Flask, render_template_string

app = Flask(__name__)
app.secret_key = "nobody may know this"


@app.route("/hello/<name>")
def hello(name):
    return render_template_string(f"<h1>Hello {name}!</h1>\n")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
