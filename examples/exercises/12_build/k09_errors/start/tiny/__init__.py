"""A small web framework. You write it yourself, in twelve steps."""

from tiny.app import App, abort
from tiny.errors import HTTPError
from tiny.request import Request
from tiny.response import Response
from tiny.router import Router

__all__ = ["App", "HTTPError", "Request", "Response", "Router", "abort"]
