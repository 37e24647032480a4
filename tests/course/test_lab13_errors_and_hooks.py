"""Hooks and error handlers: their order on every server, forgotten answers, and how often "once" is."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.support.servers import HOST, ROOT, free_port, talk, uwsgi, wait_until
from tests.support.strict import call, environ_for
from wsgi_apps.tools.course.asking import application_of
from wsgi_apps.tools.course.manifest import read

LAB = read(ROOT / "examples" / "lab13_errors_and_hooks")
MODULE = f"examples.{LAB.name}"
GET = b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("way", LAB.ways)
def test_first_request_has_its_hook_once_under_threads(way):
    application = application_of(LAB, way)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: call(application, environ_for(), validate=False), range(64)))
    assert {answer.header("Begun") for answer in answers} == {"1"}
    assert {answer.header("Steps") for answer in answers} == {"before 1, before 2, view, after 2, after 1"}


# --- the traps ---


@contextmanager
def on_uwsgi(name, folder, *more):
    """Serve one of the lab's programs; give the port and the log."""
    at = {"WSGI_APPS_HTTP": f"{HOST}:{free_port()}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with uwsgi(f"{MODULE}.{name}:app", folder, *more, **at):
        yield int(at["WSGI_APPS_HTTP"].rpartition(":")[2]), lambda: (folder / "server.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "status"), [("trap_status", 200), ("cured_status", 404)])
def test_own_page_has_the_status_that_it_returns(name, status, tmp_path):
    with on_uwsgi(name, tmp_path) as (port, _):
        reply = talk(port, GET % b"/nowhere")
    assert (reply.status, reply.body) == (status, b"There is no such page.")


def test_after_a_hook_that_returns_nothing_there_is_no_page(tmp_path):
    with on_uwsgi("trap_return", tmp_path) as (port, log):
        reply = talk(port, GET % b"/")
        wait_until(lambda: "returned None: return the response that it was given" in log(), "the log")
    assert reply.status == 500
    assert b"Hello" not in reply.body


def test_after_a_hook_that_returns_the_response_there_is(tmp_path):
    with on_uwsgi("cured_return", tmp_path) as (port, _):
        reply = talk(port, GET % b"/")
    assert (reply.status, reply.body) == (200, b"Hello World!")
    assert b"\r\nMY_HEADER: 1234\r\n" in reply.data


def processes_that_answered(port):
    """Return the processes of four answers, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda number: talk(port, GET % b"/").body.decode(), range(4)))
    return {re.fullmatch(r"Hello World from process (\d+)!", reply)[1] for reply in replies}


@pytest.mark.parametrize("name", ["trap_once", "cured_once"])
def test_first_requests_are_as_many_as_processes(name, tmp_path):
    """By the hook it is begun in each process that answers, by the module once, in the master."""
    with on_uwsgi(name, tmp_path, "--processes", "2") as (port, log):
        workers = set()
        wait_until(lambda: workers.update(processes_that_answered(port)) or len(workers) == 2, "both processes answer")
        begun = re.findall(r"(?m)^begun in process (\d+)$", log())
    if name == "trap_once":
        assert sorted(begun) == sorted(workers)
    else:
        assert len(begun) == 1
        assert not workers & {*begun}


def test_flask_has_no_hook_for_the_first_request():
    """When it has one again, the lesson and the twin are to be changed."""
    assert not hasattr(Flask, "before_first_request")
