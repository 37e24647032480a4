"""Learn by exercises that real servers check, in Korean and English."""

from wsgi_apps.tools.learn.command import main

__all__ = ["main"]
