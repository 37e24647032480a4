"""Converters: the text that a variable in a rule accepts, and the value that it becomes.

A converter is a class with a ``regex`` for the text in the path, a method ``to_python`` that makes a value of the text,
and a method ``to_url`` that makes text of a value. The protocol and the six built-in classes are Werkzeug's, so a
converter written for Flask works here unchanged::

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

#: The least or the greatest number of a range, or None for no limit.
Bound = float | None


class ValidationError(ValueError):
    """Raised by ``to_python`` or ``to_url`` for a value that the converter does not take."""


class BaseConverter:
    """The base class of converters, and itself a converter of one path segment with any text.

    ``regex`` is the pattern of the text. Of two rules that match, the one with the smaller ``weight`` is tried first.
    ``part_isolating`` says that the text never holds a slash; it becomes False if the ``regex`` has a slash. ``map`` is
    the router of the rule; the arguments in the rule's parentheses follow it.
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
        """Return the Python value of a decoded text. Raises ValidationError to refuse it."""
        return value

    def to_url(self, value: Any) -> str:
        """Return the percent-encoded text of ``value`` in a URL."""
        return quote(str(value), safe=SAFE)


class UnicodeConverter(BaseConverter):
    """``string``: one segment; ``length``, ``minlength`` and ``maxlength`` bound it, in characters."""

    def __init__(self, map: Any, minlength: int = 1, maxlength: int | None = None, length: int | None = None) -> None:
        super().__init__(map)
        if length is not None:
            minlength = maxlength = length
        self.regex = f"[^/]{{{int(minlength)},{'' if maxlength is None else int(maxlength)}}}"


class PathConverter(BaseConverter):
    """``path``: one segment or more, with the slashes between them; never empty, and no slash in front."""

    regex = "[^/].*?"
    weight = 200
    part_isolating = False


class AnyConverter(BaseConverter):
    """``any(...)``: one of the words given."""

    def __init__(self, map: Any, *items: str) -> None:
        super().__init__(map)
        if not items or not all(isinstance(item, str) for item in items):
            raise ValueError(f"any{items} is not a list of words; put quotes around anything else: any(on, '2', 'a-b')")
        self.items = items
        self.regex = f"(?:{'|'.join(re.escape(item) for item in items)})"

    def to_url(self, value: Any) -> str:
        if value not in self.items:
            raise ValueError(f"{value!r} is not one of {', '.join(map(repr, self.items))}")
        return super().to_url(value)


class NumberConverter(BaseConverter):
    """The base class of ``int`` and ``float``.

    ``fixed_digits`` is the number of characters that the text has, 0: any number. ``min`` and ``max`` are inclusive.
    ``signed`` allows a minus in front.
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
        from uuid import UUID  # the module is slow to import, and few rules need it

        return UUID(value)


#: Converters by their names in rules.
Converters = Mapping[str, type[BaseConverter]]
#: The built-in converters by their names; ``default`` is for a variable that names no converter.
DEFAULT_CONVERTERS: dict[str, type[BaseConverter]] = {
    "default": UnicodeConverter,
    "string":  UnicodeConverter,
    "any":     AnyConverter,
    "path":    PathConverter,
    "int":     IntegerConverter,
    "float":   FloatConverter,
    "uuid":    UUIDConverter,
}  # fmt: skip
