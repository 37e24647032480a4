"""What a client likes best: the Accept headers (RFC 9110, 12.5), read in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Accept:
    """The choices of an Accept header (str), the best ones first: pairs of a value and its weight (float, 0 to 1)."""

    def __init__(self, header: str) -> None:
        self.choices = sorted(choices(header), key=lambda choice: (-choice[1], -specificity(choice[0])))

    def weight(self, value: str) -> tuple[float, int]:
        """Return how much a ``value`` (str) is liked: its weight (float), and how specific the choice is that says so."""
        fitting = [choice for choice in self.choices if fits(choice[0], value.lower())]
        choice, weight = max(fitting, key=lambda choice: specificity(choice[0]), default=("", 0.0))
        return weight, specificity(choice)

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
        return self.choices[0][0] if self.choices else None

    def __contains__(self, value: str) -> bool:
        return self.quality(value) > 0


class AcceptLanguage(Accept):
    """The same for languages: who likes the Korean of one country takes Korean as well (RFC 4647, 3.4)."""

    def best_match(self, matches: Iterable[str], default: str | None = None) -> str | None:
        """Return the one of ``matches`` (iterable of str) that the client likes best, the first of equals."""
        matches = list(matches)
        wider = ",".join(f"{choice.partition('-')[0]};q={weight}" for choice, weight in self.choices)
        return super().best_match(matches) or Accept(wider).best_match(matches, default)


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
