"""Which event belongs to which stage."""

import ast
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.unit.tools.xray import programs
from tests.unit.tools.xray.recorded import recorded
from wsgi_apps import App, __version__, request
from wsgi_apps.tools.course.manifest import EXAMPLES
from wsgi_apps.tools.xray.asked import request_of
from wsgi_apps.tools.xray.programs import lab_named, ways_of
from wsgi_apps.tools.xray.recording import Options, record
from wsgi_apps.tools.xray.stages import STAGES, anchors, by_hand, names, tables

LABS = sorted(file.parent for file in EXAMPLES.glob("lab*/raw.py"))


def stages(lab, number, way, **options):
    found = lab_named(lab)
    (one,) = record(ways_of(found, [way]), request_of(found, number), Options(**options))["ways"]
    return names(one["stage"])


@pytest.mark.parametrize(
    ("lab", "number", "way", "expected"),
    [
        ("3", "5", "raw", "enter route view route view start send close"),
        ("3", "5", "ours", "enter route view answer start send close"),
        ("13", "1", "raw", "enter before view before view after start send close"),
    ],
)  # fmt: skip
def test_stages_of_a_request(lab, number, way, expected):
    found = stages(lab, number, way)
    assert [found[0], *found[-3:]] == ["enter", "start", "send", "close"]
    assert set(expected.split()) <= set(found)


@pytest.mark.parametrize("core", [False, True])
def test_hooks_have_stages_of_their_own(core):
    found = stages("13", "1", "ours", core=core)
    order = [found.index(stage) for stage in ("enter", "route", "before", "view", "answer", "after", "start", "send")]
    assert order == sorted(order)


def test_stages_of_flask():
    found = stages("13", "1", "flask_app")
    order = [found.index(stage) for stage in ("enter", "route", "before", "view", "answer", "after", "start", "send")]
    assert order == sorted(order)
    assert found.index("end") > found.index("start")


def test_a_mount_goes_first():
    assert stages("16", "5", "ours", prefix="/60162176")[:2] == ["mount", "enter"]


def test_the_line_that_starts_the_response_is_start():
    way = recorded(programs.hello)
    found = [STAGES[stage] for stage in way["stage"]]
    assert list(zip([event[0] for event in way["events"]], found, strict=True)) == [
        ("call", "enter"),
        ("line", "start"),
        ("start", "start"),
        ("line", "start"),
        ("return", "start"),
        ("chunk", "send"),
        ("close", "close"),
    ]


def test_a_hook_that_builds_a_url_is_still_a_hook():
    lab = lab_named("16")
    (way,) = record(ways_of(lab, ["ours"]), request_of(lab, "2"))["ways"]
    functions = [function["name"] for function in way["functions"]]
    inside = [stage for event, stage in zip(way["events"], way["stage"], strict=True)
              if event[1] is not None and functions[event[1]] == "tell"]  # fmt: skip
    assert {STAGES[stage] for stage in inside} == {"after"}


def test_a_framework_without_anchors_has_a_view():
    from bottle import Bottle

    app = Bottle()
    app.route("/")(lambda: programs.greeting("Kim"))
    assert names(recorded(app)["stage"])[:2] == ["enter", "view"]


def test_speed_says_what_it_stands_for():
    lab = lab_named("3")
    for core in (False, True):
        (way,) = record(ways_of(lab, ["ours"]), request_of(lab, "5"), Options(core=core))["ways"]
        speed = {function["name"]: function["speed"] for function in way["functions"] if "speed" in function}
        assert (speed == {}) if core else (speed["FastApp.quick_match"] == ["match_request"])


@pytest.mark.parametrize("place", sorted(anchors()))
def test_an_anchor_is_there(place):
    path, _, name = place.partition(":")
    found = import_module(path.removesuffix(".py").replace("/", "."))
    for part in name.split("."):
        found = vars(found)[part]
    assert found.__qualname__ == name


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_versions_of_anchors_are_those_that_are_installed(table):
    is_ours = table["module"] == "wsgi_apps"
    installed = tuple(map(int, (__version__ if is_ours else version(table["module"])).split(".")[:2]))
    low, high = (tuple(map(int, one.strip("<>=").split("."))) for one in table["versions"].split(","))
    assert low <= installed < high


@pytest.mark.parametrize("anchor", anchors().values(), ids=sorted(anchors()))
def test_anchors_name_stages(anchor):
    assert anchor.stage in STAGES
    assert anchor.calls in (*STAGES, "")


def functions_of(node, prefix=""):
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef):
            yield f"{prefix}{one.name}"
            yield from functions_of(one, f"{prefix}{one.name}.<locals>.")
        else:
            yield from functions_of(one, f"{prefix}{one.name}." if isinstance(one, ast.ClassDef) else prefix)


@pytest.mark.parametrize("folder", LABS, ids=[folder.name for folder in LABS])
def test_each_function_by_hand_has_its_stage(folder):
    for program in ("raw", "with_webob"):
        file = Path(folder, f"{program}.py")
        found = set(functions_of(ast.parse(file.read_text(encoding="utf-8")))) if file.is_file() else set()
        assert set(by_hand(file)) == found
        assert set(by_hand(file).values()) <= set(STAGES)


@pytest.mark.parametrize("core", [False, True])
@pytest.mark.parametrize(("path", "stage"), [("/view", "view"), ("/before", "before"), ("/after", "after")])
def test_an_exception_of_the_program_becomes_a_response(core, path, stage):
    app = App(__name__)

    def fail_at(place):
        if request.path == place:
            raise ValueError("no luck")

    app.before_request(lambda: fail_at("/before"))
    app.after_request(lambda response: fail_at("/after") or response)
    app.add_url_rule("/<name>", "view", lambda name: fail_at("/view") or "ok")
    way = recorded(app, f"GET {path}", core=core)
    assert way["status"] == "500 Internal Server Error"
    raised = next(number for number, event in enumerate(way["events"]) if event[0] == "raise")
    assert way["events"][raised][5] == {"type": "ValueError", "text": "no luck"}
    assert STAGES[way["stage"][raised]] == stage
    assert "answer" in names(way["stage"][raised:])
    assert way["error"] is None
