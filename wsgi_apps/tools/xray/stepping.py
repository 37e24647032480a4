"""``--step``: a trace step by step, in the terminal, with keys."""

from __future__ import annotations

import os
import shutil
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from typing import Any

from wsgi_apps.tools.uwsgi_log import wants_colours
from wsgi_apps.tools.xray.ink import columns, line
from wsgi_apps.tools.xray.steps import LEVELS, Event, Way
from wsgi_apps.tools.xray.texts import say
from wsgi_apps.tools.xray.tree import Pieces, of_event, told, word

#: The keys as a terminal sends them, and the letters that the same keys have on a Korean keyboard.
KEYS = {
    **dict.fromkeys(("\r", "\n", "\x1b[C", "\x1bOC", "j", "ㅓ"), "next"),
    **dict.fromkeys(("\x1b[D", "\x1bOD", "b", "k", "ㅠ", "ㅏ"), "back"),
    **dict.fromkeys(("l", "ㅣ"), "locals"),
    **dict.fromkeys(("s", "ㄴ"), "source"),
    **dict.fromkeys(("q", "ㅂ", "\x03", "\x04", ""), "end"),
    **dict.fromkeys(("+", "="), "more"),
    "]": "next_stage",
    "[": "stage_before",
    "-": "less",
}
OPEN, CLOSE, CLEAR = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l", "\x1b[H\x1b[J"
AROUND = 4  # lines of source before and after the one that runs, without ``s``
OTHERS = 9  # rows of the screen that are not source or locals


class Walk:
    """Where the reader is: the way, the step, the level, and what is shown beside the step."""

    def __init__(self, trace: dict[str, Any], level: str, language: str) -> None:
        self.trace, self.level, self.language = trace, level, language
        self.ways = [Way(told) for told in trace["ways"]]
        self.frames = [list(way.frames()) for way in self.ways]
        self.way = self.place = 0
        self.locals, self.source, self.is_over = True, False, False

    @property
    def steps(self) -> list[tuple[str, int]]:
        """The steps of the way at the level."""
        return self.ways[self.way].steps(self.level)

    def press(self, key: str) -> None:
        """Do what a key means; ignore other keys."""
        steps, name = self.steps, KEYS.get(key, "")
        if key.isdecimal() and 1 <= int(key) <= len(self.ways):
            self.change_way(int(key) - 1)
        elif name in ("next", "back"):
            self.place += 1 if name == "next" else -1
        elif name in ("next_stage", "stage_before"):
            self.change_stage(1 if name == "next_stage" else -1)
        elif name in ("more", "less"):
            level = LEVELS.index(self.level) + (1 if name == "more" else -1)
            number, self.level = steps[self.place][1], LEVELS[min(max(level, 0), len(LEVELS) - 1)]
            self.place = next((i for i, (_, one) in enumerate(self.steps) if one >= number), self.place)
        elif name in ("locals", "source"):
            setattr(self, name, not getattr(self, name))
        self.is_over = name == "end"
        self.place = min(max(self.place, 0), len(self.steps) - 1)

    def change_way(self, way: int) -> None:
        """Go to the same stage of another way, or to its beginning."""
        stage = self.steps[self.place][0]
        self.way = way
        self.place = next((i for i, (name, _) in enumerate(self.steps) if name == stage), 0)

    def change_stage(self, direction: int) -> None:
        """Go to the beginning of the next stage, or of the one before."""
        stages = [name for name, _ in self.steps]
        starts = [i for i, name in enumerate(stages) if i == 0 or stages[i - 1] != name]
        found = [i for i in starts if (i > self.place if direction > 0 else i < self.place)]
        if found:
            self.place = found[0] if direction > 0 else found[-1]

    def screen(self, wide: int, high: int) -> Iterator[Pieces]:
        """Yield the lines of the screen: the request, the stages, the step, its source, its variables, the keys."""
        way, (stage, number) = self.ways[self.way], self.steps[self.place]
        event, request = way.events[number], self.trace["request"]
        yield [(f"{request['method']} {request['target']}  ", "strong"), (way.told["status"], "soft")]
        yield [piece for i, one in enumerate(self.ways) for piece in self.tab(i, one)]
        yield [piece for name in dict.fromkeys(one for one, _ in self.steps) for piece in self.station(name, stage)]
        yield []
        count = word("step", self.language, n=self.place + 1, of=len(self.steps))
        where = way.place(event.function, event.line) or word("the-server", self.language)
        yield [(f"{where}  ", "strong"), (f"{count} · {event.time / 1000:.1f} ms", "soft")]
        if event.kind != "line" and way.shows(event, self.level):
            yield from of_event(way, number, event, self.level, self.language)
        elif event.kind != "line":
            run = next(one for one in way.runs(self.level) if number in one.hidden)
            yield [(word("in-framework", self.language, n=len(run.hidden)), "soft")]
        yield []
        shown = list(self.around(way, event, high - OTHERS))
        yield from shown
        if self.locals:
            yield from self.variables(number, high - OTHERS - len(shown))
        yield [(say("keys", self.language), "soft")]

    def tab(self, place: int, way: Way) -> Pieces:
        """Return the name of a way and its key, marked if it is the one that is shown."""
        return [(f" {place + 1} {way.name} ", "here" if place == self.way else way.name), (" ", "")]

    def station(self, name: str, stage: str) -> Pieces:
        """Return the name of a stage, marked if the step is in it."""
        mark = ("[", "]") if name == stage else (" ", " ")
        return [(f"{mark[0]}{word(f'stage-{name}', self.language)}{mark[1]}", "here" if name == stage else "soft")]

    def around(self, way: Way, event: Event, most: int) -> Iterator[Pieces]:
        """Yield the source around an event, with the line marked."""
        if event.function is None or event.line is None:
            return
        function = way.told["functions"][event.function]
        here, around = event.line - function["first"], most // 2 if self.source else AROUND
        start = max(0, min(here, len(function["lines"])) - around)
        for place, text in enumerate(function["lines"][start : here + around + 1], start):
            mark, style = (" ▶ ", "here") if place == here else ("   ", "")
            yield [(f"{function['first'] + place:>5}{mark}", "soft"), (text.rstrip(), style)]

    def variables(self, number: int, most: int) -> Iterator[Pieces]:
        """Yield the variables at an event: those that it has changed are marked."""
        frame, event = self.frames[self.way][number], self.ways[self.way].events[number]
        shown = told(frame.variables, self.level) if frame and event.function is not None else {}
        for name, text in list(shown.items())[: max(0, most)]:
            changed = frame is not None and name in frame.changed
            yield [("   ● " if changed else "     ", "value"), (f"{name} = {text}", "value" if changed else "")]


def walk_through(trace: dict[str, Any], level: str, language: str) -> None:
    """Show a trace step by step until the reader ends it. The terminal is as it was afterwards."""
    walk, number = Walk(trace, level, language), sys.stdin.fileno()
    before = termios.tcgetattr(number)
    sys.stdout.write(OPEN)
    try:
        tty.setcbreak(number)
        while not walk.is_over:
            draw(walk)
            walk.press(key(lambda: os.read(number, 16)))
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
        sys.stdout.write(CLOSE)
        sys.stdout.flush()


def draw(walk: Walk) -> None:
    """Draw the screen of a step, as large as the terminal is now."""
    wide, high = columns(), shutil.get_terminal_size((100, 24)).lines
    coloured = wants_colours(sys.stdout)
    *lines, keys = [line(pieces, wide - 1, coloured) for pieces in walk.screen(wide, high)]
    sys.stdout.write(CLEAR + "\n".join([*lines[: high - 2], "", keys]))
    sys.stdout.flush()


def key(read: Callable[[], bytes]) -> str:
    """Return the key that is pressed; empty at the end of the input, or for Ctrl-C."""
    try:
        return read().decode("utf-8", "replace")
    except KeyboardInterrupt:
        return ""
