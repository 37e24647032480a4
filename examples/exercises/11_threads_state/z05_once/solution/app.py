"""A box office: each process that sells tickets has a till of its own. tills.txt has a line for each till."""

import os
import time
from pathlib import Path


def opened():
    """Open a till for this process, and return its number."""
    with Path("tills.txt").open("a", encoding="ascii") as file:
        file.write(f"till of {os.getpid()}\n")
    return os.getpid()


till = None


def application(environ, start_response):
    global till
    if till is None:
        till = opened()
    time.sleep(0.005)  # the printer needs a moment
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{environ.get('PATH_INFO', '')}: till of {till}, sold by {os.getpid()}".encode("latin-1")]
