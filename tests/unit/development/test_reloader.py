"""The reloader."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from wsgi_apps import App
from wsgi_apps.development import reloader, server as development


@pytest.fixture(autouse=True)
def the_signal_is_as_before():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def app():
    return App(__name__)


def serve_nothing():
    raise AssertionError("the child serves, not the reloader")


LIVES = [  # the exit statuses of the child, the waits for a change, the exit status of the reloader
    ([3, 3, 0], 0, 0),
    ([1], 0, 1),
    ([3, 1, 1, 3, -11, 0], 3, 0),
]


@pytest.mark.parametrize(
    ("codes", "waits", "code"), LIVES, ids=["it ends well", "it never served", "it fails after a change"]
)
def test_the_reloader_starts_again_until_the_program_ends(app, codes, waits, code, monkeypatch):
    codes, waited = list(codes), []

    def run(command, env, check):
        assert (command[0], env[reloader.RELOADED]) == (sys.executable, "1")
        return SimpleNamespace(returncode=codes.pop(0))

    monkeypatch.delenv(reloader.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(reloader, "wait_for_change", lambda known, extra: waited.append(known))
    with pytest.raises(SystemExit) as ended:
        reloader.reloading(serve_nothing, [])
    assert (ended.value.code, codes, len(waited)) == (code, [], waits)
    assert all(Path(__file__) in known for known in waited)


def test_a_failed_program_waits_for_a_change(tmp_path, monkeypatch, capsys):
    file, slept = tmp_path / "a.py", []
    looks = iter([{file: 1}, {}])
    monkeypatch.setattr(reloader, "files_around", lambda extra: next(looks))
    monkeypatch.setattr(reloader, "sleep", slept.append)
    reloader.wait_for_change({file: 1}, [])
    assert slept == [reloader.INTERVAL]
    assert "It starts again when a file changes" in capsys.readouterr().err


def test_a_signal_ends_the_child_as_well(app, monkeypatch):
    def terminated(*arguments, **options):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.delenv(reloader.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", terminated)
    with pytest.raises(SystemExit):
        reloader.reloading(serve_nothing, [])


def test_ctrl_c_ends_the_reloader(app, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.delenv(reloader.RELOADED, raising=False)
    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        reloader.reloading(serve_nothing, [])
    assert ended.value.code == 0


def test_the_child_serves_and_watches(monkeypatch):
    watched, served, extra = threading.Event(), [], [Path("a.toml")]
    monkeypatch.setenv(reloader.RELOADED, "1")
    monkeypatch.setattr(reloader, "watch", lambda *arguments: served.append(arguments) or watched.set())
    monkeypatch.setattr(reloader, "files", lambda extra: {extra[0]: 1.0})
    reloader.reloading(lambda: watched.wait(10) and served.append("here"), extra)
    assert served == [(extra, os.getppid(), {extra[0]: 1.0}), "here"]


@pytest.mark.parametrize(
    ("parents", "code"), [([7, 7], reloader.RELOAD), ([7, 1], 0)], ids=["a file has changed", "the parent is gone"]
)
def test_what_ends_the_child(tmp_path, parents, code, monkeypatch):
    file, sizes, ended, parents = tmp_path / "a.py", iter([1, 1, 2]), [], iter(parents)

    def leave(code):
        ended.append(code)
        raise SystemExit

    monkeypatch.setattr(reloader, "files", lambda extra: {file: next(sizes)})
    monkeypatch.setattr(reloader, "sleep", lambda seconds: None)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(SystemExit):
        reloader.watch([], 7, reloader.files([]))
    assert ended == [code]


def test_the_files_that_are_watched(tmp_path):
    extra = tmp_path / "settings.toml"
    extra.touch()
    watched = reloader.files([extra])
    assert {Path(__file__), extra} <= watched.keys()
    assert not any("site-packages" in str(path) for path in watched)


def test_a_file_that_is_being_replaced_is_passed_over(tmp_path):
    there = tmp_path / "there.py"
    there.touch()
    assert reloader.times([tmp_path / "gone.py", there]) == {there: there.stat().st_mtime}


def test_files_beside_those_of_the_program_are_watched_after_a_failure(tmp_path, monkeypatch):
    program, beside = tmp_path / "program.py", tmp_path / "beside.py"
    program.touch()
    beside.touch()
    monkeypatch.setattr(reloader, "files", lambda extra: reloader.times([program]))
    assert set(reloader.files_around([])) == {program, beside}


@pytest.mark.parametrize("extra", ["a.txt", Path("a.txt"), ["a.txt"], (Path("a.txt"),)], ids=repr)
def test_one_extra_file_is_one_file(app, monkeypatch, extra):
    watched = []
    monkeypatch.setattr(development, "reloading", lambda serve_here, files: watched.append(files))
    development.serve(app, use_reloader=True, extra_files=extra)
    assert watched == [[Path("a.txt")]]
