"""The values that are drawn anew at each run, and the placeholders that they replace in the texts of a check."""

from __future__ import annotations

import base64
import html
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

TABLE = Path(__file__).with_name("words.toml")
TEXTS: dict[str, str] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
WORDS, KOREAN = TEXTS["english"].split(), TEXTS["korean"].split()
NAME = r"(word|korean|number|big|hex|kept)(\d*)"
PLACEHOLDER = re.compile(r"\{" + NAME + r"((?:\|[a-z0-9]+(?::(?:\{" + NAME + r"\}|[\w-]+))?)*)\}")
CHANGES: dict[str, Callable[[str], str]] = {
    "quote": lambda text: quote(text, safe=""),
    "upper": str.upper,
    "lower": str.lower,
    "length": lambda text: str(len(text)),
    "bytes": lambda text: str(len(text.encode())),
    "escape": html.escape,
    "json": lambda text: json.dumps(text, ensure_ascii=False),
    "ascii": json.dumps,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "latin1": lambda text: text.encode().decode("latin-1"),
    "int": str,
}


class Values:
    """The values of one run of a check: each name keeps its value, and no two of a kind are equal."""

    def __init__(self, seed: int, *names: object) -> None:
        self.random = Random(":".join(map(str, (seed, *names))))
        self.drawn: dict[str, str] = {}

    def draw(self, name: str) -> str:
        """Return the value of a placeholder such as ``word`` or ``word2``."""
        if name not in self.drawn:
            kind = name.rstrip("0123456789")
            value = self.new(kind)
            while value in self.drawn.values():
                value = self.new(kind)
            self.drawn[name] = value
        return self.drawn[name]

    def new(self, kind: str) -> str:
        """Return a value of a kind."""
        if kind == "word":
            return self.random.choice(WORDS) + str(self.random.randint(10, 99))
        if kind == "korean":
            return self.random.choice(KOREAN)
        if kind == "number":
            return str(self.random.randint(103, 9999))
        if kind == "big":
            return str(self.random.randint(10**19, 10**20 - 1))
        return self.random.randbytes(16).hex() if kind == "hex" else ""

    def filled(self, written: Any) -> Any:
        """Return a value of a check with its placeholders filled in: a text, or what holds texts."""
        if isinstance(written, str):
            text = PLACEHOLDER.sub(self.one, written)
            found = PLACEHOLDER.fullmatch(written)
            return int(text) if found and found[3].endswith("|int") else text
        if isinstance(written, dict):
            return {self.filled(key): self.filled(value) for key, value in written.items()}
        return [self.filled(one) for one in written] if isinstance(written, list) else written

    def one(self, found: re.Match[str]) -> str:
        """Return what one placeholder stands for."""
        value = self.draw(found[1] + found[2])
        for change in filter(None, re.split(r"\|", found[3])):
            name, _, argument = change.partition(":")
            other = argument.strip("{}")
            number = int(self.draw(other)) if argument.startswith("{") else int(other) if other else 0
            if name == "plus":
                value = str(int(value) + number)
            elif name == "times":
                value = str(int(value) * number)
            else:
                value = CHANGES[name](value)
        return value


def placeholders(written: Any) -> set[str]:
    """Return the names of the placeholders in a value of a check."""
    if isinstance(written, str):
        return {found[1] for found in PLACEHOLDER.finditer(written)} - {"kept"}
    if isinstance(written, dict):
        return set().union(*(placeholders(one) for pair in written.items() for one in pair))
    return set().union(*map(placeholders, written)) if isinstance(written, list) else set()
