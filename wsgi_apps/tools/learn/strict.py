"""Asking a program in process, with the probe of ``check``."""

from __future__ import annotations

import builtins
import importlib
import io
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from wsgi_apps.tools.check.own import NOWHERE, LastLine, Own, Place
from wsgi_apps.tools.check.probe import Run
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.reply import At, Reply
from wsgi_apps.tools.learn.sent import Sent

OPEN = "open"
NAME = "localhost"  # of the server, as the probe says it
OFTEN = 0.4  # how often another thread may run, of all steps of a program that is asked by several at once


class NoCallable(Exception):
    """A module of the student's that does not have what the server looks for: its file, the name, and the nearest."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self.file, self.name = f"{module.__name__.replace('.', '/')}.py", name
        own = [one for one, value in vars(module).items() if callable(value) and not one.startswith("_")]
        self.near = next(iter(get_close_matches(name, own, 1)), "")
        super().__init__(f"{self.file}: {name}")


class Counted:
    """A body that counts how often it is closed."""

    def __init__(self, body: Iterable[bytes], closes: list[int]) -> None:
        self.body, self.closes = body, closes

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        """Count, and close what is inside."""
        self.closes.append(1)
        getattr(self.body, "close", lambda: None)()


class Edited(Own):
    """The files that the student edits. What they call in other files is theirs to answer for."""

    def __init__(self, folder: Path, files: list[str]) -> None:
        super().__init__(str(folder / files[0]) if files else "", str(folder))
        self.places = {str(folder / name) for name in files}

    def is_own(self, file: str) -> bool:
        """Return whether the student edits a file."""
        return file in self.places

    def caller(self, frame: FrameType | None) -> Place:
        """Return the innermost line of the student's that asked for what a frame does."""
        while frame is not None and not self.has(frame.f_code.co_filename):
            frame = frame.f_back
        return super().caller(frame)


class Returned(LastLine):
    """A trace function that remembers the last line; once a function has returned, that is the line which called it."""

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Remember a line."""
        above = self.own.caller(frame.f_back) if event == "return" else NOWHERE
        if above != NOWHERE:
            self.place = above
        return super().line(frame, event, argument)


class Nervous(Returned):
    """A trace function that lets another thread run between any two steps of the program, now and then."""

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Follow a call into the student's files, step by step."""
        followed = super().__call__(frame, event, argument)
        frame.f_trace_opcodes = followed is not None
        return followed

    def line(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Remember a line, and let another thread run."""
        if event == "opcode" and random.random() < OFTEN:
            time.sleep(0)
        return super().line(frame, event, argument)


class Strict:
    """The student's program in this process; ``folder`` is the copy that it lies in, ``files`` are those to edit."""

    name = "strict"

    def __init__(self, exercise: Exercise, folder: Path, files: list[str] | None = None) -> None:
        self.exercise, self.folder = exercise, folder
        self.own = Edited(folder, exercise.files if files is None else files)
        self.file = str(folder / exercise.files[0])
        self.callables: dict[int, Callable[..., Any]] = {}
        self.closes: list[int] = []
        self.opened: list[Any] = []
        self.is_nervous = False
        self.renew: Callable[[], None] = lambda: None  # called before each request

    def callable(self, node: int = 0) -> Callable[..., Any]:
        """Return the callable of a node; each node has modules of its own. Raises what the modules raise."""
        if node not in self.callables:
            self.forget()
            self.callables[node] = self.loaded()
        return self.callables[node]

    def loaded(self) -> Callable[..., Any]:
        """Import the program."""
        module, _, name = self.exercise.callable.partition(":")
        program = importlib.import_module(module)
        if not hasattr(program, name):
            raise NoCallable(program, name)
        made = getattr(program, name)
        if self.exercise.kind != "middleware":
            return made  # type: ignore[no-any-return]
        inner, _, inner_name = str(self.exercise.table.get("inner", "inner:application")).partition(":")
        application = getattr(importlib.import_module(inner), inner_name)

        def counted(environ: Any, start_response: Any) -> Counted:
            return Counted(application(environ, start_response), self.closes)

        return made(counted)  # type: ignore[no-any-return]

    def forget(self) -> None:
        """Take the student's modules out of Python's table."""
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(f"{self.folder}/"):
                del sys.modules[name]

    def send(self, sent: Sent, node: int = 0) -> Reply:
        """Send a request, and return what came."""
        application = self.callable(node)
        run = Run(sent.asked(), self.own)
        run.environ |= {key: value for key, value in sent.environ if value is not False}
        run.environ["wsgi.multithread"] = self.is_nervous
        run.last = (Nervous if self.is_nervous else Returned)(run.own)
        self.renew()
        self.closes.clear()
        self.opened.clear()
        run.of(application)
        return self.reply(run, sent)

    def reply(self, run: Run, sent: Sent) -> Reply:
        """Return what a run of the probe has seen."""
        made = Reply(run.code, [(str(name), str(value)) for name, value in run.headers], run.body, in_process=True)
        given = {"HTTP_HOST": NAME, "wsgi.url_scheme": "http"} | dict(sent.environ)
        made.hosts = (str(given["HTTP_HOST"]), NAME, f"{NAME}:80")
        made.url = f"{given['wsgi.url_scheme']}://{made.hosts[0]}{sent.target}"
        made.chunks, made.read, made.length = run.chunks, run.input.consumed, len(sent.body)
        made.breaches = [(one.rule, one.detail, self.at(one.place)) for one in run.breaches]
        made.errors = run.environ["wsgi.errors"].getvalue()
        open_files = [file for file in self.opened if not file.closed]
        made.open = len(open_files)
        middleware = self.exercise.kind == "middleware"
        made.closed = len(self.closes) if middleware else len(self.opened) - len(open_files)
        made.started = self.at(run.started_at or NOWHERE)
        if run.error is not None:
            made.problem, made.raised = "raises", type(run.error).__name__
            made.detail = f"{made.raised}: {run.error}"
            made.at = self.at(run.own.raised(run.error))
        ended = [one for one in made.breaches if one[0] == "W804" and one[1].startswith("SystemExit")]
        for _, detail, at in ended:
            made.problem, made.detail, made.at = "exits", detail, at
        return made

    def at(self, place: Place) -> At:
        """Return a line of the student's with its text."""
        if place == NOWHERE or not place.file:
            return At()
        return line_of(Path(place.file), place.line, self.folder)

    def watch_files(self) -> None:
        """Keep every file that the program opens from now on."""
        before, own = io.open, Own(self.file, str(self.folder))

        def opening(*arguments: Any, **keywords: Any) -> Any:
            file = before(*arguments, **keywords)
            if own.caller(sys._getframe(1)) != NOWHERE:
                self.opened.append(file)
            return file

        for module in (builtins, io):  # pathlib takes the second one
            setattr(module, OPEN, opening)


def line_of(file: Path, number: int, folder: Path) -> At:
    """Return a line of a file in the copy."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return At()
    text = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    inside = file.is_relative_to(folder)
    return At(file.relative_to(folder).as_posix() if inside else str(file), number, text)
