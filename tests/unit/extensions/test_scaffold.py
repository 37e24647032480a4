"""The folders of a module, and the methods of its views."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App
from wsgi_apps.extensions.scaffold import folder_of, methods_of

HERE = Path(__file__).parent


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return a folder in which there are two modules that nobody has imported; it is the current one."""
    (tmp_path / "own_module.py").touch()
    (tmp_path / "own_package").mkdir()
    (tmp_path / "own_package" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


FOLDERS = [
    ("a module that is imported", __name__, str(HERE)),
    ("a module that is not", "own_module", "."),
    ("a package that is not", "own_package", "own_package"),
    ("a module without a file", "sys", "."),
    ("no module", "no_such_module", "."),
    ("a module of no package", "no_such_package.module", "."),
    ("what is not a name", "", "."),
    ("a name of a place", ".own_module", "."),
]


@pytest.mark.parametrize(("name", "folder"), [row[1:] for row in FOLDERS], ids=[row[0] for row in FOLDERS])
def test_the_folder_of_a_module(elsewhere, name, folder):
    assert folder_of(name) == Path(elsewhere, folder)


@pytest.mark.parametrize(("file", "folder"), [("sub/main.py", "sub"), ("main.py", "."), (None, ".")])
def test_the_folder_of_the_program(elsewhere, monkeypatch, file, folder):
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(**({"__file__": file} if file else {}), __spec__=None))
    assert folder_of("__main__") == Path(elsewhere, folder)


def view(**attributes):
    return SimpleNamespace(__name__="view", **attributes)


METHODS = [
    ("none", view(), None, None, {"GET"}, True),
    ("those of the view", view(methods=["post"]), None, None, {"POST"}, True),
    ("those that are given", view(methods=["post"]), ["put", "Get"], None, {"PUT", "GET"}, True),
    ("those that the view requires", view(required_methods=["delete"]), ["PUT"], None, {"PUT", "DELETE"}, True),
    ("a view that answers OPTIONS", view(), ["get", "options"], None, {"GET", "OPTIONS"}, False),
    ("OPTIONS is asked for", view(), ["get", "options"], True, {"GET"}, True),
    ("OPTIONS is declined", view(), ["get"], False, {"GET"}, False),
    ("the view declines OPTIONS", view(provide_automatic_options=False), ["get"], None, {"GET"}, False),
    ("the view asks for OPTIONS", view(provide_automatic_options=True), ["options"], None, set(), True),
    ("OPTIONS is required", view(required_methods=["options"]), ["get"], False, {"GET", "OPTIONS"}, False),
]


@pytest.mark.parametrize(
    ("function", "given", "answers", "methods", "is_automatic"),
    [row[1:] for row in METHODS],
    ids=[row[0] for row in METHODS],
)
def test_the_methods_of_a_view(function, given, answers, methods, is_automatic):
    assert methods_of(function, given, answers) == (methods, is_automatic)


def test_a_rule_may_decline_options():
    app = App(__name__)
    app.add_url_rule("/a", "a", lambda: "a", provide_automatic_options=False)
    app.add_url_rule("/b", "b", lambda: "b")
    assert [call(app, environ_for("OPTIONS", path)).status for path in ("/a", "/b")] == [405, 200]


PLACES = [
    ("usual ones", {}, (str(HERE / "static"), "/static", "templates")),
    ("others", {"static_folder": "a/files", "template_folder": "pages"}, (str(HERE / "a/files"), "/files", "pages")),
    ("a path of its own", {"static_url_path": "/X/"}, (str(HERE / "static"), "/X", "templates")),
    ("the root", {"static_url_path": "/"}, (str(HERE / "static"), "", "templates")),
    ("no folders", {"static_folder": None, "template_folder": None, "static_url_path": "/s"}, (None, "/s", None)),
    ("another root", {"root_path": "/elsewhere"}, ("/elsewhere/static", "/static", "templates")),
    ("a folder anywhere", {"static_folder": "/elsewhere/s"}, ("/elsewhere/s", "/s", "templates")),
]


@pytest.mark.parametrize(("options", "places"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_the_folders_of_an_application(options, places):
    app = App(__name__, **options)
    assert (app.static_folder, app.static_url_path, app.template_folder) == places
    assert (app.root_path, app.has_static_folder) == (options.get("root_path", str(HERE)), places[0] is not None)


def test_tables_are_empty_at_first_and_filled_by_decorators():
    app = App(__name__)
    assert (app.url_value_preprocessors, app.url_default_functions, app.context_processors) == ([], [], [])
    for decorator in (app.url_value_preprocessor, app.url_defaults, app.context_processor):
        assert decorator(print) is print
    assert (app.url_value_preprocessors, app.url_default_functions, app.context_processors) == (
        [print],
        [print],
        [print],
    )


def test_files_of_the_program_are_opened_to_be_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("글".encode())
    (tmp_path / "b.txt").write_bytes("글".encode("euc-kr"))
    app = App(__name__, root_path=tmp_path)
    opened = [app.open_resource("a.txt"), app.open_resource("a.txt", "r"), app.open_resource("b.txt", "rt", "euc-kr")]
    assert [file.read() for file in opened] == ["글".encode(), "글", "글"]
    for file in opened:
        file.close()
    with pytest.raises(ValueError, match=r"^open_resource\(mode='w'\): write 'rb' or 'r', resources are only read$"):
        app.open_resource("a.txt", "w")
