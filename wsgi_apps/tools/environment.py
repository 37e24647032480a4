"""Make the environment that everything runs in: ``python3 wsgi_apps/tools/environment.py run|test|dev``.

It runs before anything is installed, so it uses the standard library alone. It looks for what the machine lacks,
installs that with apt-get where it may, and otherwise says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

VENV = Path(".venv")
POLICY = Path("/usr/sbin/policy-rc.d")  # Debian asks it before a package starts a service
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
EXTRAS = {"run": [], "test": ["test", "bench"], "bench": ["bench"], "dev": ["test", "bench", "dev"]}
#: what a purpose needs -> (how it is recognised: a program, the Debian package that has it)
PROGRAMS = {
    "run": [],
    "bench": [("wrk", "wrk")],
    "test": [("curl", "curl"), ("nginx", "nginx-light"), ("/usr/bin/uwsgi", "uwsgi-core"), ("git", "git")],
}
FILES = {"test": [("/usr/lib/uwsgi/plugins/python3_plugin.so", "uwsgi-plugin-python3")]}


def main(arguments: list[str]) -> int:
    """Make the environment for a purpose (list of one str: run, test or dev); return the exit status (int)."""
    purpose = arguments[0] if arguments else "run"
    if purpose not in EXTRAS:
        return refuse(f"environment.py makes an environment to {', '.join(EXTRAS)}, not to {purpose!r}.")
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is started by whatever Python there is)
        return refuse(f"Python 3.11 or later is needed; this is {PYTHON_VERSION}. Try: make PYTHON=python3.12 run")
    wanted = missing_packages(purpose)
    if wanted and not install_packages(wanted):
        print(f"This machine lacks {', '.join(wanted)}. To install: sudo apt-get install {' '.join(wanted)}")
    still = missing_packages(purpose)
    if still and set(still) - set(COMPILER):
        return refuse(f"It goes on once these are installed: {' '.join(still)}")
    return make_venv(purpose, compiled=not still)


def refuse(sentence: str) -> int:
    """Print why it stops (str) and return the exit status 1."""
    print(sentence, file=sys.stderr)
    return 1


COMPILER = ("gcc", "libc6-dev", f"python{PYTHON_VERSION}-dev")


def missing_packages(purpose: str) -> list[str]:
    """Return the Debian packages (list of str) that a purpose (str) needs and this machine lacks."""
    kinds = {"run": ["run"], "bench": ["run", "bench"]}.get(purpose, ["run", "test"])
    programs = [package for kind in kinds for program, package in PROGRAMS.get(kind, []) if not has_program(program)]
    files = [package for kind in kinds for file, package in FILES.get(kind, []) if not Path(file).exists()]
    return [*missing_for_python(), *programs, *files]


def missing_for_python() -> list[str]:
    """Return the packages (list of str) without which no venv can be made and uWSGI cannot be compiled."""
    missing = [] if find_spec("ensurepip") else [f"python{PYTHON_VERSION}-venv"]
    if (VENV / "bin" / "uwsgi").exists():
        return missing
    if not any(has_program(compiler) for compiler in (os.environ.get("CC", "cc"), "gcc")):
        missing += COMPILER[:2]
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        missing += COMPILER[2:]
    return missing


def has_program(name: str) -> bool:
    """Return whether a program (str) can be found, also where only root looks."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin") is not None


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages (list of str) if this user may; return whether that was done (bool)."""
    prefix = administrator()
    if prefix is None or not has_program("apt-get"):
        return False
    print(f"Installing {' '.join(packages)} with apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with services_stay_off():
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            done = subprocess.run([*prefix, "apt-get", *words], env=environment, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def administrator() -> list[str] | None:
    """Return the words (list of str) that make a command root's: none for root, sudo's if it asks nothing."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    allowed = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if allowed else None


@contextmanager
def services_stay_off() -> Iterator[None]:
    """Keep a package such as nginx from starting its service: here every server is started by hand, on loopback."""
    if os.geteuid() != 0 or POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def make_venv(purpose: str, compiled: bool) -> int:
    """Make .venv and install the project into it; ``compiled`` (bool) says whether uWSGI can be. Return 0 or 1."""
    python = str(VENV / "bin" / "python")
    if not Path(python).exists():
        print(f"Making {VENV} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    commands = installation(purpose, compiled)
    if not compiled:
        print(
            "Without a C compiler the ready-made pyuwsgi takes uWSGI's place: no HTTPS, no Legion, no Emperor reload."
        )
    print("Installing the packages that the project needs (uWSGI is compiled, about a minute) ...", flush=True)
    for words in commands:
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words])
        if done.returncode:
            return refuse(f"pip could not install {' '.join(words)}: its lines above say why.")
    (VENV / f".{purpose}").touch()
    return 0


def installation(purpose: str, compiled: bool) -> list[list[str]]:
    """Return pip's arguments (list of lists of str), one list a call; without a compiler pyuwsgi stands for uwsgi."""
    extras = EXTRAS[purpose]
    if compiled:
        return [["--editable", f".[{','.join(extras)}]" if extras else "."]]
    import tomllib  # new in Python 3.11: an older one must get as far as the sentence in main

    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    others = [requirement for requirement in wanted if not requirement.startswith("uwsgi")]
    return [[*others, "pyuwsgi>=2.0.30,<2.1"], ["--no-deps", "--editable", "."]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
