"""Values as text, shown without running a line of the program: no ``repr`` of its own, no attribute, no comparison.

Only values whose class is exactly one of Python's own are read. Of anything else the text has the class and a number:
a proxy such as ``request`` would otherwise be made by being looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from types import FunctionType, ModuleType, NoneType
from typing import Any
from weakref import ref

from wsgi_apps.development.secrets import CUT, Mask, is_secret

#: The name of a class, read past anything that the class or its metaclass defines.
NAME_OF: Callable[[type], str] = type.__dict__["__name__"].__get__
QUALIFIED_NAME_OF: Callable[[type], str] = type.__dict__["__qualname__"].__get__
PLAIN = {bool, float, complex, NoneType, range}
BRACKETS: dict[Any, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    dict: ("{", "}"),
    set: ("{", "}"),
    frozenset: ("{", "}"),
}
BITS = 1024  # of an int that is written out
SET = 64  # elements of a set that are sorted: the order of a set differs in each process


class Numbers:
    """Numbers for objects, counted for each class. An object that can be referred to weakly is not kept alive."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.known: dict[int, tuple[int, Any]] = {}

    def of(self, value: object) -> int:
        """Return the number of an object."""
        found = self.known.get(id(value))
        if found is None:
            name = NAME_OF(type(value))
            number = self.counts[name] = self.counts.get(name, 0) + 1
            found = self.known[id(value)] = number, self.held(value)
        return found[0]

    def held(self, value: object) -> Any:
        """Return what keeps the number of an object from going to another one at the same address."""
        key, known = id(value), self.known
        try:
            return ref(value, lambda _: known.pop(key, None))
        except TypeError:
            return value


class Values:
    """Shows values: at most ``text`` characters of a text, ``items`` of a container, containers in ``depth`` levels."""

    def __init__(self, mask: Mask | None = None, text: int = 120, items: int = 8, depth: int = 2) -> None:
        self.mask = mask or Mask()
        self.text, self.items, self.depth = text, items, depth
        self.numbers = Numbers()

    def shown(self, value: object, name: str = "") -> str:
        """Return the text of a value; a text that stands under the ``name`` of a secret is masked and remembered."""
        return self.of(value, is_secret(name), self.depth)

    def of(self, value: Any, secret: bool, depth: int) -> str:
        """Return the text of a value in so many levels of containers."""
        kind = type(value)
        if kind is str or kind is bytes or kind is bytearray:
            return self.of_text(value, secret)
        if kind is int:
            return repr(value) if value.bit_length() <= BITS else f"<int of {value.bit_length()} bits>"
        if kind in PLAIN:
            return repr(value)
        if kind in BRACKETS:
            return self.of_container(value, secret, depth)
        return self.of_object(value, kind)

    def of_text(self, value: str | bytes | bytearray, secret: bool) -> str:
        """Return a text or bytes as Python writes them, cut; of a secret its length."""
        if secret and value and not self.mask.shows:
            return self.mask.hidden(value if isinstance(value, str) else value.decode("utf-8", "replace"))
        return repr(value[: self.text]) + (CUT if len(value) > self.text else "")

    def of_container(self, value: Any, secret: bool, depth: int) -> str:
        """Return a container with its first items."""
        kind = type(value)
        opening, closing = BRACKETS[kind]
        if not value:
            return "set()" if opening == "{" and kind is not dict else f"{opening}{closing}"
        if depth == 0:
            return f"{opening}{CUT}{closing}"
        try:
            items = self.items_of(value, secret, depth - 1)
        except RuntimeError:  # another thread has changed it meanwhile
            return f"<{kind.__name__}>"
        rest = [CUT] if len(value) > len(items) else []
        last = "," if kind is tuple and len(value) == 1 else ""
        return f"{opening}{', '.join([*items, *rest])}{last}{closing}"

    def items_of(self, value: Any, secret: bool, depth: int) -> list[str]:
        """Return the texts of the first items of a container."""
        if type(value) is dict:
            return [self.of_pair(*pair, secret, depth) for pair in islice(value.items(), self.items)]
        if type(value) is list or type(value) is tuple:
            after_name = len(value) == 2 and type(value[0]) is str and is_secret(value[0])  # a header, a field
            return [self.of(one, secret or (after_name and i == 1), depth) for i, one in first(value, self.items)]
        return sorted(self.of(one, secret, depth) for one in value)[: self.items] if len(value) <= SET else []

    def of_pair(self, key: object, value: object, secret: bool, depth: int) -> str:
        """Return a key and its value."""
        named = type(key) is str and is_secret(key)
        return f"{self.of(key, False, depth)}: {self.of(value, secret or named, depth)}"

    def of_object(self, value: Any, kind: type) -> str:
        """Return what can be said of any object without asking it."""
        if kind is FunctionType:
            return f"<function {value.__qualname__}>"
        if kind is type:
            return f"<class {QUALIFIED_NAME_OF(value)}>"
        if kind is ModuleType:
            return "<module>"
        return f"<{NAME_OF(kind)} {self.numbers.of(value)}>"


def first(values: Iterable[Any], most: int) -> Iterable[tuple[int, Any]]:
    """Return the first values with their places."""
    return enumerate(islice(values, most))
