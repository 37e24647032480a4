"""The rules of the house: which module imports which, and how large a room may be."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from tests.pages.reading import code
from tests.support.servers import ROOT

PACKAGE = ROOT / "wsgi_apps"
#: What may lie flat in the package.
FLAT = {"__init__", "__main__", "hello", "hello_json", "exceptions", "environ", "request_body", "strict_json"}
FLAT |= {"flask_api", "views"}
#: The folders by their layer; a module imports from its own layer and from those below. Flat modules are of layer 0.
LAYERS = {
    "routing": 1,
    "messages": 2,
    "application": 3,
    "speed": 3.5,
    "extensions": 4,
    "testing": 4.5,
    "development": 4.5,
}
LAYERS |= {"flask_api": 5, "views": 6, "__init__": 6, "tools": 7, "__main__": 8}
#: The folders that only some rooms may import.
IMPORTED_BY = {
    "speed": {"speed", "flask_api"},
    "extensions": {"extensions", "flask_api", "testing", "development", "views", "__init__"},
    "tools": {"tools", "__main__"},
}
#: A library, and the rooms that may import it.
LIBRARIES = {
    "webob": {"extensions"},
    "jinja2": {"extensions.templating", "extensions.template_loader", "extensions.scaffold", "flask_api"},
    "itsdangerous": {"extensions.sessions"},
    "markupsafe": {"extensions.session_json"},
    "multipart": {"extensions.multipart_form", "extensions.multipart_parser"},
    "uwsgi": {"request_body"},
    "rich": {"tools"},
}
#: (module, import) inside a function; the reason stands beside it.
INSIDE_A_FUNCTION = {
    *(("request_body", "uwsgi"), ("tools.environment", "tomllib")),
    *(("flask_api", f"wsgi_apps.{name}") for name in ("testing.client", "testing.environ_builder")),
    *(("flask_api", f"wsgi_apps.development.{name}") for name in ("reloader", "server", "traceback_page")),
    *(("__init__", "wsgi_apps.extensions.left_out"), ("extensions.scaffold", "wsgi_apps.extensions.template_loader")),
    ("extensions.templating", "wsgi_apps.extensions.template_loader"),
    *(("tools.shell", "rlcompleter"), ("tools.shell", "readline")),
    *(("extensions.multipart_form", name) for name in ("multipart", "tempfile")),
    ("extensions.multipart_form", "wsgi_apps.extensions.multipart_parser"),
    *(("extensions.sessions", name) for name in ("itsdangerous", "wsgi_apps.extensions.session_json")),
    *(("extensions.json_provider", name) for name in ("dataclasses", "decimal", "uuid")),
    *(("routing.url_building", "difflib"), ("routing.converters", "uuid"), ("extensions.templating", "jinja2")),
    ("extensions.templating", "wsgi_apps.extensions.template_loader"),
}
LONGEST = 30  # lines of a function
WIDEST = 120  # characters of a line
CORE = 1900  # lines of code of layers 0 to 3, without the two hello programs


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


PATHS = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
FILES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in PATHS.items()}
FOLDERS = {name for name, path in PATHS.items() if path.stem == "__init__" and name != "__init__"}
READ = [name for name in FILES if name not in FOLDERS and not name.startswith(("tools", "__"))]
CORE_FILES = [name for name in FILES if name.partition(".")[0] in ("routing", "messages", "application")]
CORE_FILES += ["exceptions", "environ", "request_body", "strict_json"]


def layer(name):
    return LAYERS.get(name.partition(".")[0], 0)


def imported(node):
    """Return the full names of the modules, or of what is in them, that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are written in full"
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        return [name if name.removeprefix("wsgi_apps.") in FILES else node.module for name in names]
    return []


def imports(name):
    """Return all that a module imports: at its start, in functions, and for types."""
    return {full for node in ast.walk(FILES[name]) for full in imported(node)}


def ours(name):
    """Return the modules of the package that a module imports."""
    found = {full.removeprefix("wsgi_apps.") if full != "wsgi_apps" else "__init__" for full in imports(name)
             if full.partition(".")[0] == "wsgi_apps"}  # fmt: skip
    assert found <= FILES.keys(), found - FILES.keys()
    return found


def in_functions(tree):
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {inner for function in functions for inner in ast.walk(function)}


def test_nothing_but_the_entrance_lies_flat():
    assert {name for name in FILES if "." not in name and name not in FOLDERS} <= FLAT
    assert {name.partition(".")[0] for name in FOLDERS} == {name for name in LAYERS if name not in FLAT}


def test_table_of_contents_has_every_module_in_reading_order():
    contents = ast.get_docstring(FILES["__init__"])
    listed = re.findall(r"(?m)^- ``([\w.]+)``:", contents)
    assert sorted(listed) == sorted(READ)
    for place, name in enumerate(listed):
        assert ours(name) - FOLDERS <= set(listed[:place]) | {"__init__"}, f"{name} imports what is read later"


@pytest.mark.parametrize("name", FILES)
def test_no_arrow_goes_up(name):
    assert {other for other in ours(name) if layer(other) > layer(name)} == set()


def test_no_circle():
    TopologicalSorter({name: ours(name) for name in FILES}).prepare()  # raises CycleError


@pytest.mark.parametrize("name", FILES)
def test_rooms_are_imported_by_those_above_them_alone(name):
    for other in ours(name):
        allowed = IMPORTED_BY.get(other.partition(".")[0])
        assert allowed is None or name.partition(".")[0] in allowed, f"{name} imports {other}"


@pytest.mark.parametrize("name", FILES)
def test_libraries_stay_in_their_rooms(name):
    for library in {full.partition(".")[0] for full in imports(name)} - {"wsgi_apps", *sys.stdlib_module_names}:
        rooms = LIBRARIES.get(library, set())
        assert {name, name.partition(".")[0]} & rooms, f"{name} imports {library}"


@pytest.mark.parametrize("name", CORE_FILES)
def test_the_core_needs_the_standard_library_alone(name):
    libraries = {full.partition(".")[0] for full in imports(name)} - {"wsgi_apps"}
    assert libraries <= sys.stdlib_module_names | ({"uwsgi"} if name == "request_body" else set())


@pytest.mark.parametrize("name", ["hello", "hello_json"])
def test_first_callables_import_nothing_of_ours(name):
    assert not ours(name)


def test_imports_inside_functions_are_the_ones_with_a_reason():
    found = {
        (name, full)
        for name, tree in FILES.items()
        if not name.startswith("tools.check")
        for node in in_functions(tree)
        for full in imported(node)
    }
    assert found == INSIDE_A_FUNCTION


@pytest.mark.parametrize("name", FILES)
def test_no_module_writes_into_what_it_imports(name):
    names = {alias.asname or alias.name for node in ast.walk(FILES[name])
             if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}  # fmt: skip
    arguments = {node.arg for node in ast.walk(FILES[name]) if isinstance(node, ast.arg)}
    targets = [target for node in ast.walk(FILES[name]) if isinstance(node, ast.Assign) for target in node.targets]
    written = [target for target in targets if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)]
    assert [ast.unparse(target) for target in written if target.value.id in names - arguments] == []


@pytest.mark.parametrize("name", FILES)
def test_no_function_is_longer_than_a_reader_can_hold(name):
    for node in ast.walk(FILES[name]):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST, f"{name}.{node.name}"


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_wider_than_a_page(name):
    lines = PATHS[name].read_text(encoding="utf-8").splitlines()
    assert [(number, len(line)) for number, line in enumerate(lines, 1) if len(line) > WIDEST] == []


@pytest.mark.parametrize("name", FILES)
def test_everything_public_says_what_it_is(name):
    tree = FILES[name]
    assert ast.get_docstring(tree), name
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name != "__getattr__":
            assert ast.get_docstring(node), f"{name}.{node.name}"


def test_the_core_is_read_in_an_afternoon():
    assert sum(len(code(PATHS[name])) for name in CORE_FILES) <= CORE


def test_flask_and_werkzeug_stay_out_of_the_package():
    everything = {full.partition(".")[0] for name in FILES for full in imports(name)}
    assert not everything & {"flask", "werkzeug"}


ALONE = """
import sys
sys.path.insert(0, {root!r})
from wsgi_apps import App, Mount, jsonify, request, url_for
from wsgiref.util import setup_testing_defaults

app = App("alone")
app.route("/hello/<name>")(lambda name: jsonify(hello=name, here=url_for("hello", name=name)))
app.add_url_rule("/hello/<name>", "hello", build_only=True)
environ = {{"PATH_INFO": "/lab/hello/kim"}}
setup_testing_defaults(environ)
print(b"".join(Mount(None, {{"/lab": app}})(environ, lambda status, headers: print(status))).decode(), end="")
print(sorted(name.partition(".")[0] for name in sys.modules if name.partition(".")[0] in ("webob", "jinja2")))
"""


def test_the_core_runs_on_a_bare_python():
    command = [sys.executable, "-S", "-I", "-c", ALONE.format(root=str(ROOT))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ('200 OK\n{"hello":"kim","here":"/lab/hello/kim"}\n[]\n', "")
