"""What an application has besides what is registered."""

import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, url_for
from wsgi_apps.extensions.scaffold import folder_of
from wsgi_apps.routing.url_building import BuildError

HERE = Path(__file__).parent


def test_folders_are_beside_the_module():
    assert folder_of(__name__) == HERE
    assert folder_of("json") == Path(sys.modules["json"].__file__).parent
    assert folder_of("wave").is_dir()  # found without being imported
    assert folder_of("no_such_module_anywhere") == folder_of("no..name") == folder_of("sys") == Path.cwd()


def test_folders_of_a_module_without_a_file(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    assert folder_of("__main__") == Path.cwd()
    assert App("__main__").name == "__main__"


def test_the_name_of_a_file_that_is_run(monkeypatch):
    main = ModuleType("__main__")
    main.__file__ = "/labs/hello.py"
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert App("__main__").name == "hello"
    assert App("labs.hello").name == "labs.hello"


def test_static_files(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("hello")
    app = App(__name__, root_path=tmp_path, static_folder="files", static_url_path="/assets/")
    assert (app.has_static_folder, app.static_url_path) == (True, "/assets")
    assert call(app, environ_for(path="/assets/a.txt")).text == "hello"
    with app.test_request_context():
        assert url_for("static", filename="a.txt") == "/assets/a.txt"


def test_no_static_files():
    app = App(__name__, static_folder=None)
    assert (app.has_static_folder, list(app.url_map.iter_rules())) == (False, [])
    with pytest.raises(RuntimeError, match="has no static folder"):
        app.send_static_file("a.txt")


def test_how_long_a_file_is_kept():
    app = App(__name__)
    ages = []
    for setting in (None, 60, timedelta(minutes=2)):
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = setting
        with app.app_context():
            ages.append(app.get_send_file_max_age("a.txt"))
    assert ages == [None, 60, 120]


def test_templates_are_read_again_if_an_attribute_says_so():
    app = App(__name__)
    app.templates_auto_reload = True
    assert (app.config["TEMPLATES_AUTO_RELOAD"], app.jinja_env.auto_reload) == (True, True)


def test_resources_are_read(tmp_path):
    (tmp_path / "schema.sql").write_text("select 1")
    app = App(__name__, root_path=tmp_path)
    with app.open_resource("schema.sql") as file:
        assert file.read() == b"select 1"
    with app.open_resource("schema.sql", "r") as file:
        assert file.read() == "select 1"
    with pytest.raises(ValueError, match="mode='wb'"):
        app.open_resource("schema.sql", "wb")


def test_defaults_of_urls_and_a_last_word():
    app = App(__name__)
    app.add_url_rule("/<lang>/about", "about", lambda lang: lang)
    app.url_defaults(lambda endpoint, values: values.setdefault("lang", "ko"))
    with app.test_request_context():
        assert (app.url_for("about"), app.url_for("about", lang="en")) == ("/ko/about", "/en/about")
        with pytest.raises(BuildError):
            app.url_for("nothing")

    def gives_up(error, endpoint, values):
        raise error

    app.url_build_error_handlers += [gives_up, lambda error, endpoint, values: f"/handled/{endpoint}"]
    with app.test_request_context():
        assert app.url_for("nothing") == "/handled/nothing"
