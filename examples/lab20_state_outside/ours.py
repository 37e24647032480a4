#!/usr/bin/env python3
"""A count that lives outside the process: /increase raises it, /value looks at it."""

import os
import threading

from examples.lab20_state_outside.counters.counter import StoreDown, open_counter
from wsgi_apps import Flask

app = Flask(__name__)
counter = open_counter()  # in the store that COUNTER_URL names; nothing is connected yet


@app.route("/increase", methods=["GET", "POST"])
def increase():
    return answer(counter.increment("visits"))


@app.route("/value")
def value():
    return answer(counter.value("visits"))


def answer(count):
    return {"count": count, "process": os.getpid(), "thread": threading.current_thread().name}


@app.errorhandler(StoreDown)
def store_down(down):
    app.logger.error("%s", down)
    return "The store of the counter does not answer. Try again in 2 seconds.", 503, {"Retry-After": "2"}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
