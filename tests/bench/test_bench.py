"""Every peer of the speed table does its jobs rightly, and docs/speed.md has the tables that a run writes."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.bench.jobs import JOBS, others, split, wrong_answers
from tests.bench.page import Results, page
from tests.bench.peers import BARE, FLASK, OURS, PEERS, makers
from tests.bench.plot import plot
from tests.bench.processes import SERVED, Load, Memory, import_time
from tests.bench.timing import EMPTY, TABLES, batch_size, measure, nothing

DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.mark.parametrize("count", TABLES)
@pytest.mark.parametrize("name", PEERS)
def test_every_peer_does_every_job(name, count):
    assert wrong_answers(makers()[name](count)) == []


@pytest.mark.parametrize(
    ("status", "body", "kind", "wrong"),
    [
        ("200 OK", b"Hello", "text/html", len(JOBS)),  # no text is right, no JSON, and it is no 404
        ("200 OK", b"Hello World", "text/html", len(JOBS) - 1),
        ("500 Internal Server Error", b"Hello World", "text/html", len(JOBS)),
        ("404 Not Found", b"any", "text/plain", len(JOBS) - 1),
    ],
    ids=["a wrong text", "the text of hello", "a wrong status", "the right status for what is not there"],
)
def test_a_wrong_answer_is_noticed(status, body, kind, wrong):
    def application(environ, start_response):
        start_response(status, [("Content-Type", kind)])
        return [body]

    assert len(wrong_answers(application)) == wrong


def test_the_other_rules_are_of_both_kinds_and_stand_on_both_sides():
    before, after = split(others(1000, "<name>"))
    assert (len(before), len(after)) == (500, 500)
    assert (before[0], before[1], after[-1]) == ("/shelf0/list", "/shelf1/<name>", "/shelf999/<name>")


def test_a_round_times_every_peer_in_every_job_and_table():
    peers = {BARE: makers()[BARE], OURS: makers()[OURS]}
    times = measure(peers, seconds=0, batch=0.0001)
    assert times.keys() == {(count, job.name, name) for count in TABLES for job in JOBS for name in peers}
    assert EMPTY not in {name for *_, name in times}
    assert batch_size(nothing, JOBS[0], 0.001) > batch_size(makers()[FLASK](), JOBS[0], 0.001) >= 1


def test_an_import_is_timed_in_a_python_of_its_own():
    assert import_time("import wsgi_apps.hello") > 0


@pytest.fixture(scope="module")
def results():
    """A run in which everything took one of its unit."""
    return Results(
        {(count, job.name, name): 1.0 for count in TABLES for job in JOBS for name in PEERS},
        {(job.name, name): Load(1.0, 1.0) for job in SERVED for name in PEERS},
        {name: 1.0 for name, peer in PEERS.items() if peer.imports},
        {name: Memory(1.0, 1.0) for name in PEERS},
        "some",
    )


def structure(text):
    """Return a page without its numbers, its bold, its versions and the name of the quickest."""
    text = re.sub(r"Versions: .*", "", text)
    text = re.sub(r"\(\S+\) \|", "|", text.replace("**", ""))
    return NUMBER.sub("0", text).splitlines()


def test_the_page_has_the_tables_that_a_run_writes(results):
    assert structure((DOCS / "speed.md").read_text()) == structure(page(results))


def test_the_page_names_the_versions_and_the_command():
    text = (DOCS / "speed.md").read_text()
    for name in ("Python", "uWSGI", "wrk", *(name for name, peer in PEERS.items() if peer.package)):
        assert re.search(rf"{re.escape(name)} \d+\.\d", text), name
    assert "`make bench`" in text


def test_the_quickest_framework_is_bold_and_the_callable_by_hand_is_none():
    rows = re.findall(r"^\| (.*\*\*.*) \|$", (DOCS / "speed.md").read_text(), re.MULTILINE)
    assert len(rows) == len(TABLES) * len(JOBS)
    for row in rows:
        _, by_hand, *frameworks = row.split(" | ")
        assert "**" not in by_hand
        bold = [cell for cell in frameworks if cell.startswith("**")]
        assert [float(cell.strip("*")) for cell in bold] == [min(float(cell.strip("*")) for cell in frameworks)]


def marks(svg):
    """Return how many marks of each framework a picture has."""
    titles = [title.text for title in ElementTree.fromstring(svg).iterfind(".//{*}g/{*}title")]
    return {name: titles.count(name) for name in PEERS}


def test_the_plot_has_a_mark_for_every_peer_job_and_table(results):
    expected = dict.fromkeys(PEERS, len(TABLES) * len(JOBS) + 1)  # and one in the legend
    assert marks(plot(results.times)) == marks((DOCS / "speed.svg").read_text()) == expected
