"""The machine: what runs the labs, looked at and not changed. Each probe says what it found, or breaks a rule."""

from __future__ import annotations

import os
import re
import resource
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from wsgi_apps.tools.course.manifest import EXAMPLES
from wsgi_apps.tools.doctor.build import build_of, program, said
from wsgi_apps.tools.doctor.ports import command_of, listeners
from wsgi_apps.tools.doctor.texts import Text, in_each

ROOT = EXAMPLES.parent
PORTS = (8000, 19130, 8080, 5000, 4958)
LIBRARIES = ("flask", "gunicorn", "numpy", "cv2", "rich", "redis", "psycopg", "sklearn")
MOST_FILES = 1_000_000
LEAST_BYTES = 500_000_000
DAY = 86_400  # seconds


@dataclass(frozen=True)
class Seen:
    """What a probe has seen. ``good`` says whether the machine keeps the rule; ``values`` are for its sentences."""

    rule: str
    found: Text
    good: bool
    values: Mapping[str, Text] = field(default_factory=dict)


def looked() -> list[Seen]:
    """Return what all probes have seen, side by side; a port or a server may be told more than once."""
    with ThreadPoolExecutor() as pool:
        return [seen for group in pool.map(lambda probe: list(probe()), PROBES) for seen in group]


def environment() -> Iterator[Seen]:
    """Look whether this Python is the one in .venv."""
    place = ROOT / ".venv"
    active = not place.exists() or Path(sys.prefix).resolve() == place.resolve()
    yield Seen("D01", f"Python {sys.version.split()[0]}, {sys.prefix}", active)


def compiler() -> Iterator[Seen]:
    """Look for the tools that compile uWSGI. Nobody needs them once uWSGI is there."""
    needs = {"gcc": shutil.which("cc") or shutil.which("gcc"), "make": shutil.which("make"), "git": shutil.which("git")}
    header = Path(sysconfig.get_path("include"), "Python.h")
    needs[f"python{sys.version_info[0]}.{sys.version_info[1]}-dev"] = str(header) if header.exists() else None
    absent = " ".join(name for name, path in needs.items() if not path)
    yield Seen("D02", absent or ", ".join(needs), not absent or bool(program()), {"found": absent, "packages": absent})


def uwsgi() -> Iterator[Seen]:
    """Look at uWSGI: whether it is there, which Python is in it, and what it was built with."""
    build = build_of(program())
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    inside = re.search(r"python(\d\.\d+)", build.flags)
    found: Text = f"uWSGI {build.version}"
    other = bool(inside and inside[1] != version)
    if not build.program:
        found = in_each("no uWSGI")
    elif inside and other:
        found = in_each("other Python", version=build.version, inside=inside[1], here=version)
    elif not build.has_python:
        found = in_each("plugin", version=build.version)
    yield Seen("D03", found, bool(build.version) and not other, {"found": found})
    if build.version:
        numbers = tuple(map(int, re.findall(r"\d+", build.version)[:3]))
        yield Seen("D05", "OpenSSL", "UWSGI_SSL" in build.flags)
        yield Seen("D06", build.version, numbers >= (2, 0, 27), {"version": build.version})


def nginx() -> Iterator[Seen]:
    """Look for nginx, also where only root looks for it."""
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    yield Seen("D07", said(path, "-v").strip().partition(": ")[2] if path else "", bool(path))


def ports() -> Iterator[Seen]:
    """Look who listens at the ports of the course."""
    taken = {port: found for port in PORTS if (found := listeners(port))}
    for port, found in taken.items():
        first = found[0]
        who = in_each("who", pid=first.pid, command=first.command) if first.pid else in_each("someone")
        yield Seen("D08", "", False, {"port": str(port), "who": who})
    if not taken:
        yield Seen("D08", ", ".join(map(str, PORTS)), True)


def libraries() -> Iterator[Seen]:
    """Look for the libraries of the labs."""
    absent = ", ".join(name for name in LIBRARIES if find_spec(name) is None)
    yield Seen("D09", ", ".join(LIBRARIES), not absent, {"found": absent})


def korean() -> Iterator[Seen]:
    """Look whether 한글 can be printed."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        "한글".encode(encoding)
    except UnicodeEncodeError:
        yield Seen("D10", encoding, False, {"found": encoding})
    else:
        yield Seen("D10", encoding, True)


def files() -> Iterator[Seen]:
    """Look at the limit of open files, by which uWSGI makes its table."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    yield Seen("D11", str(limit), 0 <= limit <= MOST_FILES, {"found": str(limit)})


def disk() -> Iterator[Seen]:
    """Look whether there is room, and whether it may be written to; on WSL's /mnt changes are not seen."""
    free = shutil.disk_usage(ROOT).free
    build = ROOT / "build" if (ROOT / "build").exists() else ROOT
    wrong: Text = ""
    if free < LEAST_BYTES:
        wrong = in_each("full", n=free // 1_000_000)
    elif not os.access(build, os.W_OK):
        wrong = in_each("no right", folder=build)
    elif "microsoft" in os.uname().release.lower() and ROOT.as_posix().startswith("/mnt/"):
        wrong = in_each("on Windows", folder=ROOT)
    yield Seen("D12", wrong or in_each("room", n=free // 1_000_000_000), not wrong, {"found": wrong})


def clock() -> Iterator[Seen]:
    """Look for files of the project that are of tomorrow."""
    late = [name for name in ("Makefile", "pyproject.toml") if (ROOT / name).stat().st_mtime > time.time() + DAY]
    yield Seen("D13", time.strftime("%Y-%m-%d %H:%M"), not late, {"found": " ".join(late)})


def proxies() -> Iterator[Seen]:
    """Look for a proxy that curl would ask in place of this machine."""
    named = " ".join(name for name in ("http_proxy", "all_proxy", "ALL_PROXY") if os.environ.get(name))
    spared = os.environ.get("no_proxy", "") + os.environ.get("NO_PROXY", "")
    yield Seen("D14", named, not named or "127.0.0.1" in spared or spared == "*", {"found": named})


def left_over() -> Iterator[Seen]:
    """Look for servers of this project that still run, by the numbers that they left in build/."""
    found = False
    for file in sorted((ROOT / "build").rglob("*.pid")):
        number = file.read_text(encoding="utf-8", errors="replace").strip()
        command = command_of(int(number)) if number.isdigit() else ""
        if any(name in command for name in ("uwsgi", "nginx", "gunicorn")):
            found = True
            yield Seen("D15", "", False, {"pid": number, "file": str(file.relative_to(ROOT))})
    if not found:
        yield Seen("D15", "", True)


def namespaces() -> Iterator[Seen]:
    """Look whether this user may make a network namespace."""
    yield Seen("D16", "unshare", "yes" in said("unshare", "--user", "--net", "--map-root-user", "echo", "yes"))


PROBES: tuple[Callable[[], Iterator[Seen]], ...] = (
    *(environment, compiler, uwsgi, nginx, ports, libraries, korean),
    *(files, disk, clock, proxies, left_over, namespaces),
)
