#!/usr/bin/env python3
"""The trap: threads read the same number, because one goes on while another is between reading and writing."""

import json
import os
import threading
import time

count = 0


def application(environ, start_response):
    found = {"count": increased(), "process": os.getpid(), "thread": threading.current_thread().name}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [json.dumps(found).encode()]


def increased():
    global count
    number = count
    time.sleep(0.001)  # stands for the work of a real program: a look into a table, a line for the log
    count = number + 1
    return number + 1
