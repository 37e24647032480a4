"""Lab 22: the framework on one page runs the Flask files of the course, and what it does not do is written down.

A Flask file gets another import line; its requests go to it and to the file as it is, on Flask.
"""

import ast
import builtins
import gc
import json
import re
import statistics
import sys
import tomllib
import warnings
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType, SimpleNamespace
from urllib.error import HTTPError as ErrorOfAClient

import flask
import pytest

from examples.lab22_one_page import framework
from examples.lab22_one_page.framework import App, HTTPError, Mount, Router
from tests.house.test_architecture import PATHS
from tests.parity import test_parity  # noqa: F401 (registers the applications of the suite)
from tests.parity.frameworks import FLASK
from tests.parity.suite import SUITE, converse
from tests.support.servers import ROOT
from tests.support.strict import call, environ_for
from wsgi_apps.tools.course.asking import application_of, in_process
from wsgi_apps.tools.course.comparing import differences, differing
from wsgi_apps.tools.course.manifest import labs

FOLDER = ROOT / "examples" / "lab22_one_page"
SOURCE = (FOLDER / "framework.py").read_text(encoding="utf-8")
BEGIN, END = "<!-- compared -->\n", "<!-- end of compared -->"
CHANGED = f"from {framework.__name__} import "
DIFFERENCES = differences()
#: the labs whose Flask program imports Flask itself
LABS = [lab for lab in labs() if "flask_app" in lab.ways and lab.name not in ("lab21_past_one_machine", FOLDER.name)]
#: (lab, number of the request) -> the module of wsgi_apps that answers it as Flask does, or better, and why
ANSWERS = {("lab10_calculator", 24): ("extensions.request_input", "a form that is not in UTF-8")}
#: the files of tests/parity -> the modules of wsgi_apps that answer what one page does not
MODULES = {
    "blueprints": ["extensions.blueprints"],
    "bodies": ["request_body", "extensions.request_input", "extensions.multipart_form"],
    "class_views": ["extensions.class_views"],
    "configuration": ["extensions.config"],
    "course": [],
    "errors": ["application.error_handlers", "exceptions", "extensions.aborter"],
    "files": ["extensions.files", "extensions.conditional"],
    "hooks": ["application.scaffold", "application.app"],
    "json_out": ["extensions.json_provider"],
    "reported": ["extensions.scaffold"],
    "request_attributes": ["extensions.request", "extensions.accept", "extensions.authorization"],
    "responses": ["extensions.response", "messages.response"],
    "routing": ["routing.converters", "routing.rule_syntax", "routing.rules"],
    "sessions": ["extensions.sessions"],
    "streaming": ["messages.response_body", "extensions.streaming"],
    "templating": ["extensions.templating"],
    "urls": ["routing.url_building"],
    "views": ["application.return_values"],
}


def on_one_page(lab):
    """Return the application of a lab's Flask file, with its import line changed to the one page."""
    source = (lab.folder / "flask_app.py").read_text(encoding="utf-8")
    changed, lines = re.subn(r"(?m)^from flask import Flask\b", f"{CHANGED}App as Flask", source)
    assert lines == 1
    module = ModuleType(f"examples.{lab.name}.on_one_page")
    module.__file__ = str(lab.folder / "flask_app.py")
    sys.modules[module.__name__] = module
    try:
        exec(compile(changed, module.__file__, "exec"), vars(module))
    finally:
        del sys.modules[module.__name__]
    return module.app


def differs(request, flask, ours):
    """Return whether two answers differ in more than what any two programs of the lab may differ in."""
    known = {*DIFFERENCES.everywhere, *request.differs} - {"status"}
    return flask.status != ours.status or not set(differing([flask, ours])) <= known


def asked(lab):
    """Return the numbers of a lab's requests that were asked, and of those that are answered otherwise than by Flask."""
    flask, ours = application_of(lab, "flask_app"), on_one_page(lab)
    rows = [row for row in enumerate(lab.requests, start=1) if "none" not in row[1].not_on]
    other = [number for number, one in rows if differs(one, in_process(flask, one), in_process(ours, one))]
    return [number for number, _ in rows], other


@contextmanager
def open_files_allowed():
    """Let WebOb leave the temporary files of large bodies to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture(scope="module")
def compared():
    """What the labs have found: lab -> (numbers that were asked, numbers that differ)."""
    with open_files_allowed():
        return {lab.name: asked(lab) for lab in LABS}


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_a_flask_file_runs_on_it_with_its_import_line_changed(lab, compared):
    found, other = compared[lab.name]
    assert other == [number for name, number in ANSWERS if name == lab.name]
    assert len(found) > len(other)


@pytest.fixture(scope="module")
def suite():
    """The requests of tests/parity: file -> [asked, answered as by Flask]."""
    names = {name: getattr(framework, name) for name in dir(framework) if not name.startswith("__")}
    one_page = SimpleNamespace(name="one page", **names)
    counted = {}
    with open_files_allowed():
        for conversation in SUITE:
            row = counted.setdefault(conversation.build.__module__.rpartition(".")[2], [0, 0])
            row[0] += len(conversation.asks)
            row[1] += alike(conversation, one_page)
    return counted


def alike(conversation, one_page):
    """Return how many requests the two frameworks answer alike: none if the program cannot be built on one page."""
    try:
        ours = converse(one_page, conversation)
    except Exception:
        return 0
    return sum(one.meaning == other.meaning for one, other in zip(converse(FLASK, conversation), ours, strict=True))


def test_programs_of_the_course_run_on_it(suite):
    assert suite["course"][0] == suite["course"][1] > 60


def table(compared, suite):
    """Return the page's tables."""
    lines = [f"| [{name}](../{name}/README.md) | {len(found)} | {len(found) - len(other)} | {others(name, other)} |"
             for name, (found, other) in compared.items()]  # fmt: skip
    sums = [sum(len(found) for found, _ in compared.values()), sum(len(other) for _, other in compared.values())]
    lines.append(f"| **all** | **{sums[0]}** | **{sums[0] - sums[1]}** | |")
    files = [f"| `{name}` | {number} | {same} | {linked(MODULES[name])} |" for name, (number, same) in suite.items()]
    number, same = (sum(row[place] for row in suite.values()) for place in (0, 1))
    files.append(f"| **all** | **{number:,}** | **{same}** | |")
    head = "|---|---:|---:|---|"
    return "\n".join(
        ["| requests of | asked | as Flask | the others, and the module that answers them |", head, *lines, "",
         "| `tests/parity/` | asked | as Flask | the modules that answer the others |", head, *files, ""]
    )  # fmt: skip


def others(name, numbers):
    return "; ".join(
        f"{number}: {ANSWERS[name, number][1]}, {linked([ANSWERS[name, number][0]])}" for number in numbers
    )


def linked(modules):
    return ", ".join(f"[{name}](../../{PATHS[name].relative_to(ROOT)})" for name in modules)


def test_table_of_what_it_answers_as_flask_does(compared, suite, the_page_has):
    page = FOLDER / "README.md"
    text = page.read_text(encoding="utf-8")
    the_page_has(page, text.partition(BEGIN)[0] + BEGIN + table(compared, suite) + END + text.partition(END)[2])


def test_every_module_that_is_named_answers_something(suite):
    assert set(MODULES) == set(suite)
    for name, (number, same) in suite.items():
        assert bool(MODULES[name]) is (same < number), name


def test_one_page_is_one_page():
    lines = SOURCE.splitlines()
    sizes = [
        node.end_lineno - node.lineno + 1 for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.FunctionDef)
    ]
    assert len(lines) <= 350
    assert f"has {len(lines)} lines" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert max(len(line) for line in lines) <= 120
    assert statistics.median(sizes) <= 5
    assert max(sizes) <= 15


# --- what the requests of the labs do not reach ---


def answered(application, path, method="GET", **more):
    return call(application, environ_for(method, path, **more))


def named(name):
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        environ["seen"].append((name, environ["SCRIPT_NAME"], environ["PATH_INFO"]))
        return []

    return application


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a", ("a", "/root/a", "")),
        ("/a/x", ("a", "/root/a", "/x")),
        ("/ab", ("nobody", "/root", "/ab")),
        ("/a/b/x", ("b", "/root/a/b", "/x")),
        ("/", ("nobody", "/root", "/")),
        ("/글/x".encode().decode("latin-1"), ("글", "/root/글".encode().decode("latin-1"), "/x")),
    ],
)
def test_mount_calls_the_longest_prefix(path, expected):
    seen = []
    mount = Mount(named("nobody"), {"/a": named("a"), "/a/b": named("b"), "/글": named("글")})
    answered(mount, path, script_name="/root", seen=seen)
    assert seen == [expected]


@pytest.mark.parametrize("prefix", ["a", "/a/", "/", "", "/a//b"])
def test_mount_refuses_a_prefix_that_no_path_has(prefix):
    with pytest.raises(ValueError, match="not '/lab/'"):
        Mount(named("nobody"), {prefix: named("a")})


@pytest.mark.parametrize("rule", ["name", "/<name", "/<in t:name>", ""])
def test_router_refuses_a_rule_that_it_cannot_read(rule):
    with pytest.raises(ValueError, match="is not a rule"):
        Router().add(rule, None)


def test_router_takes_a_converter_of_the_program():
    router = Router(even=("[0-9]*[02468]", int, 40))
    router.add("/<even:number>", "even")
    router.add("/<int:number>", "odd")
    assert [router.match(f"/{number}", "GET")[0].target for number in (7, 8)] == ["odd", "even"]


def test_url_that_no_rule_has_is_an_error():
    router = Router()
    router.add("/<name>", None, endpoint="hello")
    assert router.build("hello", {"name": "김 a/b", "page": 2}) == "/%EA%B9%80%20a/b?page=2"
    with pytest.raises(LookupError, match=r"no rule of 'hello' takes the values \['other'\]"):
        router.build("hello", {"other": 1})


@pytest.fixture
def app():
    return App(__name__)


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [(None, "a view returned None"), (("a", 200, {"X": "a\r\nb"}), "write one line of latin-1")],
)
def test_error_of_a_program_is_a_500_and_its_traceback_goes_to_the_log(app, returned, sentence):
    app.add_url_rule("/", "root", lambda: returned)
    answer = answered(app, "/")
    assert (answer.status, "Traceback" in answer.log, sentence in answer.log) == (500, True, True)
    assert sentence not in answer.text


def test_error_of_a_hook_is_answered(app):
    app.add_url_rule("/", "root", lambda: "")
    app.after_request(lambda response: framework.abort(503, "<later>"))
    answer = answered(app, "/")
    assert (answer.status, "&lt;later&gt;" in answer.text) == (503, True)


def refuse(error):
    raise error


VIEWS = {
    "zero": lambda: str(1 // 0),
    "other_code": lambda: refuse(ErrorOfAClient("http://localhost/", 404, "no", {}, None)),
    "mixed_keys": lambda: {1: 2, "a": 3},
    "mixed_keys_inside": lambda: [{"b": {None: 1, "x": 2}}],
    "nothing": lambda: None,
    "hook": lambda: ("", 200, {"Fail": "1"}),
    "handler": lambda: refuse(LookupError("a handler follows")),
    "number_keys": lambda: {2: 1, 1: 2},
}


def failing_program(app, abort):
    """Return a program with pages for errors, whose views, a hook and a handler fail."""
    views = VIEWS | {"aborted": lambda: abort(500), "missing": lambda: abort(404), "hook_aborts": lambda: ("", 418)}
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)

    @app.after_request
    def after(response):
        if response.status_code == 418:
            abort(503)
        return refuse(KeyError("hook")) if "Fail" in response.headers else response

    app.errorhandler(404)(lambda error: ("own page of 404", 404))
    app.errorhandler(500)(lambda error: (f"own page of {type(error.original_exception).__name__}", 500))
    app.errorhandler(LookupError)(lambda error: refuse(ValueError("handler")))
    return app


@pytest.fixture
def both(app):
    """The program on Flask and on one page."""
    return failing_program(flask.Flask("failing"), flask.abort), failing_program(app, framework.abort)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("zero", 500, "own page of ZeroDivisionError"),
        ("other_code", 500, "own page of HTTPError"),
        ("mixed_keys", 500, "own page of TypeError"),
        ("mixed_keys_inside", 500, "own page of TypeError"),
        ("nothing", 500, "own page of TypeError"),
        ("aborted", 500, "own page of NoneType"),
        ("missing", 404, "own page of 404"),
        ("no_rule", 404, "own page of 404"),
    ],
)
def test_handler_of_a_status_is_called_as_by_flask(both, path, status, text):
    theirs, ours = (answered(one, f"/{path}") for one in both)
    assert (theirs.status, theirs.text) == (ours.status, ours.text) == (status, text)
    assert ("Traceback" in ours.log) is (status == 500 and path != "aborted")


def test_keys_of_numbers_are_sorted_as_by_flask(both):
    theirs, ours = (list(json.loads(answered(one, "/number_keys").text).items()) for one in both)
    assert theirs == ours == [("1", 2), ("2", 1)]


#: what the page of the lab names: (path, status of Flask, its own status); the own page of 500 is Flask's alone
FAILURES = [("hook", 500, 500), ("hook_aborts", 500, 503), ("handler", 500, 500)]


@pytest.mark.parametrize(("path", "theirs", "ours"), FAILURES)
def test_failure_of_a_hook_or_of_a_handler_differs(both, path, theirs, ours):
    answers = [answered(one, f"/{path}") for one in both]
    assert [one.status for one in answers] == [theirs, ours]
    assert ["own page" in one.text for one in answers] == [True, False]
    assert ("Traceback" in answers[1].log) is (ours == 500)


@pytest.mark.parametrize(
    ("rule", "theirs", "sentence"),
    [
        ("/<float:x>", None, "'/<float:x>' has the converter 'float': write one of int, string, path"),
        ("/<nope:x>", LookupError, "'/<nope:x>' has the converter 'nope': write one of int, string, path"),
        ("/<x>/<int:x>", SyntaxError, "'/<x>/<int:x>' has a variable twice: write another name for each"),
        ("/<1>", ValueError, "'/<1>' is not a rule: write a slash first, and variables as <name> or <int:name>"),
    ],
)
def test_rule_that_cannot_be_read_is_quoted(rule, theirs, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Router().add(rule, None)
    if theirs:
        with pytest.raises(theirs):
            flask.Flask("rules").add_url_rule(rule, "view", print)


def test_each_part_uses_only_what_stands_above_it():
    tree, known = ast.parse(SOURCE), set(dir(builtins))
    for part in tree.body:
        bound = {name.id for name in ast.walk(part) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        bound |= {
            alias.asname or alias.name.partition(".")[0] for node in [part] for alias in getattr(node, "names", ())
        }
        bound |= {argument.arg for argument in ast.walk(part) if isinstance(argument, ast.arg)} | {
            getattr(part, "name", "")
        }
        used = {name.id for name in ast.walk(part) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)}
        assert used <= known | bound
        known |= bound


def test_error_answers_as_a_wsgi_application():
    assert answered(HTTPError(404, "no"), "/").status == 404


def test_body_is_refused_by_the_limit(app):
    app.config["MAX_CONTENT_LENGTH"] = 3
    app.add_url_rule("/", "root", lambda: framework.request.form, methods=["POST"])
    assert answered(app, "/", "POST", body=b"a=12", CONTENT_TYPE="application/x-www-form-urlencoded").status == 413


def test_functions_that_are_stages_exist():
    for module, functions in tomllib.loads((FOLDER / "stages.toml").read_text(encoding="utf-8")).items():
        for name in functions:
            found = import_module(f"examples.{FOLDER.name}.{module}")
            for part in name.split("."):
                found = getattr(found, part)
            assert callable(found)
