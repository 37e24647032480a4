"""A whole check: every situation of every request, and what only a comparison of two runs can show."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from errno import EFBIG
from typing import Any
from urllib.parse import quote, urlsplit

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.findings import Finding, Findings
from wsgi_apps.tools.check.keeping import kept_by
from wsgi_apps.tools.check.own import NOWHERE, Own, Place, Sources
from wsgi_apps.tools.check.probe import Breach, Run
from wsgi_apps.tools.check.process import Stopped, watched
from wsgi_apps.tools.check.situations import BROKEN, FORGED, PREFIX, Situation, situations
from wsgi_apps.tools.check.static import shared_names, static_breaches
from wsgi_apps.tools.check.threads import lost, mixed
from wsgi_apps.tools.check.words import pages, words

LENGTHS = ("no_length", "odd_length", "negative", "long_length")
#: situation -> the rule for an exception that comes in it, and in none that is more usual
RAISED = {
    "unknown": "W704",
    **dict.fromkeys(LENGTHS, "W504"),
    **dict.fromkeys(("early", "huge"), "W506"),
    "euc_kr": "W508",
    "odd_path": "W603",
    **dict.fromkeys(("odd_query", "escape"), "W609"),
    "absent": "W601",
}
OPTIONAL_KEY = re.compile(
    r"HTTP_\w+|SCRIPT_NAME|QUERY_STRING|CONTENT_(TYPE|LENGTH)|PATH_INFO|wsgi\.input_terminated|uwsgi\..*"
    r"|REMOTE_\w+|SERVER_\w+|REQUEST_URI|PATH_TRANSLATED|AUTH_TYPE|HTTPS"
)
LINK = re.compile(rb"""(?:href|action|src)=["']?(/[^"'\s>]*)""")
TRACEBACK = re.compile(rb"""Traceback \(most recent call last\):\s+(?:<[^>]*>\s*)*File ["&]""")
SAME_FOR_HEAD = ("Content-Length", "Content-Type", "ETag")
CROWDED = 2  # requests that are sent from threads too


@dataclass
class Check:
    """A check of one application: its findings, and how much was asked."""

    application: Callable[..., Any]
    own: Own
    sources: Sources
    prefix: bool = False
    state: bool = False
    renew: Callable[[], object] = lambda: None
    findings: Findings = field(init=False)
    runs: int = 0
    names: set[str] = field(default_factory=set)
    raised: dict[tuple[type, Place], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.findings = Findings(self.sources)

    def all(self, requests: Iterable[Asked]) -> list[Finding]:
        """Return the findings of all situations of the requests."""
        for breach in static_breaches(self.sources):
            self.findings.add(breach, "source")
        for number, base in enumerate(requests):
            self.one(base)
            if number < CROWDED:
                self.crowd(base)
        return self.findings.heard()

    def one(self, base: Asked) -> None:
        """Go through the situations of one request."""
        first: dict[str, Run] = {}
        for situation in situations(base, words(self.sources), pages(self.sources), self.prefix):
            run = self.run(situation)
            first.setdefault(situation.name, run)
            for breach in self.breaches(situation.name, run):
                self.findings.add(breach, situation.name, situation.asked)
        for name, breach in self.compared(first):
            self.findings.add(breach, name, first[name].asked)
        self.keeps(base)

    def crowd(self, base: Asked) -> None:
        """Send a request, and a POST beside it, from eight threads at once."""
        known = {kind for kind, _ in self.raised}
        run = Run(base, self.own, self.sources)
        with watched(run):
            run.of(self.application)
            found = [
                breach
                for asked in (base, replace(base, method="POST"))
                for breach in mixed(self.application, asked, words(self.sources), known)
            ]
            found += lost(self.application, base)
        for breach in found:
            place = next(shared_names(self.sources), run.started_at or NOWHERE)
            self.findings.add(replace(breach, place=place), "threads")

    def run(self, situation: Situation) -> Run:
        """Run one situation; what the application does to the process is reported with it."""
        run = Run(situation.asked, self.own, self.sources)
        early = situation.name.startswith("close")
        self.renew()
        with warnings.catch_warnings(record=True) as caught, watched(run):
            warnings.simplefilter("always", ResourceWarning)
            run.of(self.application)
            run.result = None
        self.runs += 1
        self.names.add(situation.name)
        if early and any(issubclass(one.category, ResourceWarning) for one in caught):
            run.by_body("W412", str(caught[0].message).partition("<")[0].strip())
        return run

    def breaches(self, name: str, run: Run) -> Iterator[Breach]:
        """Yield the breaches of a run: those that it saw, what was raised, and what its answer gives away."""
        for breach in run.breaches:
            below = (run.asked.length or "").startswith("-")
            odd = below and breach.rule == "W501" and "(-" in breach.detail  # the length was believed
            yield replace(breach, rule="W504") if odd else breach
        if run.error is not None and run.error is not run.raised_again:
            yield from self.exception(name, run, run.error)
        if TRACEBACK.search(run.body):
            yield Breach("W705", "", self.of_body(run))
        if name == "prefix":
            yield from self.links(run)
        if name == "forged":
            yield from self.forged(run)
        if name == "korean_path":
            yield from self.broken(run)

    def exception(self, name: str, run: Run, error: BaseException) -> Iterator[Breach]:
        """Yield the breach that an exception is: the same exception has the same rule in each situation."""
        if isinstance(error, OSError) and error.errno == EFBIG:  # the limit of the child process
            raise Stopped("prints")
        if name == "pieces" or (name == "gone" and isinstance(error, OSError)):
            return  # a short read is no fault of the reader, and a client that has gone gets no answer
        place = self.own.raised(error)
        rule = self.raised.get((type(error), place))
        if rule is None:
            usual = "W701" if run.started_at is None else "W702"
            rule = "W601" if lacks_key(error, run) else RAISED.get(name, usual)
            if rule == "W601" and not lacks_key(error, run):
                rule = usual
            self.raised[type(error), place] = rule
        yield Breach(rule, f"{type(error).__name__}: {error}"[:120], place)

    # --- what an answer gives away ---

    def of_body(self, run: Run) -> Place:
        """Return the line that made a body, or nowhere if a framework has started the response."""
        return NOWHERE if run.started_at is not None and run.started_at.outside else run.last.place

    def links(self, run: Run) -> Iterator[Breach]:
        """Yield the links and redirects of a page below a prefix that leave it."""
        found = [one.decode("latin-1") for one in LINK.findall(run.body)]
        location = run.header("Location") or ""
        if location.startswith("/") or urlsplit(location).hostname == "localhost":
            found.append(urlsplit(location).path)
        for path in found:
            if path.startswith("/") and not path.startswith("//") and not f"{path}/".startswith(f"{PREFIX}/"):
                yield Breach("W605", path, self.literal(path, run))

    def literal(self, text: str, run: Run) -> Place:
        """Return the line where a text stands, else the line that started the response."""
        place = self.sources.literal(text) if len(text) > 1 else NOWHERE
        return (run.started_at or NOWHERE) if place.outside else place

    def forged(self, run: Run) -> Iterator[Breach]:
        """Yield whether a header was believed that the client has made up."""
        links = LINK.findall(run.body)
        told = "\n".join([*(str(value) for _, value in run.headers), *(link.decode("latin-1") for link in links)])
        body = run.body.decode("latin-1")
        if FORGED in told or f"//{FORGED}" in body or "https://localhost" in told + body:
            place = self.sources.literal("HTTP_X_FORWARDED", "HTTP_SCRIPT_NAME", "X-Forwarded-")
            yield Breach("W608", "", place)

    def broken(self, run: Run) -> Iterator[Breach]:
        """Yield whether the Korean of a path came back as something else."""
        told = "".join(str(value) for _, value in run.headers)
        if BROKEN.encode("utf-8") in run.body or quote(BROKEN) in told:
            place = self.sources.literal("PATH_INFO")
            shown = "종현 → " + "".join(letter if letter.isprintable() else "·" for letter in BROKEN)
            yield Breach("W602", shown, self.of_body(run) if place.outside else place)

    # --- what two answers show together ---

    def compared(self, first: dict[str, Run]) -> Iterator[tuple[str, Breach]]:
        """Yield a situation and a breach for what differs between two runs, or does not."""
        plain, again = first["plain"], first["again"]
        for detail in differing_headers(plain, first["head"]):
            yield "head", Breach("W414", detail, first["head"].started_at or NOWHERE)
        if chunked_is_lost(first):
            yield "chunked", Breach("W505", "", reading_line(first["post"], self.sources))
        if not self.state and plain.error is None and (plain.body, plain.status) != (again.body, again.status):
            yield "again", Breach("W802", "", self.of_body(again))
        root = first.get("root")
        if root is not None and root.code == 404 and plain.code < 300:
            yield "root", Breach("W606", "404", root.started_at or NOWHERE)

    def keeps(self, base: Asked) -> None:
        """Report a module that keeps environ after its request, which uWSGI fills again."""
        run = Run(replace(base, query="first"), self.own, self.sources)
        with watched(run):
            run.of(self.application)
        run.result = run.error = None
        for name, place in kept_by(run.environ, self.own, self.sources):
            self.findings.add(Breach("W607", name, place), "kept")


def lacks_key(error: BaseException, run: Run) -> bool:
    """Return whether an exception says that environ has not a key that may be absent."""
    key = error.args[0] if isinstance(error, KeyError) and error.args else None
    return isinstance(key, str) and key not in run.environ and bool(OPTIONAL_KEY.fullmatch(key))


def differing_headers(get: Run, head: Run) -> Iterator[str]:
    """Yield the headers in which HEAD says something else than GET."""
    if get.asked.method != "GET" or get.status != head.status or head.error is not None:
        return
    for name in SAME_FOR_HEAD:
        values = get.header(name), head.header(name)
        told = name == "Content-Length" and b"GET" in get.body  # the page tells the method
        if None not in values and values[0] != values[1] and not told:
            yield f"{name}: {values[0]} (GET), {values[1]} (HEAD)"


def chunked_is_lost(first: dict[str, Run]) -> bool:
    """Return whether a chunked body got the answer of an empty one, and of success, though a body matters."""
    full, chunked, empty = first["post"], first["chunked"], first["empty"]
    if not full.input.consumed or full.error or chunked.error or not 200 <= chunked.code < 300:
        return False
    return (chunked.status, chunked.body) == (empty.status, empty.body) != (full.status, full.body)


def reading_line(run: Run, sources: Sources) -> Place:
    """Return the line where a body is read, by the name of its length."""
    return sources.literal("CONTENT_LENGTH") if run.started_at and not run.started_at.outside else NOWHERE


def loaded_files(own: Own) -> list[str]:
    """Return the student's files that are loaded."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return sorted({file for file in files if file and file.endswith(".py") and own.has(file)} | {own.file})
