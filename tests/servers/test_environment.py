"""Making the environment: what it finds missing, what it installs, what it says."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.servers import ROOT, free_port, process, talk
from tests.support.terminal import copy_of_the_project
from wsgi_apps.tools import environment


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A folder without an environment, on a machine without any program."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    monkeypatch.setattr(environment.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(environment, "is_there", lambda name: False)
    monkeypatch.setattr(environment, "is_ubuntu", lambda: False)
    return tmp_path


PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
FOR_RUN = [f"{PYTHON}-venv", "gcc", "libc6-dev", f"{PYTHON}-dev", "curl"]
FOR_COURSE = [*FOR_RUN, "nginx-light", "redis-server"]
FOR_TEST = [
    *(*FOR_COURSE, "git", "logrotate", "procps", "zsh", "chromium", "chromium-driver"),
    *("uwsgi-core", "uwsgi-plugin-python3", "postgresql", "iproute2", "util-linux", "systemd"),
]


@pytest.mark.parametrize(
    ("purpose", "packages"),
    [
        ("run", FOR_RUN),
        ("nginx", [*FOR_RUN, "nginx-light"]),
        ("course", FOR_COURSE),
        ("test", FOR_TEST),
        ("dev", FOR_TEST),
    ],
)
def test_everything_missing_is_found(bare, purpose, packages):
    assert environment.missing_packages(purpose) == packages


def test_compiled_uwsgi_needs_no_compiler(bare):
    (bare / ".venv/lib/python3.11/site-packages/uwsgi-2.0.31.dist-info").mkdir(parents=True)
    assert environment.missing_for_python() == [f"{PYTHON}-venv"]


@pytest.mark.parametrize(
    ("link", "name", "is_refused"),
    [
        (True, "other one", True),
        (False, "other one", False),  # of a checkout that was moved or copied
        (True, "gone", False),
        (True, "", False),  # of this checkout, kept at another place
    ],
)
def test_the_environment_of_another_checkout_is_left_alone(
    bare, monkeypatch, capsys, tmp_path_factory, link, name, is_refused
):
    (bare / "other one").mkdir()
    (bare / "other one" / "pyproject.toml").touch()
    made = tmp_path_factory.mktemp("kept") if link else bare / ".venv"
    installed = made / "lib/python3.11/site-packages/wsgi_apps-0.1.0.dist-info"
    installed.mkdir(parents=True)
    (installed / "direct_url.json").write_text(json.dumps({"url": (bare / name).as_uri()}))
    if link:
        (bare / ".venv").symlink_to(made)
    monkeypatch.setattr(environment, "administrator", lambda: None)
    assert environment.main(["run"]) == 1
    said = capsys.readouterr()
    assert (said.out == "") == is_refused
    expected = (
        f".venv is a link to the environment of {bare / 'other one'}, which would" if is_refused else "Run the same"
    )
    assert said.err.startswith(expected)


def test_nothing_is_missing_here():
    assert environment.missing_packages("dev") == []


def test_who_may_not_install_is_told_what_to_install(bare, monkeypatch, capsys):
    monkeypatch.setattr(environment, "administrator", lambda: None)
    assert environment.main(["test"]) == 1
    said = capsys.readouterr()
    assert f"To install: sudo apt-get install {' '.join(FOR_TEST)}" in said.out
    assert said.err == f"Run the same command again once these are installed: {' '.join(FOR_TEST)}\n"


def test_only_run_does_without_a_compiler(bare, monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: True)
    monkeypatch.setattr(environment, "make_venv", lambda purpose, compiled: (purpose, compiled))
    assert environment.main(["run"]) == ("run", False)
    assert environment.main(["test"]) == 1


def test_older_python_is_told_what_it_takes(monkeypatch, capsys):
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 4))
    assert environment.main(["run"]) == 1
    assert capsys.readouterr().err.startswith("Python 3.11 or later is needed")


def test_other_folder_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert environment.main(["run"]) == 1
    assert "change to the folder of the project first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_other_purpose_is_refused(capsys):
    assert environment.main(["fly"]) == 1
    said = capsys.readouterr().err
    purposes = "run, nginx, course, playground, test, dev, docs, bench"
    assert said == f"There is no environment for 'fly': write one of {purposes}.\n"


def test_help_is_not_a_purpose(capsys):
    assert environment.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("Make the environment in .venv")


def test_the_lock_of_another_apt_get_is_waited_for(tmp_path, monkeypatch, capsys):
    """A program that stands for apt-get finds the lock taken twice."""
    tries = tmp_path / "tries"
    locked = "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1 (apt-get)"
    script = f"echo x >> {tries}; test $(wc -l < {tries}) -gt 2 || {{ echo '{locked}' >&2; exit 100; }}"
    monkeypatch.setattr(environment.time, "sleep", lambda seconds: None)
    assert environment.once_unlocked(["sh", "-c", script]) == 0
    said = capsys.readouterr()
    assert said.out.count("Another program is installing packages: waiting until it has finished ...") == 2
    assert said.err == ""


def test_another_error_of_apt_get_is_told_at_once(capsys):
    assert environment.once_unlocked(["sh", "-c", "echo 'E: Unable to locate package x' >&2; exit 100"]) == 100
    assert capsys.readouterr().err == "E: Unable to locate package x\n"


def test_a_lock_that_stays_is_an_error_in_the_end(monkeypatch, capsys):
    monkeypatch.setattr(environment, "PATIENCE", -1)
    assert environment.once_unlocked(["sh", "-c", "echo 'E: Unable to lock directory' >&2; exit 100"]) == 100
    assert capsys.readouterr().err == "E: Unable to lock directory\n"


def test_apt_get_runs_while_no_service_may_start(tmp_path, monkeypatch):
    """The commands that write and remove the policy are run; apt-get is not."""
    policy, seen = tmp_path / "policy-rc.d", []
    monkeypatch.setattr(environment, "POLICY", policy)
    monkeypatch.setattr(environment, "administrator", lambda: ["env"])
    run = subprocess.run

    def look(words, **options):
        if "apt-get" not in words:
            return run(words, **options)
        assert "DPkg::Lock::Timeout=120" in words
        seen.append((words[words.index("apt-get") + 3], policy.read_text(), os.access(policy, os.X_OK)))
        return subprocess.CompletedProcess(words, 0, stderr="")

    monkeypatch.setattr(environment.subprocess, "run", look)
    assert environment.install_packages(["curl"]) is True
    refusal = "#!/bin/sh\nexit 101\n"
    assert seen == [("update", refusal, True), ("install", refusal, True)]
    assert not policy.exists()


def test_policy_is_gone_after_sigterm(tmp_path, monkeypatch):
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(environment, "POLICY", policy)

    def interrupted():
        with environment.services_stay_off([]):
            assert policy.exists()
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit):
        interrupted()
    assert not policy.exists()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_policy_of_the_machine_is_left_alone(tmp_path, monkeypatch):
    policy = tmp_path / "policy-rc.d"
    policy.write_text("exit 0\n")
    monkeypatch.setattr(environment, "POLICY", policy)
    with environment.services_stay_off([]):
        assert policy.read_text() == "exit 0\n"
    assert policy.exists()


@pytest.mark.parametrize(("status", "prefix"), [(0, ["sudo", "-n"]), (1, None)], ids=["allowed", "asks for a password"])
def test_sudo_is_used_where_it_asks_nothing(monkeypatch, status, prefix):
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(environment.shutil, "which", lambda name: "/usr/bin/sudo")
    monkeypatch.setattr(environment.subprocess, "run", lambda *a, **b: subprocess.CompletedProcess(a, status))
    assert environment.administrator() == prefix


def test_pyuwsgi_takes_the_place_of_uwsgi_alone():
    (others, project) = environment.installation("test", compiled=False)
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = table["optional-dependencies"]
    wanted = [*table["dependencies"], *(one for name in environment.EXTRAS["test"] for one in extras[name])]
    assert sorted(others) == sorted(
        [*(name for name in wanted if not name.startswith("uwsgi")), "pyuwsgi>=2.0.30,<2.1"]
    )
    assert project == ["--no-deps", "--editable", "."]
    every = ",".join(environment.EXTRAS["dev"])
    assert environment.installation("dev", compiled=True) == [["--use-pep517", "--editable", f".[{every}]"]]


def test_failure_of_pip_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        environment.subprocess, "run", lambda words, **b: subprocess.CompletedProcess(words, "pip" in words)
    )
    assert environment.make_venv("run", compiled=True) == 1
    assert capsys.readouterr().err == "pip could not install --use-pep517 --editable .: its lines above say why.\n"
    assert not Path(".venv/.run").exists()


def test_without_a_compiler_pyuwsgi_really_serves(tmp_path):
    """A machine with Python alone: the ready-made uWSGI is installed and answers."""
    folder, programs = tmp_path / "copy", tmp_path / "bin"
    copy_of_the_project(folder)
    programs.mkdir()
    (programs / "python3").symlink_to(Path(sys.base_prefix) / "bin" / PYTHON)
    setup = [str(programs / "python3"), "-I", "wsgi_apps/tools/environment.py", "run"]
    environ = os.environ | {"PATH": str(programs)}
    done = subprocess.run(setup, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "This machine lacks gcc, libc6-dev, curl. To install: sudo apt-get install gcc libc6-dev curl" in done.stdout
    assert environment.READY_MADE in done.stdout
    port = free_port()
    words = [str(folder / ".venv/bin/python"), "-m", "wsgi_apps", "serve", "wsgi_apps.hello", "--port", str(port)]
    with process([*words, "--socket-port", str(free_port())], tmp_path / "log", port):
        assert talk(port, b"GET / HTTP/1.0\r\n\r\n").body == b"Hello World"
    assert "Python VM already initialized" in (tmp_path / "log").read_text()  # uWSGI inside a Python, not around one


def test_venv_that_cannot_be_made_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(environment.subprocess, "run", lambda words, **b: subprocess.CompletedProcess(words, 1))
    assert environment.make_venv("run", compiled=True) == 1
    assert capsys.readouterr().err == "Python could not make .venv: its lines above say why.\n"


def test_a_file_is_there_as_well_as_a_program(tmp_path):
    assert environment.is_there("/etc/passwd")
    assert environment.is_there("sh")
    assert not environment.is_there(str(tmp_path / "no.so"))
    assert not environment.is_there("no-such-program")


def test_of_several_names_the_first_that_is_there_counts(tmp_path):
    file = tmp_path / "chromium"
    file.touch()
    assert environment.path_of(f"no-such-program|/no/such/file|{file}|sh") == str(file)
    assert environment.path_of("no-such-program|/no/such/file") == ""


def test_on_ubuntu_apt_is_not_asked_for_a_snap(bare, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(environment, "is_ubuntu", lambda: True)
    monkeypatch.setattr(environment, "install_packages", lambda packages: asked.append(packages) or True)
    assert environment.main(["test"]) == 1
    assert asked == [[package for package in FOR_TEST if not package.startswith("chromium")]]
    assert "sudo snap install chromium" in capsys.readouterr().out


@pytest.mark.parametrize(("release", "ubuntu"), [({"ID": "ubuntu"}, True), ({"ID": "debian"}, False)])
def test_ubuntu_is_told_by_its_name(monkeypatch, release, ubuntu):
    monkeypatch.setattr(environment.platform, "freedesktop_os_release", lambda: release)
    assert environment.is_ubuntu() is ubuntu


def test_a_system_that_does_not_name_itself_is_not_ubuntu(monkeypatch):
    def unnamed():
        raise OSError

    monkeypatch.setattr(environment.platform, "freedesktop_os_release", unnamed)
    assert environment.is_ubuntu() is False
