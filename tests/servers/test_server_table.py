"""What seven ways of serving make of the callables of ``examples/server_table``, and the table in the docs that says so."""

import platform
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pytest

from examples.server_table import callables
from tests.servers.server_table import MODULE, ROWS, SECTIONS, told
from tests.support.measured_page import nginx_version
from tests.support.servers import CONTRAST, ROOT, WAYS, serve, talk

PAGE = ROOT / "docs" / "servers.md"
EVERY_WAY = WAYS | CONTRAST
PROXIED = ("uwsgi-http", "nginx-uwsgi", "nginx-gunicorn")
LONG, SHORT = 10, 2  # seconds of silence that are called "hangs": where it is news, and where the page says so already
IDS = [f"{row.callable.__name__}: {row.name}" for row in ROWS]


@pytest.fixture(scope="module")
def written():
    """Return the page as it is in the docs: a list of cells by the name of the row."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {cells[0]: cells[1:] for cells in lines}


@pytest.fixture(scope="module")
def measured(tmp_path_factory, written, request):
    """Return the cells by (row's name, way); the ways are asked at the same time, their rows one after the other."""
    anew = request.config.getoption("--write-tables")
    with ThreadPoolExecutor(len(EVERY_WAY)) as pool:
        columns = pool.map(lambda way: column(way, tmp_path_factory.mktemp(way), {} if anew else written), EVERY_WAY)
        return {
            (name, way): text for way, cells in zip(EVERY_WAY, columns, strict=True) for name, text in cells.items()
        }


def column(way, folder, written):
    """Ask one server for all rows; return the cells by name."""
    place = list(EVERY_WAY).index(way)
    with serve(way, MODULE, folder) as server:
        return {
            row.name: cell(row, way, server.port, patience(written.get(row.name, [])[place : place + 1]))
            for row in ROWS
        }


def patience(cells):
    """Return how many seconds to wait for what the page says, if it says anything."""
    return SHORT if any("hangs" in text or "silence" in text for text in cells) else LONG


def cell(row, way, port, patience):
    for request in row.requests:
        reply = talk(port, request, first=row.keep_alive, patience=patience)
    text = told(row, reply)
    if row.may_be_lost and way in PROXIED and text in ("200 `hello`", "502", "no reply"):
        return "200 or lost"
    return text


def table(subject, rows, measured):
    lines = [f"| {subject} | " + " | ".join(EVERY_WAY.values()) + " | lab |", "|---" * (len(EVERY_WAY) + 2) + "|"]
    for row in rows:
        cells = [*(measured[row.name, way] for way in EVERY_WAY), f"[{row.lab}](../examples/{row.lab}/README.md)"]
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def page(measured):
    sections = "\n\n".join(
        f"## {title}\n\n{table(subject, rows, measured)}" for title, (subject, rows) in SECTIONS.items()
    )
    packages = ", ".join(f"{name} {version(name)}" for name in ("uWSGI", "gunicorn", "Werkzeug"))
    return f"""# One application, seven ways of serving

PEP 3333 says what an application and a server owe each other. It does not say what happens when one of them does not
pay. Here it is measured: each row is one callable of [examples/server_table](../examples/server_table/README.md), each
column a real server (uWSGI and nginx with the files in `ini/`, the others as they come), each cell what a client gets. `make servers` measures again and
writes this page; `make test` fails when it is no longer so.

Versions: Python {platform.python_version()}, {packages}, nginx {nginx_version()}.

How to read a cell:

- 200 `hello`: the status, and the body as the client gets it. 200, empty: a status and no body, which looks like success
  to every program that asks. 200, cut: the body ends before the end that the headers promise.
- 500: the server's own error page. 502: nginx's, for a server behind it that gave no answer it could use.
- no reply: the connection is closed without a byte. hangs: nothing comes for {LONG} seconds, and the connection stays open.
- no status line: the body came alone, as in HTTP of 1991. status None: the status line is `HTTP/1.1 None`.
- then silence: the answer came, but the server did not close the connection as it was asked to.
- 200 or lost: it depends on which end of a connection is faster.
- absent: the name is not in environ, which is another fact than `''`.
- The end of a row leads to the lab that teaches it.

{sections}

## What to remember

- uWSGI says 200 to nearly every mistake, and to every exception after `start_response`: the page is empty, and the reason is in
  its log. Call `start_response` as late as possible.
- wsgiref and Werkzeug hang where an application reads more than the client has sent. CONTENT_LENGTH bytes are right everywhere.
- CR and LF in a header's value reach the client on most servers: the application has to refuse them.
- uWSGI, and gunicorn with its own settings, take the scheme from any client on this machine. ini/nginx.conf and ini/gunicorn.py end that.
- Asked by the uwsgi protocol, gunicorn decodes a path that nginx has decoded already: Korean letters are broken, and `%252F`
  becomes a slash. Put nginx in front of it with `proxy_pass`, by HTTP.
- uWSGI fills the same environ again for the next request: copy what is to be kept.
"""


def test_table_in_the_docs_is_what_was_measured(measured, the_page_has):
    the_page_has(PAGE, page(measured))


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_is_what_was_measured(measured, row):
    """The same again, row by row: the name of the test that fails says what has changed."""
    (line,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {row.name} | ")]
    assert line.split(" | ")[1:-1] == [measured[row.name, way] for way in EVERY_WAY]


def test_every_callable_has_a_row():
    shown = {row.callable for row in ROWS}
    assert shown | {callables.times_closed} == set(callables.CALLABLES.values())
    assert len({row.name for row in ROWS}) == len(ROWS) >= 20


def test_what_is_taught_is_seen(measured):
    """What the labs build on, whatever the page says."""
    assert measured[callables.string_body.__doc__, "uwsgi-http-socket"] == "200, empty"
    assert measured[callables.raises.__doc__, "uwsgi-http-socket"] == "no reply"
    assert measured[callables.raises.__doc__, "gunicorn"] == "500"
    assert measured[callables.bare_read.__doc__, "wsgiref"] == "hangs"
    assert {measured[callables.read_by_length.__doc__, way] for way in EVERY_WAY} == {"200 `hello`"}
    assert {measured[callables.starts_in_the_generator.__doc__, way] for way in EVERY_WAY} == {"200 `hello`"}
    assert measured[callables.header_with_a_line_break.__doc__, "nginx-uwsgi"].endswith("and `X-Injected: yes`")
    assert measured[callables.scheme.__doc__, "uwsgi-http-socket"] == "`'https'`"
    assert measured[callables.scheme.__doc__, "nginx-uwsgi"] == "`'http'`"
    assert measured[callables.keeps_environ.__doc__, "uwsgi-http-socket"] == "`'second'`"
    (twice,) = [row.name for row in ROWS if "%252F" in row.name]
    assert [measured[twice, way] for way in ("gunicorn", "nginx-gunicorn")] == ["`'/a%2Fb'`", "`'/a/b'`"]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_leads_to_a_lab(row):
    assert re.fullmatch(r"lab\d\d[a-z]?_\w+", row.lab)
    assert row.lab[3:5] <= "21"
