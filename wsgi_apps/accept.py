"""What a client likes best: the Accept headers (RFC 9110, 12.5), read in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Accept:
    """The choices of an Accept header (str), the best ones first: pairs of a value and its weight (float, 0 to 1)."""

    def __init__(self, header: str) -> None:
        self.choices = sorted(choices(header), key=lambda choice: (-choice[1], -specificity(choice[0])))

    def quality(self, value: str) -> float:
        """Return the weight (float) of a ``value`` (str), 0 if it is not wanted; the most specific choice says so."""
        fitting = [choice for choice in self.choices if fits(choice[0], value.lower())]
        return max(fitting, key=lambda choice: specificity(choice[0]))[1] if fitting else 0.0

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the one of ``matches`` (iterable of str) that the client likes best, the first of equals."""
        best = max(matches, key=self.quality, default="")
        return best if best and self.quality(best) > 0 else default

    @property
    def best(self) -> str | None:
        """What the client likes best (str or None)."""
        return self.choices[0][0] if self.choices else None

    def __contains__(self, value: str) -> bool:
        return self.quality(value) > 0


def choices(header: str) -> Iterator[tuple[str, float]]:
    """Yield the values (str, lower case) of a header and their weights (float); what is malformed is passed over."""
    for part in header.split(","):
        value, *parameters = (word.strip().lower() for word in part.split(";"))
        weight = next((word[2:].strip() for word in parameters if word.startswith("q=")), "1")
        if value and weight.replace(".", "", 1).isdecimal() and len(weight) < 10:
            yield value, min(float(weight), 1.0)


def fits(choice: str, value: str) -> bool:
    """Return whether a ``choice`` (str) of the client covers a ``value`` (str): ``text/*``, ``*`` or ``en`` for ``en-us``."""
    if choice in ("*", "*/*", value):
        return True
    return (choice.endswith("/*") and value.startswith(choice[:-1])) or value.startswith(f"{choice}-")


def specificity(choice: str) -> int:
    """Return how much a choice (str) leaves open (int): the more, the less."""
    return 0 if choice in ("*", "*/*") else 1 if choice.endswith("/*") else 2
