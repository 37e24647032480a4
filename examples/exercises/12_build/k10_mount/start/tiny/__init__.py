"""A small web framework. You write it yourself, in twelve steps."""

from tiny.app import App, abort
from tiny.context import url_for
from tiny.errors import HTTPError
from tiny.mount import Mount
from tiny.request import Request
from tiny.response import Response
from tiny.router import Router

__all__ = ["App", "HTTPError", "Mount", "Request", "Response", "Router", "abort", "url_for"]
