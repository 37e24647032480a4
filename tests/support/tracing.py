"""A pause for the tool that measures coverage: on Python 3.11 a thread has one trace function, and X-ray needs it."""

import sys

import pytest


@pytest.fixture(autouse=True)
def untraced():
    """Take the trace function away while a test runs."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
