"""Make the environment in .venv that everything runs in: python3 wsgi_apps/tools/environment.py PURPOSE.

PURPOSE is run, nginx, course, playground, test, dev, docs or bench. make calls this command by itself. It runs before
anything is installed, so it uses the standard library alone. It installs missing packages with apt-get if it is root,
or if sudo does not ask for a password. Otherwise it says what to install.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

VENV = Path(".venv")
POLICY = Path("/usr/sbin/policy-rc.d")  # Debian asks it before a package starts a service
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
COURSE = ["course", "stores", "model"]
#: The tests run the labs and the playground, build the docs, and hold the bench to right answers.
TEST = ["test", *COURSE, "playground", "docs", "bench"]
EXTRAS = {
    "run": [],
    "nginx": [],
    "course": COURSE,
    "playground": [*COURSE, "playground"],
    "test": TEST,
    "dev": [*TEST, "dev"],
    "docs": [*COURSE, "docs"],  # the book records the labs
    "bench": ["bench"],
}
INSTALLING = "Installing the packages that the project needs ..."
COMPILING = "Installing the packages that the project needs; uWSGI is compiled, which takes up to a minute ..."
READY_MADE = """Without a C compiler, the ready-made pyuwsgi is installed in place of uWSGI. It serves every lesson, but
it has no HTTPS and no Legion, and it cannot reload the vassals of an Emperor."""
COMPILER = ("gcc", "libc6-dev", f"python{PYTHON_VERSION}-dev")
#: The browser and its driver, as Debian, a snap and Google call them. Not chromium-browser: on Ubuntu that is a script
#: that only asks for the snap.
BROWSER = "chromium|/snap/bin/chromium|google-chrome"
DRIVER = "chromedriver|/snap/bin/chromium.chromedriver"
#: A program or a file that a purpose needs, with | between several of which one is enough, and its Debian package.
FOR_RUN = [("curl", "curl")]
FOR_NGINX = [*FOR_RUN, ("nginx", "nginx-light")]
FOR_COURSE = [*FOR_NGINX, ("redis-server", "redis-server")]
FOR_TEST = [
    *FOR_COURSE,
    ("git", "git"),
    ("logrotate", "logrotate"),
    ("ps", "procps"),
    ("zsh", "zsh"),
    (BROWSER, "chromium"),
    (DRIVER, "chromium-driver"),
    ("/usr/bin/uwsgi", "uwsgi-core"),
    ("/usr/lib/uwsgi/plugins/python3_plugin.so", "uwsgi-plugin-python3"),
    ("/usr/lib/postgresql", "postgresql"),
    ("ip", "iproute2"),
    ("unshare", "util-linux"),
    ("systemd-analyze", "systemd"),
]
NEEDS = {
    "run": FOR_RUN,
    "nginx": FOR_NGINX,
    "course": FOR_COURSE,
    "playground": [],
    "test": FOR_TEST,
    "dev": FOR_TEST,
    "docs": [],
    "bench": [*FOR_RUN, ("wrk", "wrk")],
}
#: The packages that Ubuntu has only as a snap.
SNAPS = {"chromium", "chromium-driver"}
ASK_FOR_SNAP = """Ubuntu has Chromium as a snap: sudo snap install chromium
(A container takes no snaps: install Google Chrome there, and the chromedriver of the same version.)"""
#: What apt-get says while another one runs, such as the upgrades that Ubuntu does after it has started.
LOCKED = ("Could not get lock", "Unable to lock", "Unable to acquire")
PATIENCE = 120  # seconds that apt-get waits for another one
#: What serving can do without: pyuwsgi needs no compiler, and another client may send the request.
DISPENSABLE = {*COMPILER, "curl"}


def main(arguments: list[str]) -> int:
    """Make the environment for the purpose that the arguments name, ``run`` if none; return the exit status."""
    if arguments[:1] in (["--help"], ["-h"]):
        print(__doc__, end="")
        return 0
    purpose = arguments[0] if arguments else "run"
    if purpose not in EXTRAS:
        return refuse(f"There is no environment for {purpose!r}: write one of {', '.join(EXTRAS)}.")
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is started by whatever Python there is)
        return refuse(f"Python 3.11 or later is needed; this is {PYTHON_VERSION}. Try: make PYTHON=python3.12 run")
    if not Path("pyproject.toml").is_file():
        return refuse("There is no pyproject.toml in this folder: change to the folder of the project first.")
    other = other_checkout()
    if other:
        return refuse(
            f"{VENV} is a link to the environment of {other}, which would run the code of this folder from now on. "
            f"Remove the link (rm {VENV}): then the same command makes an environment for this folder."
        )
    wanted = missing_packages(purpose)
    if is_ubuntu() and SNAPS & set(wanted):
        print(ASK_FOR_SNAP)
        wanted = [package for package in wanted if package not in SNAPS]  # an unknown one stops them all
    if wanted and not install_packages(wanted):
        names = " ".join(wanted)
        print(f"This machine lacks {', '.join(wanted)}. To install: sudo apt-get install {names}", flush=True)
    still = missing_packages(purpose)
    if still and not (purpose in ("run", "nginx", "course") and DISPENSABLE.issuperset(still)):
        return refuse(f"Run the same command again once these are installed: {' '.join(still)}")
    return make_venv(purpose, compiled=not set(still) & set(COMPILER))


def refuse(sentence: str) -> int:
    """Print why the command stops, and return the exit status 1."""
    print(sentence, file=sys.stderr)
    return 1


def other_checkout() -> str:
    """Return the folder of another checkout whose environment is linked here; ``""`` if there is none."""
    here = Path.cwd().resolve()
    for file in VENV.glob("lib/python*/site-packages/wsgi_apps-*.dist-info/direct_url.json"):
        folder = Path(url2pathname(urlsplit(json.loads(file.read_text(encoding="utf-8"))["url"]).path)).resolve()
        is_linked = not file.resolve().is_relative_to(here)
        if is_linked and folder != here and (folder / "pyproject.toml").is_file():
            return str(folder)
    return ""


def missing_packages(purpose: str) -> list[str]:
    """Return the Debian packages that a purpose needs and this machine lacks."""
    return [*missing_for_python(), *(package for name, package in NEEDS[purpose] if not is_there(name))]


def missing_for_python() -> list[str]:
    """Return the missing packages without which no venv can be made or uWSGI cannot be compiled."""
    missing = [] if find_spec("ensurepip") else [f"python{PYTHON_VERSION}-venv"]
    if is_compiled():
        return missing
    if not (is_there(os.environ.get("CC", "cc")) or is_there("gcc")):
        missing += COMPILER[:2]
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        missing += COMPILER[2:]
    return missing


def is_compiled() -> bool:
    """Return whether a compiled uWSGI is in the environment."""
    return any(VENV.glob("lib/python*/site-packages/uwsgi-*.dist-info"))


def is_there(name: str) -> bool:
    """Return whether a file, by its whole path, or a program is there; with | between several, one is enough."""
    return bool(path_of(name))


def path_of(name: str) -> str:
    """Return the path of a file or a program, looked for in the folders of root too; ``""`` if it is not there."""
    for one in name.split("|"):
        if Path(one).is_absolute():
            found = one if Path(one).exists() else None
        else:
            found = shutil.which(one, path=os.environ.get("PATH", "") + ":/usr/sbin")
        if found:
            return found
    return ""


def is_ubuntu() -> bool:
    """Return whether this is Ubuntu."""
    try:
        return platform.freedesktop_os_release()["ID"] == "ubuntu"
    except OSError:
        return False


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages if this user may; return whether they are installed."""
    prefix = administrator()
    if prefix is None or not is_there("apt-get"):
        return False
    print(f"Installing {' '.join(packages)} with apt-get ...", flush=True)
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", "apt-get"]
    with services_stay_off(prefix):
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = once_unlocked([*apt_get, "-o", f"DPkg::Lock::Timeout={PATIENCE}", *words])
    return done == 0


def once_unlocked(words: list[str]) -> int:
    """Run apt-get, again and again while another one holds its lock; print its errors, return its exit status."""
    last = time.monotonic() + PATIENCE
    while True:
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        is_locked = done.returncode and any(sentence in done.stderr for sentence in LOCKED)
        if not is_locked or time.monotonic() > last:
            sys.stderr.write(done.stderr)
            return done.returncode
        print("Another program is installing packages: waiting until it has finished ...", flush=True)
        time.sleep(5)


def administrator() -> list[str] | None:
    """Return the words that run a command as root: none for root, sudo if it asks for no password, else None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    allowed = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else None


@contextmanager
def services_stay_off(prefix: list[str]) -> Iterator[None]:
    """Keep a package such as nginx from starting its service: here you start every server by hand, on loopback.

    ``prefix`` runs a command as root. A policy that the machine has already is left alone.
    """
    if POLICY.exists():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # the file must not be left
    try:
        subprocess.run(
            [*prefix, "sh", "-c", f"printf '#!/bin/sh\\nexit 101\\n' > {POLICY}; chmod 755 {POLICY}"], check=True
        )
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", str(POLICY)], check=True)
        signal.signal(signal.SIGTERM, before)


def make_venv(purpose: str, compiled: bool) -> int:
    """Make .venv and install the project into it; ``compiled`` says whether uWSGI can be. Return 0 or 1."""
    python = str(VENV / "bin" / "python")
    if not runs(python):
        print(f"Making {VENV} ...", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
            return refuse(f"Python could not make {VENV}: its lines above say why.")
    print(INSTALLING if is_compiled() else COMPILING if compiled else READY_MADE, flush=True)
    for words in installation(purpose, compiled):
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words])
        if done.returncode:
            return refuse(f"pip could not install {' '.join(words)}: its lines above say why.")
    (VENV / f".{purpose}").touch()
    return 0


def runs(python: str) -> bool:
    """Return whether the Python (its path) of an environment is there, whole, and has pip."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def installation(purpose: str, compiled: bool) -> list[list[str]]:
    """Return pip's arguments, one list a call; without a compiler pyuwsgi stands for uwsgi."""
    extras = EXTRAS[purpose]
    if compiled:
        return [["--use-pep517", "--editable", f".[{','.join(extras)}]" if extras else "."]]
    import tomllib  # new in Python 3.11: an older one must get as far as the sentence in main

    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    others = [requirement for requirement in wanted if not requirement.startswith("uwsgi")]
    return [[*others, "pyuwsgi>=2.0.30,<2.1"], ["--no-deps", "--editable", "."]]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped: the environment is not complete. Run the same command again to go on.")
