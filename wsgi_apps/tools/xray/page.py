"""The page of a trace: one HTML text that shows a request step by step, and fetches nothing."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

PLAYER = Path(__file__).with_name("player")
#: The scripts, in the order in which they need each other.
SCRIPTS = ("model.js", "panels.js", "player.js")
HOLE = re.compile(r"\{\{(\w+)\}\}")


def page(trace: dict[str, Any], language: str = "en") -> str:
    """Return the HTML of a trace. ``language`` is the one at the start, ``en`` or ``ko``; the reader may change it."""
    request = trace.get("request", {})
    holes = {
        "language": language,
        "title": escape(f"X-ray: {request.get('method', '')} {request.get('target', '')}"),
        "style": read("player.css"),
        "script": "\n".join(map(read, SCRIPTS)),
        "texts": as_json(texts()),
        "trace": as_json(trace),
    }
    return HOLE.sub(lambda hole: holes[hole[1]], read("page.html"))


@cache
def read(name: str) -> str:
    """Return one of the files of the player."""
    return (PLAYER / name).read_text(encoding="utf-8")


def texts() -> dict[str, list[str]]:
    """Return the texts of the page by their keys, each in English and in Korean if that is another text."""
    return tomllib.loads(read("texts.toml"))


def as_json(value: object) -> str:
    r"""Return a value as JSON that can stand in a page: with ``<`` as ``\u003c`` no text in it ends the script."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
