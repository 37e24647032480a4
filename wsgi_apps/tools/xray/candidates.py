"""The rules that a router has for a path: which one was taken, and why each of the others was not.

The router does not report it. Its rules are walked again later, part by part, in the order in which it tries them; the
rule that fits first has to be the one that was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wsgi_apps.development.values import NAME_OF
from wsgi_apps.environ import path_of
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS, ValidationError
from wsgi_apps.routing.mount import Mount
from wsgi_apps.routing.router import Router, rooted
from wsgi_apps.routing.rule_syntax import Variable
from wsgi_apps.routing.rules import Rule
from wsgi_apps.routing.segments import SegmentPattern
from wsgi_apps.tools.routes import walked
from wsgi_apps.tools.xray.recorder import Followed, Recorder

TAKEN, REFUSED, NOT_ASKED = "taken", "refused", "not asked"
#: A code and its parameters; the code of a rule that fits is FITS.
Reason = tuple[str, dict[str, Any]]
FITS: Reason = ("fits", {})
#: The functions whose result has the rule that was found, first in a tuple.
MATCHES = {"Router.match", "FastRouter.match", "FastApp.quick_match", "MapAdapter.match"}
#: The only variable of a part of one of Werkzeug's rules.
GROUP = re.compile(r"\(\?P<__werkzeug_\d+>(.*)\)\\Z", re.DOTALL)


class Matched:
    """Watches for the rule that a router finds."""

    rule: Any = None

    def called(self, recorder: Recorder, one: Followed) -> None:
        """Pass over a call."""

    def returned(self, recorder: Recorder, one: Followed, value: Any) -> None:
        """Keep the rule that a router has found."""
        if one.function.name in MATCHES and type(value) is tuple and NAME_OF(type(value[0])) == "Rule":
            self.rule = value[0]


def candidates_of(application: Any, environ: dict[str, Any]) -> list[list[Any]]:
    """Return a row for each rule that an application has for a request: rule, verdict, code, parameters.

    An application without rules has no rows.
    """
    application, environ = below_mounts(application, environ)
    router = getattr(application, "url_map", application)
    path, method = path_of(environ), environ["REQUEST_METHOD"]
    if isinstance(router, Router):
        return rows((str(rule), rule.endpoint, reason_of(rule, path, method)) for rule in walked(router._tree))
    if hasattr(router, "iter_rules") and hasattr(router, "update"):
        router.update()
        rules = sorted((rule for rule in router.iter_rules() if not rule.build_only), key=weights)
        return rows((str(rule), rule.endpoint, werkzeug_reason(rule, path, method)) for rule in rules)
    return []


def below_mounts(application: Any, environ: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return the application that mounts lead to, and the environ that it is given."""
    while isinstance(application, Mount):
        path = environ.get("PATH_INFO", "")
        prefix = application.prefix_of(path)
        environ = {**environ, "PATH_INFO": path[len(prefix) :]}
        application = application._applications[prefix] if prefix else application.default
    return application, environ


def rows(found: Iterable[tuple[str, Any, Reason]]) -> list[list[Any]]:
    """Return the rows: the first rule that fits is taken; others that fit are not asked, since it is narrower."""
    made, taken = [], ""
    for text, endpoint, (code, parameters) in found:
        if code != FITS[0]:
            made.append([text, REFUSED, code, parameters])
        elif taken:
            made.append([text, NOT_ASKED, "narrower", {"than": taken}])
        else:
            taken = text
            made.append([text, TAKEN, code, {"endpoint": str(endpoint)}])
    return made


def agrees(made: list[list[Any]], rule: Any) -> bool:
    """Return whether the rule that is called taken belongs to the endpoint that was recorded."""
    taken = [parameters["endpoint"] for _, verdict, _, parameters in made if verdict == TAKEN]
    return taken == ([] if rule is None else [str(rule.endpoint)])


# Ours


def reason_of(rule: Rule, path: str, method: str) -> Reason:
    """Return why one of our rules does not answer a path, or FITS."""
    segments, place, texts = rooted(path).split("/"), 1, tuple[str, ...]()
    for part in rule.segments:
        if place >= len(segments):
            return too_short(rule, part, place)
        if isinstance(part, str):
            if part != segments[place]:
                return static(part, segments, place)
            place += 1
        else:
            found, further = part.match(segments, place)
            if found is None:
                return refused_by(part, segments, place)
            place, texts = further, texts + found
    return rest_of(rule, segments[place:]) or method_or_value(rule, texts, method)


def too_short(rule: Rule, part: Any, place: int) -> Reason:
    """Return the reason for a path that ends before a part of a rule."""
    if part == "" and rule.strict_slashes:
        return "slash-missing", {"segment": place}
    return FITS if part == "" else ("path-ends", {"segment": place, "want": shown(part)})


def static(part: str, segments: list[str], place: int) -> Reason:
    """Return the reason for a segment that differs from the text of the rule."""
    if part == "":
        return "path-goes-on", {"segment": place, "have": "/".join(segments[place:])}
    return "static", {"segment": place, "have": segments[place], "want": part}


def refused_by(part: SegmentPattern, segments: list[str], place: int) -> Reason:
    """Return the reason for a segment that the variables of a rule do not take."""
    have = "/".join(segments[place:]) if part.final else segments[place]
    kinds = {kind: name for name, kind in DEFAULT_CONVERTERS.items()}
    converters = [token.converter for token in part.tokens if isinstance(token, Variable)]
    name = kinds.get(type(converters[0]), type(converters[0]).__name__)
    regex = converters[0].regex if len(part.tokens) == 1 else part.regex
    return "converter", {"segment": place, "have": have, "converter": name, "regex": regex}


def rest_of(rule: Rule, rest: list[str]) -> Reason | None:
    """Return the reason for what is left of a path behind a rule, None if nothing is."""
    if rest == [""]:
        return ("slash-extra", {}) if rule.strict_slashes else None
    return ("path-goes-on", {"have": "/".join(rest)}) if rest else None


def method_or_value(rule: Rule, texts: tuple[str, ...], method: str) -> Reason:
    """Return why a rule whose parts all fit does not answer: the method, or a value that is refused; or FITS."""
    if not rule.allows(method):
        return "method", {"have": method, "want": sorted(rule.methods or ())}
    try:
        values = rule.values(texts)
    except ValidationError:
        return "converter", {"have": "/".join(texts), "converter": "", "regex": ""}
    is_default = any(all(values.get(key) == value for key, value in one.defaults.items()) for one in rule.canonical)
    return ("defaults", {"than": str(rule.canonical[0])}) if is_default else FITS


def shown(part: Any) -> str:
    """Return a part of a rule as text."""
    if isinstance(part, str):
        return part
    return "".join(f"<{one.name}>" if isinstance(one, Variable) else str(one) for one in part.tokens)


# Werkzeug's


def weights(rule: Any) -> list[tuple[bool, Any]]:
    """Return the key by which Werkzeug's rules are in the order in which they are tried."""
    return [(not part.static, part.content if part.static else (part.weight, part.content)) for part in rule._parts]


def werkzeug_reason(rule: Any, path: str, method: str) -> Reason:
    """Return why one of Werkzeug's rules does not answer a path, or FITS."""
    have, texts = ["", *rooted(path).split("/")], list[str]()
    for place, part in enumerate(rule._parts):
        if place >= len(have):
            is_slash = part.static and part.content == ""
            return ("slash-missing", {"segment": place - 1}) if is_slash else ("path-ends", {"segment": place - 1})
        text = "/".join(have[place:]) if part.final else have[place]
        reason = part_reason(part, text, have, place)
        if reason is not None:
            return reason
        if not part.static:
            texts += groups(part, text)
        if part.final:
            have = have[: place + 1]
    return rest_of(rule, have[len(rule._parts) :]) or werkzeug_method(rule, texts, method)


def part_reason(part: Any, text: str, have: list[str], place: int) -> Reason | None:
    """Return why one part of a rule does not fit a text, None if it does."""
    if part.static:
        if part.content == text:
            return None
        return (
            ("host", {"have": text, "want": part.content}) if place == 0 else static(part.content, have[1:], place - 1)
        )
    if re.compile(part.content).match(text):
        return None
    found = GROUP.fullmatch(part.content)
    regex = found[1] if found else part.content
    return "converter", {"segment": place - 1, "have": text, "converter": "", "regex": regex}


def groups(part: Any, text: str) -> Iterator[str]:
    """Yield the texts of the variables of a part."""
    found = re.compile(part.content).match(text)
    names = found.groupdict() if found else {}
    yield from (names[name] for name in sorted(names, key=lambda name: int(name.rpartition("_")[2])))


def werkzeug_method(rule: Any, texts: list[str], method: str) -> Reason:
    """Return why a rule whose parts all fit does not answer: the method, or a value that is refused; or FITS."""
    if rule.methods is not None and method not in rule.methods:
        return "method", {"have": method, "want": sorted(rule.methods)}
    try:
        for converter, text in zip(rule._converters.values(), texts, strict=False):
            converter.to_python(text)
    except ValueError:
        return "converter", {"have": "/".join(texts), "converter": "", "regex": ""}
    return FITS
