"""One way of naming an application: what is found, and what is said where nothing is."""

import pytest

from wsgi_apps.tools import cluster, routes, run, serve, shell
from wsgi_apps.tools.check import command as check
from wsgi_apps.tools.course.manifest import EXAMPLES, Mistake
from wsgi_apps.tools.naming import named, resolved
from wsgi_apps.tools.xray import command as xray

SOURCES = {
    "hello.py": "app = App(__name__)\n",
    "by_hand.py": "def application(environ, start_response): ...\n",
    "same.py": "app = App(__name__)\napplication = app\n",
    "outer.py": "app = App(__name__)\napplication = Mount(None, {'/x': app})\n",
    "two.py": "app = App(__name__)\napplication = Mount(None)\n",
    "web.py": "from flask import Flask\nweb = Flask(__name__)\n",
    "made.py": "def build(): ...\n",
    "many.py": "a = App('a')\nb = App('b')\n",
    "factory.py": "def create_app(): ...\n",
    "inside.py": "try:\n    import x\nexcept ImportError:\n    app = 1\nelse:\n    with x: application = 2\n",
    "star.py": "from hello import *\n",
    "nothing.py": "x = 1\n",
    "of_class.py": "app = App\n",
    "broken.py": "def (:\n",
    "package/__init__.py": "app = 1\n",
    "package/inner.py": "from package import app\n",
    "folder/one.py": "app = 1\n",
    "dashed-1/one.py": "app = 1\n",
    "needs/__init__.py": "import no_such_module_at_all\n",
    "needs/inner.py": "app = 1\n",
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [str(tmp_path), *__import__("sys").path])
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for name in [one for one in __import__("sys").modules if f"{one.partition('.')[0]}.py" in SOURCES]:
        monkeypatch.delitem(__import__("sys").modules, name)
    yield
    for name in ("package", "needs", "folder"):
        for one in [one for one in __import__("sys").modules if one.partition(".")[0] == name]:
            del __import__("sys").modules[one]


def found(text):
    return resolved(named(text, "command"))


FOUND = [
    ("hello", "hello:app"),
    ("hello.py", "hello:app"),
    ("hello:app", "hello:app"),
    ("hello.py:app", "hello:app"),
    ("./hello.py", "hello:app"),
    ("by_hand", "by_hand:application"),
    ("same", "same:application"),
    ("two:app", "two:app"),
    ("outer", "outer:application"),
    ("web", "web:web"),
    ("factory", "factory:create_app()"),
    ("many:b", "many:b"),
    ("star", "star"),
    ("star:anything", "star:anything"),
    ("nothing", "nothing"),
    ("factory:create_app", "factory:create_app()"),
    ("factory:create_app()", "factory:create_app()"),
    ("factory.py:create_app()", "factory:create_app()"),
    ("made:build()", "made:build()"),
    ("hello:()", "hello:app"),
    ("package/", "package:app"),
    ("./package/:app", "package:app"),
    ("package", "package:app"),
    ("package.inner", "package.inner:app"),
    ("package/inner.py", "package.inner:app"),
    ("folder.one", "folder.one:app"),
    ("folder/one.py", "one:app"),
    ("wsgi_apps.hello_json", "wsgi_apps.hello_json:application"),
]


@pytest.mark.parametrize(("text", "spelling"), FOUND)
def test_what_is_found(text, spelling):
    assert found(text).spelling == spelling


@pytest.mark.parametrize("text", ["folder/one.py", "hello", "package/inner.py"])
def test_where_another_process_finds_it(text, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/more")
    folder = tmp_path / "folder" if "folder" in text else tmp_path
    assert found(text).python_path == f"{folder}:/more"


def test_a_program_of_a_lab_has_its_full_name():
    spelling = found(str(EXAMPLES / "lab01_static_routes" / "ours.py")).spelling
    assert spelling == "examples.lab01_static_routes.ours:app"


REFUSED = [
    (None, "Name an application, such as hello, hello.py or package.module:app: command hello"),
    ("", "Name an application"),
    ("helo", "There is no module 'helo' here. Did you mean hello?"),
    ("helo.py", "There is no file helo.py. Did you mean hello.py?"),
    ("nowhere/x.py", "There is no file nowhere/x.py. Write the path of a Python file"),
    ("package.iner:app", "There is no module 'package.iner' here. Did you mean package.inner?"),
    ("packag.inner", "There is no module 'packag.inner' here. Did you mean package?"),
    ("qqqqqqqq", "There is no module 'qqqqqqqq' here. Write a name such as hello, hello.py or"),
    (".hello", "There is no module '.hello' here."),
    ("hello:ap", "The module hello has no 'ap'. Did you mean app?"),
    ("hello:zzz", "The module hello has no 'zzz'. Write hello:NAME, with the application's name."),
    ("hello:app()", "hello:app is an application and not a factory: write hello:app."),
    ("factory:create_ap()", "The module factory has no 'create_ap'. Did you mean create_app?"),
    ("factory:create_app(1)", "The module factory has no 'create_app(1)'. Did you mean create_app?"),
    ("hello:app.wsgi_app", "The module hello has no 'app.wsgi_app'. Did you mean app?"),
    ("star:app.wsgi_app", "The module star has no 'app.wsgi_app'."),
    ("many", "many has a and b: write many:a or many:b."),
    ("folder/", "folder is a folder and has no application: write one of its modules: folder.one."),
    ("./folder", "folder is a folder and has no application: write one of its modules: folder.one."),
    (".", ". is a folder: write one of its files: broken.py, by_hand.py,"),
    ("dashed-1/", "dashed-1 is a folder: write one of its files: dashed-1/one.py."),
    ("..", ".. is a folder: write"),
    ("two", "two has app and application: write two:app or two:application."),
    ("inside", "inside has app and application"),
    ("folder", "folder is a folder and has no application: write one of its modules: folder.one."),
    ("of_class", "of_class:app is the class App: write app = App(__name__)."),
    ("of_class:app", "of_class:app is the class App"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_not_there_is_one_sentence(text, words):
    with pytest.raises(Mistake) as refused:
        found(text)
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


COMMANDS = {
    "check": check.main,
    "cluster": lambda words: cluster.main(["--module", *words]),
    "routes": routes.main,
    "run": run.main,
    "serve": serve.main,
    "shell": shell.main,
    "xray": lambda words: xray.main([*words, "GET /"]),
}
SENTENCES = [  # of the many names above, one of each kind
    "helo",
    "helo.py",
    "hello:ap",
    "hello:app.wsgi_app",
    "hello:app()",
    "factory:create_ap()",
    "many",
    "folder/",
    "of_class:app",
]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_a_name_with_the_same_sentence(command, text, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr("wsgi_apps.tools.cluster.port_in_use", lambda *words: "")
    (tmp_path / "ini").mkdir()
    for file in ("uwsgi.ini", "cluster_node.ini"):
        (tmp_path / "ini" / file).touch()
    with pytest.raises(Mistake) as refused:
        found(text)
    assert COMMANDS[command]([text]) != 0
    assert capsys.readouterr().err == f"{refused.value}\n"


class Node:
    """A node that has ended, as it does if uWSGI finds no application."""

    def poll(self):
        return serve.NOT_LOADED


class NothingStarts:
    """A cluster whose first node has ended."""

    def __init__(self, folder):
        self.folder, self.nodes = folder, {1: Node()}

    def __enter__(self):
        raise Mistake("Waiting for node 1 failed")

    def __exit__(self, *raised):
        """Nothing was started."""


@pytest.mark.parametrize(
    ("text", "log", "words"),
    [
        ("nothing", "", "The module nothing has none of app, application"),
        ("nothing", "Traceback (most recent call last):", "Waiting for node 1 failed"),
        ("hello", "", "Waiting for node 1 failed"),
    ],
)
def test_a_cluster_of_a_module_without_an_application_says_so(text, log, words, tmp_path):
    (tmp_path / "node1.log").write_text(log)
    with pytest.raises(Mistake, match=words):
        cluster.run_named(NothingStarts(tmp_path), found(text))


def test_a_source_that_is_not_python_is_an_error_of_its_own():
    with pytest.raises(SyntaxError):
        found("broken")


def test_a_package_that_wants_another_module_says_so():
    with pytest.raises(ModuleNotFoundError, match="no_such_module_at_all"):
        found("needs.inner")


@pytest.mark.parametrize("file", ["app.py", "wsgi.py"])
def test_without_a_name_it_is_the_usual_file(file, tmp_path):
    (tmp_path / file).write_text("application = 1\n")
    assert found(None).spelling == f"{file.removesuffix('.py')}:application"
