"""The disk: names under any locale, and the errors that mean "not now" and not "not found"."""

from __future__ import annotations

import errno
import os

from wsgi_apps.application.context import CURRENT
from wsgi_apps.exceptions import ServiceUnavailable

#: The error numbers for a path that does not lead to a file.
NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.ENODEV}
#: The error numbers while something runs out: open files, space on the disk, memory.
PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EAGAIN, errno.EBUSY}
RETRY_AFTER = 10  # seconds


def utf_8_name(name: str) -> str:
    """Return a name that a client sent as the str under which Python finds the same name, in UTF-8, on the disk.

    Without a UTF-8 locale, as services are often started, Python could not look for a Korean name. Raises
    UnicodeEncodeError for half a surrogate pair.
    """
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def system_path(path: str | os.PathLike[str]) -> str:
    """Return a path of the program as Python finds it on the disk: in UTF-8 if the locale cannot write it."""
    text = os.fspath(path)
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return utf_8_name(text)
    return text


def is_not_there(error: OSError) -> bool:
    """Return whether an error says that the file does not exist; other errors say that it cannot be read now."""
    return isinstance(error, FileNotFoundError) or error.errno in NOT_THERE


def can_pass(error: BaseException) -> bool:
    """Return whether an error of the system may have passed when the client asks again."""
    return isinstance(error, OSError) and error.errno in PASSING


def unavailable(error: OSError) -> ServiceUnavailable:
    """Log an error of the system, and return the error 503, with Retry-After where it can pass."""
    context = CURRENT.get(None)
    if context is not None:
        context.app.report(context, error)
    return ServiceUnavailable(retry_after=RETRY_AFTER if can_pass(error) else None)
