"""The commands ``run`` and ``routes``."""

import pytest

from wsgi_apps.tools import routes, run

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


@pytest.fixture(autouse=True)
def program(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [str(tmp_path), *__import__("sys").path])
    for name in ("program_of_a_test", "empty_program"):
        monkeypatch.delitem(__import__("sys").modules, name, raising=False)
    (tmp_path / "program_of_a_test.py").write_text(PROGRAM)
    (tmp_path / "empty_program.py").write_text("import no_such_module_at_all\n")


def test_rules_are_printed_in_the_order_in_which_they_match(capsys):
    assert routes.main(["program_of_a_test"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Rule     Methods             Endpoint",
        "/hello   OPTIONS, POST       hello",
        "/<name>  GET, HEAD, OPTIONS  any",
    ]


@pytest.mark.parametrize(
    "target", ["program_of_a_test:router", "program_of_a_test:create_app", "program_of_a_test.py:router"]
)
def test_a_router_will_do(target, capsys):
    assert routes.main(["--app", target]) == 0
    assert "/raw  any" in capsys.readouterr().out


REFUSED = [
    ([], "name an application"),
    (["no_such_program"], "there is no module 'no_such_program' here"),
    (["program_of_a_test:nothing"], "'nothing' is in the module program_of_a_test: write"),
    (["program_of_a_test:number"], "7 is no WSGI application"),
    (["empty_program"], "No module named 'no_such_module_at_all'"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
@pytest.mark.parametrize("command", [routes, run], ids=["routes", "run"])
def test_mistakes_are_told(command, arguments, words, capsys):
    assert command.main(arguments) == 2
    assert words in capsys.readouterr().err


def test_what_has_no_rules(capsys):
    assert routes.main(["wsgi_apps.hello"]) == 2
    assert "has no rules" in capsys.readouterr().err


def test_what_is_served(monkeypatch):
    served = []
    monkeypatch.setattr(run, "serve", lambda *arguments: served.append(arguments))
    assert run.main(["program_of_a_test", "--port", "80", "--debug", "--reload", "--host", "localhost"]) == 0
    app, *rest = served[0]
    assert (app.debug, rest) == (True, ["localhost", 80, True, False])
