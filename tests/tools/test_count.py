"""The command ``count``: what it sends, what it makes of the answers, how it draws them."""

import itertools
import json
import socket
import threading
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.servers import HOST, ROOT, free_port
from wsgi_apps import __main__ as program
from wsgi_apps.tools import count
from wsgi_apps.tools.course import count_plot
from wsgi_apps.tools.course.counted import Call, Findings, Target, called, read, said, spans

SVG = "{http://www.w3.org/2000/svg}"


def given(*numbers, process=1, thread="MainThread"):
    return [Call(number, process, thread) for number in numbers]


OWN_COUNTS = given(1, 2) + given(1, process=2) + given(3) + given(2, process=2)
LOST = given(1, 2, thread="a") + given(2, thread="b") + given(3, thread="a") + given(3, thread="b")


# --- what the answers tell ---


VERDICTS = {
    "one process counts": (given(1, 2, 3), "Every number came once: 1 to 3."),
    "two processes count together": (
        given(1, 3) + given(2, 4, process=2),
        "Every number came once: 1 to 4.",
    ),
    "two processes count for themselves": (OWN_COUNTS, "Each process has a count of its own: 3 + 2 = 5."),
    "threads lose updates": (LOST, "Updates were lost: 2 of 5 answers repeat a number that was given already."),
    "processes lose updates": (
        given(1, 2, 5) + given(2, 4, process=2),
        "Updates were lost: 1 of 5 answers repeat a number that was given already.",
    ),
    "numbers are missing": (given(1, 2, 5), "Every number came once: 1, 2, 5."),
    "nothing came": ([Call(mistake="status 503")], "No call was answered with a number."),
}


@pytest.mark.parametrize(("calls", "sentence"), VERDICTS.values(), ids=VERDICTS)
def test_verdict_says_what_happened(calls, sentence):
    assert Findings(calls).verdict() == sentence


SPANS = {
    "nothing": ([], [], ""),
    "one number": ([7], [(7, 7)], "7"),
    "two neighbours": ([2, 1], [(1, 2)], "1, 2"),
    "neighbours and others": ([9, 1, 2, 3, 5, 3], [(1, 3), (5, 5), (9, 9)], "1 to 3, 5, 9"),
    "a very wide gap": ([1, 10**30], [(1, 1), (10**30, 10**30)], f"1, {10**30}"),
}


@pytest.mark.parametrize(("numbers", "found", "text"), SPANS.values(), ids=SPANS)
def test_neighbours_are_joined(numbers, found, text):
    assert spans(numbers) == found
    assert said(found) == text


def test_what_came_twice_and_what_is_missing():
    findings = Findings([*given(1, 2, 2, 5), Call(mistake="status 503"), Call(mistake="status 503")])
    assert (findings.twice, findings.missing) == ([2], [(3, 4)])
    assert findings.mistakes == {"status 503": 2}


def test_workers_stand_in_the_order_of_their_first_answers_with_the_threads_of_a_process_together():
    calls = given(1, process=9, thread="x") + given(2, process=1) + given(3, process=9, thread="y")
    assert list(Findings(calls).by_worker()) == [(9, "x"), (9, "y"), (1, "MainThread")]


ANSWERS = {
    "a count and who gave it": (200, {"count": 3, "process": 7, "thread": "t"}, Call(3, 7, "t")),
    "a count alone": (200, {"count": 3}, Call(3)),
    "another status": (503, {"count": 3}, Call(mistake="status 503")),
    "no object": (200, [3], Call(mistake='the response is not JSON with a "count"')),
    "no number": (200, {"count": "3"}, Call(mistake='the response is not JSON with a "count"')),
    "true is no number": (200, {"count": True}, Call(mistake='the response is not JSON with a "count"')),
    "a process that is no number": (200, {"count": 3, "process": "x"}, Call(3)),
}


@pytest.mark.parametrize(("status", "value", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_answer_is_read(status, value, expected):
    assert read(status, json.dumps(value).encode()) == expected


def test_answer_that_is_no_json_is_a_mistake():
    assert read(200, b"\xff<html>") == Call(mistake='the response is not JSON with a "count"')


# --- what is sent ---


@pytest.fixture
def counter():
    """A counter on a thread for each request; it notes what it was asked."""
    numbers = itertools.count(1)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append((self.command, self.path))
            body = json.dumps({"count": next(numbers), "process": 7, "thread": "한글"}).encode()
            self.send_response(200 if self.path != "/full" else 503)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (the name that the server looks for)

        def log_message(self, *arguments):
            """Say nothing."""

    paths = []
    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        server.paths = paths
        server.url = f"http://{HOST}:{server.server_port}"
        yield server
        server.shutdown()
        thread.join()


def test_as_many_calls_are_sent_as_are_asked_for(counter):
    calls = called(Target.of(f"{counter.url}/increase?by=1 2&이름=종현"), 30, 4, 10)
    assert sorted(call.count for call in calls) == list(range(1, 31))
    assert set(counter.paths) == {("GET", "/increase?by=1%202&%EC%9D%B4%EB%A6%84=%EC%A2%85%ED%98%84")}


def test_calls_may_be_posted(counter, capsys):
    assert run(capsys, f"{counter.url}/increase", "--times", "2", "--method", "POST")[0] == 0
    assert counter.paths == [("POST", "/increase")] * 2


def test_calls_one_after_the_other_keep_their_order(counter):
    assert [call.count for call in called(Target.of(counter.url), 10, 1, 10)] == list(range(1, 11))
    assert set(counter.paths) == {("GET", "/")}


def test_server_that_says_nothing_is_not_waited_for():
    with socket.create_server((HOST, 0)) as silent:
        url = f"http://{HOST}:{silent.getsockname()[1]}/"
        assert called(Target.of(url), 2, 2, 0.1) == [Call(mistake="no answer within 0.1 seconds")] * 2


def test_server_that_does_not_speak_http_is_a_mistake():
    def say_hello():
        with strange.accept()[0] as connection:
            connection.sendall(b"hello\r\n\r\n")

    with socket.create_server((HOST, 0)) as strange:
        thread = threading.Thread(target=say_hello)
        thread.start()
        (call,) = called(Target.of(f"http://{HOST}:{strange.getsockname()[1]}/"), 1, 1, 5)
        thread.join()
    assert "hello" in call.mistake


# --- the command ---


def run(capsys, *words):
    """Run the command; return its status and what it printed."""
    status = program.main(["count", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_plain_text_where_there_is_no_terminal(counter, capsys):
    status, out, err = run(capsys, f"{counter.url}/increase")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Process  Thread  Answers  Numbers",
        "7        한글      10       1 2 3 4 5 6 7 8 9 10",
        "Every number came once: 1 to 10.",
    ]


def test_colours_on_a_terminal_and_red_for_what_came_twice(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    count.show(Findings(LOST))
    out = capsys.readouterr().out
    red = "\x1b[1;31m"
    assert out.count(f"{red}2\x1b[0m") == out.count(f"{red}3\x1b[0m") == 2
    assert f"{red}1\x1b" not in out
    assert "Updates were lost" in out


def test_json(counter, capsys):
    status, out, _ = run(capsys, f"{counter.url}/increase", "--times", "2", "--json")
    assert status == 0
    assert json.loads(out) == {
        "calls": 2,
        "answers": [{"count": number, "process": 7, "thread": "한글"} for number in (1, 2)],
        "twice": [],
        "missing": [],
        "failed": {},
        "verdict": "Every number came once: 1, 2.",
    }


def test_calls_that_fail_are_said_and_make_the_status_1(counter, capsys):
    status, out, _ = run(capsys, f"{counter.url}/full", "--times", "3", "--parallel", "3")
    assert status == 1
    assert out == "No call was answered with a number.\n3 calls failed: status 503.\n"


def test_server_that_is_not_there_is_said_in_a_sentence(capsys):
    status, out, err = run(capsys, f"http://{HOST}:{free_port()}/increase", "--times", "2")
    assert (status, err) == (1, "")
    assert out == "No call was answered with a number.\n2 calls failed: Connection refused.\n"


def test_gap_is_said(capsys):
    count.show(Findings(given(1, 2, 5)))
    assert capsys.readouterr().out.splitlines()[-1] == "No call got these numbers: 3, 4."


def test_many_numbers_are_shortened_and_many_threads_are_counted(capsys):
    calls = [Call(2 * number, 1, f"Thread-{number}") for number in range(1, 41)]
    count.show(Findings(calls))
    head, row, *_ = capsys.readouterr().out.splitlines()
    assert head.split() == ["Process", "Thread", "Answers", "Numbers"]
    assert row.split(maxsplit=3) == [
        "1",
        "40",
        "40",
        "2, 4, 6, 8, 10, 12, 14, 16, ..., 66, 68, 70, 72, 74, 76, 78, 80",
    ]


MISTAKES = {
    "no scheme": (["127.0.0.1:8000/increase"], "is not an address: write a whole one"),
    "no host": (["http:///increase"], "is not an address: write a whole one"),
    "no port": ([f"http://{HOST}:99999/"], "is not an address: write a whole one"),
    "no HTTP": (["ftp://127.0.0.1/"], "is not an address: write a whole one"),
    "no brackets": (["http://[::1/"], "is not an address: write a whole one"),
    "no file": (["http://127.0.0.1:1/", "--times", "1", "--svg", "/no/such/folder/x.svg"], "cannot be written: No such file"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_on_the_command_line_is_one_sentence(words, sentence, capsys):
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "1000000", "9" * 5000, "٣"])
def test_numbers_have_limits(number, capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(["count", "http://127.0.0.1:1/", "--times", number])
    assert ended.value.code == 2
    assert "is not a whole number from 1 to 100000" in capsys.readouterr().err


# --- the plot ---


def marks(svg):
    """Return the titles of the marks."""
    groups = ET.fromstring(svg).findall(f"{SVG}g")
    return [group.find(f"{SVG}title").text for group in groups]


def test_plot_has_a_mark_for_each_answer(counter, tmp_path, capsys):
    file = tmp_path / "plot.svg"
    assert run(capsys, f"{counter.url}/increase", "--times", "5", "--svg", str(file))[0] == 0
    assert marks(file.read_text(encoding="utf-8")) == [
        "process 7: 5",
        *(f"{number} from 7 한글" for number in range(1, 6)),
    ]


PLOTTED = {
    "nothing": [],
    "one answer": given(1),
    "two processes": OWN_COUNTS,
    "more processes than shapes": [call for process in range(9) for call in given(1, 2, process=process)],
    "markup in a thread's name": given(1, thread="<b>&"),
}


@pytest.mark.parametrize("calls", PLOTTED.values(), ids=PLOTTED)
def test_plot_is_whole_and_stays_inside(calls):
    root = ET.fromstring(count_plot.plot(Findings(calls), "A title & more"))
    _, _, width, height = map(float, root.get("viewBox").split())
    places = [group.get("transform")[len("translate(") : -1].split() for group in root.iter(f"{SVG}g")]
    assert all(0 < float(x) < width and 0 < float(y) < height for x, y in places)
    assert len(places) == len(calls) + min(len(Findings(calls).by_process()), 7)


DIAGONALS = [
    ("in order", given(1, 2, 3), "M76.0 364.0 L612.0 108.0"),
    ("two counts", OWN_COUNTS, "M76.0 364.0 L344.0 108.0"),
    ("one answer", given(1), None),
    ("a number is missing", given(1, 2, 4), "M76.0 364.0 L612.0 193.3"),
]


@pytest.mark.parametrize(("calls", "line"), [row[1:] for row in DIAGONALS], ids=[row[0] for row in DIAGONALS])
def test_plot_has_the_line_of_one_count(calls, line):
    paths = ET.fromstring(count_plot.plot(Findings(calls), "x")).findall(f"{SVG}path[@stroke-dasharray]")
    assert [path.get("d") for path in paths] == ([line] if line else [])


def test_plot_in_the_docs_is_one_that_the_command_made():
    svg = (ROOT / "docs/count.svg").read_text(encoding="utf-8")
    title, verdict = [text.text for text in ET.fromstring(svg).findall(f"{SVG}text")][:2]
    assert title == "10 calls of /increase"
    assert verdict.startswith("Each process has a count of its own: ")
    legend = [title for title in marks(svg) if title.startswith("process")]
    assert len(legend) == 2
    assert len(marks(svg)) == 12


def test_calls_that_failed_come_with_advice():
    assert count.failed("status 405", 10) == "10 calls failed: status 405: the page takes another method; see --method."
    assert count.failed("status 503", 1) == "1 call failed: status 503."
