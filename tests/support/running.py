"""The ways of running an application that differ in processes and threads, each on a free loopback port."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.support.servers import BIN, HOST, free_port, process, uwsgi

#: way -> (program, its arguments for processes and threads)
WAYS = {
    "the development server": ("development", []),
    "uWSGI, 1 process of 2 threads": ("uwsgi", ["--processes=1", "--threads=2"]),
    "uWSGI, 2 processes of 1 thread": ("uwsgi", ["--processes=2", "--threads=1"]),
    "uWSGI, 2 processes of 2 threads": ("uwsgi", ["--processes=2", "--threads=2"]),
    "gunicorn, 2 workers": ("gunicorn", ["--workers=2"]),
    "gunicorn, 1 worker of 4 threads": ("gunicorn", ["--worker-class=gthread", "--threads=4"]),
}


@contextmanager
def running(way: str, module: str, folder: Path, *more: str, **environment: str) -> Iterator[str]:
    """Run ``module`` (str, ``package.module:callable``) in one of the ways; give the URL of its root."""
    program, words = WAYS[way]
    port, log = free_port(), folder / "server.log"
    url = f"http://{HOST}:{port}"
    words = [*words, *more]
    if program == "uwsgi":
        at = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
        with uwsgi(module, folder, *words, **at, **environment):
            yield url
    elif program == "gunicorn":
        command = [str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--no-control-socket", *words, module]
        with process(command, log, port, **environment):
            yield url
    else:
        command = [sys.executable, "-m", "wsgi_apps", "run", module, "--port", str(port), *words]
        with process(command, log, port, **environment):
            yield url


def at_once(check: Callable[[str], None], names: Iterable[str]) -> None:
    """Make the same check for several names at once: most of its time a server starts or stops."""
    with ThreadPoolExecutor() as threads:
        waiting = {name: threads.submit(check, name) for name in names}
    failed = {name: done.exception() for name, done in waiting.items() if done.exception()}
    if failed:
        raise ExceptionGroup(", ".join(failed), list(failed.values()))
