"""Every request of the course, recorded: the answer is the same as without, and the trace says how it came about."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.support.tracing import untraced  # noqa: F401 (a fixture of every test)
from wsgi_apps.development.secrets import Mask
from wsgi_apps.tools.course.asking import application_of, in_process
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.course.servers import prepare
from wsgi_apps.tools.xray.limits import Limits
from wsgi_apps.tools.xray.programs import Program
from wsgi_apps.tools.xray.recording import Options, one_way, tool_of
from wsgi_apps.tools.xray.trace import SCHEMA, trace_of

LABS = labs()
WAYS = [(lab, way) for lab in LABS for way in lab.ways]
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
FIRST = Options(Limits(seconds=60), first=True)  # a request ahead would be counted


def answer_of(exchange, method):
    """Return the answer of a recorded request, as ``in_process`` has it."""
    body = b"" if method == "HEAD" else b"".join(exchange.chunks)
    return int(exchange.status[:3]), tuple(exchange.headers), body


@pytest.mark.parametrize(("lab", "way"), WAYS, ids=[f"{lab.name} {way}" for lab, way in WAYS])
def test_recording_changes_no_answer_and_the_trace_is_whole(lab, way):
    prepare(lab)
    bare, watched = application_of(lab, way), application_of(lab, way)
    program = Program(way, lab.module(way), watched, lab.folder / f"{way}.py")
    for request in [one for one in lab.requests if "none" not in one.not_on and way in one.expect]:
        mask = Mask()
        recorded = one_way(program, request, FIRST, mask)
        expected = in_process(bare, request)
        status, headers, body = answer_of(recorded.exchange, request.method)
        assert status == expected.status
        if not lab.state:  # such programs count in a store, or name their process
            assert (headers, body) == (expected.headers, expected.body)
        trace = trace_of(request, [recorded], mask, tool_of(FIRST))
        if request is lab.requests[-1]:  # the checker of schemas is slow
            VALIDATOR.validate(trace)
        (one,) = trace["ways"]
        assert one["warnings"] == []  # the rule that is called taken is the one that was recorded, and nothing is cut
        assert one["candidates"] is not None
        assert all(function is not None and line for _, _, function, line, _ in one["setters"])
        assert len(one["stage"]) == len(one["events"])
