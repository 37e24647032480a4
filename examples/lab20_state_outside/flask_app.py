"""A count that lives outside the process: /increase and /value with Flask."""

import os
import threading

from examples.lab20_state_outside.counters.counter import StoreDown, open_counter
from flask import Flask

app = Flask(__name__)
counter = open_counter()  # the store that COUNTER_URL names; nothing is connected yet


@app.route("/increase", methods=["GET", "POST"])
def increase():
    """Count this call."""
    return answer(counter.increment("visits"))


@app.route("/value")
def value():
    """Look at the count."""
    return answer(counter.value("visits"))


def answer(count):
    """Return the count, and which process and thread gives it."""
    return {"count": count, "process": os.getpid(), "thread": threading.current_thread().name}


@app.errorhandler(StoreDown)
def store_down(down):
    """Ask the client to come again."""
    app.logger.error("%s", down)
    return "The store of the counter does not answer. Try again in 2 seconds.", 503, {"Retry-After": "2"}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
