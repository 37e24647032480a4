"""Check a WSGI callable: each finding has its line, the clause of the standard and the cure."""

from wsgi_apps.tools.check.command import main

__all__ = ["main"]
