"""docs/life_of_a_request.md is true: its functions exist, and are called in its order."""

import re
import sys
from functools import reduce
from importlib import import_module
from itertools import chain

import pytest

from tests.apps import life
from tests.support.layers import CORE
from tests.support.servers import ROOT
from tests.support.strict import environ_for
from wsgi_apps import flask_api
from wsgi_apps.messages.response import type_header
from wsgi_apps.speed.fast_app import FastApp

PAGE = (ROOT / "docs" / "life_of_a_request.md").read_text(encoding="utf-8")
NAMED = re.compile(r"(?m)^\d+\. \[?`([\w.]+)`")
PACKAGE = f"{ROOT}/wsgi_apps/"
JSON = {"CONTENT_TYPE": "application/json"}
#: the steps of the life of a request, without those that ask or answer for a single value
LIFE = {
    *("wsgi_app", "make_request", "match_request", "respond", "full_dispatch_request", "preprocess_request"),
    "dispatch_request",
    *("finalize_request", "process_response", "do_teardown", "answer_exception", "handle_exception"),
    *("handle_user_exception", "handle_http_exception", "server_error", "log_exception"),
}
#: the heading of a list -> the request that is followed there
FOLLOWED = {
    "A request that is answered": ("POST", "/60162176/hello/종현", b'{"from":"Seoul"}', JSON),
    "A response in pieces": ("GET", "/60162176/count", b"", {}),
    "An error": ("GET", "/60162176/broken", b"", {}),
}


def section(heading):
    return re.search(rf"(?ms)^## {heading}\n(.*?)(?=^## |\Z)", PAGE)[1]


def called(method, path, body, more):
    """Send a request to the page's application; return the names of our functions in the order of their calls."""
    names = []

    def watch(frame, event, argument):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE):
            module = code.co_filename.removeprefix(PACKAGE).removesuffix(".py").replace("/", ".")
            names.append(f"{module}.{code.co_qualname}")

    def start_response(status, headers, exc_info=None):
        names.append("start_response")

    environ = environ_for(method, path.encode().decode("latin-1"), body, **more)
    b"".join(life.application(environ_for(path="/60162176/"), lambda *arguments: None))  # the first request does more
    type_header.cache_clear()  # another test may have filled it
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
        module = next(module for module in CORE if name.startswith(f"{module}."))
        assert reduce(getattr, name.removeprefix(f"{module}.").split("."), import_module(f"wsgi_apps.{module}"))


def test_every_list_is_followed():
    assert len(NAMED.findall(PAGE)) == sum(len(NAMED.findall(section(heading))) for heading in FOLLOWED)


def test_only_the_core_is_passed():
    for asked in FOLLOWED.values():
        passed = {name.rpartition(".")[0] for name in called(*asked)} - {
            "",
            "tools.check.asked.Input",
        }  # the test's own input
        assert [name for name in passed if not name.startswith(tuple(CORE))] == []


def test_the_table_has_the_steps_that_are_overridden():
    rows = re.findall(r"(?m)^\| `(\w+)` \|(.*)\|(.*)\|$", section("What speed and the extensions change"))
    steps = {step for step, *_ in rows}
    assert steps == LIFE & {*vars(flask_api.App), *vars(FastApp)}
    for step, sooner, more in rows:
        assert (step in vars(flask_api.App)) == bool(more.strip()), step
        assert (step in vars(FastApp) or step == "match_request") == bool(sooner.strip()), step  # that is its router's
