"""The stages of a request: which event belongs to which.

``anchors.toml`` names the functions that open a stage; what they call belongs to it, too. A lab's ``stages.toml`` does
the same for its programs by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wsgi_apps.tools.xray.frames import Function
from wsgi_apps.tools.xray.recorder import Event
from wsgi_apps.tools.xray.zones import FRAMEWORK, YOURS

STAGES = [
    *("bytes", "environ", "mount", "enter", "route", "before", "view"),
    *("answer", "after", "end", "start", "send", "close"),
]
ANCHORS = Path(__file__).with_name("anchors.toml")
BY_HAND = "stages.toml"
#: Stages whose own lines belong to the stage that was opened last.
GLUE = {"mount", "enter"}
#: Stages of the program, and what the framework does in them for the program: that opens no stage of its own.
OF_THE_PROGRAM = {"before", "view", "after"}
NOT_IN_THEM = {"route", "answer"}


@dataclass(frozen=True)
class Anchor:
    """A function that opens a stage; ``calls`` is the stage of your functions that it calls itself.

    ``instead`` names the steps of the core that it stands for.
    """

    stage: str
    calls: str = ""
    instead: tuple[str, ...] = ()


@cache
def anchors() -> dict[str, Anchor]:
    """Return the anchors by ``path:qualified name``."""
    return {place: anchor for table in tables().values() for place, anchor in read(table["anchors"]).items()}


@cache
def tables() -> dict[str, Any]:
    """Return the tables of the file, one a framework."""
    return tomllib.loads(ANCHORS.read_text(encoding="utf-8"))


def read(table: dict[str, Any]) -> dict[str, Anchor]:
    """Return the anchors of a table: a stage, or a table with more."""
    return {
        place: Anchor(one)
        if isinstance(one, str)
        else Anchor(one["stage"], one.get("calls", ""), tuple(one["instead"]))
        for place, one in table.items()
    }


@cache
def by_hand(program: Path) -> dict[str, str]:
    """Return the stages of the functions of a lab's program by their qualified names; none for other programs."""
    file = program.with_name(BY_HAND)
    if not file.is_file():
        return {}
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8")).get(program.stem, {})
    return found


def anchor_of(function: Function) -> Anchor | None:
    """Return the anchor of a function, by the table of the program by hand or that of the frameworks."""
    if function.zone == YOURS:
        stages = by_hand(Path(function.code.co_filename))
        return Anchor(stages[function.name]) if function.name in stages else None
    return anchors().get(f"{function.path}:{function.name}")


@dataclass
class Walk:
    """A walk over the events: the stage of each frame that is open, and the one that was opened last."""

    functions: list[Function]
    base: str = "enter"
    latest: str = "enter"
    open: list[tuple[Function, str, bool]] = field(default_factory=list)  # function, stage, whether it is an anchor

    def __post_init__(self) -> None:
        self.anchors = {one.index: anchor_of(one) for one in self.functions}
        self.is_known = any(one.zone == FRAMEWORK and self.anchors[one.index] for one in self.functions)

    def enter(self, function: Function) -> None:
        """Open a frame."""
        around = self.open[-1][1] if self.open else self.base
        stage = self.opened(function, around)
        if stage and not (around in OF_THE_PROGRAM and stage in NOT_IN_THEM):
            self.latest = stage
            self.open.append((function, stage, True))
        else:
            self.open.append((function, around, False))

    def opened(self, function: Function, around: str) -> str:
        """Return the stage that a function opens, empty if it opens none."""
        anchor = self.anchors[function.index]
        if anchor is not None:
            return anchor.stage
        caller = self.open[-1][0] if self.open else None
        calling = self.anchors[caller.index] if caller else None
        if calling is not None and calling.calls:
            return calling.calls
        is_called = caller is not None and caller.zone == FRAMEWORK and function.zone == YOURS
        return "view" if is_called and around == "enter" and not self.is_known else ""

    def leave(self) -> None:
        """Close a frame."""
        if self.open:
            self.open.pop()

    @property
    def stage(self) -> str:
        """The stage of what the innermost frame does itself."""
        stage = self.open[-1][1] if self.open else self.base
        return self.latest if stage in GLUE else stage

    def ask(self, stage: str) -> None:
        """Go on with what the server does after the call: ``send`` or ``close``."""
        self.base = self.latest = stage


def stages_of(events: list[Event], functions: list[Function], sending: int, closing: int) -> list[int]:
    """Return the index of the stage of each event.

    The server begins to send at the event with the number ``sending``, and to close at ``closing``.
    """
    walk, found = Walk(functions), list[int]()
    for number, (kind, function, *_) in enumerate(events):
        if number in (sending, closing):
            walk.ask("close" if number == closing else "send")
        if kind in ("call", "resume"):
            walk.enter(functions[function])
        if kind == "start":
            walk.latest = "start"
            mark_line(events, found, number)
        found.append(STAGES.index(stage_of(kind, walk)))
        if kind in ("return", "yield", "unwind"):
            walk.leave()
    return found


def stage_of(kind: str, walk: Walk) -> str:
    """Return the stage of an event: those of the server have their own."""
    return {"start": "start", "chunk": "send", "close": "close"}.get(kind) or walk.stage


def mark_line(events: list[Event], found: list[int], number: int) -> None:
    """Let the line that has called ``start_response`` belong to the stage ``start``."""
    depth = events[number][3]
    for place in range(number - 1, -1, -1):
        if events[place][0] == "line" and events[place][3] == depth - 1:
            found[place] = STAGES.index("start")
        if events[place][3] < depth and events[place][0] in ("line", "call", "resume"):
            return


def names(indexes: Iterable[int]) -> list[str]:
    """Return the names of stages without repetitions in a row."""
    shown: list[str] = []
    for index in indexes:
        if not shown or shown[-1] != STAGES[index]:
            shown.append(STAGES[index])
    return shown
