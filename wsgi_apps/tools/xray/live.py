"""Live: every request that a server answers is recorded, and its response names its X-ray.

``python -m wsgi_apps run APP --xray`` does it, and ``XRay(application)`` for any server. Nothing is put into the pages
of the application, so it works for JSON, redirects and downloads too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wsgi_apps.development.connection import HEAD
from wsgi_apps.development.first_page import rules_of
from wsgi_apps.tools.xray.live_pages import Pages
from wsgi_apps.tools.xray.own_machine import is_ours
from wsgi_apps.tools.xray.programs import APP, Program
from wsgi_apps.tools.xray.shelf import Shelf
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.watching import Watching

PLACE, HEADER, ONLY = "/__xray__/", "X-Ray", "WSGI_APPS_XRAY_ONLY"
SERVERS = {"uwsgi": "uwsgi", "gunicorn": "gunicorn"}


class XRay:
    """An application whose requests are recorded. Its pages are for this machine alone; others see the application.

    The traces lie in a ``folder`` that several processes share, the last ``most`` of them. Raises Trouble if the
    application has a rule at ``/__xray__/``. Attributes are those of the application.
    """

    wants_head = True  # of the development server: the bytes of the head, beside environ

    def __init__(
        self, application: Any, folder: str | Path | None = None, most: int = 50, program: Program | None = None
    ) -> None:
        for rule, _ in rules_of(application):
            if f"{rule}/".startswith(PLACE):
                raise Trouble("E8", rule=rule)
        caller = Path(sys._getframe(1).f_code.co_filename)
        self.application = application
        self.shelf = Shelf(Path(folder) if folder else None, most)
        self.pages = Pages(self.shelf, PLACE)
        self.only = os.environ.get(ONLY, "/")
        self.numbers = count(1)
        known = next((name for module, name in SERVERS.items() if module in sys.modules), "wsgi")
        self.watching = Watching(program or Program(APP, caller.stem, application, caller), known, self.shelf.put)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.application, name)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: with a page of X-ray, or by the application, which is recorded."""
        path, head = environ.get("PATH_INFO", ""), environ.pop(HEAD, b"")
        is_own = f"{path}/".startswith(PLACE)
        is_here = is_ours(environ)
        if is_own:
            return self.pages(environ, start_response) if is_here else self.pages.nothing(start_response)
        if not (is_here and path.startswith(self.only)):
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        name = f"{os.getpid()}-{next(self.numbers)}"
        place = quote(environ.get("SCRIPT_NAME", ""), encoding="latin-1") + PLACE + name
        return self.watching(environ, start_response, name, [(HEADER, place)], head)
