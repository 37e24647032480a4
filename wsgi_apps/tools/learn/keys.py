"""The keys of a terminal, one at a time, without waiting for Enter."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

END = "q"


class Keys:
    """The typed keys; if the input is not a terminal, its bytes."""

    def __init__(self, file: int) -> None:
        self.file = file

    def next(self, seconds: float) -> str:
        """Return the next key within some seconds, or an empty text; where the input has ended, the key that ends."""
        ready = select.select([self.file], [], [], seconds)[0]
        if not ready:
            return ""
        try:
            key = os.read(self.file, 1)
        except OSError:  # the terminal is gone
            return END
        return key.decode("utf-8", "replace") or END


@contextmanager
def keys() -> Iterator[Keys]:
    """Give the keys of the standard input; the terminal is as before afterwards."""
    file = sys.stdin.fileno()
    if not os.isatty(file):
        yield Keys(file)
        return
    before = termios.tcgetattr(file)
    try:
        tty.setcbreak(file)
        yield Keys(file)
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)
