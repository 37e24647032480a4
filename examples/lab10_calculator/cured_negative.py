#!/usr/bin/env python3
"""The cure: signed=True lets a minus come before the digits. Without it the rule does not match, and /-3/+/5 is 404."""

from operator import add, mul, sub

from wsgi_apps import Flask

app = Flask(__name__)
OPERATORS = {"+": add, "-": sub, "*": mul}


@app.route("/<int(signed=True):num1>/<any('+', '-', '*'):op>/<int(signed=True):num2>")
def from_url(num1, op, num2):
    return str(OPERATORS[op](num1, num2))


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
