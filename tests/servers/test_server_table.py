"""What seven ways of serving make of the callables of ``examples/server_table``, and the table in the docs that says so."""

import platform
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

import pytest

from examples.server_table import callables
from tests.servers.repeat import facts
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
    head = f"| {subject} | " + " | ".join(EVERY_WAY.values()) + " | program | lab |"
    lines = [head, "|---" * (len(EVERY_WAY) + 3) + "|"]
    for row in rows:
        cells = [*(measured[row.name, way] for way in EVERY_WAY), program_of(row), lab_of(row)]
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def program_of(row):
    return f"[`{row.callable.__name__}`](../examples/server_table/callables.py)"


def lab_of(row):
    number = row.lab.partition("_")[0].removeprefix("lab")
    return f"[{number}](../examples/{row.lab}/README.md)"


def page(measured):
    sections = "\n\n".join(
        f"## {title}\n\n{table(subject, rows, measured)}" for title, (subject, rows) in SECTIONS.items()
    )
    packages = ", ".join(f"{name} {version(name)}" for name in ("uWSGI", "gunicorn", "Werkzeug"))
    return f"""# One application, seven ways of serving

PEP 3333 is a contract between an application and a server. It says little about what happens when one of them breaks it. This page
measures it. Each row is one small program of [examples/server_table](../examples/server_table/README.md), each column is a real
server, and each cell is what a client receives. uWSGI and nginx run with the files in `ini/`; the other servers run with their own
settings. `make servers` measures the tables again and writes this page. `make test` fails when a cell has changed.

Versions: Python {platform.python_version()}, {packages}, nginx {nginx_version()}.

In the book, each cell has a colour and a sign. Choose a cell to see its program, and the commands that repeat it. On the keyboard,
go through the cells with the arrow keys and choose one with Enter.

- ✓ The client receives a whole response.
- ○ The body is empty. With the status 200, this looks like success to every program that looks only at the status.
- ≠ The client receives something that the program did not mean: a body that is cut or too long, no status, or an extra header.
- ! The server answers with an error page of its own. 502 comes from nginx, when the server behind it gave no usable response.
- × The client receives no response, or it waits.
- · A fact, neither good nor bad.

Some cells need a word more:

- 200 `hello` is the status, and the body that the client receives.
- "No reply" means that the server closes the connection without a byte. "Hangs" means that nothing comes for {LONG} seconds, and the
  connection stays open. "Then silence" means that the response came, but the server did not close the connection as it was asked to.
- "No status line" means that the body came alone, as in the HTTP of 1991. "Status None" means that the status line is `HTTP/1.1 None`.
- "200 or lost" depends on which end of the connection is faster.
- "Absent" means that environ does not have the name at all. That is different from `''`.

The last two columns name the program, and the number of the lab that teaches it.

{sections}

## What to remember

- uWSGI answers 200 to nearly every error of an application, and to every exception after `start_response`. The page is empty, and the
  reason is only in the log. Call `start_response` as late as possible.
- wsgiref and Werkzeug hang when an application reads more than the client has sent. Reading CONTENT_LENGTH bytes works everywhere.
- On most servers, CR and LF in a header's value reach the client. The application must refuse them.
- uWSGI, and gunicorn with its own settings, let any client on this machine choose the scheme. `ini/nginx.conf` and `ini/gunicorn.py`
  prevent that.
- gunicorn, asked by the uwsgi protocol, decodes a path that nginx has already decoded. Korean letters break, and `%252F` becomes a
  slash. Let nginx ask gunicorn by HTTP, with `proxy_pass`.
- uWSGI fills the same environ again for the next request. Copy what you want to keep.
"""


def test_cells_have_their_kinds_and_commands_in_the_docs(measured, the_page_has):
    the_page_has(PAGE.with_suffix(".json"), facts(SECTIONS, list(EVERY_WAY), measured))


def test_table_in_the_docs_is_what_was_measured(measured, the_page_has):
    the_page_has(PAGE, page(measured))


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_is_what_was_measured(measured, row):
    """The same again, row by row: the name of the test that fails says what has changed."""
    (line,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {row.name} | ")]
    assert line.split(" | ")[1:-2] == [measured[row.name, way] for way in EVERY_WAY]


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
