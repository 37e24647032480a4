#!/usr/bin/env python3
"""A count in a global variable: /increase adds 1, and names the process and the thread that counted."""

import os
import threading

from wsgi_apps import Flask

app = Flask(__name__)
count = 0  # one in each process
lock = threading.Lock()


@app.route("/increase")
def increase():
    return {"count": increased(), "process": os.getpid(), "thread": threading.current_thread().name}


def increased():
    """Return the number of this call."""
    global count
    with lock:  # the threads of a process take turns
        count += 1
        return count


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
