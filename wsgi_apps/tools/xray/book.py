"""The book: a page for each lab, and one for the life of a request; each lesson leads to a moment of its page."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wsgi_apps.tools.course.manifest import EXAMPLES, Request
from wsgi_apps.tools.xray.asked import JSON, request_of
from wsgi_apps.tools.xray.page import page
from wsgi_apps.tools.xray.programs import Program, lab_named, program_named, ways_of
from wsgi_apps.tools.xray.recording import Options, record

MOMENTS = "moments.toml"
#: The page for docs/life_of_a_request.md, the program of that page and the request that it follows.
LIFE, LIFE_PROGRAM, LIFE_PATH = "life", "tests.apps.life:application", "/60162176/hello/종현"


@dataclass(frozen=True)
class Moment:
    """What a lab is about, at a stage of one of its requests; ``prefix`` is where the program is mounted first."""

    lab: str
    request: int
    way: str
    stage: str
    says: str
    prefix: str = ""

    @property
    def fragment(self) -> str:
        """The fragment of the page's address, after the #."""
        return f"way={self.way}&stage={self.stage}"

    @property
    def command(self) -> str:
        """The command that opens the page."""
        number = self.lab.partition("_")[0]
        name = self.lab if number == "lab00" else number  # lab00 means both of its parts
        mounted = f" --prefix {self.prefix}" if self.prefix else ""
        return f"python -m wsgi_apps xray {name} {self.request}{mounted} --open"

    @property
    def sentence(self) -> str:
        """The sentence of the lab's README that leads to the moment."""
        return f"See it in slow motion with `{self.command}`:\n[{self.says}](../../docs/xray.md#{self.fragment})."


def moments(examples: Path = EXAMPLES) -> list[Moment]:
    """Return the moments of the labs, in the order of the course."""
    tables = tomllib.loads((examples / MOMENTS).read_text(encoding="utf-8"))
    return [Moment(lab, **table) for lab, table in tables.items()]


def write_book(folder: Path, language: str) -> list[Path]:
    """Record a request of each lab and write the pages; return their files. Raises Mistake."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_page(folder / f"{name}.html", *told, language) for name, told in chapters()]


def chapters() -> Iterator[tuple[str, tuple[list[Program], Request, str]]]:
    """Yield the name of each page, and what is recorded for it: the programs, the request and the prefix."""
    for moment in moments():
        lab = lab_named(moment.lab)
        yield moment.lab, (ways_of(lab, []), request_of(lab, str(moment.request)), moment.prefix)
    yield LIFE, ([program_named(LIFE_PROGRAM)], life(), "")


def life() -> Request:
    """Return the request that is followed from the socket to ``close()``."""
    body = json.dumps({"from": "Seoul"}, separators=(",", ":")).encode()
    return Request("", "POST", LIFE_PATH, (JSON,), body, False, {}, {}, {}, {}, {})


def write_page(file: Path, programs: list[Program], request: Request, prefix: str, language: str) -> Path:
    """Record a request to some programs and write its page; return the file."""
    file.write_text(page(record(programs, request, Options(prefix=prefix)), language), encoding="utf-8")
    return file
