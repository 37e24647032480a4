"""Look at the machine, at configuration files and at logs: each problem, what it breaks and its cure."""

from wsgi_apps.tools.doctor.command import main

__all__ = ["main"]
