"""Every peer of the speed table does its jobs rightly, and docs/speed.md has the tables that a run writes."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from wheezy.core.collections import defaultdict
from wheezy.http import HTTPResponse, WSGIApplication
from wheezy.routing import url
from wheezy.web.middleware import (
    bootstrap_defaults,
    http_error_middleware_factory,
    path_routing_middleware_factory,
)

from tests.bench.bars import ADDED, TAKEN, picture
from tests.bench.jobs import (
    FRAME,
    HEADER_HOOK,
    JOBS,
    PASSING_HOOK,
    VARIABLE_FIRST,
    Job,
    others,
    split,
    wrong_answer,
)
from tests.bench.page import MEANINGS, REAL, Results, Rounds, page, time_cells
from tests.bench.peers import BARE, CORE, FLASK, LEFT_OUT, OURS, PEERS, jobs_of, makers
from tests.bench.plot import plot
from tests.bench.processes import SERVED, Load, Memory, import_time
from tests.bench.steps import HELLO, SAVINGS, STEPS, Bar, bars, measure_steps, variants
from tests.bench.timing import EMPTY, TABLES, applications, batch_size, measure, nothing

HTML = ("Content-Type", "text/html")
NOT_FOUND = ["not found", "not found below a variable"]
DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"[+−]?\d[\d,]*(?:\.\d+)?")


@pytest.mark.parametrize("count", TABLES)
@pytest.mark.parametrize("name", PEERS)
def test_every_peer_does_every_job(name, count):
    make, jobs = makers()[name], jobs_of(name)
    made = {extra: make(count, extra) for extra in {job.extra for job in jobs}}
    assert [sentence for job in jobs if (sentence := wrong_answer(made[job.extra], job))] == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "right"),
    [
        ("200 OK", [HTML], "Hello", []),
        ("200 OK", [HTML], "Hello World", ["hello", "hello, cookie", "hello, hook"]),
        ("200 OK", [HTML, FRAME], "Hello World", ["hello", "hello, cookie", "hello, hook", "hello, hook sets header"]),
        ("200 OK", [HTML, (FRAME[0], "SAMEORIGIN")], "Hello World", ["hello", "hello, cookie", "hello, hook"]),
        ("500 Internal Server Error", [HTML], "Hello World", []),
        ("404 Not Found", [HTML], "any", NOT_FOUND),
        ("404 Not Found", [HTML], "Nothing here", [*NOT_FOUND, "404 by an error handler"]),
        ("302 Found", [("location", "http://localhost:8000/hello")], "", ["redirect"]),
        ("302 Found", [("Location", "http://localhost:8000/old")], "", []),
        ("201 Created", [HTML], "Made", []),
        ("201 Created", [HTML, ("X-Number", "12")], "Made", ["body, status and header"]),
        ("200 OK", [("Content-Type", "application/json")], '{"age": 21, "name": "JongHyun"}', ["JSON response object"]),
        ("200 OK", [HTML], "종현: small", ["form body, Korean"]),
    ],
    ids=[
        "a wrong text",
        "the text of hello",
        "the header of the hook",
        "another value of that header",
        "a wrong status",
        "the right status for what is not there",
        "the text of the handler",
        "a redirect with a whole URL",
        "a redirect to another path",
        "a header is missing",
        "the header is there",
        "the fields of JSON in another order",
        "the Korean name",
    ],
)  # fmt: skip
def test_a_wrong_answer_is_noticed(status, headers, body, right):
    def application(environ, start_response):
        start_response(status, headers)
        return [body.encode()]

    assert [job.name for job in JOBS if wrong_answer(application, job) == ""] == right


def calls(application, job, path):
    """Return how often each function of a file is called while an application does a job."""
    called = Counter()

    def count(frame, event, argument):
        if event == "call" and frame.f_code.co_filename == path:
            called[frame.f_code.co_qualname] += 1

    sys.setprofile(count)
    try:
        assert wrong_answer(application, job) == ""
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("extra", [PASSING_HOOK, HEADER_HOOK])
def test_a_hook_runs_once_in_a_request_and_in_no_other_application(name, extra):
    make = makers()[name]
    job = next(job for job in JOBS if job.extra == extra)
    path = sys.modules[make.__module__].__file__
    with_hook, without = (calls(application, job, path) for application in (make(0, extra), add_frame(make(0))))
    (hook,) = {function.rpartition(".")[2] for function in with_hook - without} - {"start"}
    assert hook in ("keep", "forbid_frames", "process_response")
    assert set((with_hook - without).values()) == {1}
    assert without - with_hook == Counter()


def add_frame(application):
    """Set the header around an application, which has no hook that sets it."""

    def with_frame(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, FRAME], exc_info)

        return application(environ, start)

    return with_frame


@pytest.mark.parametrize("name", PEERS)
def test_a_rule_begins_with_a_variable_only_where_the_job_asks_for_it(name):
    job = Job("shop", "GET", "/tea/cart/green", 200, "tea: green")
    assert wrong_answer(makers()[name](0, VARIABLE_FIRST), job) == ""
    assert "404" in wrong_answer(makers()[name](0), job)


def test_wheezy_redirects_where_an_error_has_a_page_of_its_own():
    """That is why it is left out of the job."""
    urls = [url("nothing", lambda request: HTTPResponse(), name="nothing")]
    options = {"render_template": None, "ticket": None, "http_errors": defaultdict(lambda: "nothing")}
    middleware = [bootstrap_defaults(url_mapping=urls), http_error_middleware_factory, path_routing_middleware_factory]
    job = Job("not there", "GET", "/nowhere", 302, None, header=("Location", "/nothing"))
    assert wrong_answer(WSGIApplication(middleware, options), job) == ""
    assert list(LEFT_OUT) == [("wheezy.web", "404 by an error handler")]


def test_the_other_rules_are_of_both_kinds_and_stand_on_both_sides():
    before, after = split(others(1000, "<name>"))
    assert (len(before), len(after)) == (500, 500)
    assert (before[0], before[1], after[-1]) == ("/shelf0/list", "/shelf1/<name>", "/shelf999/<name>")


def test_a_round_times_every_peer_in_every_job_and_table():
    peers = {BARE: makers()[BARE], OURS: makers()[OURS]}
    times, rounds = measure(applications(peers), seconds=0, batch=0.0001)
    assert times.keys() == {(count, job.name, name) for count in TABLES for job in JOBS for name in peers}
    assert rounds == 20
    assert EMPTY not in {name for *_, name in times}
    assert batch_size(nothing, JOBS[0], 0.001) > batch_size(makers()[FLASK](), JOBS[0], 0.001) >= 1


def test_an_import_is_timed_in_a_python_of_its_own():
    assert import_time("import wsgi_apps.hello") > 0


@pytest.fixture(scope="module")
def results():
    """A run in which everything took one of its unit."""
    return Results(
        {(count, job.name, name): 1.0 for count in TABLES for name in PEERS for job in jobs_of(name)},
        Rounds(1, 1, 1),
        {(job.name, name): Load(1.0, 1.0) for job in SERVED for name in PEERS},
        {name: 1.0 for name, peer in PEERS.items() if peer.imports},
        {name: Memory(1.0, 1.0) for name in PEERS},
        "some",
        {name: 1.0 for name in variants() if name != EMPTY},
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


def test_the_quickest_frameworks_are_bold_and_the_callable_by_hand_is_not():
    rows = re.findall(r"^\| (.*\*\*.*) \|$", (DOCS / "speed.md").read_text(), re.MULTILINE)
    assert len(rows) == len(TABLES) * len(JOBS)
    for row in rows:
        _, by_hand, *cells = row.split(" | ")
        assert "**" not in by_hand
        frameworks = [cell for cell in cells if cell != "–"]
        least = min(float(cell.strip("*")) for cell in frameworks)
        for cell in frameworks:
            assert cell.startswith("**") == (float(cell.strip("*")) < 1.05 * least), row


def test_a_gap_below_5_percent_is_not_a_gap(results):
    job = JOBS[0]
    times = results.times | {(0, job.name, FLASK): 1.04, (0, job.name, "Falcon"): 1.06, (0, job.name, BARE): 0.1}
    cells = dict(zip(PEERS, time_cells(times, 0, job), strict=True))
    assert (cells[FLASK], cells["Falcon"], cells[BARE], cells[OURS]) == ("**1.04**", "1.06", "0.10", "**1.00**")


def test_the_page_says_what_every_job_is_and_which_peer_is_left_out(results):
    text = page(results)
    assert list(MEANINGS) == [job.name for job in JOBS]
    for job in JOBS:
        assert f"| {job.name}{REAL if job.is_real else ''} | {MEANINGS[job.name]} |" in text
    for name, job in LEFT_OUT:
        assert f'{name} is left out of "{job}"' in text
        row = next(line for line in text.splitlines() if line.startswith(f"| {job} • |") and "**" in line)
        assert [cell for cell in row.split(" | ") if cell.strip(" |") == "–"] == ["–"]


def marks(svg):
    """Return how many marks of each framework a picture has."""
    titles = [title.text for title in ElementTree.fromstring(svg).iterfind(".//{*}g/{*}title")]
    return {name: titles.count(name) for name in PEERS}


def test_the_plot_has_a_mark_for_every_peer_job_and_table(results):
    expected = {name: len(TABLES) * len(jobs_of(name)) + 1 for name in PEERS}  # and one in the legend
    assert marks(plot(results.times)) == marks((DOCS / "speed.svg").read_text()) == expected


def extents(svg):
    """Yield the line, the left end and the right end of every text, in letters as wide as a wide font's."""
    for element in ElementTree.fromstring(svg).iterfind(".//{*}text"):
        letter = 7.5 if element.get("class") == "small" else 9
        x, width = float(element.get("x")), letter * len(element.text)
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor")]
        yield float(element.get("y")), left, left + width


def test_no_caption_is_cut_or_runs_into_another(results):
    long = [Bar("preprocess_request", 0.0, 199.994), Bar("the core", 0.0, 199.994, True)]
    for svg in (plot(results.times), picture(bars(results.steps)), picture(long), (DOCS / "steps.svg").read_text()):
        width = float(ElementTree.fromstring(svg).get("viewBox").split()[2])
        ordered = sorted(extents(svg))
        for (line, left, right), (next_line, next_left, _) in pairwise(ordered):
            assert 0 <= left < right <= width
            assert line != next_line or right + 5 < next_left
        assert 0 <= ordered[-1][1] < ordered[-1][2] <= width


def test_every_variant_of_hello_says_hello_and_the_last_step_is_the_core():
    made = variants()
    for name, application in made.items():
        if name != EMPTY:
            assert wrong_answer(application, HELLO) == "", name
    core = type(made[STEPS[-1].name])
    assert [name for name in vars(core) if not name.startswith("__")] == []


def test_every_step_is_one_more_of_the_core_and_every_saving_one_more_of_speed():
    made = variants()
    stubs = [{name for name in vars(type(made[step.name])) if not name.startswith("__")} for step in STEPS]
    for (more, fewer), step in zip(pairwise(stubs), STEPS[1:], strict=True):
        assert more - fewer == {"response_class" if step.name == "reply" else step.name}
    assert list(made)[-len(SAVINGS) :] == list(SAVINGS)


def test_steps_are_timed_and_each_bar_begins_where_the_one_before_ends():
    drawn = bars(measure_steps(0, batch=0.0001))
    steps = [bar for bar in drawn if not bar.is_whole]
    assert [bar.name for bar in steps] == [*(step.name for step in STEPS), *SAVINGS]
    assert all(bar.end == after.begin for bar, after in pairwise(steps))
    assert [bar.begin for bar in drawn if bar.is_whole] == [0.0] * 3
    assert (steps[0].begin, drawn[-1].end) == (0.0, steps[-1].end)


def test_the_picture_has_a_bar_for_every_step(results):
    for svg in (picture(bars(results.steps)), (DOCS / "steps.svg").read_text()):
        titles = [title.text for title in ElementTree.fromstring(svg).iterfind(".//{*}rect/{*}title")]
        assert titles == [BARE, *(step.name for step in STEPS), CORE, *SAVINGS, OURS]


def test_a_bar_that_takes_off_is_green_and_one_that_adds_is_orange():
    svg = picture([Bar("adds", 1.0, 2.0), Bar("takes off", 2.0, 0.5)])
    assert ["+1.00" in svg, "−1.50" in svg, ADDED in svg, TAKEN in svg] == [True] * 4
