"""A Flask file of the course runs with its import line changed: as a script, by the command, on uWSGI and on gunicorn.

The same requests go to the file as it is, on Flask, and to the file with the other import line.
"""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.support.servers import BIN, HOST, ROOT, free_port, process

LAB = ROOT / "tests" / "course"
IMPORT = "from flask import Flask, "
CHANGED = "from wsgi_apps import Flask, "
PREFIX = "/60162176"

#: what is asked, in the words of curl
REQUESTS = [
    ["/"],
    ["/Hello/JongHyun"],
    ["/Hello/%EC%A2%85%ED%98%84"],
    ["/test/1234"],
    ["/test/abc"],
    ["/test/-3"],
    ["/predict"],
    ["/predict", "-X", "OPTIONS"],
    ["/predict", "-H", "Content-Type: application/json", "--data", '{"name": "종현"}'],
    ["/predict", "-X", "PUT", "-H", "Content-Type: application/json", "--data", '{"name": "a"}'],
    ["/predict", "-H", "Content-Type: application/json", "--data", "{name}"],
    ["/predict", "--data", "name=a"],
    ["/page"],
    ["/page/"],
    ["/page/<script>"],
    ["/login?user_name=foo"],
    ["/login?user_name=bar"],
    ["/who"],
    ["/go"],
    ["/post", "--data", "input1=12&input2=5"],
    ["/post", "--data", "input1=12"],
    ["/nowhere"],
    ["/", "-I"],
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return the folders with the student's file: as it is, and with its import line changed."""
    made = {}
    for name, line in (("flask", IMPORT), ("ours", CHANGED)):
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(LAB / "templates", folder / "templates")
        source = (LAB / "lab.py").read_text(encoding="utf-8")
        assert source.count(IMPORT) == 1
        (folder / "lab.py").write_text(source.replace(IMPORT, line), encoding="utf-8")
        made[name] = folder
    return made


def script(folder, port):
    """Return the command line for ``python file.py``; the port of the file is moved to a free one."""
    file = folder / f"lab{port}.py"
    file.write_text((folder / "lab.py").read_text(encoding="utf-8").replace("29130", str(port)), encoding="utf-8")
    return [sys.executable, str(file)]


def by_command(folder, port):
    """Return the command line in the order of the course's own: ``--app FILE run --port NUMBER``."""
    return [sys.executable, "-m", "wsgi_apps", "--app", "lab", "run", "--port", str(port)]


def by_flask(folder, port):
    return [sys.executable, "-m", "flask", "--app", "lab", "run", "--port", str(port)]


def on_uwsgi(folder, port):
    """Return the command line of the course: mounted, with ``--manage-script-name``."""
    words = [str(BIN / "uwsgi"), "--http-socket", f"{HOST}:{port}", "--master", "--need-app", "--single-interpreter"]
    words += ["--hook-master-start", "unix_signal:15 gracefully_kill_them_all"]
    return [*words, "--manage-script-name", "--mount", f"{PREFIX}=lab:app"]


def on_gunicorn(folder, port):
    return [str(BIN / "gunicorn"), "--bind", f"{HOST}:{port}", "--no-control-socket", "lab:app"]


#: (way, command for ours, command for Flask, prefix)
WAYS = [
    ("python file.py", script, script, ""),
    ("the command", by_command, by_flask, ""),
    ("uWSGI with a mount", on_uwsgi, on_uwsgi, PREFIX),
    ("gunicorn", on_gunicorn, on_gunicorn, ""),
]


@contextmanager
def running(command, folder):
    port = free_port()
    environment = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore:'cgi' is deprecated"}
    with process(command(folder, port), folder / "log", port, folder=folder, **environment):
        yield port


def asked(port, prefix, words, jar):
    """Return what curl shows of an answer, with what is by chance the same for both taken out."""
    path, *more = words
    line = ["curl", "-s", "-i", "--max-time", "10", "-b", jar, "-c", jar, "-A", "curl", *more]
    done = subprocess.run([*line, f"http://{HOST}:{port}{prefix}{path}"], capture_output=True, check=True)
    head, _, body = done.stdout.decode("utf-8").replace(f":{port}", ":PORT").partition("\r\n\r\n")
    kept = ("content-type", "location", "allow", "my_header")
    headers = dict(line.partition(": ")[::2] for line in head.splitlines()[1:])
    headers = {name.lower(): meaning(name.lower(), value) for name, value in headers.items() if name.lower() in kept}
    status = head.split()[1]
    return status, headers, comparable(headers, body) if status < "400" or "there is no" in body else ""


def meaning(name, value):
    return sorted(value.split(", ")) if name == "allow" else value.replace(" ", "").lower()


def comparable(headers, body):
    """Return the body; of a redirect's page only that it is there, and of JSON the text without its blanks."""
    if "location" in headers:
        return bool(body)
    return re.sub(r"\s", "", body) if "json" in headers.get("content-type", "") else body


@pytest.mark.parametrize(("ours", "flask", "prefix"), [row[1:] for row in WAYS], ids=[row[0] for row in WAYS])
def test_same_answers_as_flask(folders, tmp_path, ours, flask, prefix):
    with running(ours, folders["ours"]) as our_port, running(flask, folders["flask"]) as their_port:
        for words in REQUESTS:
            our_answer = asked(our_port, prefix, words, str(tmp_path / "ours"))
            assert our_answer == asked(their_port, prefix, words, str(tmp_path / "theirs")), words


def test_prefix_is_carried_by_links_and_redirects(folders, tmp_path):
    with running(on_uwsgi, folders["ours"]) as port:
        who = asked(port, PREFIX, ["/who"], str(tmp_path / "jar"))
        go = asked(port, PREFIX, ["/go"], str(tmp_path / "jar"))
        root = asked(port, PREFIX, [""], str(tmp_path / "jar"))
    assert who[2] == f"nobody at {PREFIX}/who"
    assert go[1]["location"] == f"{PREFIX}/hello/%ec%a2%85%ed%98%84"
    assert (root[0], root[1]["location"]) == ("308", f"http://{HOST}:port{PREFIX}/")


def test_the_files_differ_by_one_line(folders):
    lines = [(folder / "lab.py").read_text(encoding="utf-8").splitlines() for folder in folders.values()]
    assert [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]] == [
        (
            f"{IMPORT}jsonify, make_response, redirect, render_template, request, session, url_for",
            f"{CHANGED}jsonify, make_response, redirect, render_template, request, session, url_for",
        )
    ]
