"""``python -m wsgi_apps``: the list of its commands, its version, and what is said of a name that is not a command."""

import re
import subprocess
import sys
import tomllib

import pytest

import wsgi_apps
from tests.support.servers import ROOT
from wsgi_apps import __main__ as program

COMMANDS = dict(program.commands())


def test_the_version_is_that_of_the_project(capsys):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert wsgi_apps.__version__ == project["version"]
    assert program.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith(f"wsgi_apps {wsgi_apps.__version__} (Python 3.")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], []])
def test_commands_are_listed_with_a_sentence_each(arguments, capsys):
    assert program.main(arguments) == (0 if arguments else 2)
    said = capsys.readouterr()
    listed = dict(re.findall(r"(?m)^  (\w+) +(.+)$", said.out or said.err))
    assert {"run", "serve", "routes", "nginx", "mounts", "compare", "count", "cluster"} <= set(listed)
    assert "environment" not in listed
    assert all(re.fullmatch(r"[A-Z][^`]*\.", sentence) for sentence in listed.values())
    assert all(len(line) < 100 for line in (said.out or said.err).splitlines())


def test_modules_that_commands_share_are_not_commands():
    assert not {"naming", "processes", "course", "command_line"} & set(COMMANDS)


@pytest.mark.parametrize(("name", "near"), [("rnu", "run"), ("sevre", "serve"), ("compar", "compare")])
def test_a_slip_gets_the_nearest_command(name, near, capsys):
    assert program.main([name]) == 2
    assert capsys.readouterr().err.endswith(f"There is no command {name!r}. Did you mean {near}?\n")


@pytest.mark.parametrize("name", [*COMMANDS])
def test_help_reads_like_help(name):
    done = subprocess.run([sys.executable, "-m", "wsgi_apps", name, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert "``" not in done.stdout
    assert COMMANDS[name] in " ".join(done.stdout.split())


def test_a_library_that_is_not_installed_is_one_sentence(tmp_path):
    """A Python without the environment, in which only the standard library is."""
    lines = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from wsgi_apps.__main__ import main; "
    words = [sys.executable, "-I", "-S", "-c", f"{lines}sys.exit(main(['compare', '1']))"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("compare needs rich, and this Python does not have it: activate the environment with")
    assert done.stderr.count("\n") == 1


def test_an_import_without_the_environment_says_what_to_do(tmp_path):
    lines = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from wsgi_apps import App, send_file"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", lines], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "activate the environment with `. .venv/bin/activate`" in done.stderr


def test_an_error_of_a_command_itself_is_not_taken_for_a_missing_library(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError("No module named 'wsgi_apps.nope'", name="wsgi_apps.nope")

    monkeypatch.setattr(program, "import_module", missing)
    with pytest.raises(ModuleNotFoundError):
        program.main(["run"])


def test_a_reader_that_ends_first_is_no_error():
    """As in ``python -m wsgi_apps compare 4 | head -1``."""
    line = f"{sys.executable} -m wsgi_apps compare 3 4 | head -1"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "lab03_url_variables\n", "")
