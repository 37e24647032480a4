"""Reading a lab's ``requests.toml``: the one list of requests that tests, ``compare`` and the lessons share."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from wsgi_apps.tools.course.texts import say
from wsgi_apps.tools.student import personal

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
#: The name of the callable in the program of each way.
CALLABLES = {"raw": "application", "with_webob": "application", "ours": "app", "flask_app": "app", "one_page": "app"}
SERVERS = ("none", "uwsgi", "gunicorn", "wsgiref")
CLIENTS = ("curl", "httpie")
#: What ``ours`` may need: the core and the standard library alone, or the extensions and their libraries, too.
NEEDS = ("core", "extensions")
BOUNDARY = "a-line-that-is-in-no-file"

LAB_KEYS = {"title", "title_ko", "ways", "only", "twins", "prepare", "needs", "state", "request"}
BODY_KEYS = {"body", "json", "form", "files", "hex"}
REQUEST_KEYS = {"why", "why_ko", "method", "path", "headers", "chunked", "expect", "differs", "not_on", "shown"}
REQUEST_KEYS |= BODY_KEYS | set(CALLABLES)
EXPECT_KEYS = {"status", "headers", "body", "json", "contains"}


class Mistake(Exception):
    """An error in a command line or in a list of requests. Its message is one sentence with what to write instead.

    A command that speaks Korean gives the sentence in both languages.
    """

    def __init__(self, english: str, korean: str = "") -> None:
        super().__init__(english)
        self.korean = korean or english

    def said(self, language: str) -> str:
        """Return the sentence in a language."""
        return self.korean if language == "ko" else str(self)


@dataclass(frozen=True)
class Request:
    """One request of a lab: why it is there, what is sent, and what is expected back.

    ``why_ko`` is the reason in Korean; it is empty in a lab that has its reasons in English only.
    ``expect`` has the expectation of each way; ``differs`` names the reason for each aspect in which the ways differ by
    design; ``not_on`` gives the reason for each server or client that cannot take or send the request; ``shown`` marks
    the three that the lesson shows. ``files`` are the uploads, named from the project's folder.
    """

    why: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    chunked: bool
    expect: Mapping[str, Mapping[str, Any]]
    differs: Mapping[str, str]
    not_on: Mapping[str, str]
    files: Mapping[str, str]
    written: Mapping[str, Any] = field(repr=False)
    shown: bool = False
    why_ko: str = ""

    def reason(self, language: str) -> str:
        """Return why the request is there, in a language; a reason that has only English stays English."""
        return self.why_ko if language == "ko" and self.why_ko else self.why

    @property
    def target(self) -> str:
        """Return path and query as they are sent, in ASCII: RFC 3986 allows no Korean letters and no spaces."""
        return quote(self.path, safe="/%?&=:@!$'()*+,;~")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Lab:
    """A folder of ``examples/``: its titles, the ways it is shown, and its requests.

    ``only`` says why there are fewer ways than three, ``twins`` why ours and Flask's program differ in more than an
    import line. ``prepare`` is the program of the folder that has to run before the lab is served. ``needs`` is one of
    ``NEEDS`` for a lab with the way ``ours``. Each is empty where there is nothing to say. ``state`` says that the
    programs remember, so that an answer may differ from the one before.
    """

    folder: Path
    title: str
    title_ko: str
    ways: tuple[str, ...]
    only: str
    twins: str
    prepare: str
    needs: str
    requests: tuple[Request, ...]
    state: bool = False

    @property
    def name(self) -> str:
        """Return the name of the folder."""
        return self.folder.name

    def module(self, way: str) -> str:
        """Return the name of one of the ways for a server, ``package.module:callable``."""
        return f"{self.folder.parent.name}.{self.name}.{way}:{CALLABLES[way]}"


def labs(examples: Path = EXAMPLES) -> list[Lab]:
    """Return the labs of a folder in teaching order. Raises Mistake."""
    return [read(file.parent) for file in sorted(examples.glob("lab*/requests.toml"))]


def chosen(names: list[str], examples: Path = EXAMPLES) -> list[Lab]:
    """Return the labs of these names, ``8``, ``lab08`` or ``lab08_json_in``; all labs for none. Raises Mistake.

    A number means every part of a lab: ``0`` is ``lab00_hello`` and ``lab00b_hello_json``.
    """
    every = labs(examples)
    wanted = [lab for name in names for lab in named(name, every)]
    return [lab for lab in every if lab in wanted] if names else every


def named(name: str, every: list[Lab]) -> list[Lab]:
    """Return the labs among ``every`` that have this name or number. Raises Mistake if there is none."""
    digits = re.fullmatch("(?:lab)?([0-9]{1,4})", name)
    start = f"lab{int(digits[1]):02}[a-z]?" if digits else re.escape(name.strip("/").rpartition("/")[2])
    found = [lab for lab in every if re.fullmatch(f"{start}(_.*)?", lab.name)]
    if not found:
        values = {"name": name, "first": every[0].name}
        raise Mistake(say("no lab", "en", **values), say("no lab", "ko", **values))
    return found


def read(folder: Path) -> Lab:
    """Return the lab of a folder. Raises Mistake, with the place, for an error in its list."""
    file = folder / "requests.toml"
    try:
        data = tomllib.loads(personal(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Mistake(f"{file} cannot be read: {error}") from None
    known(data, LAB_KEYS, str(file))
    ways = tuple(data.get("ways", ("raw", "ours", "flask_app")))
    known(dict.fromkeys(ways), set(CALLABLES), f"{file}, ways")
    if not {"raw", "ours", "flask_app"} <= set(ways) and not data.get("only"):
        raise Mistake(f'{file}: a lab with fewer than the three ways says why: only = "..."')
    tables = data.get("request", [])
    in_both_languages(tables, str(file))
    requests = tuple(request(one, ways, folder, f"{file}, request {i}") for i, one in numbered(tables))
    titles = text(data, "title", str(file)), text(data, "title_ko", str(file))
    only, twins, prepare = (data.get(key, "") for key in ("only", "twins", "prepare"))
    return Lab(
        folder, *titles, ways, only, twins, prepare, need(data, ways, str(file)), requests, data.get("state", False)
    )


def need(table: Mapping[str, Any], ways: tuple[str, ...], place: str) -> str:
    """Return what the way ``ours`` needs (empty for a lab without that way). Raises Mistake."""
    needs = str(table.get("needs", ""))
    if "ours" not in ways and needs:
        raise Mistake(f"{place}: without the way ours there is nothing that needs the {needs}; leave the line out.")
    if "ours" in ways and needs not in NEEDS:
        raise Mistake(f'{place}: a lab with the way ours says what that needs: needs = "core" or needs = "extensions".')
    return needs


def numbered(tables: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Return the tables with their numbers, counted from 1."""
    return enumerate(tables, start=1)


def in_both_languages(tables: list[dict[str, Any]], place: str) -> None:
    """Raise Mistake if some requests have a Korean reason and others do not. A lab may have English alone."""
    if not any("why_ko" in table for table in tables):
        return
    for number, table in numbered(tables):
        if not str(table.get("why_ko", "")).strip():
            raise Mistake(
                f'{place}, request {number}: the lab has Korean reasons, and this one is missing: write why_ko = "...".'
            )


def known(table: Mapping[str, Any], keys: set[str], place: str) -> None:
    """Raise Mistake if a table at a place has a key that is not among the ``keys``."""
    for key in table:
        if key not in keys:
            raise Mistake(f"{place}: {key!r} is not known: write one of {', '.join(sorted(keys))}.")


def text(table: Mapping[str, Any], key: str, place: str) -> str:
    """Return the text at a ``key`` of a table. Raises Mistake if there is none."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Mistake(f'{place}: write {key} = "...".')
    return value


def request(table: Mapping[str, Any], ways: tuple[str, ...], folder: Path, place: str) -> Request:
    """Return the request that a table at a place describes. Raises Mistake."""
    known(table, REQUEST_KEYS, place)
    known(table.get("not_on", {}), {*SERVERS, *CLIENTS}, f"{place}, not_on")
    for way in ("expect", *CALLABLES):
        known(table.get(way, {}), EXPECT_KEYS, f"{place}, {way}")
    expect = {way: {**table.get("expect", {}), **table.get(way, {})} for way in ways}
    for way, wanted in expect.items():
        if not isinstance(wanted.get("status"), int):
            raise Mistake(f"{place}: write the status that is expected of {way}, such as expect.status = 200.")
    body, content_type = body_of(table, folder, place)
    headers = {**content_type, **table.get("headers", {})}
    return Request(
        why=text(table, "why", place),
        method=table.get("method", "GET"),
        path=text(table, "path", place),
        headers=tuple((name, str(value)) for name, value in headers.items()),
        body=body,
        chunked=table.get("chunked", False),
        expect=expect,
        differs=table.get("differs", {}),
        not_on=table.get("not_on", {}),
        files={name: f"{folder.parent.name}/{folder.name}/{file}" for name, file in table.get("files", {}).items()},
        written=table,
        shown=table.get("shown", False),
        why_ko=table.get("why_ko", ""),
    )


def body_of(table: Mapping[str, Any], folder: Path, place: str) -> tuple[bytes, dict[str, str]]:
    """Return the body that a table describes, and the Content-Type that goes with it."""
    given = BODY_KEYS & set(table)
    if len(given) > 1 and given != {"form", "files"}:
        raise Mistake(f"{place}: {' and '.join(sorted(given))} at once; write one body.")
    if "files" in given:
        files = {name: folder / file for name, file in table["files"].items()}
        return multipart(table.get("form", {}), files), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    if "form" in given:
        return urlencode(table["form"]).encode("ascii"), {"Content-Type": "application/x-www-form-urlencoded"}
    if "json" in given:
        return json.dumps(table["json"], ensure_ascii=False).encode("utf-8"), {"Content-Type": "application/json"}
    return bytes.fromhex(table["hex"]) if "hex" in given else table.get("body", "").encode("utf-8"), {}


def multipart(form: Mapping[str, str], files: Mapping[str, Path]) -> bytes:
    """Return a multipart/form-data body of fields and files (RFC 7578)."""
    pieces = []
    for name, value in form.items():
        pieces += [part(f'name="{name}"'), str(value).encode("utf-8"), b"\r\n"]
    for name, file in files.items():
        pieces += [part(f'name="{name}"; filename="{file.name}"', file), file.read_bytes(), b"\r\n"]
    return b"".join([*pieces, f"--{BOUNDARY}--\r\n".encode("ascii")])


def part(words: str, file: Path | None = None) -> bytes:
    """Return the boundary and the head of one part with these words in its Content-Disposition."""
    kinds = {".png": "image/png", ".jpg": "image/jpeg"}
    content_type = f"Content-Type: {kinds.get(file.suffix, 'application/octet-stream')}\r\n" if file else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {words}\r\n{content_type}\r\n".encode()
