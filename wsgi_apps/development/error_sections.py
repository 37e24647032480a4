"""The sections of the debug page that are about an exception: your line, where it came from, what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from wsgi_apps.application.context import Context
from wsgi_apps.development.explanation import Explanation
from wsgi_apps.development.lessons import said
from wsgi_apps.development.places import Place, causes, place_of_view, places_of
from wsgi_apps.development.sections import Section
from wsgi_apps.routing.url_building import BuildError

MOST = 20  # frames in a row that are shown: a function that calls itself has a thousand

#: The endpoint in the message of a BuildError.
ENDPOINT = re.compile(r"^(?:url_for\(|there is no endpoint )'([^']*)'")


def error_sections(page: Explanation, error: BaseException) -> Iterator[Section]:
    """Yield the sections about an ``error``, what matters most first."""
    places = places_of(error)
    yield from line_sections(page, places)
    yield from meant_sections(page, error)
    for cause in causes(error):
        yield from cause_sections(page, cause)
    if places:
        yield Section(page.say("way"), parts=list(way(page, places)), only=True)


def line_sections(page: Explanation, places: list[Place]) -> Iterator[Section]:
    """Yield the last line of the program that ran, or the view if no line of the program is among the ``places``."""
    own = [place for place in places if place.is_own]
    if own:
        yield page.place(page.say("line"), own[-1], words=[page.where(own[-1])], matters=True)
        return
    for place in view_of(page.context):
        yield page.place(page.say("view"), place, words=[page.where(place)], matters=True)


def view_of(context: Context | None) -> list[Place]:
    """Return the beginning of the view of a request, if it has one."""
    if context is None or context.rule is None:
        return []
    app: Any = context.app
    return place_of_view(app.view_functions.get(context.rule.endpoint))


def cause_sections(page: Explanation, cause: BaseException) -> Iterator[Section]:
    """Yield the last line of the program before an earlier exception that led to the shown one."""
    own = [place for place in places_of(cause) if place.is_own]
    if own:
        yield page.place(page.say("first", what=named(cause)), own[-1], words=[page.where(own[-1])])


def named(error: BaseException) -> str:
    """Return the name of an exception and what it says."""
    message = said(error)
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def way(page: Explanation, places: list[Place]) -> Iterator[Section]:
    """Yield the frames in their order: each of the program's, and those of the framework between two of them as one."""
    for is_own, group in groupby(places, key=lambda place: place.is_own):
        some = list(group)
        if is_own:
            yield from own_frames(page, some)
        else:
            title = page.say("framework" if len(some) > 1 else "framework1", n=len(some))
            rows = [(page.where(place), place.line.strip()) for place in some[:MOST]]
            more = [page.say("left out", n=len(some) - MOST)] if len(some) > MOST else []
            yield Section(title, more, rows=rows)


def own_frames(page: Explanation, places: list[Place]) -> Iterator[Section]:
    """Yield the frames of the program; a line that called itself is shown once, as it was at last."""
    runs = [list(run) for _, run in groupby(places, key=lambda place: (place.file, place.number, place.name))]
    for run in runs[-MOST:]:
        where = page.where(run[-1])
        yield page.place(page.say("times", where=where, n=len(run)) if len(run) > 1 else where, run[-1])
    if len(runs) > MOST:
        yield Section(page.say("left out", n=len(runs) - MOST))


def meant_sections(page: Explanation, error: BaseException) -> Iterator[Section]:
    """Yield the templates that there are for one that is not there, the rules for a URL that cannot be built."""
    names = {one.__name__ for one in type(error).__mro__}
    if page.context is not None and "TemplateNotFound" in names:
        yield from template_section(page, page.context.app, str(getattr(error, "name", "")))
    elif page.context is not None and isinstance(error, BuildError):
        rules = list(page.context.app.url_map.rules)
        endpoints = [rule.endpoint for rule in rules if type(rule.endpoint) is str]
        asked = ENDPOINT.search(said(error))
        near = get_close_matches(asked[1], endpoints, 1, 0.3) if asked else []
        yield page.rules(rule for rule in rules if type(rule.endpoint) is str and rule.endpoint in near)


def template_section(page: Explanation, app: Any, wanted: str) -> Iterator[Section]:
    """Yield the list of the templates of an application; the one nearest to the ``wanted`` name stands out."""
    try:
        names = app.jinja_env.list_templates()
    except (TypeError, OSError):  # a loader that cannot list, a folder that cannot be read
        return
    near = get_close_matches(wanted, names, 1)
    folder = f"{app.root_path}/{app.template_folder}"
    words = [page.say("mean", name=near[0])] if near else [] if names else [page.say("no templates")]
    rows = [(page.pointed(name, "nearest" if name in near else ""),) for name in names]
    marked = frozenset(at for at, name in enumerate(names) if name in near)
    yield Section(page.say("templates", folder=folder), words, rows=rows, marked=marked)
