"""Check a WSGI callable: each finding has its line, its clause and its cure."""

from wsgi_apps.tools.check.command import main

__all__ = ["main"]
