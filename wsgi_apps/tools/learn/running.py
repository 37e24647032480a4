"""Running the checks of an exercise in one way: in process, or on a real server."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check.rules import LANGUAGES, RULES
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.expecting import Difference, differences, over_all
from wsgi_apps.tools.learn.live import Live
from wsgi_apps.tools.learn.reply import Reply
from wsgi_apps.tools.learn.sent import Sent, sent
from wsgi_apps.tools.learn.strict import Strict
from wsgi_apps.tools.learn.values import Values

Way = Strict | Live
Check = Mapping[str, Any]
PASS, FAIL = "pass", "fail"
FEW = 20  # times that a request is repeated on a real server
AT_ONCE = 8  # requests at once
SWITCH = 1e-6  # seconds after which Python lets another thread run


@dataclass
class Result:
    """What one check gave on one server: the keys of the protocol (``--json``).

    ``request`` is the line of the request, and ``sent`` the rest of it; both are empty for a check that is a function.
    """

    id: str
    server: str
    status: str = PASS
    request: str = ""
    what: str = ""
    expected: str = ""
    got: str = ""
    rule: str = ""
    at: dict[str, Any] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    output: str = ""
    log: str = ""
    sent: dict[str, Any] = field(default_factory=dict)


@dataclass
class Talk:
    """One conversation of a check: its values, its requests and responses."""

    check: Check
    way: Way
    values: Values
    replies: list[Reply] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def hold(self) -> tuple[Sent, Difference] | None:
        """Have the conversation; return the first request with an unexpected response, and the difference."""
        for one in (self.check, *self.check.get("then", ())):
            filled = self.values.filled({key: value for key, value in one.items() if key not in ("then", "why")})
            request = sent(filled, "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
            expect = filled.get("expect", {})
            reply, late = self.asked(request, filled)
            self.replies.append(reply)
            self.keep(reply)
            found = late or next(differences(reply, expect, filled.get("allow", [])), None)
            if found and not ({"statuses"} & expect.keys() and found.what == "status"):
                return request, found
        return None

    def asked(self, request: Sent, filled: Check) -> tuple[Reply, Difference | None]:
        """Send a request; return the reply, and a difference where the server was to end meanwhile and did not."""
        if "signal" not in filled or isinstance(self.way, Strict):
            return self.way.send(request, filled.get("node", 0)), None
        seconds = filled.get("expect", {}).get("ends", 5)
        reply, after = self.way.signalled(request, seconds)
        return reply, Difference("ends", f"<= {seconds} s", f"> {seconds} s") if after < 0 else None

    def keep(self, reply: Reply) -> None:
        """Keep the header of a response that the next request needs."""
        name = self.check.get("keep", "")
        for value in reply.values(name) if name else []:
            self.values.drawn["kept"] = value
            if name.lower() == "set-cookie":
                cookie, _, more = value.partition("=")
                self.cookies[cookie] = more.partition(";")[0]


def results(
    exercise: Exercise,
    way: Way,
    seed: int,
    every: bool = False,
    told: Callable[[str, Sent | None, int], None] | None = None,
) -> Iterator[Result]:
    """Yield the result of each check of a way; the first that fails is the last, unless all are wanted."""
    for check in exercise.checks:
        if way.name not in check.get("on", ("strict", "uwsgi")):
            continue
        if told:
            told(check["id"], first_of(exercise, check, seed), check.get("repeat", check.get("together", 1)))
        result = one_result(exercise, check, way, seed)
        yield result
        if result.status == FAIL and not every:
            return


def first_of(exercise: Exercise, check: Check, seed: int) -> Sent | None:
    """Return the first request of a check with its values; None for a check that is a function."""
    if "program" in check:
        return None
    values = Values(seed, exercise.id, check["id"], 0)
    return sent(values.filled({key: value for key, value in check.items() if key not in ("then", "why")}))


def one_result(exercise: Exercise, check: Check, way: Way, seed: int) -> Result:
    """Run a check; return what it gave."""
    made = Result(check["id"], way.name)
    before = {server.name: server.size for server, _ in way.servers.values()} if isinstance(way, Live) else {}
    request, found = run(exercise, check, way, seed)
    if request is not None:
        made.request, made.sent = request.line, request.table()
    if found is not None:
        made.status, made.what, made.expected, made.got = FAIL, found.what, found.expected, found.got
        made.rule, made.at = found.rule, asdict(found.at)
        made.why = why_of(exercise, check, found.what, found.rule)
        if isinstance(way, Live):
            made.log = "".join(server.said(before.get(server.name, 0)) for server, _ in way.servers.values())[-2000:]
    return made


def why_of(exercise: Exercise, check: Check, what: str, rule: str = "") -> dict[str, str]:
    """Return why a failure matters: the rule's own sentence, or that of the check where it is about such a failure.

    An exception is always such a failure: it takes the place of the response that the check is about.
    """
    if rule:
        return dict(zip(LANGUAGES, RULES[rule].why, strict=True))
    tables = [one.get("expect", {}) for one in (check, *check.get("then", ()))]
    about = {"status", "program", "raises"}.union(*tables)
    if what in about or exercise.table["fails"] == {"check": check["id"], "what": what}:
        return dict(check.get("why", {}))
    return {}


def run(exercise: Exercise, check: Check, way: Way, seed: int) -> tuple[Sent | None, Difference | None]:
    """Run a check; return the request, and what differs first."""
    values = partial(Values, seed, exercise.id, check["id"])
    if "program" in check:
        return None, of_program(exercise, check, way, values())
    number = check.get("repeat", check.get("together", 1))
    if isinstance(way, Live) and "repeat" in check:
        number = min(number, FEW)
    talks = [Talk(check, way, values(index)) for index in range(number)]
    found = list(held(talks, "together" in check))
    for request, difference in found:
        return request, difference
    replies = [reply for talk in talks for reply in talk.replies]
    expect = values(0).filled(check.get("expect", {}))
    return first_of(exercise, check, seed), next(over_all(replies, expect, way.folder), None)


def held(talks: list[Talk], together: bool) -> Iterator[tuple[Sent, Difference]]:
    """Yield what went wrong in conversations, which are held one after the other or at once."""
    if not together:
        yield from filter(None, (talk.hold() for talk in talks))
        return
    with nervous(talks[0].way), ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(Talk.hold, talks))
    yield from filter(None, found)


@contextmanager
def nervous(way: Way) -> Iterator[None]:
    """Let Python change between threads as often as it can, in a program that is asked in process."""
    before = sys.getswitchinterval()
    if isinstance(way, Strict):
        way.callable()
        way.is_nervous = True
        sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        if isinstance(way, Strict):
            way.is_nervous = False


def of_program(exercise: Exercise, check: Check, way: Way, values: Values) -> Difference | None:
    """Run the function of a check; return its first failure."""
    file, _, name = check["program"].partition(":")
    function = getattr(module_of(exercise.folder / file), name)
    target: Any = way.callable() if isinstance(way, Strict) else ""
    if isinstance(way, Live):
        server, listening = way.server(check.get("mount", ""))
        if not listening:
            return next(differences(way.refused(server), {}, []), None)
        target = server.url
    try:
        failures = function(target, values.draw)
    except Exception as error:
        failures = [f"{type(error).__name__}: {error}"]
    return Difference("program", "", str(failures[0])) if failures else None


def module_of(file: Path) -> Any:
    """Return the module in a file of an exercise."""
    found = importlib.util.spec_from_file_location(f"learn_{file.parent.name}_{file.stem}", file)
    if found is None or found.loader is None:
        raise ImportError(str(file))
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
