"""Every command that a page shows is executed, in the order of the page, and prints what the page shows."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.servers import HOST, free_port
from tests.support.terminal import LEFT_OUT, ROOT, Step, doing, files_of_the_project, matches, network, serves, steps

PAGES = {
    name: ROOT / name
    for name in files_of_the_project()
    if re.fullmatch(r"README\.md|CONTRIBUTING\.md|docs/.*\.md|examples/([^/]+/)?README\.md", name)
}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}
#: page -> which test does it, and why
ELSEWHERE = {"CONTRIBUTING.md": "breadth/test_docs.py does it, and looks at the pages that it builds"}
WITH_COMMANDS = [name for name, text in TEXTS.items() if steps(text) and name not in ELSEWHERE]


def differences(name, folder):
    """Do a page; return what went otherwise than shown."""
    with doing(name, TEXTS[name], folder / "wsgi_apps") as done:
        for step in steps(TEXTS[name]):
            done.do(step)
    return done.failures


@pytest.fixture(scope="module")
def started(request, tmp_path_factory):
    """All pages that are asked for, a few at a time: most of the time a page waits for a server to begin or to end."""
    tests = [item for item in request.session.items if item.originalname == "test_page_does_what_it_shows"]
    names = [test.callspec.params["name"] for test in tests]
    with ThreadPoolExecutor(3) as pool:
        yield {name: pool.submit(differences, name, tmp_path_factory.mktemp("page")) for name in names}


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_page_does_what_it_shows(name, started):
    failures = started[name].result()
    assert not failures, "\n\n".join(failures)


def test_what_is_left_out_is_shown_and_has_a_reason():
    for name, commands in LEFT_OUT.items():
        shown = [step.command for step in steps(TEXTS[name])]
        for command, reason in commands.items():
            assert shown.count(command) == 1
            assert reason


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_the_page_is_a_step(name):
    """A prompt elsewhere than in a console block at the start of a line would not be executed."""
    prompts = re.findall(r"(?m)^[ >\t]*\$ ", TEXTS[name])
    assert len(prompts) == sum(bool(step.command) for step in steps(TEXTS[name]))
    assert not re.search(r"(?m)^\s*(```|~~~)\s*\{?(bash|sh|shell|zsh)\b", TEXTS[name])


CONSOLE = re.compile(r"(?ms)^( *)(?:<!-- terminal: \S+ -->\n+\1)?```console\n(.*?)^\1```")


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_a_server_has_a_block_of_its_own_with_the_number_of_its_terminal(name):
    for block in CONSOLE.finditer(TEXTS[name]):
        commands = [step.command for step in steps(block[0]) if step.command]
        if any(serves(command, ROOT) for command in commands):
            assert len(commands) == 1
            assert re.search(r"\*\*Terminal [13-9]\*\*\n\n$", TEXTS[name][: block.start()])


PAGE = """\
Text
```console
$ one
output
$ two \\
  more
$ cat <<END > file
$ no prompt
END
```

<!-- terminal: front -->
```console
$ make nginx
...
```

```console
what the server says
```

- In a list:

  ```console
  $ three
    indented
  ```
"""


def test_steps_of_a_page():
    assert steps(PAGE) == [
        Step(3, "server", "one", "output\n"),
        Step(5, "server", "two \\\n  more", ""),
        Step(7, "server", "cat <<END > file\n$ no prompt\nEND", ""),
        Step(14, "front", "make nginx", "...\n"),
        Step(19, "server", "", "what the server says\n"),
        Step(25, "server", "three", "  indented\n"),
    ]


@pytest.mark.parametrize(
    ("shown", "got", "same"),
    [
        pytest.param("a\nb\n", "a\r\nb\r\n", True, id="a terminal's line ends"),
        pytest.param("a\n", "a", True, id="no line end at the end"),
        pytest.param("a\n", "\x1b[31ma\x1b[0m\n", True, id="colour"),
        pytest.param("L: /x\n", "L:\x1b]8;;http://h/x\x1b\\ /x\r\n\x1b]8;;\x1b\\", True, id="curl marks a link"),
        pytest.param("done\n", "10 %\r50 %\rdone\n", True, id="a line written over"),
        pytest.param("a\n...\nd\n", "a\nb\nc\nd\n", True, id="any lines between"),
        pytest.param("a\n...\nd\n", "a\nd\n", True, id="no line between"),
        pytest.param("pid ... is up\n", "pid 1234 is up\n", True, id="any text in a line"),
        pytest.param("pid ... is up\n", "pid 1\n2 is up\n", False, id="not over the end of a line"),
        pytest.param("a\n", "a\nb\n", False, id="more than shown"),
        pytest.param("a\nb\n", "a\n", False, id="less than shown"),
        pytest.param("", "a\n", False, id="something where nothing is shown"),
        pytest.param("a+\n", "aa\n", False, id="what is shown is no pattern"),
    ],
)
def test_output_is_compared(shown, got, same):
    assert matches(shown, got) is same


@pytest.mark.parametrize(
    ("command", "stays"),
    [
        ("make run", True),
        ("make run MODULE=wsgi_apps.hello", True),
        ("make nginx", True),
        ("make test", False),
        ("uwsgi --ini ini/uwsgi.ini --module wsgi_apps.hello", True),
        ("uwsgi --stop build/uwsgi.pid", False),
        ("gunicorn wsgi_apps.hello:application", True),
        ("gunicorn --daemon wsgi_apps.hello:application", False),
        ("python -m wsgi_apps run hello", True),
        ("python -m wsgi_apps --app hello run", True),
        ("python -m wsgi_apps routes hello", False),
        ("python -m wsgi_apps run --help", False),
        ("PORT=1 flask --app hello run", True),
        ("curl http://127.0.0.1:8000/run", False),
        ("python serving.py", True),
        ("./serving.py", True),
        ("python serving.py &", False),
        ("python ending.py", False),
    ],
)
def test_serving_commands_are_known(command, stays, tmp_path):
    (tmp_path / "serving.py").write_text("make_server('', 1, application).serve_forever()\n")
    (tmp_path / "ending.py").write_text("print(1)\n")
    assert serves(command, tmp_path) is stays


WRONG = """\
```console
$ make run MODULE=wsgi_apps.hello
...
wsgi_apps.hello is served at http://127.0.0.1:8000/ by uWSGI, ...
...
$ curl -s http://127.0.0.1:8000/
Hello Moon
$ false
$ (setsid sleep 60 &)
```

```console
^C
...
Goodbye after 1 request: ports 8000 and 19130 are free again.
```

```console
$ curl -s http://127.0.0.1:8000/
```
"""


def test_wrong_page_is_told_line_by_line(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.terminal.PATIENCE", 20)
    with doing("wrong.md", WRONG, tmp_path / "wsgi_apps") as done:
        for step in steps(WRONG):
            done.do(step)
    assert [failure.partition("\n")[0] for failure in done.failures] == [
        "wrong.md, line 6: `curl -s http://127.0.0.1:8000/` gives something else",
        "wrong.md, line 8: `false` ends with status 1, and the page does not show it",
        "wrong.md, line 19: `curl -s http://127.0.0.1:8000/` ends with status 7, and the page does not show it",
        *["wrong.md: leaves a process running, sleep 60 : show the command that ends it"]
        * (done.network.holder is not None),
    ]
    assert "--- shown\nHello Moon\n--- got\nHello World\n" in done.failures[0]


def test_networks_are_apart():
    with network() as one, network() as other:
        assert (one.holder is None) == (other.holder is None)
        assert one.enter != other.enter or one.holder is None


def test_without_a_network_of_its_own_a_taken_port_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.terminal.AS_ROOT", ["false"])
    monkeypatch.setattr("tests.support.terminal.AS_USER", ["false"])
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr("tests.support.terminal.COURSE_PORTS", {port})
        with pytest.raises(AssertionError) as refused, doing("page.md", f"port {port}", tmp_path / "wsgi_apps"):
            pass
    assert str(refused.value) == (
        f"The kernel gives the tests no network of their own, and port {port} is taken: end what uses it."
    )


def test_without_a_network_of_its_own_a_page_runs_on_the_machine(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.terminal.AS_ROOT", ["false"])
    monkeypatch.setattr("tests.support.terminal.AS_USER", ["false"])
    page = f"""```console
$ python -m wsgi_apps run wsgi_apps.hello --port {free_port()}
...
```
"""
    with doing("page.md", page, tmp_path / "wsgi_apps") as done:
        done.do(*steps(page))
    assert done.failures == []
