"""The rules of nginx's files: a small reader of blocks and lines, and what nginx says itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.doctor.build import SECONDS
from wsgi_apps.tools.doctor.rules import RULES, Finding

PASSES = ("uwsgi_pass", "proxy_pass")
TOKEN = re.compile(r'#[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{};]|(?:\\.|[^\s{};\\])+|\n')


@dataclass
class Directive:
    """A directive of nginx: its words, its line, and what stands in its block."""

    words: list[str]
    line: int
    inside: list[Directive] = field(default_factory=list)

    def all(self) -> Iterator[Directive]:
        """Yield each directive in the block, at any depth."""
        for one in self.inside:
            yield one
            yield from one.all()

    def first(self, *names: str) -> Directive | None:
        """Return the first directive in the block that begins with these words."""
        return next((one for one in self.inside if tuple(one.words[: len(names)]) == names), None)


def parsed(text: str) -> Directive:
    """Return the directives of a file."""
    root = Directive([], 0)
    open_blocks, begun, line = [root], 0, 1
    words: list[str] = []
    for token in TOKEN.findall(text):
        if token == "\n":
            line += 1
        elif token.startswith("#"):
            continue
        elif token in ("{", ";"):
            made = Directive(words, begun)
            open_blocks[-1].inside.append(made)
            open_blocks += [made] if token == "{" else []
            words = []
        elif token == "}":
            open_blocks[1:] = open_blocks[1:-1]
        else:
            begun = begun if words else line
            words.append(token.strip("\"'"))
        line += token.count("\n") if token != "\n" else 0
    return root


def findings(file: str, speaks: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    """Yield what is found in a file. ``speaks`` has the protocol and the file of each address that is known."""
    text = Path(file).read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    for name, at, values in [*found(parsed(text), speaks)]:
        yield Finding(RULES[name], file, at.line, lines[at.line], values)
    words = refused(file)
    if words:
        yield Finding(RULES["N007"], file, values={"words": words, "path": str(Path(file).absolute())})


def found(root: Directive, speaks: dict[str, tuple[str, str]]) -> Iterator[tuple[str, Directive, dict[str, str]]]:
    """Yield a rule, the directive and the values for its sentence."""
    for one in root.all():
        if one.words[:1] == ["location"]:
            yield from in_location(one)
        if one.words == ["client_max_body_size", "0"]:
            yield "N006", one, {}
        if one.words[:1] in (["uwsgi_pass"], ["proxy_pass"]):
            address = one.words[-1].removeprefix("http://").rstrip("/")
            protocol, file = speaks.get(address, ("", ""))
            wrong = {("uwsgi_pass", "http"): "N002", ("proxy_pass", "uwsgi"): "N003"}.get((one.words[0], protocol))
            if wrong:
                yield wrong, one, {"address": address, "file": file}


def in_location(location: Directive) -> Iterator[tuple[str, Directive, dict[str, str]]]:
    """Yield what is found in a location that passes requests on."""
    path = location.words[-1]
    if not any(location.first(name) for name in PASSES):
        return
    if len(location.words) == 2 and path.startswith("/") and not path.endswith("/"):
        yield "N001", location, {"path": path}
    name = location.first("uwsgi_param", "SCRIPT_NAME")
    info = location.first("uwsgi_param", "PATH_INFO", "$document_uri")
    if name and info and name.words[-1].startswith("/") and not location.first("rewrite"):
        yield "N004", name, {"path": name.words[-1]}


def refused(file: str) -> str:
    """Return why nginx does not take a file, or an empty text; nginx looks at it in a folder of its own."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        words = [program, "-t", "-q", "-p", folder, "-e", "stderr", "-c", str(Path(file).absolute())]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return ""
    wrong = re.search(r"\[emerg\] (?:\d+#\d+: )?(.*)", done.stderr)
    return wrong[1] if done.returncode and wrong else ""
