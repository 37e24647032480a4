"""Show one request in slow motion: line by line, by hand, with wsgi_apps and with Flask."""

from wsgi_apps.tools.xray.command import main

__all__ = ["main"]
