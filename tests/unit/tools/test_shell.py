"""A Python prompt inside an application."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from wsgi_apps import App
app = App(__name__, static_folder=None)
app.config["COLOUR"] = "blue"

@app.shell_context_processor
def names():
    return {"seven": 7}

def raw(environ, start_response):
    return []
"""


@pytest.fixture
def shell(tmp_path):
    (tmp_path / "program_of_a_test.py").write_text(PROGRAM)

    def run(typed, *arguments):
        here = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "wsgi_apps", "shell", *arguments]
        return subprocess.run(command, cwd=tmp_path, input=typed, capture_output=True, text=True, env=here, timeout=60)

    return run


def test_the_prompt_is_in_a_context_of_the_application(shell):
    typed = "from wsgi_apps import current_app\nprint(app.config['COLOUR'], seven * 6, current_app.name, list(g))\n"
    done = shell(typed, "program_of_a_test")
    assert "blue 42 program_of_a_test []" in done.stdout
    assert "App: program_of_a_test. Names: app, g, seven" in done.stderr
    assert done.returncode == 0


def test_flasks_way_to_name_the_application(shell):
    assert "blue" in shell("print(app.config['COLOUR'])\n", "--app", "program_of_a_test:app").stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [("program_of_a_test:raw", "is not an App"), ("no_such_module", "no_such_module"), (None, "name an app")],
)
def test_what_is_no_app_is_told_in_a_sentence(shell, name, words):
    done = shell("", *([name] if name else []))
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
