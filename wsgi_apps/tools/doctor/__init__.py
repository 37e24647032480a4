"""Look at the machine, at configuration files and at logs, and say what you can mend."""

from wsgi_apps.tools.doctor.command import main

__all__ = ["main"]
