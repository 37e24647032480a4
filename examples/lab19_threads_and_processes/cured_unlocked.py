#!/usr/bin/env python3
"""The cure: a lock. From reading to writing, only one thread at a time has it."""

import json
import os
import threading
import time

count = 0
lock = threading.Lock()


def application(environ, start_response):
    found = {"count": increased(), "process": os.getpid(), "thread": threading.current_thread().name}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [json.dumps(found).encode()]


def increased():
    global count
    with lock:
        number = count
        time.sleep(0.001)  # stands for the work of a real program: a look into a table, a line for the log
        count = number + 1
        return number + 1
