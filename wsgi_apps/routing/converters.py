"""Converters: what a variable in a rule accepts, and what it becomes.

A converter is a class with a ``regex`` for the text in the path, ``to_python`` for the way in and ``to_url`` for the way
out. The protocol and the six built-in classes are Werkzeug's, so a converter written for Flask works here unchanged::

    class ColourConverter(BaseConverter):
        regex = "[0-9a-f]{6}"

    router.converters["colour"] = ColourConverter
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wsgi_apps.environ import SAFE

if TYPE_CHECKING:
    from uuid import UUID

#: An end of a range of numbers; None where it has none.
Bound = float | None


class ValidationError(ValueError):
    """Raised by ``to_python`` or ``to_url``: the value is not one that this converter takes."""


class BaseConverter:
    """One path segment of any text; the class to derive a converter from.

    ``regex`` (str) is what the text looks like. Of two rules that both match, the one with the lighter ``weight`` (int)
    goes first. ``part_isolating`` (bool) says that the text holds no slash; a ``regex`` with a slash in it makes it
    False. ``map`` is the router whose rule the converter stands in; the arguments in the rule's parentheses follow it.
    """

    regex: str = "[^/]+"
    weight: int = 100
    part_isolating: bool = True

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "regex" in cls.__dict__ and "part_isolating" not in cls.__dict__:
            cls.part_isolating = "/" not in cls.regex

    def __init__(self, map: Any, *arguments: Any, **keywords: Any) -> None:
        self.map = map

    def to_python(self, value: str) -> Any:
        """Return what the text ``value`` (str, decoded) means. Raises ValidationError to refuse it."""
        return value

    def to_url(self, value: Any) -> str:
        """Return ``value`` as text for a URL (str, percent-encoded)."""
        return quote(str(value), safe=SAFE)


class UnicodeConverter(BaseConverter):
    """``string``: one segment; ``length``, ``minlength`` and ``maxlength`` (int, characters) bound it."""

    def __init__(self, map: Any, minlength: int = 1, maxlength: int | None = None, length: int | None = None) -> None:
        super().__init__(map)
        if length is not None:
            minlength = maxlength = length
        self.regex = f"[^/]{{{int(minlength)},{'' if maxlength is None else int(maxlength)}}}"


class PathConverter(BaseConverter):
    """``path``: one segment or more, slashes included; never empty, never starting with a slash."""

    regex = "[^/].*?"
    weight = 200
    part_isolating = False


class AnyConverter(BaseConverter):
    """``any(...)``: one of the words given."""

    def __init__(self, map: Any, *items: str) -> None:
        super().__init__(map)
        if not items or not all(isinstance(item, str) for item in items):
            raise ValueError(
                f"any{items} is not a list of words; put quotes around what is no word: any(on, '2', 'a-b')"
            )
        self.items = items
        self.regex = f"(?:{'|'.join(re.escape(item) for item in items)})"

    def to_url(self, value: Any) -> str:
        if value not in self.items:
            raise ValueError(f"{value!r} is none of {', '.join(map(repr, self.items))}")
        return super().to_url(value)


class NumberConverter(BaseConverter):
    """What ``int`` and ``float`` share.

    ``fixed_digits`` (int) is how many characters the text has, 0 for any number of them. ``min`` and ``max`` are
    inclusive. ``signed`` (bool): a minus may come first.
    """

    weight = 50
    num_convert: type[int] | type[float]

    def __init__(
        self, map: Any, fixed_digits: int = 0, min: Bound = None, max: Bound = None, signed: bool = False
    ) -> None:
        super().__init__(map)
        self.fixed_digits = int(fixed_digits)
        self.min = float("-inf") if min is None else min
        self.max = float("inf") if max is None else max
        if self.min > self.max:
            raise ValueError(f"no number is at least {min} and at most {max}")
        self.unbounded = min is None and max is None
        self.signed = signed
        if signed:
            self.regex = f"-?{self.regex}"

    def to_python(self, value: str) -> Any:
        if self.fixed_digits and len(value) != self.fixed_digits:
            raise ValidationError(f"{value} is not {self.fixed_digits} characters long")
        try:
            number = self.num_convert(value)
        except ValueError as error:  # an int of more than 4,300 digits (sys.set_int_max_str_digits)
            raise ValidationError(str(error)) from error
        if self.unbounded or self.min <= number <= self.max:
            return number
        raise ValidationError(f"{value} is not between {self.min} and {self.max}")

    def to_url(self, value: Any) -> str:
        return str(self.num_convert(value)).zfill(self.fixed_digits)


class IntegerConverter(NumberConverter):
    """``int``: decimal digits."""

    regex = r"\d+"
    num_convert = int


class FloatConverter(NumberConverter):
    """``float``: decimal digits, a dot, decimal digits."""

    regex = r"\d+\.\d+"
    num_convert = float

    def __init__(self, map: Any, min: Bound = None, max: Bound = None, signed: bool = False) -> None:
        super().__init__(map, 0, min, max, signed)


class UUIDConverter(BaseConverter):
    """``uuid``: the usual form of 36 characters (RFC 9562, section 4), in either case."""

    regex = "-".join(f"[0-9A-Fa-f]{{{digits}}}" for digits in (8, 4, 4, 4, 12))

    def to_python(self, value: str) -> UUID:
        from uuid import UUID  # slow to import, and few rules need it

        return UUID(value)


#: Converters by the names that rules use for them.
Converters = Mapping[str, type[BaseConverter]]
#: The name of each built-in converter; ``default`` stands for a variable without a name of its own.
DEFAULT_CONVERTERS: dict[str, type[BaseConverter]] = {
    "default": UnicodeConverter,
    "string":  UnicodeConverter,
    "any":     AnyConverter,
    "path":    PathConverter,
    "int":     IntegerConverter,
    "float":   FloatConverter,
    "uuid":    UUIDConverter,
}  # fmt: skip
