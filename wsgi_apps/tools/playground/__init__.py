"""Serve the playground: run and change the programs of the labs in a browser."""

from wsgi_apps.tools.playground.command import main

__all__ = ["main"]
