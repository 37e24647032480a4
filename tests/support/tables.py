"""Random rule tables and requests for them, and both routers' answers: what the oracle test and the fuzzer share."""

import re
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import (
    BaseConverter as WerkzeugConverter,
    BuildError as WerkzeugBuildError,
    Map,
    RequestRedirect,
    Rule as WerkzeugRule,
)

from wsgi_apps.environ import SAFE
from wsgi_apps.routing.converters import BaseConverter
from wsgi_apps.routing.router import ROUTING_ARGS
from wsgi_apps.routing.url_building import BuildError
from wsgi_apps.speed.fast_router import FastRouter

WORDS = ["a", "b", "ab", "a.b", "x y", "한글", "+", "-", "é", "1", "A"]
CONVERTERS = [
    "",
    "string:",
    "string(length=2):",
    "string(maxlength=2):",
    "string(minlength=2):",
    "string(2, 3):",
    "int:",
    "int(fixed_digits=2):",
    "int(min=2):",
    "int(max=11, signed=True):",
    "int(signed=True):",
    "float:",
    "float(signed=True, max=3.5):",
    "path:",
    "any(a, ab, 'x y'):",
    'any(한글, "a.b"):',
    "any(ab, a):",
    "uuid:",
    "list:",
    "pair:",
    "light:",
]
METHODS = [None, ["GET"], ["GET"], ["GET"], ["POST"], ["GET", "POST"], ["put"], ["GET", "OPTIONS"], ["HEAD"], []]
TEXTS = ["a", "b", "ab", "abc", "a.b", "x y", "한글", "é", "1", "2", "02", "11", "12", "007", "-1", "+1", "1.5", "-0.25", "9.75",
         "٣", "a,b", "a/b", "b/a", "a-b", "1-2", "-", "--", ".", "..", "", "\n", "a\nb", "a\n", "%", "%2F", "?", "#", "\\",
         "12345678-1234-5678-1234-567812345678", "1" * 20, "'", '"', "<", "@", ":", ";", "=", "~", "\udcff", "\x00"]  # fmt: skip
SEPARATORS = ["-", ".", "", "", "x", ",", "--"]
ASKED = ["GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "get", "TRACE", ""]


class List(BaseConverter):
    """A converter as a student writes one: its regex has a group, and no slash."""

    regex = "[a-z]+(,[a-z]+)*"

    def to_python(self, value: str) -> list[str]:
        return value.split(",")

    def to_url(self, value: list[str]) -> str:
        return quote(",".join(value), safe=SAFE)


class Pair(BaseConverter):
    """A converter whose regex has a slash."""

    regex = "[ab]/[ab]"


class Light(BaseConverter):
    """A converter that looks like a string and goes first."""

    regex = r"\w+"
    weight = 10


#: The same three classes on Werkzeug's base: the bodies are not written twice.
OURS = {"list": List, "pair": Pair, "light": Light}
THEIRS = {
    name: type(name, (WerkzeugConverter,), {key: value for key, value in vars(converter).items() if key[:2] != "__"})
    for name, converter in OURS.items()
}


class Line(NamedTuple):
    """One rule of a table."""

    rule: str
    methods: list[str] | None
    endpoint: str
    defaults: dict[str, Any] | None
    strict_slashes: bool | None


class Table(NamedTuple):
    """A table of rules, and both routers made of it."""

    lines: list[Line]
    ours: FastRouter
    theirs: Map
    rules: list[WerkzeugRule]


def random_segment(random: Random, names: list[str]) -> str:
    if random.random() < 0.45:
        return random.choice(WORDS[:3] if random.random() < 0.7 else WORDS)
    text = random.choice(["", "", "", "", "a", "x", "-", "한"])
    for place in range(random.choice([1, 1, 1, 1, 2, 2, 3])):
        if place:
            text += random.choice(SEPARATORS)
        text += f"<{random.choice(CONVERTERS)}{names.pop()}>"
    return text + random.choice(["", "", "", "", "a", ".b", "-"])


def random_line(random: Random) -> Line:
    names = list("zyxwvutsrqponmlkjihgfedcba")
    if random.random() < 0.5:
        random.shuffle(names)
    rule = "".join("/" + random_segment(random, names) for _ in range(random.choice([0, 1, 1, 2, 2, 3, 4])))
    rule = (rule + random.choice(["", "", "/"])) or "/"
    if random.random() < 0.05:
        rule = rule.replace("/", "//", 1 + random.randrange(2))
    defaults = None
    if random.random() < 0.2:
        names = [*re.findall(r"(\w)>", rule), "q", "z"]
        defaults = {random.choice(names): random.choice([1, 2, "a", "ab"])}
    return Line(
        rule,
        random.choice(METHODS),
        random.choice(["one", "two", "three"]),
        defaults,
        random.choice([None, None, None, True, False]),
    )


def application(environ, start_response):
    """Answer 200; what a test wants to know is in environ."""
    environ["called"](environ)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]


def build_table(lines: list[Line], strict_slashes: bool, merge_slashes: bool) -> Table:
    """Make both routers of the lines; a line that ours refuses as a duplicate is left out of both."""
    ours = FastRouter(strict_slashes, merge_slashes, OURS)
    theirs = Map([], strict_slashes=strict_slashes, merge_slashes=merge_slashes, converters=THEIRS)
    kept, rules = [], []
    for line in lines:
        if line.rule.startswith("//") and not merge_slashes:
            with pytest.raises(ValueError, match="one slash"):
                ours.add(line.rule, application)
            continue
        if line.defaults and not buildable(line):
            with pytest.raises(ValueError, match="default"):
                ours.add(
                    line.rule,
                    application,
                    line.methods,
                    line.endpoint,
                    defaults=line.defaults,
                    strict_slashes=line.strict_slashes,
                )
            continue
        methods = None if line.methods is None else [*line.methods, "OPTIONS"]
        try:
            ours.add(
                line.rule,
                application,
                line.methods,
                line.endpoint,
                defaults=line.defaults,
                strict_slashes=line.strict_slashes,
            )
        except ValueError as error:
            if "exists already" not in str(error):
                raise
            continue
        rule = WerkzeugRule(
            line.rule,
            methods=methods,
            endpoint=line.endpoint,
            defaults=line.defaults,
            strict_slashes=line.strict_slashes,
        )
        theirs.add(rule)
        kept.append(line)
        rules.append(rule)
    return Table(kept, ours, theirs, rules)


def buildable(line: Line) -> bool:
    """Tell whether Werkzeug takes the defaults of the line."""
    try:
        Map([WerkzeugRule(line.rule, defaults=line.defaults)], converters=THEIRS)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def random_table(random: Random) -> Table:
    lines = [random_line(random) for _ in range(random.choice([1, 2, 3, 4, 5, 6, 8]))]
    while len(lines) < 12 and random.random() < 0.5:  # a near relative of a line that is there already
        line = random.choice(lines)
        lines.append(
            random.choice(
                [
                    line._replace(methods=random.choice(METHODS)),
                    line._replace(rule=line.rule.rstrip("/") or "/"),
                    line._replace(rule=line.rule + "/"),
                    line._replace(rule=re.sub(r"<.*?(\w)>", r"<\1>", line.rule)),
                    line._replace(rule=re.sub(r"<[^>]*>", "a", line.rule), defaults=None),
                    line._replace(rule=re.sub(r"<[^>]*(\w)>", "2", line.rule, count=1), defaults={"z": 2, "y": 2}),
                ]
            )
        )
    return build_table(lines, random.random() < 0.7, random.random() < 0.7)


def random_request(random: Random, table: Table) -> tuple[str, str]:
    """Return a path and a method that fit a rule of the table, or nearly."""
    line = random.choice(table.lines or [Line("/", None, "one", None, None)])
    return random_path(random, line.rule), random.choice([*(line.methods or ASKED), *(line.methods or ASKED), *ASKED])


def random_path(random: Random, rule: str) -> str:
    """Return a path that fits the rule, or nearly."""
    texts = TEXTS[:20] if random.random() < 0.7 else TEXTS
    path = re.sub(
        r"<[^>]*>",
        lambda found: random.choice(fitting(found[0])) if random.random() < 0.8 else random.choice(texts),
        rule,
    )
    for _ in range(random.choice([0, 0, 0, 0, 1, 1, 2])):
        place = random.randrange(len(path) + 1)
        path = random.choice(
            [
                path + "/",
                path.rstrip("/"),
                path[:place] + "/" + path[place:],
                path[:place] + random.choice(texts) + path[place:],
                path[:place] + path[place + 1 :],
                path.replace("/", "//", 1),
                path.rpartition("/")[0],
                path + "/" + random.choice(texts),
                path[:place] + path[place : place + 1] * 80 + path[place:],
            ]
        )
    return path


def fitting(variable: str) -> list[str]:
    """Return texts that the variable is likely to take."""
    for name, texts in {
        "string(": ["ab", "ab", "x1", "abc"],
        "int(fixed": ["11", "02"],
        "int(min": ["2", "11"],
        "int": ["1", "2", "11", "02", "-1"],
        "float": ["1.5", "2.0", "-0.25", "12.50"],
        "path": ["a", "a/b", "a//b", "1/a", "x/y/z"],
        "any": ["a", "ab", "x y", "한글", "a.b"],
        "uuid": ["12345678-1234-5678-1234-567812345678", "ABCDEF01-1234-5678-1234-567812345678"],
        "list": ["a", "a,b"],
        "pair": ["a/b", "b/a"],
    }.items():
        if variable.startswith("<" + name):
            return texts
    return ["a", "b", "ab", "x", "12", "a-b", "a.b"]


def environ_of(
    path: str, method: str, script_name: str = "", query: str = "", host: str = "localhost:8000"
) -> dict[str, Any]:
    """Return the environ of a request; ``path`` is text, and turned into bytes seen through latin-1."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": script_name,
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": host,
    }
    setup_testing_defaults(environ)
    return environ


def plain(values: dict[str, Any]) -> dict[str, str]:
    """Return the values with their types, so that 1, 1.0 and True differ."""
    return {str(name): repr(value) for name, value in values.items()}


def ask_ours(table: Table, environ: dict[str, Any]) -> tuple[Any, ...]:
    """Return what our router, a WSGI application, makes of the request."""
    seen: list[Any] = []
    started: list[Any] = []
    environ = {**environ, "called": lambda inner: seen.append(inner[ROUTING_ARGS][1])}
    list(table.ours(environ, lambda status, headers, exc_info=None: started.append((status, dict(headers)))))
    [(status, headers)] = started
    if seen:
        rule, _ = table.ours.match(decode(environ["PATH_INFO"]), environ["REQUEST_METHOD"].upper())
        return ("match", table.ours.rules.index(rule), plain(seen[0]))
    allow = sorted(headers["Allow"].split(", ")) if headers.get("Allow") else None
    return (status[:3], headers.get("Location"), allow)


def decode(text: str) -> str:
    return text.encode("latin-1").decode("utf-8", "replace")


def ask_theirs(table: Table, environ: dict[str, Any]) -> tuple[Any, ...]:
    """Return what Werkzeug makes of the request, with OPTIONS answered as Flask does."""
    adapter = table.theirs.bind_to_environ(environ)
    try:
        rule, values = adapter.match(return_rule=True)
    except RequestRedirect as redirect:
        return ("308", redirect.get_response(environ).get_wsgi_headers(environ)["Location"], None)
    except MethodNotAllowed as error:
        return ("405", None, sorted(error.valid_methods))
    except NotFound:
        return ("404", None, None)
    except (AttributeError, TypeError, ValueError):
        return ("broken", None, None)  # a redirect to a rule of the same endpoint that cannot hold the values
    place = next(index for index, other in enumerate(table.rules) if other is rule)
    methods = table.lines[place].methods
    if environ["REQUEST_METHOD"].upper() == "OPTIONS" and methods is not None and "OPTIONS" not in methods:
        return ("200", None, sorted(allowed_theirs(table, environ) | (rule.methods or set())))
    return ("match", place, plain(values))


def allowed_theirs(table: Table, environ: dict[str, Any]) -> set[str]:
    """Return the methods that Werkzeug finds; rules for every method are left out, since they would end its search."""
    limited = [rule.empty() for rule in table.rules if rule.methods is not None]
    theirs = Map(
        limited, strict_slashes=table.theirs.strict_slashes, merge_slashes=table.theirs.merge_slashes, converters=THEIRS
    )
    return set(theirs.bind_to_environ(environ).allowed_methods())


def random_values(random: Random) -> dict[str, Any]:
    values = [1, 2, 11, 0, -1, 1.5, "a", "ab", "x y", "한글", "a/b", "", None, ["a", "b"], ["a", None], True, "12345678-1234-5678-1234-567812345678"]  # fmt: skip
    return {name: random.choice(values) for name in "abcdefghijklmnopqrstuvwxyz" if random.random() < 0.8}


def build_ours(table: Table, endpoint: str, values: dict[str, Any], method: str | None) -> str:
    try:
        return "/root" + table.ours.build(endpoint, values, method)
    except BuildError:
        return "no rule"
    except (TypeError, ValueError, AttributeError):
        return "refused"


def build_theirs(table: Table, endpoint: str, values: dict[str, Any], method: str | None) -> str:
    try:
        # Werkzeug leaves the values of any() and uuid as they are; we quote them, as every other converter does.
        return quote(table.theirs.bind("localhost", "/root").build(endpoint, values, method), safe=SAFE + "%?")
    except WerkzeugBuildError:
        return "no rule"
    except (TypeError, ValueError, AttributeError):
        return "refused"
