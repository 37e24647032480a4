"""A server for the bad inputs: the strict server, for applications that fail, and watched while it serves.

It does what servers do with what an application raises: before the first bytes it answers 500 itself and logs the
traceback; after them it logs and breaks off. What the application logged, closed, left open or changed is kept.
"""

from __future__ import annotations

import gc
import io
import logging
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.strict import HELD, Answer, Broken, Conversation, check_whole, need


@dataclass
class Outcome(Answer):
    """An answer, and what happened beside it."""

    logged: str = ""
    escaped: str = ""  # the exception that left the application
    broken_off: bool = False  # an exception came after the first bytes
    close_failed: bool = False
    opened: int = 0  # files that stayed open
    left: list[str] = field(default_factory=list)  # temporary files that stayed
    changed: list[str] = field(default_factory=list)  # keys of environ that changed for the caller
    closes: list[object] | None = None  # calls of close() that reached the iterable of the view, where it counts them
    kept: int = 0  # requests that stayed alive

    @property
    def log(self) -> str:
        return self.logged


class Tolerant(Conversation):
    """What PEP 3333 asks of a server that meets a badly written callable: each mistake is an exception for it."""

    held = HELD - {"H002", "W102"}


def serve(
    application: Callable[..., Any],
    environ: dict[str, Any],
    *,
    tolerant: bool = False,
    iterate: bool = True,
    after_first: Callable[[], None] = lambda: None,
    whole: bool = True,
) -> Outcome:
    """Send one request and return its outcome. ``tolerant``: the application is meant to break the rules."""
    given = dict(environ)
    conversation = Tolerant(environ) if tolerant else Conversation(environ)
    outcome = Outcome(500, "Internal Server Error", [], [], given)
    before = open_files()
    with own_log(environ) as log:
        converse(application, environ, conversation, outcome, iterate, after_first)
        outcome.logged = log()
    outcome.opened = open_files() - before
    if outcome.opened > 0:
        gc.collect()  # what stands in a circle of references is not open for ever
        outcome.opened = open_files() - before
    outcome.left = sorted(str(path) for path in Path(tempfile.gettempdir()).iterdir()) if tempfile.tempdir else []
    if conversation.started and (any(conversation.chunks) or not outcome.escaped):
        status, outcome.headers = conversation.started[0]
        outcome.status, outcome.reason = int(status[:3]), status[4:]
        outcome.chunks = conversation.chunks
    if whole and iterate and not outcome.broken_off and outcome.headers:
        check_whole(str(given["REQUEST_METHOD"]), outcome.status, outcome)
    return outcome


def converse(application, environ, conversation, outcome, iterate, after_first):
    """Call the application, take its body and close it; note what it raises."""
    result: Any = ()
    watched = watching(application, outcome)
    try:
        result = watched(environ, conversation.start_response)
        take_all(result if iterate else (), conversation, after_first)
        need(conversation.started, "start_response was not called")
    except BaseException as error:
        if isinstance(error, AssertionError) and not isinstance(conversation, Tolerant):
            getattr(result, "close", tuple)()
            raise
        note(error, environ, outcome)
        outcome.broken_off = any(conversation.chunks)
    try:
        if hasattr(result, "close"):
            result.close()
    except Exception as error:
        if isinstance(error, Broken):
            raise
        outcome.close_failed = True
        note(error, environ, outcome)


def take_all(result, conversation, after_first):
    for number, chunk in enumerate(result):
        conversation.take(chunk)
        if number == 0:
            after_first()


def note(error: BaseException, environ: dict[str, Any], outcome: Outcome) -> None:
    """Log what the application raised, as its server does."""
    outcome.escaped = outcome.escaped or type(error).__name__
    print("".join(traceback.format_exception(error)), file=sys.stderr)


def watching(application: Callable[..., Any], outcome: Outcome) -> Callable[..., Any]:
    """Return the application, with an eye on what it does to its caller's environ."""

    def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        keys = ("SCRIPT_NAME", "PATH_INFO", "wsgi.input")
        before = {key: environ.get(key) for key in keys}
        try:
            return application(environ, start_response)
        finally:
            outcome.changed = [
                key for key in keys if environ.get(key) is not before[key] and environ.get(key) != before[key]
            ]

    return watched


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@contextmanager
def own_log(environ: dict[str, Any]) -> Iterator[Callable[[], str]]:
    """Keep all that is logged, which goes to ``wsgi.errors`` or, behind the request's back, to standard error."""
    root, stderr, errors = logging.getLogger(), sys.stderr, environ["wsgi.errors"]
    handlers, root.handlers = root.handlers, []
    sys.stderr = io.StringIO()
    try:
        yield lambda: errors.getvalue() + sys.stderr.getvalue()
    finally:
        root.handlers, sys.stderr = handlers, stderr
