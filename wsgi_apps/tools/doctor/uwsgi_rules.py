"""The rules of uWSGI's settings. Each yields its findings in the sum of all files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from wsgi_apps.tools.doctor.rules import RULES, Finding
from wsgi_apps.tools.doctor.uwsgi_file import Setting, Settings

ADDRESSES = ("socket", "uwsgi-socket", "http-socket", "http", "https", "fastrouter", "stats")
HTTP = ("http-socket", "http", "https", "http11-socket", "https-socket")
UWSGI = ("socket", "uwsgi-socket")
APPLICATIONS = ("module", "wsgi", "mount", "wsgi-file", "file")
EVERYWHERE = re.compile(r"(?:0\.0\.0\.0|\*|\[::\]|)(?=:\d)")
#: what --help does not list, and uWSGI knows all the same
UNLISTED = {"plugin", "plugins", "set", "set-ph", "set-placeholder"}
Check = Callable[[Settings], Iterator[tuple[str, Setting | None, dict[str, str]]]]


def findings(settings: Settings, file: str) -> Iterator[Finding]:
    """Yield what is found in the settings of a file; what is missing stands at the file as a whole, at the end."""
    for check in CHECKS:
        for name, at, values in check(settings):
            if at is None:
                yield Finding(RULES[name], file, values=values)
            else:
                yield Finding(RULES[name], at.file, at.line, at.text, values)


def mounts(settings: Settings) -> list[tuple[Setting, str, str]]:
    """Return each mount with its prefix and its application."""
    parts = [(one, one.value.partition("=")) for one in settings.of("mount")]
    return [(one, prefix.strip(), application.strip()) for one, (prefix, _, application) in parts]


def serves_python(settings: Settings) -> bool:
    """Return whether these settings serve a Python application: a router does not."""
    return bool(settings.of(*APPLICATIONS, "pythonpath", "need-app", *UWSGI, "http-socket"))


def headings(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find files without a heading."""
    for file in settings.headless:
        yield "I006", Setting("", "", file, 1), {}


def options(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find options that this uWSGI does not know; a name that a placeholder stands for is not one."""
    known = settings.build.options
    used = {name for one in settings.all for name in re.findall(r"%\(([^)]+)\)", one.text)}
    for one in settings.all if known else []:
        if one.key not in known | used | UNLISTED:
            near = get_close_matches(one.key, known, 1)
            yield "I001", one, {"key": one.key, "near": f"{near[0]} = {one.value}" if near else f"# {one.text.strip()}"}


def one_mount(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find mounts that are written wrongly."""
    for number, (one, prefix, application) in enumerate(mounts(settings)):
        values = {"prefix": prefix.rstrip("/"), "application": application}
        if prefix == "/" and number:
            yield "I019", one, values
        elif prefix != "/" and prefix.endswith("/"):
            yield "I002", one, values
        elif not prefix.startswith("/"):
            yield "I021", one, values
        elif ":" not in application and not application.endswith((".py", ".wsgi")):
            yield "I020", one, values | {"prefix": prefix}


def all_mounts(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find what several mounts make of the paths between them."""
    found = mounts(settings)
    if not found:
        return
    first = found[0][0]
    if settings.has("no-default-app"):
        if not any(prefix == "/" for _, prefix, _ in found):
            yield "I018", settings.of("no-default-app")[-1], {}
    elif found[0][1] != "/":
        yield ("I007" if len(found) > 1 else "I022"), first, {}
    if not settings.has("manage-script-name") and any(prefix != "/" for _, prefix, _ in found):
        yield "I008", first, {}
    if len(found) > 1 and not settings.has("single-interpreter"):
        yield "I009", found[1][0], {}


def values(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find values that uWSGI takes for something else, and addresses that are open to all."""
    for one in settings.of("buffer-size"):
        if one.value.isdigit() and int(one.value) > 65535:
            yield "I003", one, {}
    for one in settings.of(*ADDRESSES):
        if EVERYWHERE.match(one.value):
            port = one.value.rpartition(":")[2].partition(",")[0]
            yield "I005", one, {"value": one.value, "key": one.key, "port": port}
    if settings.has("harakiri") and settings.has("post-buffering"):
        yield "I016", settings.of("post-buffering")[-1], {"value": settings.value("post-buffering")}


def python(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find a plugin line that does not suit the uWSGI of this machine."""
    named = [one for one in settings.of("plugin", "plugins") if "python" in one.value]
    if settings.build.has_python:
        for one in named:
            yield "I004", one, {}
    elif not named and serves_python(settings):
        yield "I017", None, {}


def missing(settings: Settings) -> Iterator[tuple[str, Setting | None, dict[str, str]]]:
    """Find settings that are not there."""
    if not settings.all:
        return
    if serves_python(settings) and not settings.has("need-app"):
        yield "I010", None, {}
    if not settings.has("master"):
        yield "I012", None, {}
    elif not settings.has("die-on-term") and "unix_signal:15" not in settings.value("hook-master-start"):
        yield "I011", settings.of("master")[-1], {}
    if not settings.has("strict"):
        yield "I013", None, {}
    joins = settings.has("subscribe", "subscribe2", "subscribe-to")
    if settings.of(*UWSGI) and not settings.of(*HTTP) and not joins:
        yield "I014", settings.of(*UWSGI)[-1], {}


CHECKS: tuple[Check, ...] = (headings, options, one_mount, all_mounts, values, python, missing)
