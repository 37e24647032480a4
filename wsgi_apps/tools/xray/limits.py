"""The limits of a recording. A trace says which of them were reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How much is recorded of a request, and how much is shown of a value."""

    events: int = 20_000
    lines: int = 200  # of one frame, before lines that it has run already are left out
    levels: int = 100  # of calls in calls
    text: int = 120  # characters of a text
    items: int = 8  # of a container
    depth: int = 2  # of containers in containers
    body: int = 65_536  # bytes of a request or a chunk
    seconds: float = 10.0


@dataclass
class Reached:
    """What the limits have left out: events, frames with lines left out, calls too deep, and all after the end."""

    events: int = 0
    folded: int = 0
    deep: int = 0
    stopped: bool = False
