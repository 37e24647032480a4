"""Lab 1 for real: each program is executable, and the development commands do not use the port that the file names."""

import os

import pytest

from tests.support.servers import ROOT
from tests.support.terminal import doing, steps

LAB = "examples/lab01_static_routes"

EXECUTED = """
```console
$ {LAB}/{way}.py
...
$ curl http://127.0.0.1:29130/good
Good World!
```
"""
BY_A_COMMAND = """
```console
$ {command}
...
$ curl http://127.0.0.1:5000/good
Good World!
$ curl --silent http://127.0.0.1:29130/good || echo "nobody listens: curl ends with $?"
nobody listens: curl ends with 7
$ {command} --port 29130
...
$ curl http://127.0.0.1:29130/good
Good World!
```
"""
PAGES = {way: EXECUTED.format(LAB=LAB, way=way) for way in ("raw", "ours", "flask_app")} | {
    command.partition(" --app")[0]: BY_A_COMMAND.format(command=command)
    for command in (f"python -m wsgi_apps --app {LAB}/ours.py run", f"flask --app {LAB}/flask_app.py run")
}


@pytest.mark.parametrize("page", PAGES)
def test_each_listens_where_the_lesson_says(page, tmp_path):
    with doing(page, PAGES[page], tmp_path / "wsgi_apps") as done:
        for step in steps(PAGES[page]):
            done.do(step)
    assert done.failures == []


@pytest.mark.parametrize("way", ["raw", "ours", "flask_app"])
def test_first_line_names_python_and_the_file_is_executable(way):
    file = ROOT / LAB / f"{way}.py"
    assert file.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")
    assert os.access(file, os.X_OK)
