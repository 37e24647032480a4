"""Starting other programs, which end when this process ends, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from wsgi_apps.tools.course.manifest import Mistake

PR_SET_PDEATHSIG = 1  # prctl(2), Linux
LIBC = ctypes.CDLL(None, use_errno=True)


def start(words: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a command line as ``subprocess.Popen`` does. The kernel ends it with SIGTERM when this process is gone."""
    parent = os.getpid()

    def end_with_parent() -> None:  # in the child, before the program begins
        if hasattr(LIBC, "prctl"):
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it ended in the meantime
                os._exit(1)

    return subprocess.Popen(words, preexec_fn=end_with_parent, **options)


def made_folder(folder: Path) -> Path:
    """Make a folder that files are written to, and return it. Raises Mistake where this user may not write."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        raise Mistake(
            f"Nothing can be written to {folder} ({error.strerror}): work in a copy of the project that is yours."
        ) from None
    return folder
