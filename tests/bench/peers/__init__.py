"""One application for every peer, each written as its own documentation teaches; ``make(count)`` adds other rules."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

OURS, FLASK, BARE = "wsgi_apps", "Flask", "by hand"


class Peer(NamedTuple):
    """The ``module`` here, the ``imports`` that it starts with, and the ``package`` that has a version."""

    module: str
    imports: str = ""
    package: str = ""


PEERS = {
    BARE: Peer("bare_peer"),
    OURS: Peer("ours_peer", "from wsgi_apps import App, request"),
    "wheezy.web": Peer(
        "wheezy_peer",
        "from wheezy.http import HTTPResponse, WSGIApplication; from wheezy.routing import url; "
        "from wheezy.web.middleware import bootstrap_defaults, path_routing_middleware_factory",
        "wheezy.web",
    ),
    "Falcon": Peer("falcon_peer", "import falcon", "falcon"),
    "Bottle": Peer("bottle_peer", "from bottle import Bottle, request", "bottle"),
    "Pyramid": Peer(
        "pyramid_peer", "from pyramid.config import Configurator; from pyramid.response import Response", "pyramid"
    ),
    FLASK: Peer("flask_peer", "from flask import Flask, request", "flask"),
}


def module_name(name: str) -> str:
    """Return the dotted name (str) of a peer's module."""
    return f"{__name__}.{PEERS[name].module}"


def makers() -> dict[str, Callable[..., Any]]:
    """Return what makes the applications, by the names of the peers."""
    return {name: import_module(module_name(name)).make for name in PEERS}
