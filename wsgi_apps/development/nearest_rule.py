"""The rule that comes nearest to a path that no rule matches, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import Segment, SegmentPattern

NEAR = 0.5  # how alike a rule and a path have to be, from 0 to 1
LONGEST = 200  # characters of a segment that are compared


def nearest(rules: Iterable[Rule], path: str) -> Rule | None:
    """Return the rule that is most like a ``path``, None if none is like it. The first of several."""
    best = max(rules, key=lambda rule: likeness(rule, path), default=None)
    return best if best is not None and likeness(best, path) >= NEAR else None


def likeness(rule: Rule, path: str) -> float:
    """Return how alike a rule and a ``path`` are, from 0 to 1: the mean of their segments."""
    all_pairs = list(pairs(rule, path))
    return sum(alike(segment, text) for segment, text in all_pairs) / len(all_pairs)


def pairs(rule: Rule, path: str) -> Iterator[tuple[Segment | None, str | None]]:
    """Yield each segment of a rule with the one of a ``path`` at its place; None where one of the two has ended."""
    texts = path.lstrip("/").split("/")
    for depth, (segment, text) in enumerate(zip_longest(rule.segments, texts)):
        if isinstance(segment, SegmentPattern) and segment.final and text is not None:
            yield segment, "/".join(texts[depth:])  # all the rest
            return
        yield segment, text


def alike(segment: Segment | None, text: str | None) -> float:
    """Return how alike a segment of a rule and one of a path are, from 0 to 1."""
    if segment is None or text is None:
        return 0.6 if (segment or text or "") == "" else 0.0  # a slash at the end
    if isinstance(segment, SegmentPattern):
        return 0.9 if segment.texts(text) is not None else 0.5
    return SequenceMatcher(None, segment[:LONGEST], text[:LONGEST]).ratio()


def difference(rule: Rule, path: str) -> tuple[str, dict[str, str]]:
    """Return the first difference between a rule and a ``path``: a key of ``debug_texts``, and the values for it."""
    for segment, text in pairs(rule, path):
        if "" in (segment, text) and None in (segment, text):
            return "slash", {}
        if segment is None:
            return "shorter", {"have": f"/{text}"}
        if text is None:
            return "longer", {"want": f"/{written(segment)}"}
        if isinstance(segment, str) and segment != text:
            return "static", {"want": repr(segment), "have": repr(text)}
        if isinstance(segment, SegmentPattern) and segment.texts(text) is None:
            return "variable", {"have": repr(text)}
    return "refused", {}


def written(segment: Segment) -> str:
    """Return a segment of a rule as it is written, without the converters."""
    if isinstance(segment, str):
        return segment
    return "".join(token if isinstance(token, str) else f"<{token.name}>" for token in segment.tokens)
