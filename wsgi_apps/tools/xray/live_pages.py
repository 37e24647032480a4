"""The pages of X-ray while a server runs: the list, which follows, and the page of each request."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote

from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.xray.page import HOLE, as_json, page, read
from wsgi_apps.tools.xray.shelf import Shelf, as_line
from wsgi_apps.tools.xray.texts import say

NAME = re.compile(r"[0-9]{1,10}-[0-9]{1,10}")
AGAIN = 5  # times that a page which is not there yet reloads itself
STREAM, LOOK, RETRY = 20, 0.2, 1000  # seconds of a stream, seconds between two looks, milliseconds to the next stream
#: The two sets of variables with the colours of the player.
COLOURS = re.compile(r":root[^{]*\{[^}]*\}")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"
WORDS = ("live", "empty", "request", "events", "language", "theme")
Answer = tuple[HTTPStatus, str, Iterable[bytes]]


class Pages:
    """The application below ``/__xray__/``."""

    def __init__(self, shelf: Shelf, place: str) -> None:
        self.shelf, self.place = shelf, place

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer the request for a page."""
        name = environ["PATH_INFO"].removeprefix(self.place)
        status, kind, body = self.answer(name, environ)
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
        headers += [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", POLICY)]
        if isinstance(body, list):
            headers.append(("Content-Length", str(sum(map(len, body)))))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def answer(self, name: str, environ: dict[str, Any]) -> Answer:
        """Return the status, the type and the body of a page."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", [b""]
        if name in ("", self.place.rstrip("/")):
            return HTTPStatus.OK, "text/html", [self.listing(environ).encode()]
        if name == "events":
            return HTTPStatus.OK, "text/event-stream", self.events(environ)
        trace = self.shelf.trace(name) if NAME.fullmatch(name) else None
        if trace is not None:
            return HTTPStatus.OK, "text/html", [page(trace, language_of(environ)).encode()]
        return HTTPStatus.NOT_FOUND, "text/html", [waiting(name, environ).encode()]

    def nothing(self, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as if there were no page."""
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "9")])
        return [b"Not Found"]

    def listing(self, environ: dict[str, Any]) -> str:
        """Return the HTML of the list: the rows of now, and the script that follows."""
        rows = [row | {"came": str(came)} for came, row in self.shelf.rows()]
        words = {name: [say(f"live {name}", language) for language in LANGUAGES] for name in WORDS}
        holes = {
            "language": language_of(environ),
            "place": quote(environ.get("SCRIPT_NAME", ""), encoding="latin-1") + self.place,
            "most": str(self.shelf.most),
            "colours": "\n".join(COLOURS.findall(read("player.css"))[:2]),
            "rows": as_json(rows),
            "words": as_json(words),
        }
        return HOLE.sub(lambda hole: holes[hole[1]], read("live.html"))

    def events(self, environ: dict[str, Any]) -> Iterator[bytes]:
        """Yield what is new (server-sent events). The browser asks again at the end.

        A server with one thread gets what is new now, and the end: a stream would keep it from all other requests.
        """
        after = int(given) if (given := since(environ)).isdecimal() else 0
        end = time.monotonic() + (STREAM if environ["wsgi.multithread"] else 0)
        yield b"retry: %d\n\n" % RETRY
        while True:
            for came, row in reversed(list(self.shelf.rows(after))):
                after = came
                yield f"id: {came}\ndata: {as_line(row)}\n\n".encode()
            if time.monotonic() >= end:
                return
            time.sleep(LOOK)
            yield b":\n\n"  # a client that has gone is noticed


def since(environ: dict[str, Any]) -> str:
    """Return the time of the last row that the browser has."""
    asked = parse_qs(environ.get("QUERY_STRING", "")).get("after", [""])[0]
    return str(environ.get("HTTP_LAST_EVENT_ID", asked))


def language_of(environ: dict[str, Any]) -> str:
    """Return the language that the browser likes best, if it is one of ours."""
    wanted = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def waiting(name: str, environ: dict[str, Any]) -> str:
    """Return the page for a trace that is not there: it may come, so the page reloads itself, but not for ever."""
    turn, language = 0, language_of(environ)
    with suppress(ValueError):
        turn = int(parse_qs(environ.get("QUERY_STRING", "")).get("again", ["0"])[0])
    may_come = NAME.fullmatch(name) and 0 <= turn < AGAIN
    again = f'<meta http-equiv="refresh" content="1; url=?again={turn + 1}">' if may_come else ""
    text = say("live wait" if may_come else "live gone", language)
    return (
        f"<!doctype html>\n<html lang={language}>\n<meta charset=utf-8>\n{again}\n<title>X-ray</title>\n<p>{text}</p>\n"
    )
