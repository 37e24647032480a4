"""What a client likes best: the Accept headers (RFC 9110, 12.5), read in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Self

WEIGHT = re.compile(r"0(\.[0-9]*)?|1(\.0*)?")  # RFC 9110, 12.4.2


class Accept(tuple[tuple[str, float], ...]):
    """The choices of an Accept header (str), the closest ones first: pairs of a value and its weight (float, 0 to 1)."""

    __slots__ = ()

    def __new__(cls, header: str) -> Self:
        """Sort the choices by how specific they are, and then by their weights."""
        return super().__new__(
            cls, sorted(choices(header), key=lambda one: (specificity(one[0]), one[1]), reverse=True)
        )

    def weight(self, value: str) -> tuple[float, list[bool]]:
        """Return how much a ``value`` (str) is liked: its weight (float), and how specific the choice is that says so."""
        fitting = ((weight, specificity(choice)) for choice, weight in self if fits(normal(choice), normal(value)))
        return next(fitting, (0.0, []))

    def quality(self, value: str) -> float:
        """Return the weight (float) of a ``value`` (str), 0 if it is not wanted."""
        return self.weight(value)[0]

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the one of ``matches`` (iterable of str) that the client likes best, the first of equals."""
        best = max(matches, key=self.weight, default="")
        return best if best and self.quality(best) > 0 else default

    @property
    def best(self) -> str | None:
        """What the client likes best (str or None)."""
        return self[0][0] if self else None

    def __getitem__(self, key: Any) -> Any:
        return self.quality(key) if isinstance(key, str) else super().__getitem__(key)

    def __contains__(self, value: object) -> bool:
        return self.quality(str(value)) > 0

    def __str__(self) -> str:
        return ",".join(choice if weight == 1 else f"{choice};q={weight}" for choice, weight in self)


class AcceptLanguage(Accept):
    """The same for languages: who likes the Korean of one country takes that of another as well (RFC 4647, 3.4)."""

    __slots__ = ()

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the one of ``matches`` (iterable of str) that the client likes best, the first of equals."""
        matches = list(matches)
        wider = Accept(",".join(f"{language(choice)};q={weight}" for choice, weight in self))
        found = super().best_match(matches) or wider.best_match(matches)
        if found is None:
            best = super().best_match(map(language, matches))
            found = next((one for one in matches if language(one) == best), default)
        return found


def choices(header: str) -> Iterator[tuple[str, float]]:
    """Yield the values (str) of a header and their weights (float); what is malformed is passed over."""
    for part in header.split(","):
        words = [word for word in map(str.strip, part.split(";")) if word]
        weights = [word for word in words if word[:2].lower() == "q="]
        weight = weights[0][2:] if weights else "1"
        if words and WEIGHT.fullmatch(weight):
            yield "; ".join(word for word in words if word[:2].lower() != "q="), float(weight)


def normal(value: str) -> str:
    """Return a value (str) in the spelling in which values are compared."""
    return "; ".join(map(str.strip, value.lower().replace("_", "-").split(";")))


def language(tag: str) -> str:
    """Return the language (str) that a tag such as ``ko-KR`` begins with (RFC 5646, 2.1)."""
    return normal(tag).partition("-")[0]


def fits(choice: str, value: str) -> bool:
    """Return whether a ``choice`` (str) of the client covers a ``value`` (str), as ``text/*`` and ``*`` do."""
    return choice in (value, "*/*" if "/" in value else "*") or (
        choice.endswith("/*") and value.startswith(choice[:-1])
    )


def specificity(choice: str) -> list[bool]:
    """Return what a choice (str) leaves open (list of bool, False for each such part): the greater, the less."""
    return [part != "*" for part in re.split("[/;]", choice)]
