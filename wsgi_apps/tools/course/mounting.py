"""Mounting: the same two sites below a prefix, in several ways, and what they see of each path.

The sites are those of lab 16. The headers of every answer have what the site found in environ.
"""

from __future__ import annotations

import time
from ast import literal_eval
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import which
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Any

from wsgi_apps.tools import nginx
from wsgi_apps.tools.course.asking import HOST, over_http
from wsgi_apps.tools.course.manifest import Mistake, Request
from wsgi_apps.tools.course.servers import command, free_port, running
from wsgi_apps.tools.serve import uwsgi_program
from wsgi_apps.tools.student import NUMBER, number, personal

PREFIX = personal("/60162176")
LAB = "examples.lab16_mounting"
SITES = {"flask_app": f"{LAB}.flask_app:app", "ours": f"{LAB}.ours:app"}
NAMES = {"flask_app": "Flask", "ours": "ours", "raw": "by hand"}
INI = "ini/mounts.ini"
CUTTING = "ini/mount_nginx.conf"
MOUNT = ("--manage-script-name", "--mount")
FRONT = "nginx's `location`, then uWSGI's `mount`"
#: The paths that are asked for; {} is the prefix.
PATHS = ("{}", "{}/", "{}/x", "{}/go", "{}0/x", "/", "/other", "{}/종현", "{}//x")
HEAD = ("path", "status", "SCRIPT_NAME", "PATH_INFO", 'url_for("page", name="x")', "redirect to")
NOTHING = "–"


@dataclass(frozen=True)
class Place:
    """The place of a site: the URL of its server, ``http://host:port``, and its prefix."""

    url: str
    prefix: str = PREFIX


@dataclass(frozen=True)
class Way:
    """A way of mounting: its title, the setting or the call that mounts, and the place of each site."""

    title: str
    by: str
    places: Mapping[str, Place]


# --- asking ---


def rows(way: Way, shown_prefix: str) -> list[tuple[str, ...]]:
    """Return the table of a way: a row of HEAD's cells for each path. ``shown_prefix`` stands for the prefix."""
    found = []
    for path in PATHS:
        by_site = {site: seen(place, path, shown_prefix) for site, place in way.places.items()}
        found.append((path.format(shown_prefix), *(merged(cells) for cells in by_cell(by_site))))
    return found


def by_cell(by_site: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Return for each column the cells of all sites, from the cells of each site."""
    return [dict(zip(by_site, cells, strict=True)) for cells in zip(*by_site.values(), strict=True)]


def merged(cells: Mapping[str, str]) -> str:
    """Return one cell for all sites: the common text, or the text of each with its name."""
    if len(set(cells.values())) == 1:
        return next(iter(cells.values()))
    return ", ".join(f"{cell} ({NAMES[site]})" for site, cell in cells.items())


def seen(place: Place, path: str, shown_prefix: str) -> list[str]:
    """Return what a site at a place says about a path: the cells of HEAD after the first."""
    target = path.format(place.prefix)
    answer = over_http(place.url, Request("", "GET", target, (), b"", False, {}, {}, {}, {}, {}))
    if answer.failure:
        raise Mistake(f"There is no answer to {target} at {place.url}: {answer.failure}")
    cells = [
        in_environ(answer.header("Script-Name")),
        in_environ(answer.header("Path-Info")),
        answer.header("Url-For") or NOTHING,
        (answer.header("Location") or NOTHING).replace(place.url, "http://HOST"),
    ]
    return [str(answer.status), *(cell.replace(place.prefix, shown_prefix) for cell in cells)]


def in_environ(header: str | None) -> str:
    """Return a value of environ as text, from the header that has its ``repr``."""
    if header is None:  # the site was not asked
        return NOTHING
    value = literal_eval(header)
    if value is None:
        return "absent"
    return value.encode("latin-1").decode("utf-8") or "empty"


# --- showing ---


def marked(found: list[tuple[str, ...]], reference: list[tuple[str, ...]]) -> Iterator[tuple[list[str], list[bool]]]:
    """Yield the cells of each row, and for each cell whether it differs from the ``reference``."""
    for row, wanted in zip(found, reference, strict=True):
        yield list(row), [cell != other for cell, other in zip(row, wanted, strict=True)]


def markdown(found: list[tuple[str, ...]], reference: list[tuple[str, ...]]) -> str:
    """Return a table in Markdown. A cell that differs from the ``reference`` is bold."""
    lines = [HEAD, ("---",) * len(HEAD)]
    for cells, others in marked(found, reference):
        lines.append(tuple(emphasised(cell, other) for cell, other in zip(cells, others, strict=True)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def emphasised(cell: str, other: bool) -> str:
    """Return a cell for Markdown: a path as code, and bold if the cell differs (``other``)."""
    text = f"`{cell}`" if "/" in cell else cell
    return f"**{text}**" if other else text


# --- serving ---


class Servers(ExitStack):
    """The servers that were started. All of them end with the ``with`` block."""

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[Popen[bytes]] = []

    def run(self, words: list[str], environment: dict[str, str], port: int) -> None:
        """Run a command line that listens at a port, with variables for its environment. Raises Mistake."""
        complaint = f"{Path(words[0]).name} does not start"
        self.processes.append(self.enter_context(running(words, environment, port, complaint)))

    def __exit__(self, *details: Any) -> bool:
        """End all servers. All get the signal before the first is waited for, so that they end at the same time."""
        for process in self.processes:
            process.terminate()
        return bool(super().__exit__(*details))

    def wait(self) -> None:
        """Return when one of the servers has ended."""
        while all(process.poll() is None for process in self.processes):
            time.sleep(0.5)

    def uwsgi(self, *words: str, port: int = 0, socket_port: int = 0) -> tuple[str, int]:
        """Run uWSGI with ``words``; return its URL and its port for nginx. Port 0 is a free one. Raises Mistake."""
        port, socket_port = port or free_port(), socket_port or free_port()
        addresses = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{socket_port}"}
        copies = ["--pythonpath", str(self.folder)] if number() != NUMBER else []
        self.run([uwsgi_program(), *copies, *words], addresses, port)
        return f"http://{HOST}:{port}", socket_port

    def own_file(self, name: str) -> str:
        """Return the name of an ini file, or of a copy with the number of the student."""
        if number() == NUMBER:
            return name
        text = Path(name).read_text(encoding="utf-8").replace("%d", f"{Path(name).resolve().parent}/")
        file = self.folder / Path(name).name
        file.write_text(personal(text.replace(f"{LAB}.by_mount", self.own_module("by_mount"))), encoding="utf-8")
        return str(file)

    def own_module(self, name: str) -> str:
        """Return the name of a module of the lab, or of a copy with the number of the student."""
        if number() == NUMBER:
            return f"{LAB}.{name}"
        text = Path(LAB.replace(".", "/"), f"{name}.py").read_text(encoding="utf-8")
        (self.folder / f"own_{name}.py").write_text(personal(text), encoding="utf-8")
        return f"own_{name}"

    @cached_property
    def folder(self) -> Path:
        """Return a folder for copies, which uWSGI imports from."""
        return Path(self.enter_context(TemporaryDirectory(prefix="student-")))

    def nginx(self, configuration: str, socket_port: int, port: int = 0) -> str:
        """Run nginx with a configuration in front of uWSGI; return its URL. Port 0 is a free one. Raises Mistake."""
        program = which("nginx") or which("nginx", path="/usr/sbin")
        if program is None:
            raise Mistake("nginx is not installed: sudo apt-get install nginx-light")
        port, folder = port or free_port(), Path(self.enter_context(TemporaryDirectory(prefix="nginx-")))
        file = nginx.write_configuration(folder, f"{HOST}:{port}", f"{HOST}:{socket_port}", configuration)
        self.run(nginx.command(program, file), {}, port)
        return f"http://{HOST}:{port}"

    def gunicorn(self, module: str) -> str:
        """Run gunicorn with the prefix and a module; return its URL. Raises Mistake."""
        port = free_port()
        words, _ = command("gunicorn", module, port)
        self.run(words, {"SCRIPT_NAME": PREFIX}, port)
        return f"http://{HOST}:{port}"


def together(servers: Servers, port: int, socket_port: int, nginx_port: int) -> list[Way]:
    """Serve everything at once, on one uWSGI at two ports and nginx at a third; return the ways. Raises Mistake."""
    direct, _ = servers.uwsgi("--ini", servers.own_file(INI), port=port, socket_port=socket_port)
    front = servers.nginx(nginx.CONFIGURATION, socket_port, nginx_port)
    return [
        Way("`Mount`", "the first mount of the uWSGI below", places(direct, f"{PREFIX}/mount")),
        Way("uWSGI's `mount`", f"`uwsgi --ini {INI}`", places(direct, PREFIX)),
        Way(FRONT, f"`{nginx.CONFIGURATION}` in front of it", places(front, PREFIX)),
    ]


def places(url: str, above: str) -> dict[str, Place]:
    """Return the place of each site: its own prefix, below the prefix ``above``."""
    return {site: Place(url, f"{above}/{site}") for site in SITES}


def alone(servers: Servers) -> list[Way]:
    """Serve each site by itself at the prefix of the course, in each way, on free ports. Raises Mistake."""
    return [*mounted_by_application(servers), *mounted_by_server(servers)]


def mounted_by_application(servers: Servers) -> list[Way]:
    """Return the ways in which the application mounts, and the server does not know the prefix."""
    by_mount = {site: module(servers, f"{servers.own_module('by_mount')}:{site}_alone")[0] for site in SITES}
    by_hand, _ = module(servers, f"{servers.own_module('raw')}:below")
    return [
        Way("`Mount`", f"`Mount(None, {{'{PREFIX}': app}})` on uWSGI", by_mount),
        Way("By hand", f"`mount('{PREFIX}', application)` of `raw.py` on uWSGI", {"raw": by_hand}),
    ]


def mounted_by_server(servers: Servers) -> list[Way]:
    """Return the ways in which the server mounts, and the application is not changed."""
    mounted = {site: module(servers, f"{PREFIX}={name}", *MOUNT) for site, name in SITES.items()}
    unmounted = {site: module(servers, name) for site, name in SITES.items()}
    in_front = {site: Place(servers.nginx(nginx.CONFIGURATION, port)) for site, (_, port) in mounted.items()}
    cutting = {site: Place(servers.nginx(CUTTING, port)) for site, (_, port) in unmounted.items()}
    told = {site: Place(servers.gunicorn(name)) for site, name in SITES.items()}
    return [
        Way(
            "uWSGI's `--mount`",
            f"`uwsgi --ini ini/uwsgi.ini {' '.join(MOUNT)} {PREFIX}=MODULE:app`",
            {site: place for site, (place, _) in mounted.items()},
        ),
        Way(
            FRONT,
            f"`{nginx.CONFIGURATION}` in front. The location keeps the prefix, and the mount takes it off",
            in_front,
        ),
        Way(
            "nginx's `location` alone",
            f"`{CUTTING}` in front of `--module MODULE:app`. The location takes the prefix off",
            cutting,
        ),
        Way("gunicorn's SCRIPT_NAME", f"`SCRIPT_NAME={PREFIX} gunicorn MODULE:app`", told),
    ]


def module(servers: Servers, name: str, *options: str) -> tuple[Place, int]:
    """Serve a module on uWSGI, as the value of the last option; return its place, and the port for nginx."""
    url, socket_port = servers.uwsgi("--ini", "ini/uwsgi.ini", *(options or ("--module",)), name)
    return Place(url), socket_port
