"""The log of an application: one record per error, written to ``wsgi.errors`` (PEP 3333)."""

from __future__ import annotations

import logging
import sys
from copy import copy
from pathlib import Path
from traceback import format_exception
from typing import Any

from wsgi_apps.application.context import CURRENT

#: The folder of the framework.
PACKAGE = str(Path(__file__).resolve().parents[1])
ESCAPES = {code: f"\\x{code:02x}" for code in [*range(32), *range(127, 160)] if chr(code) != "\n"}
LINE_ESCAPES = {**ESCAPES, 10: "\\n", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class LineFormatter(logging.Formatter):
    """Indents all lines of a record but the first: a client's line breaks cannot forge another record."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        """Return the first line of a record, without control characters."""
        if record.pathname.startswith(PACKAGE):  # the framework speaks for the application
            record = copy(record)
            record.module = record.name.rpartition(".")[2]
        return super().formatMessage(record).translate(LINE_ESCAPES)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's name)
        """Return an indented traceback."""
        lines = super().formatException(ei).translate(ESCAPES).split("\n")
        return "\n".join(f"  {line}" for line in lines)


class ServerHandler(logging.StreamHandler[Any]):
    """Writes to ``wsgi.errors`` while a request is answered, and to standard error otherwise.

    If writing fails, as on a full disk, the request goes on without the record.
    """

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # StreamHandler.__init__ would set the stream, which is a property here
        self.setFormatter(LineFormatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record, with escapes for what the file cannot hold: services have no locale."""
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        return super().format(record).encode(encoding, "backslashreplace").decode(encoding)

    @property
    def stream(self) -> Any:
        """The file that is written to at the moment."""
        context = CURRENT.get(None)
        return sys.stderr if context is None else context.environ.get("wsgi.errors", sys.stderr)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Drop a record that cannot be written, because there is no other place for it."""


#: The only handler. Two threads may make the logger of an application at once, but a logger adds the same handler once.
SERVER_HANDLER = ServerHandler()


def create_logger(name: str, debug: bool) -> logging.Logger:
    """Return the logger of that ``name``, with a handler unless the program has configured one."""
    logger = logging.getLogger(name)
    if debug and not logger.level:
        logger.setLevel(logging.DEBUG)
    if not has_handler(logger):
        logger.addHandler(SERVER_HANDLER)
    return logger


def has_handler(logger: logging.Logger) -> bool:
    """Return whether a handler already takes the records of ``logger``."""
    level = logger.getEffectiveLevel()
    current: logging.Logger | None = logger
    while current is not None:
        if any(handler.level <= level for handler in current.handlers):
            return True
        current = current.parent if current.propagate else None
    return False


def rehearse() -> None:
    """Format an error. That imports modules, which has to be done while the process can still open files."""
    try:
        raise LookupError
    except LookupError as error:
        format_exception(error)


rehearse()
