"""docs/life_of_a_request.md is true: its functions exist, and are called in its order."""

import re
import sys
from functools import reduce
from importlib import import_module
from itertools import chain

import pytest

from tests.apps import life
from tests.support.servers import ROOT
from tests.support.strict import environ_for

PAGE = (ROOT / "docs" / "life_of_a_request.md").read_text(encoding="utf-8")
NAMED = re.compile(r"(?m)^\d+\. \[?`([\w.]+)`")
JSON = {"CONTENT_TYPE": "application/json"}
#: the heading of a list -> the request that is followed there
FOLLOWED = {
    "A request that is answered": ("POST", "/60162176/hello/종현", b'{"from":"Seoul"}', JSON),
    "An answer in pieces": ("GET", "/60162176/count", b"", {}),
    "A mistake": ("GET", "/60162176/broken", b"", {}),
}


def section(heading):
    return re.search(rf"(?ms)^## {heading}\n(.*?)(?=^## |\Z)", PAGE)[1]


def called(method, path, body, more):
    """Send a request to the page's application; return the names of our functions in the order of their calls."""
    names = []

    def watch(frame, event, argument):
        code = frame.f_code
        if event == "call" and "wsgi_apps" in code.co_filename:
            names.append(f"{code.co_filename.rpartition('/')[2].removesuffix('.py')}.{code.co_qualname}")

    def start_response(status, headers, exc_info=None):
        names.append("start_response")

    environ = environ_for(method, path.encode().decode("latin-1"), body, **more)
    b"".join(life.application(environ_for(path="/60162176/"), lambda *arguments: None))  # the first request does more
    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        answer = life.application(environ, start_response)
        b"".join(answer)
        getattr(answer, "close", int)()
    finally:
        sys.setprofile(before)
    return names


@pytest.mark.parametrize("heading", FOLLOWED)
def test_functions_are_called_in_the_order_of_the_page(heading):
    names = iter(called(*FOLLOWED[heading]))
    missing = [name for name in NAMED.findall(section(heading)) if name not in names]  # ``in`` reads on, and not back
    assert missing == []


def test_every_function_named_exists():
    named = list(chain.from_iterable(NAMED.findall(section(heading)) for heading in FOLLOWED))
    assert len(named) > 40
    for name in set(named) - {"start_response"}:
        module, *path = name.split(".")
        assert reduce(getattr, path, import_module(f"wsgi_apps.{module}"))


def test_every_list_is_followed():
    assert len(NAMED.findall(PAGE)) == sum(len(NAMED.findall(section(heading))) for heading in FOLLOWED)
