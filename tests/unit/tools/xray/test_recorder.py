"""What becomes an event: calls, generators, exceptions, limits. Each test is run with each back end of this Python."""

import gc
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import pytest

from tests.unit.tools.xray import programs
from tests.unit.tools.xray.recorded import details, kinds, recorded, traced
from wsgi_apps.tools.xray.asked import typed
from wsgi_apps.tools.xray.back_end import BACK_ENDS, MODULES, other_tracer
from wsgi_apps.tools.xray.limits import Limits
from wsgi_apps.tools.xray.stages import STAGES
from wsgi_apps.tools.xray.texts import Trouble


@pytest.fixture(params=BACK_ENDS)
def record(request):
    return partial(recorded, back_end=request.param)


def lines_of(way, name):
    """Return the lines of a function that were recorded, counted from its first one."""
    index = [function["name"] for function in way["functions"]].index(name)
    first = way["functions"][index]["first"]
    return [event[2] - first for event in way["events"] if event[0] == "line" and event[1] == index]


def test_a_call_is_recorded_line_by_line(record):
    way = record(programs.named, "GET /Kim")
    assert kinds(way) == [
        "call named",
        "line named",
        "call greeting",
        "line greeting",
        "return greeting",
        "line named",
        "start",
        "line named",
        "return named",
        "chunk",
        "close",
    ]
    assert [event[3] for event in way["events"]] == [0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    assert way["events"][2][5] == {"args": {"name": "'Kim'"}, "by": [0, way["functions"][0]["first"] + 1]}
    assert way["events"][4][5] == {"value": "b'Hello, Kim!'"}
    assert way["events"][5][5] == {"set": {"body": "b'Hello, Kim!'"}}


def test_time_does_not_run_backwards(record):
    times = [event[4] for event in record(programs.generator)["events"]]
    assert times == sorted(times)


def test_a_generator_yields_and_resumes_while_it_is_sent(record):
    way = record(programs.generator)
    assert kinds(way, "call", "resume", "yield", "return", "start", "chunk", "close") == [
        "call generator",
        "start",
        "yield generator",
        "chunk",
        "resume generator",
        "yield generator",
        "chunk",
        "resume generator",
        "return generator",
        "close",
    ]
    assert details(way, "yield") == [{"value": "b'a'"}, {"value": "b'b'"}]
    assert details(way, "line")[-1] == {"set": {"last": "b'b'"}}


def test_a_generator_that_catches_nothing_is_closed_without_an_event(record):
    assert kinds(record(programs.generator, chunks=1))[-2:] == ["chunk", "close"]


def test_a_generator_that_is_closed_early_runs_its_finally(record):
    found = kinds(record(programs.careful_generator, chunks=1))
    assert found[found.index("chunk") :] == [
        "chunk",
        "resume careful_generator",
        "raise careful_generator",
        "line careful_generator",
        "line careful_generator",
        "unwind careful_generator",
        "close",
    ]


def test_a_body_with_close_is_closed(record):
    way = record(programs.closing, chunks=1)
    assert kinds(way)[-4:] == ["call Body.close", "line Body.close", "return Body.close", "close"]
    assert details(way, "close") == [{"called": True}]


@pytest.mark.parametrize("application", [programs.failing, programs.failing_body])
def test_an_exception_that_leaves_the_application(record, application):
    way = record(application)
    index = [function["name"] for function in way["functions"]].index("failing")
    line = way["functions"][index]["first"] + 1
    assert way["error"] == {"type": "ValueError", "text": "no luck", "function": index, "line": line}
    assert details(way, "raise")[0] == {"type": "ValueError", "text": "no luck"}
    assert "unwind failing" in kinds(way)


def test_an_exception_that_is_caught(record):
    way = record(programs.catching)
    assert kinds(way, "raise", "unwind") == ["raise failing", "unwind failing", "raise catching"]
    assert (way["error"], way["status"]) == (None, "200 OK")


def test_calls_that_are_too_deep_are_counted(record):
    way = record(programs.recursive)
    assert way["limits"]["deep"] == 901 - 99 + 901 - 99 + 201 - 99
    assert max(event[3] for event in way["events"]) == 99
    assert way["warnings"] == [["E11", {"limit": "deep"}]]


def test_a_long_loop_is_folded(record):
    way = record(programs.looping)
    lines = lines_of(way, "counted")
    assert len(lines) <= 203
    assert way["limits"]["folded"] == len(details(way, "fold")) == 1
    assert way["warnings"] == [["E11", {"limit": "folded"}]]
    assert kinds(way)[-1] == "close"
    assert "return counted" in kinds(way)


@pytest.mark.parametrize(("back_end", "is_there"), [("settrace", False), ("monitoring", True)])
def test_the_line_after_a_folded_loop_needs_monitoring_and_the_return_does_not(back_end, is_there):
    if back_end in BACK_ENDS:
        way = recorded(programs.looping, back_end=back_end)
        lines = lines_of(way, "counted")
        assert (4 in lines, lines[-1]) == (is_there, 5)


def test_start_response_after_a_folded_loop_is_seen_at_its_line(record):
    way = record(programs.loop_of_its_own)
    first = way["functions"][0]["first"]
    *_, before, start, end = [
        stage for stage, event in zip(way["stage"], way["events"], strict=True) if event[0] == "line"
    ]
    assert lines_of(way, "loop_of_its_own")[-2:] == [5, 6]
    assert [STAGES[one] for one in (before, start, end)] == ["enter", "start", "start"]
    assert [row[2:] for row in way["setters"]] == [[0, first + 5, "start_response"]] * 2
    assert [event[2] - first for event in way["events"] if event[0] == "return"] == [6]


def test_lines_after_a_call_in_a_folded_loop_are_there(record):
    way = record(programs.calling_loop)
    assert lines_of(way, "calling_loop")[-1] == 3
    assert len(lines_of(way, "calling_loop")) <= 203


def test_too_many_events_are_counted_and_the_server_s_are_there(record):
    way = record(programs.calling_loop, limits=Limits(events=1000))
    assert way["limits"]["events"] > 0
    assert len(way["events"]) <= 1000 + 3
    assert kinds(way)[-1] == "close"


def test_a_request_that_takes_too_long_goes_on_unrecorded(record):
    way = record(programs.slow, limits=Limits(seconds=0.05), first=True)
    assert way["limits"]["stopped"] is True
    assert way["status"] == "200 OK"
    assert len(way["events"]) < 101 * 9


def test_threads_that_a_program_starts_are_counted(record):
    way = record(programs.threading)
    assert way["threads"] == 1
    assert "call counted" not in kinds(way)
    assert way["outside"] > 3


def test_reading_the_body(record):
    request = replace(typed("POST /"), body=b"a\nbcd")
    assert details(record(programs.reading, request=request), "read") == [
        {"how": "readline", "asked": -1, "got": 2, "left": 3},
        {"how": "read", "asked": -1, "got": 3, "left": 0},
    ]


def test_a_comprehension_is_one_step(record):
    way = record(programs.comprehending)
    assert lines_of(way, "comprehending") == [1, 5, 6]
    assert kinds(way, "call") == ["call comprehending", "call counted", "call counted", "call hello"]
    assert {"gone": ["squares"]} in details(way, "line")


def test_recording_ends_with_the_request(record):
    record(programs.failing)
    assert sys.gettrace() is None
    if "monitoring" in BACK_ENDS:
        assert [sys.monitoring.get_tool(number) for number in range(6)].count("wsgi_apps xray") == 0


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_eight_threads_are_not_mixed(back_end):
    together, found = Barrier(8), {}

    def ask(number):
        together.wait()
        found[number] = traced(programs.named, f"GET /{number}", back_end=back_end)

    threads = [Thread(target=ask, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, trace in found.items():
        (way,) = trace["ways"]
        assert details(way, "chunk") == [{"bytes": 9, "text": f"Hello, {number}!"}]
        assert details(way, "call")[1]["args"] == {"name": f"'{number}'"}
        assert len(way["events"]) == 11


def test_a_trace_is_the_same_twice(record):
    first, second = record(programs.named), record(programs.named)
    for way in (first, second):
        way["events"] = [event[:4] + event[5:] for event in way["events"]]
    assert first == second


def test_nothing_is_kept(record):
    record(programs.named)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(3):
        record(programs.named)
    gc.collect()
    assert len(gc.get_objects()) - before < 100


def test_another_tracer_is_named():
    (name,) = [name for name in BACK_ENDS if name == "settrace"] or ["monitoring"]
    if name == "monitoring":
        for number, tool in enumerate(("one", "two", "three")):
            sys.monitoring.use_tool_id((0, 2, 5)[number], tool)
    else:
        sys.settrace(watching := lambda frame, event, argument: None)
        assert watching
    try:
        assert other_tracer(name) == ("one" if name == "monitoring" else "function")
        with pytest.raises(Trouble, match="Another tool"):
            recorded(programs.hello, back_end=name)
    finally:
        sys.settrace(None)
        if name == "monitoring":
            for number in (0, 2, 5):
                sys.monitoring.free_tool_id(number)
    assert MODULES[name].other_tracer() == ""


def test_paths_are_never_absolute(record):
    way = record(programs.named)
    assert [file["path"] for file in way["files"]] == [str(Path("tests/unit/tools/xray/programs.py"))]
