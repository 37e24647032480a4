"""A short run of the fuzzer, and the proof that it finds what it looks for."""

import pytest

from tests.cases.fuzz_app import VIEWS, Fuzzer, fuzz
from wsgi_apps import request


def test_random_requests_are_answered_without_a_500():
    statuses = fuzz(1500, 7)
    assert statuses.total() == 1500
    assert statuses.keys() >= {200, 206, 303, 304, 308, 400, 404, 405, 413, 415}
    assert statuses[200] > 500


def fail_for_a_percent_sign():
    assert "%" not in request.full_path
    return "fine"


def test_a_view_that_fails_for_some_requests_is_found(monkeypatch):
    monkeypatch.setitem(VIEWS, "/form", fail_for_a_percent_sign)
    with pytest.raises(SystemExit, match=r"request \d+ of seed 1: 500\n.*'/form'"):
        fuzz(6000)


def test_an_exception_that_leaves_the_application_is_found(tmp_path):
    def leave(environ, start_response):
        raise KeyError("left")

    fuzzer = Fuzzer(1, tmp_path)
    fuzzer.applications = [leave]
    assert fuzzer.failure()[1].startswith("KeyError: 'left'\n")


def test_the_same_seed_sends_the_same_requests(tmp_path):
    first, second = ([Fuzzer(5, tmp_path).environ()["PATH_INFO"] for _ in range(3)] for _ in range(2))
    assert first == second
