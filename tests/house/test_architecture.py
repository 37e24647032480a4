"""The rules of the house: who imports whom, and how large a room may be."""

import ast
import sys

import pytest

from tests.support.servers import ROOT

PACKAGE = ROOT / "wsgi_apps"
#: the modules of each floor, in reading order; a module imports from those before it
FLOORS = [
    ["hello", "hello_json", "exceptions", "strict_json", "body"],
    ["converters", "patterns", "parts", "rules", "tree", "building", "location", "router", "mount"],
    [
        *("lazy", "config", "multidict", "content_type", "fields", "headers", "uploads", "accept", "authorization"),
        *("ranges", "cookies", "request", "body_iterable", "captured", "response", "context", "provider", "answers"),
        *("urls", "static", "tagged_json", "sessions", "templating", "logs", "errors", "traceback_page", "development"),
    ],
    ["registration", "equipment", "mistakes", "testing", "app"],
]
ORDER = [name for floor in FLOORS for name in floor]
STANDARD_LIBRARY_ONLY = FLOORS[0] + FLOORS[1]
#: library -> the modules that may import it
ALLOWED = {
    "webob": {"request", "response"},
    "uwsgi": {"body"},
    "multipart": {"uploads"},
    "jinja2": {"templating"},
    "itsdangerous": {"sessions"},
    "markupsafe": {"tagged_json"},
}
#: (module, import) inside a function; the reason stands beside it
INSIDE_A_FUNCTION = {
    *(("body", "uwsgi"), ("tools.environment", "tomllib")),
    *(("app", f"wsgi_apps.{name}") for name in ("testing", "development")),
    *(("equipment", "wsgi_apps.extensions.logger"), ("mistakes", "wsgi_apps.development.traceback_page")),
    *(("uploads", name) for name in ("multipart", "tempfile")),
    *(("sessions", name) for name in ("itsdangerous", "wsgi_apps.extensions.session_json")),
    *(("provider", name) for name in ("dataclasses", "decimal", "uuid")),
    *(("building", "difflib"), ("converters", "uuid"), ("templating", "jinja2")),
}
LONGEST = 30  # lines of a function

FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
CORE = {name: tree for name, tree in FILES.items() if not name.startswith(("tools", "__"))}


def imported(node):
    """Return the full names of the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are written in full"
        return [f"{node.module}.{alias.name}" if node.module == "wsgi_apps" else node.module for alias in node.names]
    return []


def for_types(tree):
    """Return the nodes that only a type checker reads."""
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    return {inner for block in blocks for inner in ast.walk(block)}


def in_functions(tree):
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {inner for function in functions for inner in ast.walk(function)}


def imports(tree):
    """Return what a module imports, at its start or later."""
    unread = for_types(tree)
    return [name for node in ast.walk(tree) if node not in unread for name in imported(node)]


def imports_at_the_start(tree):
    unread = for_types(tree) | in_functions(tree)
    return [name for node in ast.walk(tree) if node not in unread for name in imported(node)]


def test_every_module_of_the_core_has_a_floor():
    assert set(CORE) == set(ORDER)


def test_table_of_contents_has_the_modules_in_reading_order():
    contents = ast.get_docstring(FILES["__init__"])
    positions = [contents.index(f"- ``{name}``:") for name in ORDER]
    assert positions == sorted(positions)


@pytest.mark.parametrize("name", CORE)
def test_module_imports_only_from_those_before_it(name):
    every = imports_at_the_start(CORE[name])
    ours = {full.removeprefix("wsgi_apps.") for full in every if full.startswith("wsgi_apps")}
    assert ours <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", CORE)
def test_libraries_stay_in_their_rooms(name):
    for full in imports(CORE[name]):
        library = full.partition(".")[0]
        if library != "wsgi_apps" and library not in sys.stdlib_module_names:
            assert name in ALLOWED.get(library, set()), f"{name} imports {library}"


@pytest.mark.parametrize("name", STANDARD_LIBRARY_ONLY)
def test_first_floors_need_the_standard_library_alone(name):
    libraries = {full.partition(".")[0] for full in imports(FILES[name])} - {"wsgi_apps"}
    assert libraries <= sys.stdlib_module_names | {"uwsgi"}


@pytest.mark.parametrize("name", ["hello", "hello_json"])
def test_first_callables_import_nothing_of_ours(name):
    assert not [full for full in imports(FILES[name]) if full.startswith("wsgi_apps")]


@pytest.mark.parametrize("name", FILES)
def test_nothing_imports_the_tools(name):
    if name != "__main__" and not name.startswith("tools"):  # the first runs them, the others are they
        assert not [full for full in imports(FILES[name]) if full.startswith("wsgi_apps.tools")]


def test_imports_inside_functions_are_the_ones_with_a_reason():
    found = {
        (name, imported_name)
        for name, tree in FILES.items()
        for node in in_functions(tree)
        for imported_name in imported(node)
    }
    assert found == INSIDE_A_FUNCTION


@pytest.mark.parametrize("name", FILES)
def test_no_function_is_longer_than_a_reader_can_hold(name):
    for node in ast.walk(FILES[name]):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST, f"{name}.{node.name}"


@pytest.mark.parametrize("name", FILES)
def test_everything_public_says_what_it_is(name):
    tree = FILES[name]
    assert ast.get_docstring(tree), name
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            assert ast.get_docstring(node), f"{name}.{node.name}"


def test_flask_and_werkzeug_stay_out_of_the_package():
    everything = {full.partition(".")[0] for tree in FILES.values() for full in imports(tree)}
    assert not everything & {"flask", "werkzeug"}
