#!/usr/bin/env python3
"""A calculator: the numbers come in the URL, or in a form that a browser fills in."""

import re
from operator import add, mul, sub

from wsgi_apps import Flask, render_template, request

app = Flask(__name__)
OPERATORS = {"+": add, "-": sub, "*": mul}
WHOLE = re.compile(r"\s*-?\d{1,15}\s*")  # Python turns at most 4,300 digits back into a text


@app.route("/")
def page():
    return render_template("calculator.html")


@app.route("/<int:num1>/<string:op>/<int:num2>")
def from_url(num1, op, num2):
    return calculated(str(num1), op, str(num2))


@app.route("/post", methods=["POST"])
def from_form():
    form = request.form
    return calculated(form.get("input1", ""), form.get("operator", ""), form.get("input2", ""))


def calculated(first, sign, second):
    """Return the result as text, or the error as JSON with the status 400."""
    if not (WHOLE.fullmatch(first) and WHOLE.fullmatch(second)):
        return {"error": "Send two whole numbers of at most 15 digits, such as 12 and 5."}, 400
    if sign not in OPERATORS:
        return {"error": f"Send one of the operators + - *, not {sign!r}."}, 400
    return str(OPERATORS[sign](int(first), int(second)))


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
