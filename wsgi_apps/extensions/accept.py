"""Content negotiation: the Accept headers (RFC 9110, 12.5), read in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Self

MOST = 100  # choices of a header that are read
LONGEST = 200  # characters of a choice that is read
QVALUE = re.compile(r"0(\.[0-9]*)?|1(\.0*)?")  # RFC 9110, 12.4.2


class Accept(tuple[tuple[str, float], ...]):
    """The choices of an Accept header, the most specific first: pairs of a value and its quality from 0 to 1."""

    __slots__ = ()

    def __new__(cls, header: str) -> Self:
        """Sort the choices by their specificity, and then by their quality."""
        return super().__new__(
            cls, sorted(choices(header), key=lambda one: (specificity(one[0]), one[1]), reverse=True)
        )

    def rank(self, value: str) -> tuple[float, list[bool]]:
        """Return the quality of a ``value``, and the specificity of the choice that gives it."""
        value = normal(value)
        fitting = ((quality, specificity(choice)) for choice, quality in self if fits(normal(choice), value))
        return next(fitting, (0.0, []))

    def quality(self, value: str) -> float:
        """Return the quality of a ``value``, 0 if the client does not accept it."""
        return self.rank(value)[0]

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the first of ``matches`` with the highest quality; ``default`` if the client accepts none."""
        best = max(matches, key=self.rank, default=None)
        return best if best and self.quality(best) > 0 else default

    @property
    def best(self) -> str | None:
        """The first choice of the client, None if the header is empty."""
        return self[0][0] if self else None

    def __getitem__(self, key: Any) -> Any:
        return self.quality(key) if isinstance(key, str) else super().__getitem__(key)

    def __contains__(self, value: object) -> bool:
        return self.quality(str(value)) > 0

    def __str__(self) -> str:
        return ",".join(choice if quality == 1 else f"{choice};q={quality}" for choice, quality in self)


class AcceptLanguage(Accept):
    """The choices of languages: a client that accepts ``ko-KR`` also gets ``ko`` and ``ko-KP`` (RFC 4647, 3.4)."""

    __slots__ = ()

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the first of ``matches`` with the highest quality; ``default`` if the client accepts none."""
        matches = list(matches)
        wider = Accept(",".join(f"{language(choice)};q={quality}" for choice, quality in self))
        found = super().best_match(matches) or wider.best_match(matches)
        if found is None:
            best = super().best_match(map(language, matches))
            found = next((one for one in matches if language(one) == best), default)
        return found


def choices(header: str) -> Iterator[tuple[str, float]]:
    """Yield the values of a header with their quality.

    Malformed ones are left out, long ones too, and all behind the first hundred: no browser sends so much, and each is
    compared with all that a program offers.
    """
    for part in parts(header):
        words = [word for word in map(str.strip, part.split(";")) if word]
        qualities = [word for word in words if word[:2].lower() == "q="]
        quality = qualities[0][2:] if qualities else "1"
        if words and QVALUE.fullmatch(quality):
            yield "; ".join(word for word in words if word[:2].lower() != "q="), float(quality)


def parts(header: str) -> list[str]:
    """Return the parts of a header that are read: of the first hundred, those that are not too long."""
    return [part for part in header.split(",", MOST)[:MOST] if len(part) <= LONGEST]


def normal(value: str) -> str:
    """Return a value in lower case, with hyphens and single spaces, for comparing."""
    return "; ".join(map(str.strip, value.lower().replace("_", "-").split(";")))


def language(tag: str) -> str:
    """Return the language at the beginning of a tag such as ``ko-KR`` (RFC 5646, 2.1)."""
    return normal(tag).partition("-")[0]


def fits(choice: str, value: str) -> bool:
    """Return whether a ``choice`` of the client covers a ``value``, as ``text/*`` and ``*`` do."""
    return choice in (value, "*/*" if "/" in value else "*") or (
        choice.endswith("/*") and value.startswith(choice[:-1])
    )


def specificity(choice: str) -> list[bool]:
    """Return the specificity of a choice: False for each part that is ``*``, else True."""
    return [part != "*" for part in re.split("[/;]", choice)]
