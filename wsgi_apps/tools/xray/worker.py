"""What a real server serves for ``--server``: the application, recorded, in the worker of the server.

``WSGI_APPS_XRAY`` names the application and a folder. The folder has the request that will come and how it is recorded;
the worker writes the traces there.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from wsgi_apps.tools.xray.programs import program_named
from wsgi_apps.tools.xray.trace import write
from wsgi_apps.tools.xray.watching import Watching

VARIABLE, JOB = "WSGI_APPS_XRAY", "job"


def served(variable: str) -> Callable[..., Iterable[bytes]]:
    """Return the application that ``WSGI_APPS_XRAY`` names, recorded."""
    name, _, place = variable.rpartition(",")
    folder = Path(place)
    server, request, options = pickle.loads((folder / JOB).read_bytes())  # written by the tool, in a folder of its own
    numbers = count(1)

    def keep(name: str, trace: dict[str, Any]) -> None:
        write(trace, str(folder / f"{name}.json"))

    watching = Watching(program_named(name), server, keep, options, request)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return watching(environ, start_response, f"{os.getpid()}-{next(numbers)}", [])

    return application


if VARIABLE in os.environ:
    application = served(os.environ[VARIABLE])
