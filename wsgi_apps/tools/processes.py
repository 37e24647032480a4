"""Starting other programs, which end when this process ends, however it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from wsgi_apps.tools.course.manifest import Mistake

#: The kernel sends the signal when the thread ends that has started the program: this one lives as long as the process.
STARTER = ThreadPoolExecutor(1, "starts programs")


def start(words: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a command line as ``subprocess.Popen`` does. The kernel ends it with SIGTERM when this process is gone.

    ``setpriv`` of util-linux asks the kernel for that (prctl, PR_SET_PDEATHSIG), then becomes the program.
    """
    setpriv = shutil.which("setpriv")
    tied = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
    return STARTER.submit(lambda: subprocess.Popen([*tied, *words], **options)).result()


def made_folder(folder: Path) -> Path:
    """Make a folder that files are written to, and return it. Raises Mistake where this user may not write."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        raise Mistake(
            f"You cannot write to {folder} ({error.strerror}): work in your own copy of the project."
        ) from None
    return folder
