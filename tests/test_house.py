"""The rules of the house: which room may use which, and how large a function may be."""

import ast
import statistics
import sys
from pathlib import Path

import pytest

import wsgi_apps

PACKAGE = Path(wsgi_apps.__file__).parent
#: The floors, each with its rooms; a room uses those of its own floor and of the floors below.
FLOORS = [
    "hello hello_json exceptions strict_json body",
    "converters patterns parts rules tree building location router mount",
    (
        "multidict fields content_type uploads cookies headers accept authorization lazy request body_iterable captured ranges"
        " response context urls provider tagged_json sessions templating static answers logs config"
    ),
    "errors registration equipment mistakes app traceback_page development testing",
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}
ROOMS = sorted(path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__"))
#: What comes from elsewhere, and the rooms that may use it.
GUESTS = {
    "webob": {"request", "response"},
    "multipart": {"uploads"},
    "jinja2": {"templating"},
    "itsdangerous": {"sessions"},
    "markupsafe": {"tagged_json"},
    "uwsgi": {"body"},
}


def tree_of(room):
    return ast.parse((PACKAGE / f"{room}.py").read_text(encoding="utf-8"))


def imports(node):
    """Yield the modules that are imported below a node, but for what only a type checker reads."""
    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.module, "write `from wsgi_apps.room import name`"
        yield f"wsgi_apps.{node.module}" if node.level else node.module
        if not node.level and node.module == "wsgi_apps":
            yield from (f"wsgi_apps.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from imports(child)


def test_every_room_is_on_a_floor():
    assert sorted(FLOOR) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_what_is_on_its_floor_or_below(room):
    used = {module.split(".")[1] for module in imports(tree_of(room)) if module.startswith("wsgi_apps.")}
    test_tools = {
        "development",
        "testing",
        "traceback_page",
    }  # the application offers them, loaded when they are asked for
    assert {other for other in used if FLOOR[other] > FLOOR[room]} <= (
        test_tools if room in ("app", "mistakes") else set()
    )
    assert "tools" not in used


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_guests_that_it_may(room):
    guests = {module.split(".")[0] for module in imports(tree_of(room))} - sys.stdlib_module_names - {"wsgi_apps"}
    assert guests <= {guest for guest, rooms in GUESTS.items() if room in rooms}


def functions():
    """Yield the name and the number of lines of every function, its docstring left out."""
    for room in ROOMS:
        for node in ast.walk(tree_of(room)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = body[-1].end_lineno - body[0].lineno + 1 if body else 1
                yield f"{room}.{node.name}", lines


def test_functions_are_short():
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > 30} == {}
    assert statistics.median(sizes.values()) <= 7
