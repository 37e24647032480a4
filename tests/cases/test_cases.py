"""Every bad input of the body and json layers has the outcome that ``cases.yaml`` promises."""

import pytest

from tests.apps.callables import application
from tests.cases.cases import CASES, check, environ_of, of_layer
from tests.support.strict import call, environ_for

UPLOADS = {"body-diskfull"}  # it takes a multipart parser, which floor 0 does not have
IN_PROCESS = [case for case in of_layer("body", "json") if case["id"] not in UPLOADS]


class TextInput:
    """A broken server's ``wsgi.input``."""

    consumed = 0

    def read(self, size):
        return "h" * size


def environ_with_its_server(case):
    """Return the environ of a case, with the peculiar server that it names."""
    if case["id"] == "body-onebyte":
        return environ_of(case, most=1)
    if case["id"] == "body-nonbytes":
        return environ_of(case) | {"wsgi.input": TextInput()}
    assert "app" not in case["request"]
    environ = environ_of(case)
    if case["setup"] == "json, name must be str":
        environ["PATH_INFO"] = "/json-text"
    return environ


def accepts_a_good_request(setup):
    """Return whether the callable of a setup answers a plain good request: a case counts only then."""
    good = {
        "hello": environ_for("GET", "/hello"),
        "len": environ_for("POST", "/len", b"hello"),
        "json": environ_for("POST", "/json", b'{"name": "kim"}', CONTENT_TYPE="application/json"),
        "json, name must be str": environ_for(
            "POST", "/json-text", b'{"name": "kim"}', CONTENT_TYPE="application/json"
        ),
    }
    return call(application, good[setup]).status == 200


@pytest.mark.parametrize("case", IN_PROCESS, ids=[case["id"] for case in IN_PROCESS])
def test_case(case):
    assert accepts_a_good_request(case["setup"])
    broken_server = case["id"] == "body-nonbytes"  # the validator would refuse the server, not the application
    check(case, call(application, environ_with_its_server(case), validate=not broken_server))


def test_the_file_is_all_there():
    assert len(CASES) == 371
    assert len(IN_PROCESS) == 56
