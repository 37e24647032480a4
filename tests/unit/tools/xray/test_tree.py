"""The tree in the terminal: its rows at each level, in both languages, at the width of the terminal."""

import sys

import pytest

from tests.support.small_trace import BYTES, MARKUP, small_trace
from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.xray import ink, main
from wsgi_apps.tools.xray.ink import line
from wsgi_apps.tools.xray.steps import LEVELS, Way
from wsgi_apps.tools.xray.tree import of_event, readable, tree


def lines(trace, level="yours", language="en", wide=200):
    return [line(pieces, wide, coloured=False) for pieces in tree(trace, level, language)]


def only(events, stages, **more):
    """Return a way with these events."""
    return Way(small_trace()["ways"][0] | {"events": events, "stage": stages} | more)


YOURS = """\
ours  200 OK  18 events, 3 functions
├── enter         0.0 ms
│   └── … 2 steps of the framework in this stage
├── route         0.0 ms
│   ├── ✗ /<int:n>  segment 1 is “{markup}”, which the converter int does not take ([0-9]+)
│   ├── ✓ /<b>  the path and the method fit
│   ├── · /<name>  /<b> comes first
│   └── … 3 steps of the framework in this stage
"""


def test_the_framework_is_a_row_of_each_stage():
    shown = "\n".join(lines(small_trace()))
    start = shown.index("ours  200 OK")
    assert shown[start:].startswith(YOURS.format(markup=MARKUP))


def test_levels_show_more_and_more():
    counts = [len(lines(small_trace(), level)) for level in LEVELS]
    assert counts == sorted(set(counts))
    assert "App.match_request" not in "\n".join(lines(small_trace(), "yours"))
    assert "→ App.match_request()" in "\n".join(lines(small_trace(), "calls"))
    assert "return self.respond()" in "\n".join(lines(small_trace(), "lines"))


def test_a_line_shows_what_it_has_set():
    way = only(
        [
            ["call", 0, 3, 0, 1, {"args": {}}],
            ["line", 0, 7, 0, 2, None],
            ["call", 1, 9, 1, 3, {"args": {"a": "1"}}],
            ["return", 1, 9, 1, 4, {"value": "1", "set": {"b": "2"}}],
            ["line", 0, 8, 0, 5, {"set": {"one": "1"}}],
        ],
        [3, 3, 3, 3, 3],
    )
    assert [way.after(number) for number in range(5)] == [{}, {"one": "1"}, {}, {}, {}]


@pytest.mark.parametrize(
    ("stages", "names"),
    [
        ([3, 4, 3, 4, 3, 4], ["enter", "route"]),
        ([3, 4, 6, 4, 6], ["enter", "route", "view"]),
    ],
)
def test_runs_of_the_framework_are_one_row_a_stage(stages, names):
    events = [["line", 1, 9, 0, place, None] for place in range(len(stages))]
    assert [run.stage for run in only(events, stages).runs("yours")] == names


def test_runs_of_yours_stay_in_their_order():
    events = [["line", 0, 7, 0, place, None] for place in range(3)]
    assert [run.stage for run in only(events, [4, 6, 4]).runs("yours")] == ["route", "view", "route"]


def test_variables_are_those_of_the_frame():
    ours = Way(small_trace()["ways"][1])
    frames = list(ours.frames())
    kinds = [event.kind for event in ours.events]
    resumed = frames[kinds.index("resume")]
    assert resumed.variables == {"data": "[1, 2]", "one": "1"}
    assert frames[kinds.index("resume") + 1].variables == {"one": "2"}  # data is gone


def test_an_exception_that_left_is_the_last_row():
    trace = small_trace()
    trace["ways"] = [trace["ways"][0] | {"error": {"type": "ValueError", "text": "no", "function": 0, "line": 7}}]
    assert lines(trace)[-1].startswith("└── ValueError: no  raw.py:7 ")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("wide", [80, 120])
@pytest.mark.parametrize("level", LEVELS)
def test_no_row_is_wider_than_the_terminal(language, wide, level):
    shown = lines(small_trace(), level, language, wide)
    assert max(map(width, shown)) <= wide
    assert ("라우팅" in "\n".join(shown)) == (language == "ko")


def test_what_a_server_has_added():
    trace = small_trace()
    reply = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
    trace["tool"]["server"] = "gunicorn"
    trace["ways"][-1]["reply"] = {"bytes": reply, "length": len(reply), "truncated": False, "chunks": [4]}
    assert lines(trace)[-4:] == [
        f"gunicorn has sent {len(reply)} bytes",
        "├── HTTP/1.1 200 OK",
        f"├── Server: {MARKUP}  by the server",
        "└── in chunks of 4 bytes (Transfer-Encoding)",
    ]


@pytest.mark.parametrize(
    ("letters", "shown"),
    [
        ("••••(14)", "••••(14)"),
        ("종••••(6)현".encode().decode("latin-1").replace("••••".encode().decode("latin-1"), "••••"), "종••••(6)현"),
        ("\xff", "\ufffd"),
        ("a", "a"),
    ],
)
def test_a_chunk_is_text_and_its_mask_stays(letters, shown):
    way = only([["chunk", None, None, 0, 1, {"bytes": 4, "text": letters}]], [BYTES])
    assert readable(letters) == shown
    assert shown in line([piece for row in of_event(way, 0, way.events[0], "yours", "en") for piece in row], 80, False)


def test_a_request_cannot_steer_the_terminal():
    assert line([("a\x1b[2Jb\u202e", "")], 80, coloured=False) == "a\\x1b[2Jb\\u202e"


def test_colours_are_for_terminals(monkeypatch, capsys):
    ink.show([[("a", "strong")]])
    assert capsys.readouterr().out == "a\n"
    monkeypatch.setattr(ink, "wants_colours", lambda file: file is sys.stdout)
    ink.show([[("a", "strong"), ("b", "")]])
    assert capsys.readouterr().out == "\x1b[1ma\x1b[0mb\n"


def test_a_trace_is_shown_again(tmp_path, capsys):
    file = str(tmp_path / "trace.json")
    arguments = ["--lang", "en", "--level", "lines"]
    assert main(["3", "5", "--way", "ours", "--trace", file]) == 0
    assert main([file, *arguments]) == 0
    assert "quick_match" in capsys.readouterr().out


def test_step_needs_a_terminal(capsys):
    assert main(["3", "5", "--way", "raw", "--step", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "--step needs a terminal.\n"


@pytest.mark.parametrize("level", LEVELS)
def test_self_is_shown_at_the_last_level_alone(level):
    trace = small_trace()
    trace["ways"][0]["events"][0][5] = {"args": {"self": "<App 1>", "data": "1"}}
    assert ("→ hello(self=<App 1>, data=1)" in "\n".join(lines(trace, level))) is (level == "lines")
