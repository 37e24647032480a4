"""Who set each header: the line that did, found from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wsgi_apps.tools.xray.frames import Place
from wsgi_apps.tools.xray.recorder import Followed, Recorder

Pair = tuple[str, str]
#: The attributes in which classes of headers keep their pairs: ours, and Werkzeug's.
LISTS = ("pairs", "_list")
DEEP, MANY = 3, 100  # how far a returned value is searched for pairs


@dataclass
class Setters:
    """Watches the calls of header classes, and the pairs that functions return."""

    before: dict[int, list[Pair]] = field(default_factory=dict)  # the pairs at the call, by the id of what is followed
    set: dict[Pair, Place] = field(default_factory=dict)
    made: dict[Pair, Place] = field(default_factory=dict)

    def called(self, recorder: Recorder, one: Followed) -> None:
        """Keep the pairs of headers whose method is called from outside of such a class."""
        if of_headers(one) and not any(map(of_headers, recorder.stack[-2:-1])):
            self.before[id(one)] = pairs_of(one)

    def returned(self, recorder: Recorder, one: Followed, value: Any) -> None:
        """Note the pairs that a method of headers has changed, and those that stand in a value for the first time."""
        if id(one) in self.before and recorder.stack:
            caller = recorder.stack[-1]
            before, after = self.before.pop(id(one)), pairs_of(one)
            for pair in before:
                if pair not in after:
                    self.set.pop(pair, None)
            for pair in after:
                if pair not in before:
                    self.set.setdefault(pair, caller.place)
        elif not of_headers(one):
            for pair in pairs_in(value, DEEP):
                self.made.setdefault(pair, one.place)

    def rows(self, headers: list[Pair], started: Place | None) -> list[list[Any]]:
        """Return a row for each header that was sent: name, value, function, line, and how it was set."""
        rows = []
        for pair in headers:
            name, text = pair
            key = (name.lower(), text)
            ways = (("set", self.set.get(key)), ("made", self.made.get(key)), ("start_response", started))
            how, place = next(((how, place) for how, place in ways if place), ("start_response", (None, None)))
            rows.append([name, text, *place, how])
        return rows


def of_headers(one: Followed) -> bool:
    """Return whether a frame is that of a method of a class of headers; to make a view or a copy sets nothing."""
    kind, _, method = one.function.name.rpartition(".")
    return kind.endswith("Headers") and method != "__init__"


def pairs_of(one: Followed) -> list[Pair]:
    """Return the pairs of the headers whose method a frame runs, read from the instance, past its methods."""
    headers = one.frame.f_locals.get("self")
    try:
        inside = object.__getattribute__(headers, "__dict__")
    except AttributeError:
        return []
    found: Any = next((inside[name] for name in LISTS if name in inside), None)
    return list(pairs_in(found, 1)) if type(found) is list else []


def pairs_in(value: Any, deep: int) -> Iterator[Pair]:
    """Yield the headers in a value: pairs of str in tuples, lists and dicts."""
    if type(value) is dict:
        value = list(value.items())[:MANY] if len(value) <= MANY else []
    if type(value) is tuple and len(value) == 2 and type(value[0]) is str and type(value[1]) is str:
        yield value[0].lower(), value[1]
    elif deep and (type(value) is tuple or type(value) is list):
        for one in value[:MANY]:
            yield from pairs_in(one, deep - 1)
