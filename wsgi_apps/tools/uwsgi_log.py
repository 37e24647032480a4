"""uWSGI's log on a terminal: the requests in a line each, what the program prints and raises, and uWSGI's errors.

The lines that uWSGI writes about itself go only to a file, which has everything.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote

from wsgi_apps.development.short_traceback import HEAD, Folding
from wsgi_apps.tools.uwsgi_lines import OwnLines

#: A request as uWSGI writes it without an option. The client chooses the characters in it.
REQUEST = re.compile(rb"^\[pid: [^\r\n]*", re.MULTILINE)
COLOURS = {2: "32", 3: "36", 4: "33", 5: "1;31"}  # by the first digit of the status: green, cyan, yellow, red
WAIT = 0.2  # seconds after which a line that has only begun is shown


@dataclass
class UwsgiLog:
    """A log that is read as it comes: all of it goes to ``file``, what matters to ``terminal``.

    ``is_whole`` shows all on the terminal as well. ``answered`` counts the requests, and ``has_traceback`` says whether
    something was raised.
    """

    file: IO[bytes]
    terminal: IO[str]
    is_whole: bool = False
    colours: bool = False
    answered: int = 0
    has_traceback: bool = False
    begun: bytes = b""
    mark: str = field(default_factory=lambda: secrets.token_hex(8))  # no program prints this by chance
    own: OwnLines = field(default_factory=OwnLines)
    folding: Folding = field(default_factory=Folding)

    @property
    def options(self) -> list[str]:
        """The options with which uWSGI writes a request in a form that this log knows."""
        return [] if self.is_whole else ["--log-format", f"{self.mark} %(status) %(method) %(msecs) %(uri)"]

    def take(self, data: bytes) -> None:
        """Take what uWSGI has written: show the whole lines, keep the beginning of the next one."""
        if self.is_whole:
            data = REQUEST.sub(lambda line: escaped(line[0].decode("utf-8", "backslashreplace")).encode(), data)
            self.file.write(data)
            self.show(data.decode("utf-8", "backslashreplace"))
            self.has_traceback |= HEAD.encode() in data
            return
        *lines, self.begun = (self.begun + data).split(b"\n")
        for line in lines:
            self.line(line.rstrip(b"\r").decode("utf-8", "backslashreplace"))
        self.file.flush()

    def pause(self) -> None:
        """Show a line that has only begun: nothing has come for a while."""
        begun = self.begun.decode("utf-8", "backslashreplace")
        if begun and not begun.startswith(self.mark) and not self.own.may_begin(begun):
            self.file.write(self.begun)
            self.show(begun)
            self.begun = b""

    def line(self, line: str) -> None:
        """Write a line to the file, and show it if it is not one of uWSGI's own."""
        before, mark, request = line.partition(self.mark)
        if mark and before:  # the program has begun a line and not ended it
            self.line(before)
        if mark:
            self.answered += 1
            status, method, milliseconds, target = (request.split(" ", 4) + [""] * 4)[1:5]
            method, written = escaped(method), escaped(target)
            self.file.write(f"{status} {method} {written} {milliseconds} ms\n".encode("utf-8", "backslashreplace"))
            self.show(self.request(status, method, milliseconds, target) + "\n")
            return
        self.file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        self.has_traceback |= line.strip() == HEAD
        if not self.own.take(line):
            line = line.replace("/ini/../", "/")  # the path of a module, by the pythonpath of ini/uwsgi.ini
            self.show("".join(f"{one}\n" for one in self.folding.line(line)))

    def request(self, status: str, method: str, milliseconds: str, target: str) -> str:
        """Return the line of a request, such as ``200 GET /good 1 ms``, with its status in colour."""
        readable = unquote(target, errors="strict") if is_text(target) else target
        shown = readable if readable.isprintable() and " " not in readable else ascii(target)[1:-1]
        colour = COLOURS.get(int(status[0])) if self.colours and status[:1].isdigit() else None
        number = f"\x1b[{colour}m{status}\x1b[0m" if colour else status
        return f"{number} {method} {shown} {milliseconds} ms"

    def show(self, text: str) -> None:
        """Show a text on the terminal."""
        self.terminal.write(text)
        self.terminal.flush()


def escaped(text: str) -> str:
    """Return a ``text`` of the client with each character that is not printable as an escape."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def is_text(target: str) -> bool:
    """Return whether the percent-encoded bytes of a ``target`` are UTF-8."""
    try:
        unquote(target, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def wants_colours(file: IO[str]) -> bool:
    """Return whether a file is a terminal that shows colours (no-color.org)."""
    return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
