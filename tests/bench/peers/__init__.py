"""One application for every peer, each written as its own documentation teaches.

``make(count, extra)`` makes it with ``count`` other rules, and with what a job wants besides.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from tests.bench.jobs import ERROR_HANDLER, JOBS, Job

OURS, CORE, FLASK, BARE = "wsgi_apps", "the core", "Flask", "by hand"


class Peer(NamedTuple):
    """The ``module`` here, the ``imports`` that it starts with, and the ``package`` that has a version."""

    module: str
    imports: str = ""
    package: str = ""


PEERS = {
    BARE: Peer("bare_peer"),
    OURS: Peer("ours_peer", "from wsgi_apps import App, jsonify, redirect, request"),
    CORE: Peer("core_peer", "from wsgi_apps.application import App, jsonify, redirect, request"),
    "wheezy.web": Peer(
        "wheezy_peer",
        "from wheezy.http import HTTPResponse, WSGIApplication; from wheezy.routing import url; "
        "from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory",
        "wheezy.web",
    ),
    "Falcon": Peer("falcon_peer", "import falcon", "falcon"),
    "Bottle": Peer("bottle_peer", "from bottle import Bottle, HTTPResponse, redirect, request, response", "bottle"),
    "Pyramid": Peer(
        "pyramid_peer",
        "from pyramid.config import Configurator; from pyramid.httpexceptions import HTTPFound; "
        "from pyramid.response import Response",
        "pyramid",
    ),
    FLASK: Peer("flask_peer", "from flask import Flask, jsonify, redirect, request", "flask"),
}
#: Why a peer does not do a job, by the names of the two.
LEFT_OUT = {
    ("wheezy.web", next(job.name for job in JOBS if job.extra == ERROR_HANDLER)): (
        "its middleware for errors redirects to another page (302), and the job needs a 404"
    ),
}


def maker(name: str) -> Callable[..., Any]:
    """Return what makes a peer's applications."""
    make: Callable[..., Any] = import_module(f"{__name__}.{PEERS[name].module}").make
    return make


def makers() -> dict[str, Callable[..., Any]]:
    """Return what makes the applications, by the names of the peers."""
    return {name: maker(name) for name in PEERS}


def jobs_of(name: str) -> list[Job]:
    """Return the jobs that a peer can do."""
    return [job for job in JOBS if (name, job.name) not in LEFT_OUT]
