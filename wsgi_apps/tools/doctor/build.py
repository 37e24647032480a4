"""What is known of the uWSGI on this machine: its version, its options, and whether Python is inside."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SECONDS = 2  # for one question


@dataclass(frozen=True)
class Build:
    """A uWSGI. ``options`` is empty where none is installed: nothing is then known about options."""

    program: str = ""
    version: str = ""
    has_python: bool = True
    flags: str = ""
    options: frozenset[str] = frozenset()


def said(*words: str) -> str:
    """Return what a program prints, or an empty text if it cannot be asked."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def program() -> str:
    """Return the path of uWSGI: the one beside this Python first, then the one on the PATH, or an empty text."""
    beside = Path(sys.executable).with_name("uwsgi")
    return str(beside) if beside.exists() else shutil.which("uwsgi") or ""


@cache
def build_of(path: str) -> Build:
    """Return what the uWSGI at a path says of itself."""
    if not path:
        return Build()
    flags = said(path, "--cflags")
    has_python = "UDEP(python)" in flags
    plugin = [] if has_python else ["--plugin", "python3"]
    options = re.findall(r"(?m)^\s+(?:-\w\|)?--([\w-]+)", said(path, *plugin, "--help"))
    return Build(path, said(path, "--version").strip(), has_python, flags, frozenset(options))
