"""Code of the module runs once: uWSGI loads the module in its master process, and forks the workers from there."""

import os
import sys
import time

from wsgi_apps import App

app = App(__name__)
print("begun in process", os.getpid(), file=sys.stderr, flush=True)


@app.route("/")
def hello():
    time.sleep(0.2)  # long enough for another process to take the next request
    return f"Hello World from process {os.getpid()}!"
