"""Recording a program of the tests."""

from pathlib import Path

from tests.unit.tools.xray import programs
from wsgi_apps.tools.xray.asked import typed
from wsgi_apps.tools.xray.programs import Program
from wsgi_apps.tools.xray.recording import Options, record


def traced(application, line="GET /", request=None, **options):
    """Return the trace of a request to an application."""
    program = Program("app", "programs:app", application, Path(programs.__file__))
    return record([program], request or typed(line), Options(**options))


def recorded(application, line="GET /", request=None, **options):
    """Return the only way of the trace of a request to an application."""
    (way,) = traced(application, line, request, **options)["ways"]
    return way


def kinds(way, *wanted):
    """Return the events as texts: the kind, and the name of the function; only those of the wanted kinds, if any."""
    names = [function["name"] for function in way["functions"]]
    return [
        kind if function is None else f"{kind} {names[function]}"
        for kind, function, *_ in way["events"]
        if not wanted or kind in wanted
    ]


def details(way, kind):
    """Return the details of the events of a kind."""
    return [event[5] for event in way["events"] if event[0] == kind]
