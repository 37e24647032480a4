"""How a reader repeats a cell of the server table: the commands that start its server, and those that send its requests.

``docs/servers.json`` has them, beside the kind of each cell; the book shows them below a row when a cell is opened.
"""

from __future__ import annotations

import json
import re
import shlex

from examples.server_table import callables
from tests.servers.server_table import MODULE, Row

TARGET = f"{MODULE}:application"
UWSGI = f"uwsgi --ini ini/uwsgi.ini --module {MODULE}"
NGINX = "python -m wsgi_apps nginx"
#: way -> the commands that start it, each in a terminal of its own, and the port to ask
STARTED: dict[str, tuple[list[str], int]] = {
    "wsgiref": ([f"python -m tests.support.wsgiref_server {MODULE} 8000"], 8000),
    "uwsgi-http-socket": ([UWSGI], 8000),
    "uwsgi-http": ([f"{UWSGI} --http 127.0.0.1:8001 --http-chunked-input --http-timeout 10"], 8001),
    "nginx-uwsgi": ([UWSGI, NGINX], 8080),
    "gunicorn": ([f"gunicorn --bind 127.0.0.1:4958 --no-control-socket {TARGET}"], 4958),
    "nginx-gunicorn": ([f"gunicorn --bind 127.0.0.1:19130 --no-control-socket --protocol uwsgi {TARGET}", NGINX], 8080),
    "werkzeug": ([f"python -m tests.support.werkzeug_server {MODULE} 8000"], 8000),
}
#: headers that curl writes by itself
OWN = ("host", "connection", "content-length")
LONG = 1000  # bytes of a header or a body that a command does not spell out
PATIENCE = 10  # seconds after which the command gives up
#: where the body may come without a status line: curl takes it for a response if it is told so
WITHOUT_STATUS = ("no_start_response", "late")

# What a cell is, whatever language it is read in


def kind(row: Row, text: str) -> str:
    """Return what a cell is: ``whole``, ``empty``, ``damaged``, ``error``, ``none`` or ``fact``."""
    if any(words in text for words in ("no reply", "hangs", "silence", "lost")):
        return "none"
    if re.fullmatch(r"[45]\d\d", text):
        return "error"
    if row.show:
        return "fact"
    if row.callable in (callables.body_of_head, callables.body_of_204):
        return "whole" if text.endswith(", empty") else "damaged"
    if text.endswith(", empty"):
        return "empty"
    return "whole" if re.fullmatch(r"\d\d\d `[^`]*`", text) else "damaged"


# The commands


def asked(row: Row, port: int) -> list[str]:
    """Return the commands that send the requests of a row, one after the other."""
    return [command(request, port) for request in row.requests]


def command(request: bytes, port: int) -> str:
    """Return the command that sends one request, or more of them on one connection."""
    head, _, rest = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    address = f"http://127.0.0.1:{port}{path}"
    again = len(re.findall(rb"(?m)^GET ", rest))
    source, data = body(b"" if again else rest, lines)
    connections = [r"-w '\n%{num_connects} new connection\n'"] if again else []
    words = [f"{source}curl -i --max-time {PATIENCE}", *connections, *options(method, path, lines), *data]
    return " ".join([*words, *[quoted(address)] * (again + 1)])


def options(method: str, path: str, lines: list[str]) -> list[str]:
    """Return the options for a method, a path that curl would change, and the headers."""
    given = [line for line in lines if line.partition(":")[0].lower() not in OWN]
    found = [] if method in ("GET", "POST") else ["--head"]
    found += ["--path-as-is"] if "//" in path or ".." in path else []
    found += ["--http0.9"] if path.endswith(WITHOUT_STATUS) else []
    return [*found, *(f"-H {header(line)}" for line in given)]


def header(line: str) -> str:
    """Return a header as a word of the shell; a long one is made by a command."""
    if len(line) < LONG:
        return shlex.quote(line)
    start, letter = line.rstrip(line[-1]), line[-1]
    return f'"{start}$(head -c {len(line) - len(start)} /dev/zero | tr "\\0" {letter})"'


def body(rest: bytes, lines: list[str]) -> tuple[str, list[str]]:
    """Return the command in front of curl that makes a long body, and the options that send the body."""
    if not rest:
        return "", []
    if any("chunked" in line for line in lines):
        return "", ["--data-binary", "hello"]
    if len(rest) < LONG:
        return "", ["--data-binary", shlex.quote(rest.decode())]
    return f'head -c {len(rest)} /dev/zero | tr "\\0" a | ', ["--data-binary", "@-"]


def quoted(address: str) -> str:
    """Return an address as a word of the shell."""
    return shlex.quote(address) if re.search(r"[?&]", address) else address


# What the book needs


def facts(sections: dict[str, tuple[str, list[Row]]], ways: list[str], measured: dict[tuple[str, str], str]) -> str:
    """Return the text of ``docs/servers.json``: what each cell of the tables is, and how to repeat it."""
    tables = [[fact(row, ways, measured) for row in rows] for _, rows in sections.values()]
    started = [dict(zip(("commands", "port"), STARTED[way], strict=True)) for way in ways]
    text = json.dumps({"program": "examples/server_table/callables.py", "ways": started, "tables": tables}, indent=1)
    return f"{text}\n"


def fact(row: Row, ways: list[str], measured: dict[tuple[str, str], str]) -> dict[str, object]:
    """Return what a row is: its callable, the kind of each of its cells, and its requests, with PORT for the port."""
    return {
        "callable": row.callable.__name__,
        "kinds": [kind(row, measured[row.name, way]) for way in ways],
        "asked": [command.replace(":0/", ":PORT/") for command in asked(row, 0)],
    }
