"""Each bad input gets its status over all six ways of serving, and the table in the docs is what was measured."""

import platform
import re
from importlib.metadata import version

import pytest

from tests.cases.bad_input import BODY, BY_HAND, CUT, HELLO_JSON, IMPOSED, WITH_BODY, expected
from tests.support.measured_page import nginx_version
from tests.support.servers import ROOT, WAYS, talk

ROWS = [*BY_HAND, *WITH_BODY]
IDS = [f"{row.module.rpartition('.')[2]}: {row.name}" for row in ROWS]
PAGE = ROOT / "docs" / "bad_input.md"


@pytest.fixture(scope="session")
def measured(served):
    """Return a function that gives what a row gets in a way of serving; each is asked once."""
    answers = {}

    def measure(row, way):
        if (row, way) not in answers:
            answers[row, way] = cell(row, way, served(way, row.module))
        return answers[row, way]

    return measure


NGINX_SAYS = re.findall(r'return \d+ "(.*)\\n";', (ROOT / "ini" / "nginx.conf").read_text(encoding="utf-8"))


def cell(row, way, server):
    """Send a row; return its status, or how the connection ended, and who answered if it was not the application."""
    reply = talk(server.port, row.request, half_close=row.half_close, first=True)
    wanted = expected(row, way)
    if wanted == "413 or cut" and reply.status in (413, *CUT):
        return wanted
    return f"{reply.status}{answered_by(reply.body.decode())}"


def answered_by(body):
    """Return the server whose own words these are, or nothing if they are the application's."""
    if body.strip() in NGINX_SAYS or "<center>nginx" in body:
        return " nginx"
    return " gunicorn" if "<h1><p>" in body else ""


def test_application_says_what_to_send(served):
    """The words of each row come from the application itself, where no server is in its way."""
    for row in (row for row in ROWS if expected(row, "uwsgi-http-socket") == str(row.status)):
        assert (
            row.words in talk(served("uwsgi-http-socket", row.module).port, row.request, half_close=row.half_close).body
        )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_bad_input_gets_its_status(measured, row, way):
    assert measured(row, way) == expected(row, way)


def test_imposed_rows_are_rows():
    names = {row.name for row in ROWS}
    for _, ways, answers in IMPOSED:
        assert set(ways) <= set(WAYS)
        assert answers.keys() <= names


def table(rows, measured):
    """Return a Markdown table: a row a request, a column a way of serving."""
    lines = ["| the request has | " + " | ".join(WAYS.values()) + " |", "|---" * (len(WAYS) + 1) + "|"]
    for row in rows:
        cells = (mark(measured(row, way), row.status) for way in WAYS)
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def mark(answer, deserved):
    """Return the cell in bold if it is not simply the status deserved."""
    return answer if answer == str(deserved) else f"**{answer}**"


def names_of(ways):
    return ", ".join(WAYS[way] for way in ways)


def page(measured):
    """Return the page of the docs, as measured."""
    reasons = [
        f"- {reason} Columns: {names_of(ways)}. Rows: "
        + "; ".join(f"{name} **{answer}**" for name, answer in answers.items())
        + "."
        for reason, ways, answers in IMPOSED
    ]
    return f"""# Bad input over six ways of serving

The tables show what a client gets for each request. `make tables` measures the values, and `make test` fails when one of
them has changed.

- A plain number is the status that the application sends. The body of an error response explains the error.
- A bold value differs because of the server: most often the server answers before the application. The last section gives
  the reasons.
- `400 nginx` is a response with the status 400 that nginx writes.
- "Closed" and "cut" mean that the connection ends without a response.

Versions: Python {platform.python_version()}, uWSGI {version("uwsgi")}, nginx {nginx_version()}, gunicorn {version("gunicorn")}.

## `wsgi_apps.hello_json`, by hand

{table(BY_HAND, measured)}

## A callable on `wsgi_apps.request_body`

The program is `tests/apps/callables.py`. `make run MODULE=tests.apps.callables` serves it, at the path `/60162176/json`.

{table(WITH_BODY, measured)}

## Why the bold values differ

{chr(10).join(reasons)}
"""


def test_table_in_the_docs_is_what_was_measured(measured, the_page_has):
    the_page_has(PAGE, page(measured))


def test_both_callables_are_in_the_table():
    assert {row.module for row in ROWS} == {HELLO_JSON, BODY}
