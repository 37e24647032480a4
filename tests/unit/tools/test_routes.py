"""The commands ``run`` and ``routes``, and the program that finds a command by its name."""

import re
from pathlib import Path

import pytest

from wsgi_apps import __main__ as program_itself
from wsgi_apps.tools import routes, run
from wsgi_apps.tools.loading import load

PROGRAM = """
from wsgi_apps import App, Router
app = App(__name__, static_folder=None)
app.add_url_rule("/<name>", "any", lambda name: name)
app.add_url_rule("/hello", "hello", lambda: "hello", methods=["POST"])
router = Router()
router.add("/raw", lambda environ, start_response: [])
number = 7
def create_app():
    return router
"""
BROKEN = {  # name: what it says, what is raised
    "wants_a_module": (
        "import no_such_module_at_all\n",
        ModuleNotFoundError,
        "No module named 'no_such_module_at_all'",
    ),
    "wants_an_attribute": ("import os\nos.nothing\n", AttributeError, "nothing"),
    "wants_a_number": ("int('seven')\n", ValueError, "seven"),
    "wants_a_rule": ("from wsgi_apps import Router\nRouter().add('/<nope:x>', print)\n", ValueError, "nope"),
    "cannot_make_it": ("def create_app():\n    raise ValueError('not today')\n", ValueError, "not today"),
}


@pytest.fixture(autouse=True)
def program(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [str(tmp_path), *__import__("sys").path])
    for name in ("program_of_a_test", *BROKEN):
        monkeypatch.delitem(__import__("sys").modules, name, raising=False)
    (tmp_path / "program_of_a_test.py").write_text(PROGRAM)
    for name, (text, _, _) in BROKEN.items():
        (tmp_path / f"{name}.py").write_text(text)


def test_rules_are_printed_in_the_order_in_which_they_match(capsys):
    assert program_itself.main(["--app", "program_of_a_test", "--debug", "routes"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rule     Methods             Endpoint",
        "/hello   OPTIONS, POST       hello",
        "/<name>  GET, HEAD, OPTIONS  any",
    ]


def test_a_program_that_is_only_listed_starts_no_server(tmp_path, capsys):
    (tmp_path / "program_of_a_test.py").write_text(f"{PROGRAM}\napp.run()")
    assert routes.main(["program_of_a_test"]) == 0
    assert "/hello" in capsys.readouterr().out


@pytest.mark.parametrize(
    "target", ["program_of_a_test:router", "program_of_a_test:create_app", "program_of_a_test.py:router"]
)
def test_a_router_will_do(target, capsys):
    assert routes.main(["--app", target]) == 0
    assert "/raw  any" in capsys.readouterr().out


REFUSED = [
    ([], "Name an application, such as hello, hello.py or package.module:app"),
    (["no_such_program"], "There is no module 'no_such_program' here"),
    (["no_such_package.module"], "There is no module 'no_such_package.module' here"),
    ([".hello"], "There is no module '.hello' here"),
    ([":app"], "There is no module '' here"),
    (["program_of_a_test:nothing"], "The module program_of_a_test has no 'nothing'. Write program_of_a_test:NAME"),
    (
        ["wsgi_apps.routing.rules"],
        "has none of app, application, create_app, make_app: write wsgi_apps.routing.rules:NAME",
    ),
    (["program_of_a_test:number"], "7 is not a WSGI application"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
@pytest.mark.parametrize("command", [routes, run], ids=["routes", "run"])
def test_mistakes_are_told(command, arguments, words, capsys):
    assert command.main(arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", [routes, run], ids=["routes", "run"])
def test_what_the_program_raises_is_shown_with_its_own_lines(command, name, capsys):
    _, kind, words = BROKEN[name]
    assert command.main([name]) == 1
    said = capsys.readouterr().err
    assert re.search(rf"{kind.__name__}: .*{words}", said)
    files = re.findall(r'File "(.+?)"', said)
    assert {Path(file).name for file in files} == {f"{name}.py"}
    assert "left out)" in said


ADDRESSES = [
    (["--host", "0.0.0.0"], "write 127.0.0.1, or add --allow-remote if you mean it"),
    (["--port", "99999"], "--port 99999 is not a port: write a number from 0 to 65535"),
    (["-p", "http"], "--port http is not a port"),
]


@pytest.mark.parametrize(("options", "words"), ADDRESSES)
def test_where_it_cannot_be_served(options, words, capsys):
    assert run.main(["program_of_a_test", *options]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


NAMED = [
    ("web = App('a')\ndef create_app():\n    raise AssertionError", "a"),
    ("web = App('a')\napp = App('b')", "b"),
    ("web = App('a')\nother = App('b')\ndef make_app():\n    return App('c')", "c"),
]


@pytest.mark.parametrize(("lines", "name"), NAMED, ids=["the only one", "of two, app", "of two, what a function makes"])
def test_the_only_app_is_found_under_any_name(lines, name, tmp_path):
    (tmp_path / "program_of_a_test.py").write_text(f"from wsgi_apps import App, current_app, request\n{lines}\n")
    assert load("program_of_a_test").import_name == name


def test_one_of_two_apps_has_to_be_named(tmp_path, capsys):
    (tmp_path / "program_of_a_test.py").write_text("from wsgi_apps import App\na = App('a')\nb = App('b')\n")
    assert routes.main(["program_of_a_test"]) == 2
    assert "has a and b: write program_of_a_test:a or program_of_a_test:b." in capsys.readouterr().err


def test_what_has_no_rules(capsys):
    assert routes.main(["wsgi_apps.hello"]) == 2
    assert "has no rules" in capsys.readouterr().err


def test_what_is_served(monkeypatch):
    served = []
    monkeypatch.setattr(run, "serve", lambda *arguments: served.append(arguments))
    assert run.main(["program_of_a_test", "--port", "80", "--debug", "--reload", "--host", "localhost"]) == 0
    app, *rest = served[0]
    assert (app.debug, rest) == (True, ["localhost", 80, True, False])


ORDERS = [
    "run program_of_a_test --debug -p 80",
    "--app program_of_a_test --debug run -p 80",
    "--app=program_of_a_test --debug run -p 80",
    "--debug --app program_of_a_test run -p 80",
    "--debug run --app program_of_a_test -p 80",
]


@pytest.mark.parametrize("words", ORDERS)
def test_options_may_come_before_the_name(words, monkeypatch):
    served = []
    monkeypatch.setattr(run, "serve", lambda *arguments: served.append(arguments))
    assert program_itself.main(words.split()) == 0
    app, *rest = served[0]
    assert (app.debug, rest) == (True, ["127.0.0.1", 80, None, False])


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_is_no_mistake(word, capsys):
    assert program_itself.main([word]) == 0
    assert capsys.readouterr().out.startswith("usage: python -m wsgi_apps NAME")


@pytest.mark.parametrize("words", [[], ["nope"], ["--app"], ["--app", "x"], ["--debug"]])
def test_no_command_is_a_mistake(words, capsys):
    assert program_itself.main(words) == 2
    assert capsys.readouterr().err.startswith("usage: python -m wsgi_apps NAME")
