"""Check a WSGI callable: every breach with its clause, its line and its cure."""

from wsgi_apps.tools.check.command import main

__all__ = ["main"]
