"""A pause for the tool that measures coverage: on Python 3.11 a thread has one trace function, and X-ray needs it."""

import sys
import threading

import pytest


@pytest.fixture(autouse=True)
def untraced():
    """Take the trace function away while a test runs."""
    tracer, of_new_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    yield
    sys.settrace(tracer)
    threading.settrace(of_new_threads)
