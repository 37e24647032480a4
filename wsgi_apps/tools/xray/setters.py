"""Who set each header: the line that did, found from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from wsgi_apps.tools.xray.frames import Place, arguments_of
from wsgi_apps.tools.xray.recorder import Followed, Recorder, Watcher
from wsgi_apps.tools.xray.zones import FRAMEWORK

Pair = tuple[str, str]
#: The attributes in which classes of headers and of responses keep their pairs: ours, Werkzeug's and WebOb's.
LISTS = ("pairs", "_list", "header_list", "_headerlist")
DEEP = 3  # how far a value is searched for pairs
FEW, MANY = 16, 100  # items of a dict that may be one of headers (environ has more), and of a list


@dataclass
class Setters(Watcher):
    """Watches the calls of header classes, and where a pair is seen first: given, in a variable, or returned."""

    before: dict[int, list[Pair]] = field(default_factory=dict)  # the pairs at the call, by the id of what is followed
    set: dict[Pair, Place] = field(default_factory=dict)
    made: dict[Pair, Place] = field(default_factory=dict)

    def called(self, recorder: Recorder, one: Followed) -> None:
        """Keep the pairs of headers whose method is called from outside, and note those that a function is given."""
        around = recorder.stack[:-1]
        if not of_headers(one):
            self.note((value for _, value in arguments_of(one.frame)), DEEP, decided(around))
        elif method_of(one) != "__init__" and not any(map(of_headers, around[-1:])):  # to make a copy sets nothing
            self.before[id(one)] = pairs_of(one)

    def moved(self, recorder: Recorder, one: Followed) -> None:
        """Note the pairs that a line has put into a variable, or into the list of a response."""
        if not of_headers(one):
            self.note([*one.frame.f_locals.values(), pairs_of(one)], 1, one.place)

    def returned(self, recorder: Recorder, one: Followed, value: Any) -> None:
        """Note the pairs that a method of headers has changed, and those that stand in a value for the first time."""
        if id(one) in self.before and recorder.stack:
            self.changed(self.before.pop(id(one)), pairs_of(one), recorder.stack[-1].place)
        elif not (of_headers(one) and method_of(one)):
            self.moved(recorder, one)
            self.note([value], DEEP, decided([*recorder.stack, one]))

    def changed(self, before: list[Pair], after: list[Pair], place: Place) -> None:
        """Note that the line of a place has changed the pairs of headers; to set the same value again is no news."""
        for pair in before:
            if pair not in after:
                self.set.pop(pair, None)
        for pair in after:
            if pair not in before:
                self.set.setdefault(pair, place)

    def note(self, values: Iterable[Any], deep: int, place: Place | None) -> None:
        """Note the place of the pairs in values that are seen for the first time."""
        if place is not None:
            for value in values:
                for pair in pairs_in(value, deep):
                    self.made.setdefault(pair, place)

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
    """Return whether a frame is that of a class of headers, or of a framework's module of headers."""
    function = one.function
    return function.name.rpartition(".")[0].endswith("Headers") or (
        function.zone == FRAMEWORK and function.path.rpartition("/")[2].startswith("header")
    )


def method_of(one: Followed) -> str:
    """Return the name of the method that a frame runs, empty for a function."""
    kind, _, name = one.function.name.rpartition(".")
    return name if kind else ""


def decided(stack: list[Followed]) -> Place | None:
    """Return the place that decided on headers: the innermost frame that does not hand on what it was given."""
    return next((one.place for one in reversed(stack) if not (of_headers(one) or is_given_headers(one))), None)


def is_given_headers(one: Followed) -> bool:
    """Return whether a frame is that of a constructor that is given headers."""
    return method_of(one) == "__init__" and one.frame.f_locals.get("headers") is not None


def pairs_of(one: Followed) -> list[Pair]:
    """Return the pairs of the object whose method a frame runs, read from the instance, past its methods."""
    try:
        inside = object.__getattribute__(one.frame.f_locals.get("self"), "__dict__")
    except AttributeError:
        return []
    found: Any = next((inside[name] for name in LISTS if name in inside), None)
    return list(pairs_in(found, 1)) if type(found) is list else []


def pairs_in(value: Any, deep: int) -> Iterator[Pair]:
    """Yield the headers in a value: pairs of str in tuples, lists and small dicts."""
    if type(value) is dict:
        value = list(islice(value.items(), FEW + 1))
        value = value if len(value) <= FEW else []
    if type(value) is tuple and len(value) == 2 and type(value[0]) is str and type(value[1]) is str:
        yield value[0].lower(), value[1]
    elif deep and (type(value) is tuple or type(value) is list):
        for one in value[:MANY]:
            yield from pairs_in(one, deep - 1)
