"""Comparing a response with what a check expects. A difference has a word, the expected value and the one that came."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import NOTE, RULES
from wsgi_apps.tools.learn.reply import At, Reply

SHOWN = 300  # characters of a value
Expect = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A difference: the word for it, what was expected, what was got, the rule that is broken, and the line."""

    what: str
    expected: str
    got: str
    rule: str = ""
    at: At = field(default_factory=At)


def differences(reply: Reply, expect: Expect, allow: list[str]) -> Iterator[Difference]:
    """Yield the differences, the most useful one first."""
    if reply.problem and not (reply.problem == "no reply" and expect.get("reply") is False):
        if reply.problem != "raises" or expect.get("raises") != reply.raised:
            yield Difference(reply.problem, awaited(reply, expect), reply.detail, at=reply.at)
        return
    if "raises" in expect and reply.in_process and not reply.problem:
        yield Difference("raises", expect["raises"], "")
    if expect.get("reply") is False and not reply.problem:
        yield Difference("reply", "", reply.word)
        return
    if reply.in_process:
        yield from rule_differences(reply, expect.get("rule", "none"), allow)
    for what, compare in COMPARED.items():
        if what in expect or (what == "status" and not reply.problem):
            for expected, got in compare(reply, expect.get(what, 200)):
                yield Difference(what, shown(expected), shown(got), at=line_for(what, reply))


def line_for(what: str, reply: Reply) -> At:
    """Return the line to look at: where an exception was raised, or where the status and the headers were given.

    No line is to blame for sure for a body that differs.
    """
    return reply.started if what in ("status", "headers") and not reply.at.line else reply.at


def awaited(reply: Reply, expect: Expect) -> str:
    """Return the expected status if a server closes its connection without a response, else an empty text."""
    wanted = expect.get("status", 200)
    return " ".join(map(str, wanted if isinstance(wanted, list) else [wanted])) if reply.problem == "no reply" else ""


def shown(value: Any) -> str:
    """Return a value for a message."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)})"


def rule_differences(reply: Reply, wanted: str, allow: list[str]) -> Iterator[Difference]:
    """Yield the broken rules that must not be broken, or the rule that must be broken and is not."""
    counted = [one for one in reply.breaches if RULES[one[0]].level != NOTE and not RULES[one[0]].only]
    if wanted not in ("none", "any"):
        if all(rule != wanted for rule, _, _ in reply.breaches):
            yield Difference("rule", wanted, ", ".join(one[0] for one in counted))
    elif wanted == "none":
        for rule, detail, at in sorted(counted, key=lambda one: RULES[one[0]].level):
            if rule not in allow:
                yield Difference("rule", "", detail, rule, at)


Pairs = Iterator[tuple[Any, Any]]


def of_status(reply: Reply, wanted: Any) -> Pairs:
    """Yield the status that was expected and the one that came, if they differ."""
    if reply.status not in (wanted if isinstance(wanted, list) else [wanted]):
        yield wanted, reply.word


def of_headers(reply: Reply, wanted: Mapping[str, Any]) -> Pairs:
    """Yield the headers that differ."""
    for name, value in wanted.items():
        came = reply.values(name)
        if not header_fits(name, came, value) and not (name.lower() == "location" and leads_to(reply, value)):
            yield f"{name}: {'-' if value is False else '…' if value is True else value}", as_lines(name, came)


def as_lines(name: str, values: list[str]) -> str:
    """Return the values of a header as they came."""
    return ", ".join(f"{name}: {value}" for value in values) or f"{name}: -"


def header_fits(name: str, came: list[str], wanted: Any) -> bool:
    """Return whether the values of a header are as wanted."""
    if isinstance(wanted, bool):
        return bool(came) is wanted
    if isinstance(wanted, list):
        return came == wanted
    if str(wanted).startswith("~"):
        return len(came) == 1 and re.fullmatch(wanted[1:], came[0]) is not None
    return [plain(name, one) for one in came] == [plain(name, str(wanted))]


def leads_to(reply: Reply, wanted: Any) -> bool:
    """Return whether the Location of a response leads to the wanted place: any URI reference may name it."""
    came = [reply.resolved(one) for one in reply.values("Location")]
    if not isinstance(wanted, str) or wanted.startswith("~"):
        return not isinstance(wanted, bool) and header_fits("Location", came, wanted)
    return came == [reply.resolved(wanted)]


def plain(name: str, value: str) -> Any:
    """Return a value without the parts that make no difference."""
    if name.lower() in ("allow", "vary"):
        return {one.strip().lower() for one in value.split(",")}
    return re.sub(r"\s*;\s*", ";", value.strip()).lower() if name.lower() == "content-type" else value.strip()


def of_body(reply: Reply, wanted: str) -> Pairs:
    """Yield both bodies if they differ; line ends do not count."""
    if reply.text.replace("\r\n", "\n") != wanted.replace("\r\n", "\n"):
        yield f"{wanted!r}", f"{reply.text!r}"


def of_hex(reply: Reply, wanted: str) -> Pairs:
    """Yield both bodies in hexadecimal digits if they differ."""
    if reply.body.hex() != wanted:
        yield wanted, reply.body.hex()


def of_json(reply: Reply, wanted: Any) -> Pairs:
    """Yield both values if they differ; ``1`` and ``true`` do."""
    if json.dumps(reply.json, sort_keys=True) != json.dumps(wanted, sort_keys=True):
        yield wanted, reply.json


def of_contains(reply: Reply, wanted: Any) -> Pairs:
    """Yield the texts that the body does not have."""
    yield from ((f"… {one} …", reply.text) for one in listed(wanted) if one not in reply.text)


def of_lacks(reply: Reply, wanted: Any) -> Pairs:
    """Yield the texts that the body has and should not."""
    yield from ((f"not: {one}", reply.text) for one in listed(wanted) if one in reply.text)


def of_matches(reply: Reply, wanted: str) -> Pairs:
    """Yield the pattern if the body does not match it."""
    if re.search(wanted, reply.text) is None:
        yield f"~{wanted}", reply.text


def listed(value: Any) -> list[Any]:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]


def of_chunks(reply: Reply, wanted: Any) -> Pairs:
    """Yield the chunks if they differ: their number, or their texts."""
    texts = [chunk.decode("utf-8", "replace") for chunk in reply.chunks if chunk]
    got = texts if isinstance(wanted, list) else len(texts)
    if reply.in_process and got != wanted:
        yield wanted, got


def of_number(name: str) -> Callable[[Reply, int | list[int]], Pairs]:
    """Return a comparison of what was counted in process."""

    def compare(reply: Reply, wanted: int | list[int]) -> Pairs:
        if reply.in_process and getattr(reply, name) not in listed(wanted):
            yield wanted, getattr(reply, name)

    return compare


def of_reads(reply: Reply, wanted: str) -> Pairs:
    """Yield how many bytes were read of the body if those are too many."""
    limit = str(wanted).removeprefix("<=").strip()
    most = reply.length if limit == "length" else int(limit)
    if reply.in_process and reply.read > most:
        yield f"<= {most}", reply.read


def of_log(reply: Reply, wanted: str) -> Pairs:
    """Yield the log if it is not as wanted: without an exception, or with a text."""
    if wanted == "":
        if reply.errors.strip() if reply.in_process else "Traceback" in reply.errors:
            yield '""', last_line(reply.errors)
    elif wanted not in reply.errors:
        yield wanted, last_line(reply.errors)


def last_line(text: str) -> str:
    """Return the last line of a text that is not empty."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


COMPARED: dict[str, Callable[[Reply, Any], Pairs]] = {
    "status": of_status,
    "headers": of_headers,
    "body": of_body,
    "hex": of_hex,
    "json": of_json,
    "contains": of_contains,
    "lacks": of_lacks,
    "matches": of_matches,
    "chunks": of_chunks,
    "closed": of_number("closed"),
    "open": of_number("open"),
    "reads": of_reads,
    "log": of_log,
}


def over_all(replies: list[Reply], expect: Expect, folder: Path) -> Iterator[Difference]:
    """Yield what differs over all responses of a check, and in the files that the program wrote."""
    if "statuses" in expect:
        got = dict(sorted(Counter(reply.word for reply in replies).items()))
        if got != {str(key): value for key, value in sorted(expect["statuses"].items())}:
            yield Difference("statuses", shown(expect["statuses"]), shown(got))
    if "sum" in expect:
        yield from of_sum(replies, expect["sum"])
    for name, wanted in expect.get("files", {}).items():
        text = read(folder / name)
        if wanted not in text:
            yield Difference("files", f"{name}: … {wanted} …", shown(f"{name}: {last_line(text) or '-'}"))
    for name, number in expect.get("lines", {}).items():
        if len(read(folder / name).splitlines()) != number:
            yield Difference("lines", f"{name}: {number}", f"{name}: {len(read(folder / name).splitlines())}")


def read(file: Path) -> str:
    """Return the text of a file, empty if it does not exist."""
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def of_sum(replies: list[Reply], wanted: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what differs in the numbers that were found in the responses."""
    pattern = re.compile(wanted.get("find", r"(\d+)"))
    numbers = sorted(int(found[1]) for reply in replies if (found := pattern.search(reply.text)))
    if wanted.get("once") and numbers != list(range(1, len(replies) + 1)):
        twice = [number for number, times in Counter(numbers).items() if times > 1]
        more = "".join(f", {number}" for number in twice[:5]) + (", …" if len(twice) > 5 else "")
        yield Difference("sum", f"1 … {len(replies)}", f"{len(set(numbers))} ({more[2:]})")
    for key, got in (("total", sum(numbers)), ("distinct", len(set(numbers)))):
        if key in wanted and wanted[key] != got:
            yield Difference("sum", f"{key} {wanted[key]}", str(got))
