"""The tree of a trace in the terminal: each way, its stages, and what happens in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wsgi_apps.tools.check.live import SPELLED
from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.xray.ink import Piece
from wsgi_apps.tools.xray.page import texts
from wsgi_apps.tools.xray.steps import ENTERING, Event, Run, Way
from wsgi_apps.tools.xray.texts import say
from wsgi_apps.tools.xray.zones import YOURS

Pieces = list[Piece]
STAGE = 14  # columns of the name of a stage
ARROWS = {"call": "→ ", "resume": "⇢ ", "return": "← ", "yield": "⇠ ", "raise": "✗ ", "unwind": "✗ "}
VERDICTS = {"taken": ("✓ ", "good"), "refused": ("✗ ", ""), "not asked": ("· ", "soft")}


def word(key: str, language: str, **values: object) -> str:
    """Return a text of the page in a language. A text that is the same in both languages is kept once."""
    known = texts()[key]
    return known[min(LANGUAGES.index(language), len(known) - 1)].format(**values)


def tree(trace: dict[str, Any], level: str, language: str) -> Iterator[Pieces]:
    """Yield the lines of a trace."""
    request = trace["request"]
    yield [(f"{request['method']} {request['target']}", "strong")]
    for way in trace["ways"]:
        yield []
        yield from of_way(Way(way), level, language)
        if "reply" in way:
            yield from of_reply(way, trace["tool"]["server"], language)


def of_way(way: Way, level: str, language: str) -> Iterator[Pieces]:
    """Yield the lines of a way."""
    counts = {"events": len(way.events), "functions": len(way.told["functions"])}
    status = way.told["status"] or "-"
    tail = [(f"  {say('counts', language, **counts)}", "soft")]
    yield [(way.name, way.name), (f"  {status}", "good" if status < "4" else "bad"), *tail]
    runs = way.runs(level)
    for run in runs:
        last = run is runs[-1] and not way.failure()
        yield [("└── " if last else "├── ", "soft"), *head(way, run, language)]
        rows = list(of_run(way, run, level, language))
        for number, row in enumerate(rows, 1):
            corner = "└── " if number == len(rows) else "├── "
            yield [("    " if last else "│   ", "soft"), (corner, "soft"), *row]
    if way.failure():
        yield [("└── ", "soft"), (way.failure(), "bad")]


def head(way: Way, run: Run, language: str) -> Pieces:
    """Return the line of a stage: its name, and how long its events took together."""
    numbers = sorted([*run.shown, *run.hidden])
    ends = [way.events[min(number + 1, len(way.events) - 1)].time for number in numbers]
    took = sum(end - way.events[number].time for number, end in zip(numbers, ends, strict=True))
    name = word(f"stage-{run.stage}", language)
    return [(name + " " * max(1, STAGE - width(name)), "stage"), (f"{took / 1000:.1f} ms", "soft")]


def of_run(way: Way, run: Run, level: str, language: str) -> Iterator[Pieces]:
    """Yield the rows of a stage: what it shows, what the router says, and how much it leaves out."""
    depths = sorted({way.events[number].depth for number in run.shown})
    for number in run.shown:
        event = way.events[number]
        yield from indented(depths.index(event.depth), of_event(way, number, event, level, language))
    if run.stage == "route":
        yield from (of_candidate(row, language) for row in way.told["candidates"] or ())
    if run.hidden:
        quick = steps_of_speed(way, run)
        more = f" · {word('speed', language, steps=', '.join(quick))}" if quick else ""
        key = "in-framework-one" if len(run.hidden) == 1 else "in-framework"
        yield [(f"… {word(key, language, n=len(run.hidden))}{more}", "soft")]


def steps_of_speed(way: Way, run: Run) -> list[str]:
    """Return the steps of the core that functions of ``speed/`` stand for in a stage."""
    called = [way.events[number] for number in run.hidden if way.events[number].kind == "call"]
    names = [name for one in called for name in way.told["functions"][one.function].get("speed", ())]
    return list(dict.fromkeys(names))


def told(variables: dict[str, str], level: str) -> dict[str, str]:
    """Return the variables that a level shows: ``self`` at the last one alone."""
    return {name: text for name, text in variables.items() if name != "self" or level == "lines"}


def indented(depth: int, rows: Iterable[Pieces]) -> Iterator[Pieces]:
    """Yield rows behind two blanks for each call around them."""
    yield from ([("  " * depth, ""), *pieces] for pieces in rows)


def of_event(way: Way, number: int, event: Event, level: str, language: str) -> Iterator[Pieces]:
    """Yield the rows of an event: one, and one for each header where ``start_response`` is called."""
    details = event.details or {}
    soft = "" if way.zone(event) == YOURS else "soft"
    if event.function is None:
        yield from of_server(way, event.kind, details, language)
    elif event.kind == "line":
        changed = [(f"  {name} = {text}", "value") for name, text in way.after(number).items()]
        yield [(f"{event.line:>4} ", "soft"), (way.source(event), soft), *changed]
    elif event.kind == "fold":
        yield [(f"… {word('fold', language, n=details['lines'])}", "soft")]
    else:
        function = way.told["functions"][event.function]["name"]
        values = ", ".join(f"{name}={text}" for name, text in told(details.get("args", {}), level).items())
        end = {"return": details.get("value"), "yield": details.get("value"), "unwind": function}.get(event.kind)
        text = (
            f"{function}({values})"
            if event.kind in ENTERING
            else end or f"{details.get('type')}: {details.get('text')}"
        )
        yield [(ARROWS[event.kind], "soft"), (text, "bad" if event.kind in ("raise", "unwind") else soft)]


def of_server(way: Way, kind: str, details: dict[str, Any], language: str) -> Iterator[Pieces]:
    """Yield the rows of what the server does."""
    if kind == "read":
        yield [(word("read", language, **{"left": "?", **details}), "soft")]
    elif kind == "start":
        yield [("start_response ", ""), (details["status"], "strong")]
        for name, text, function, line, how in way.told["setters"]:
            if how == "server":
                continue
            by = way.place(function, line)
            yield [(f"  {name}: ", ""), (text, "value"), (f"  ← {by}" if by else "", "soft")]
    elif kind == "chunk":
        letters = details["text"].encode("latin-1", "replace").decode("utf-8", "replace")
        yield [(word("chunk", language, bytes=details["bytes"]), "soft"), (f"  {letters}", "value")]
    else:
        yield [(word("closed" if details["called"] else "not-closed", language), "soft")]


def of_candidate(row: list[Any], language: str) -> Pieces:
    """Return the row of a rule: whether it was taken, and why it was or was not."""
    rule, verdict, code, values = row
    sign, style = VERDICTS[verdict]
    plain = "" if code != "converter" or "converter" in values else "-pattern" if "regex" in values else "-value"
    lists = {name: ", ".join(one) if isinstance(one, list) else one for name, one in values.items()}
    why = word(f"why-{code}{plain}", language, **lists)
    return [(sign, style), (rule, style), (f"  {why}", "soft")]


def of_reply(way: dict[str, Any], server: str, language: str) -> Iterator[Pieces]:
    """Yield what a real server has made of a response: the headers that it has added, and its chunks."""
    reply = way["reply"]
    first, _, rest = reply["bytes"].partition("\r\n")
    yield [(say("reply", language, server=SPELLED[server], length=reply["length"]), "strong")]
    yield [("├── ", "soft"), (first, "")]
    for name, text, *_, how in way["setters"]:
        if how == "server":
            yield [("├── ", "soft"), (f"{name}: ", ""), (text, "value"), (f"  {word('how-server', language)}", "soft")]
    sizes = ", ".join(map(str, reply.get("chunks", ())))
    body = rest.partition("\r\n\r\n")[2]
    last = say("chunks", language, sizes=sizes) if sizes else say("body", language, n=len(body))
    yield [("└── ", "soft"), (last, "soft")]
