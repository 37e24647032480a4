"""Serve the playground: the programs of the labs, run and changed in a browser, without a server."""

from wsgi_apps.tools.playground.command import main

__all__ = ["main"]
