"""The harness of the bad inputs sees what is wrong: every check refuses an outcome that breaks its promise."""

import gc

import pytest

from tests.cases.cases import EXPECT, NEVER, ROOT, check, held_by_the_strict_server, stays_here
from tests.support.serving import Outcome, serve
from tests.support.strict import Broken, environ_for

TRACEBACK = "Traceback (most recent call last):\n  File\nRuntimeError\n"


def outcome(status=200, headers=(), body=b"", query="", **more):
    return Outcome(status, "", list(headers), [body], environ_for(query=query), **more)


BROKEN_EXPECTATIONS = {
    "json": ({"a": 1}, outcome(body=b'{"a": 2}')),
    "json_if_200": ({"a": 1}, outcome(body=b'{"a": 2}')),
    "json_contains": ({"a": 1}, outcome(body=b'{"b": 1}')),
    "json_path": ({"[0].filename": "a"}, outcome(body=b'[{"filename": "b"}]')),
    "header": ({"X-A": "1"}, outcome(headers=[("X-A", "2")])),
    "header_re": ({"X-A": "^1"}, outcome(headers=[("X-A", "2")])),
    "header_not_re": ({"X-A": "2"}, outcome(headers=[("X-A", "1"), ("X-A", "2")])),
    "header_absent": (["X-A"], outcome(headers=[("x-a", "")])),
    "header_tokens": ({"Allow": ["GET", "HEAD"]}, outcome(headers=[("Allow", "GET, OPTIONS")])),
    "header_tokens_if": ({"Set-Cookie": {"Vary": ["Cookie"]}}, outcome(headers=[("Set-Cookie", "a=1")])),
    "header_if_200": ({"X-A": "1"}, outcome()),
    "body_equals": ("a", outcome(body=b"ab")),
    "body_contains": (["a"], outcome(body=b"b")),
    "body_absent": (["a"], outcome(body=b"ab")),
    "max_body": (1, outcome(body=b"ab")),
    "min_chunks": (2, outcome(body=b"a")),
    "iteration_raises": (True, outcome()),
    "gc_no_growth": (True, outcome(kept=1)),
}
BROKEN_PROMISES = {
    "no_traceback": outcome(body=TRACEBACK.encode()),
    "no_secret": outcome(headers=[("X-A", "SECRET-TOKEN-123")]),
    "no_fs_path": outcome(body=str(ROOT).encode()),
    "no_500": outcome(500),
    "no_5xx": outcome(503),
    "no_body": outcome(body=b"a"),
    "no_set_cookie": outcome(headers=[("Set-Cookie", "a=1")]),
    "no_outside_file": outcome(body=b"OUTSIDE"),
    "no_cross_talk": outcome(body=b"inner"),
    "no_foreign_location": outcome(headers=[("Location", "//evil.example")]),
    "no_reflected_html": outcome(headers=[("Content-Type", "text/html")], body=b"<p>'<b>'</p>", query="name=%3Cb%3E"),
    "environ_restored": outcome(changed=["PATH_INFO"]),
    "close_once": outcome(closes=[1, 2]),
    "no_fd_leak": outcome(opened=1),
    "no_tmpfile_leak": outcome(left=["tmp1"]),
    "errors_logged": outcome(500, logged=TRACEBACK * 2),
    "no_log_injection": outcome(logged="GET /\nSet-Cookie: x=1"),
}
ELSEWHERE = {"max_read", "read_one_of", "worker_lives", "max_ms", "escapes_ok", "close_may_raise"}
LOCATIONS = {
    "/hello": True,
    "hello": True,
    "?a=//evil": True,
    "http://localhost/hello": True,
    "http://localhost:80/": True,
    "http:/hello": True,
    "//localhost/": True,
    "//evil.example": False,
    "///evil.example": False,
    "\\\\evil.example": False,
    "/\\evil.example": False,
    "/\t/evil.example": False,
    " //evil.example": False,
    "https:evil.example": False,
    "https://localhost/": False,
    "http://localhost.evil.example/": False,
    "http://localhost@evil.example/": False,
    "javascript:alert(1)": False,
}
CASE = {"expect": {"status": 200, "status_also_ok": [404]}, "never": []}


@pytest.mark.parametrize(("name", "given"), BROKEN_EXPECTATIONS.items(), ids=BROKEN_EXPECTATIONS)
def test_an_expectation_refuses_what_it_does_not_expect(name, given):
    with pytest.raises(Broken):
        EXPECT[name](*given)


@pytest.mark.parametrize(("name", "given"), BROKEN_PROMISES.items(), ids=BROKEN_PROMISES)
def test_a_promise_refuses_an_outcome_that_breaks_it(name, given):
    with pytest.raises(Broken):
        NEVER[name](given)


@pytest.mark.parametrize(("location", "stays"), LOCATIONS.items(), ids=[repr(location) for location in LOCATIONS])
def test_a_location_is_read_as_a_browser_reads_it(location, stays):
    assert stays_here(location, "localhost") is stays


def test_every_check_is_tried_here_or_is_the_strict_servers():
    tried = BROKEN_EXPECTATIONS.keys() | BROKEN_PROMISES.keys() | ELSEWHERE
    assert {name for name, hold in (EXPECT | NEVER).items() if hold is not held_by_the_strict_server} == tried


@pytest.mark.parametrize(
    ("expect", "given"),
    [
        pytest.param({}, outcome(500), id="another status"),
        pytest.param({"body_equals": "a"}, outcome(body=b"b"), id="another body"),
        pytest.param(
            {"body_absent": ["a"]}, outcome(404, body=b"a"), id="what must never be there, with another status"
        ),
    ],
)
def test_a_case_refuses(expect, given):
    with pytest.raises(Broken):
        check({"expect": CASE["expect"] | expect, "never": []}, given)


def test_an_expectation_of_the_main_status_says_nothing_of_the_others():
    check({"expect": CASE["expect"] | {"body_equals": "a"}, "never": []}, outcome(404, body=b"b"))


def test_an_expectation_that_nobody_knows_fails():
    with pytest.raises(KeyError):
        check({"expect": CASE["expect"] | {"colour": "blue"}, "never": []}, outcome())
    with pytest.raises(KeyError):
        check(CASE | {"never": ["no_blue"]}, outcome())


TEXT = [("Content-Type", "text/plain")]


class Body:
    """A body that notes its end, and may fail at it."""

    def __init__(self, parts, closed, error=None):
        self.parts, self.closed, self.error = parts, closed, error

    def __iter__(self):
        for part in self.parts:
            if isinstance(part, Exception):
                raise part
            yield part

    def close(self):
        self.closed.append(self)
        if self.error:
            raise self.error


def answering(*parts, closed=None, error=None):
    def application(environ, start_response):
        start_response("200 OK", [*TEXT])
        return Body(parts, [] if closed is None else closed, error)

    return application


def test_an_exception_before_the_first_byte_is_a_500_of_the_server_and_is_logged():
    def application(environ, start_response):
        raise RuntimeError("early")

    found = serve(application, environ_for(), tolerant=True)
    assert (found.status, found.escaped, found.broken_off, found.body) == (500, "RuntimeError", False, b"")
    assert "RuntimeError: early" in found.log


def test_an_exception_after_the_first_byte_breaks_the_answer_off():
    found = serve(answering(b"a", RuntimeError("late")), environ_for(), tolerant=True)
    assert (found.status, found.broken_off, found.body) == (200, True, b"a")
    assert "RuntimeError: late" in found.log


def test_an_answer_is_closed_once_though_it_breaks_off():
    closed = []
    serve(answering(b"a", RuntimeError("late"), closed=closed), environ_for(), tolerant=True)
    assert len(closed) == 1


def test_an_answer_that_nobody_reads_is_closed_as_well():
    closed = []
    found = serve(answering(b"a", closed=closed), environ_for(), iterate=False)
    assert (len(closed), found.body) == (1, b"")


def test_a_close_that_fails_is_seen():
    found = serve(answering(b"a", error=RuntimeError("close")), environ_for(), tolerant=True)
    assert found.close_failed
    assert "RuntimeError: close" in found.log


def test_an_application_that_changes_its_callers_environ_is_seen():
    def application(environ, start_response):
        environ["PATH_INFO"] = "/other"
        return answering(b"a")(environ, start_response)

    assert serve(application, environ_for()).changed == ["PATH_INFO"]


def test_a_file_that_stays_open_is_seen(tmp_path):
    opened = []

    def application(environ, start_response):
        opened.append((tmp_path / "open").open("w"))
        return answering(b"a")(environ, start_response)

    gc.collect()  # files that an earlier test has left are not closed meanwhile
    found = serve(application, environ_for())
    opened[0].close()
    assert found.opened == 1


def test_a_rule_of_the_contract_that_is_broken_fails_the_test_and_makes_no_500():
    with pytest.raises(AssertionError):
        serve(answering("text"), environ_for())
