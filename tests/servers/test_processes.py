"""What the tools start ends with them, also when they are killed; and where nothing can be written they say so."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.servers import PATIENCE, ROOT, accepts, free_port, wait_until
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.processes import made_folder

STARTER = """
import subprocess, sys, threading, time
from wsgi_apps.tools.processes import start
def run():
    print(start(["sleep", "60"]).pid, flush=True)
thread = threading.Thread(target=run)  # its end is not the end of what it has started
thread.start()
thread.join()
time.sleep(60)
"""


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_program_ends_with_the_process_that_has_started_it():
    started = subprocess.Popen(
        [sys.executable, "-c", STARTER], env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    with started:
        child = int(started.stdout.readline())
        time.sleep(0.3)
        assert lives(child)
        started.kill()
    wait_until(lambda: not lives(child), "the program ends")


def ports_of(name):
    return {
        "serve": ["wsgi_apps.hello", "--port", "--socket-port"],
        "mounts": ["--port", "--socket-port", "--nginx-port"],
        "cluster": ["--port", "--node-port"],
    }[name]


@pytest.mark.parametrize("name", ["serve", "mounts", "cluster"])
def test_a_tool_that_is_killed_leaves_nothing(name, tmp_path):
    ports = []
    words = [sys.executable, "-m", "wsgi_apps", name]
    for word in ports_of(name):
        words.append(word)
        if word.startswith("--"):
            ports.append(free_port())
            words.append(str(ports[-1]))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (tmp_path / "log").open("wb") as log:
        started = subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log)
    ready = {"serve": "is served at", "mounts": "Ctrl-C", "cluster": "Ctrl-C ends everything"}[name]
    wait_until(lambda: ready in (tmp_path / "log").read_text(), f"{name} is ready")
    below = descendants(started.pid)
    assert below
    assert accepts(ports[0])
    started.send_signal(signal.SIGKILL)
    started.wait(PATIENCE)
    started.stdin.close()
    wait_until(lambda: not any(map(lives, below)), "all that it has started ends")
    assert not accepts(ports[0])


def descendants(pid):
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # those that each of its threads has started
    children = {int(one) for file in lists for one in file.read_text().split()}
    return sorted({*children, *(one for child in children for one in descendants(child))})


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Mistake, match=r"You cannot write to .*/file/build \(Not a directory\): work in your own copy"):
        made_folder(tmp_path / "file" / "build")


def test_a_folder_that_is_read_only_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda folder, mode: False)  # root may write everywhere
    with pytest.raises(Mistake, match=r"\(Permission denied\): work in your own copy"):
        made_folder(tmp_path)


@pytest.mark.parametrize("words", [["nginx"], ["cluster"]], ids=lambda words: words[0])
def test_a_tool_in_a_checkout_that_is_read_only_says_one_sentence(words, tmp_path):
    """The folder ``build`` is a file: nothing can be written into it, not even by root."""
    for name in ("ini", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "build").touch()
    done = subprocess.run(
        [sys.executable, "-m", "wsgi_apps", *words, "--port", str(free_port())],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("You cannot write to ")
