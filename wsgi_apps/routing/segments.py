"""One segment of a rule, as the search compares it with a path.

A rule is cut at every slash (RFC 3986, 3.3: segments). A segment is a text, or one pattern if it has a variable. The
first segment with a variable that takes slashes, such as ``path``, and all the rest of the rule are one pattern.
"""

import re
from collections.abc import Iterable, Iterator

from wsgi_apps.routing.rule_syntax import Token, Variable, pattern
from wsgi_apps.routing.splitter import runs_of, split

#: Up to so many characters any regex is quicker than the splitter.
SHORT = 64
#: Characters of a text that may be divided among several variables: the splitter is linear, but dear.
LONGEST = 8192


class SegmentPattern:
    """The pattern that the search compares with one segment of a path.

    A ``final`` pattern takes all the rest of the path, except for the slash at its end if the pattern is a ``branch``.
    The pattern with the smaller ``weight`` is tried first: more literals, then longer ones, then more variables, then
    lighter converters. Two patterns with the same ``key`` match the same texts. Raises re.error if the regex of a
    converter is not one.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.final = takes_slashes(tokens)
        self.branch = self.final and tokens[-1] == "/"
        tokens = tokens[:-1] if self.branch else tokens
        literals = tuple(-len(token) for token in tokens if isinstance(token, str) and token != "/")
        converters = {place: token.converter for place, token in enumerate(tokens) if isinstance(token, Variable)}
        weights = tuple(converter.weight for converter in converters.values())
        self.weight = -len(literals), literals, -len(converters), weights
        self.tokens = tokens
        self.regex = pattern(tokens)
        self.key = self.regex, self.final, self.branch, self.weight
        self._matches = re.compile(self.regex).fullmatch
        self._groups = [f"_{place}" for place in converters]
        self._runs = {f"_{place}": runs_of(token) for place, token in enumerate(tokens)}
        self._can_split = len(converters) > 1 and all(self._runs.values())

    def texts(self, text: str) -> tuple[str, ...] | None:
        """Return the texts of the variables if the pattern matches the whole ``text``, None if it does not."""
        if len(text) > LONGEST and len(self._groups) > 1:
            return None
        by_splitter = self._can_split and len(text) > SHORT
        found = split(text, self._runs) if by_splitter else self._matches(text)
        return None if found is None else tuple(map(found.__getitem__, self._groups))

    def match(self, segments: list[str], depth: int) -> tuple[tuple[str, ...] | None, int]:
        """Compare with the segments of a path from ``depth`` on; return the texts of the variables, and the next depth.

        The texts are None if the pattern does not match.
        """
        if not self.final:
            return self.texts(segments[depth]), depth + 1
        rest = "/".join(segments[depth:])
        if self.branch and rest.endswith("/"):
            return None if rest.endswith("//") else self.texts(rest[:-1]), len(segments) - 1
        return self.texts(rest), len(segments)


#: A text, which the segment of a path has to equal, or a pattern.
Segment = str | SegmentPattern


def segments_of(tokens: Iterable[Token]) -> Iterator[Segment]:
    """Yield the segments of a rule's tokens without the slash that the rule starts with."""
    current: list[Token] = []
    for token in tokens:
        if token == "/" and not takes_slashes(current):
            yield segment(current)
            current = []
        else:
            current.append(token)
    yield segment(current)
    if takes_slashes(current) and current[-1] == "/":
        yield ""


def segment(tokens: list[Token]) -> Segment:
    """Return the segment that these tokens make: the text itself if there is no variable."""
    return SegmentPattern(tokens) if any(isinstance(token, Variable) for token in tokens) else "".join(map(str, tokens))


def takes_slashes(tokens: Iterable[Token]) -> bool:
    """Return whether a variable among the tokens may hold slashes."""
    return any(isinstance(token, Variable) and not token.converter.part_isolating for token in tokens)
