"""A hook of the first request runs once in each process, not once for the server."""

import os
import sys
import time

from wsgi_apps import App

app = App(__name__)


@app.before_first_request
def begin():
    print("begun in process", os.getpid(), file=sys.stderr, flush=True)


@app.route("/")
def hello():
    time.sleep(0.2)  # long enough for another process to take the next request
    return f"Hello World from process {os.getpid()}!"
