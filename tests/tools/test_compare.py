"""``python -m wsgi_apps compare``: what it prints, and that it finds what differs wrongly."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT, free_port
from wsgi_apps.tools import compare
from wsgi_apps.tools.course import manifest
from wsgi_apps.tools.course.asking import Answer
from wsgi_apps.tools.course.comparing import Differences, differing, judged
from wsgi_apps.tools.course.manifest import EXAMPLES, Mistake, Request, chosen, labs
from wsgi_apps.tools.course.servers import served

LAB = "lab01_static_routes"
MODULE = f"examples.{LAB}"
REQUESTS = chosen([LAB])[0].requests
HANGUL = re.compile("[가-힣]")


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """The language of the terminal, unless a test says another one."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words):
    done = subprocess.run(
        [sys.executable, "-m", "wsgi_apps", "compare", *words], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("server", ["none", "wsgiref", "gunicorn"])
def test_all_labs_end_with_nothing_wrong(server):
    names = [] if server == "none" else ["1", "lab01"]
    status, printed, errors = run(*names, "--server", server)
    assert (status, errors) == (0, "")
    how = "in this process" if server == "none" else f"on {server}"
    assert printed.splitlines()[-1].endswith(" 0 wrong")
    assert f" answers {how}: " in printed.splitlines()[-1]
    asked = labs() if server == "none" else manifest.chosen(["1"])
    for lab in asked:
        for number, request in enumerate(lab.requests, start=1):
            assert server in request.not_on or f"  {number}. {request}  " in printed
            assert server in request.not_on or f"     {request.why}\n" in printed


def test_summary_counts_labs_requests_and_answers():
    _, printed, _ = run(LAB)
    (lab,) = manifest.chosen([LAB])
    last = printed.splitlines()[-1]
    assert last.startswith(f"1 lab, {len(lab.requests)} requests, {3 * len(lab.requests)} answers in this process: ")


def test_reasons_for_what_differs_by_design_are_printed():
    _, printed, _ = run(LAB)
    assert "GET /nowhere  raw=404 ours=404 flask_app=404  by design; body: error-page" in printed
    assert "by design, error-page: Each program has its own sentences" in printed


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    """A copy of a lab, and a function that spoils one of its files."""
    examples = tmp_path / "spoilt_examples"
    shutil.copytree(EXAMPLES / LAB, examples / LAB)
    shutil.copy(EXAMPLES / "differences.toml", examples)
    for module in (compare, manifest):
        monkeypatch.setattr(module, "chosen", lambda names: manifest.labs(examples), raising=False)
    before = list(sys.path)
    yield lambda file, old, new: spoil(examples / LAB / file, old, new)
    sys.path[:] = before


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("ours.py", "Good World!", "Good word!", "body differs"),
        ("raw.py", '"200 OK", PAGES', '"201 Created", PAGES', "status differs"),
        ("raw.py", "text/html", "text/plain", "Content-Type differs"),
        ("raw.py", "GET, HEAD, OPTIONS", "GET, HEAD", "Allow differs"),
        ("flask_app.py", "return", "raise ValueError('no')\n    return", "status differs"),
        (
            "requests.toml",
            'body = "Good World!"',
            'body = "Good day!"',
            "raw: the body is 'Good World!', not 'Good day!'",
        ),
        ("requests.toml", 'body = "error-page"', 'body = "no-reason"', "there is no reason 'no-reason'"),
        (
            "requests.toml",
            'path = "/good"\n',
            'path = "/good"\ndiffers = { status = "error-page" }\n',
            "status should differ, but is the same",
        ),
    ],
)
def test_what_differs_wrongly_is_found_and_ends_with_1(spoilt, capsys, file, old, new, found):
    spoilt(file, old, new)
    assert compare.main([]) == 1
    printed = capsys.readouterr().out
    assert found in printed
    assert " 0 wrong" not in printed.splitlines()[-1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "Static routes"', "", 'requests.toml: write title = "..."'),
        ("title_ko", "titel", "'titel' is not known"),
        ('why = "The path / has a page."', 'why = ""', 'request 1: write why = "..."'),
        ('why_ko = "경로 /에는 페이지가 있습니다."', "", 'request 1: the lab has Korean reasons, and this one is missing: write why_ko = "..."'),
        ('why_ko = "쿼리는 경로의 일부가 아닙니다."', 'why_ko = " "', "request 4: the lab has Korean reasons, and this one is missing"),
        ("expect = { status = 200, body", "expect = { body", "the status that is expected of raw"),
        ("expect = { status", "expect = { stauts", "'stauts' is not known"),
        ('path = "/"', 'path = "/"\nbody = "a"\nform = { a = "b" }', "body and form at once"),
        ('path = "/"', 'path = "/"\nnot_on = { apache = "no" }', "'apache' is not known"),
        ('title_ko = "고정된 경로"', 'title_ko = "고정된 경로"\nways = ["raw"]', "says why"),
        ('needs = "core"', 'needs = "webob"', 'needs = "core" or needs = "extensions"'),
        ('needs = "core"', "", 'needs = "core" or needs = "extensions"'),
        ('needs = "core"', 'ways = ["raw"]\nonly = "by hand"\nneeds = "core"', "without the way ours"),
        ("[[request]]", "[[request", "cannot be read"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_list_is_told_with_its_place(spoilt, capsys, old, new, sentence):
    spoilt("requests.toml", old, new)
    assert compare.main([]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lab99"], "There is no lab 'lab99': write a number or a name"),
        (["http://127.0.0.1:1"], "Write two URLs"),
        (["http://127.0.0.1:1", "ftp://127.0.0.1:2"], "Write two URLs"),
        (["http://127.0.0.1:1", "http://127.0.0.1:2", "--request", "/x"], "--request '/x' is not a request"),
        (["http://127.0.0.1:1", "http://127.0.0.1:2", "--header", "x"], "Each --header has a name and a value"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_sentence(words, sentence):
    status, printed, errors = run(*words)
    assert (status, printed, errors.count("\n")) == (2, "", 1)
    assert sentence in errors


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lab99"], "'lab99' 실습은 없습니다. 8이나 lab00_hello처럼 번호나 이름을 쓰세요."),
        (["http://127.0.0.1:1"], "http://로 시작하는 URL 두 개를 쓰세요."),
        (["http://127.0.0.1:1", "http://127.0.0.1:2", "--request", "/x"], "요청이 아닙니다."),
        (["http://127.0.0.1:1", "http://127.0.0.1:2", "--header", "x"], "이름과 값을 쓰세요."),
    ],
)
def test_a_mistake_on_the_command_line_in_korean(capsys, words, sentence):
    assert compare.main([*words, "--lang", "ko"]) == 2
    assert sentence in capsys.readouterr().err


def printed_by(capsys, *words):
    assert compare.main([LAB, *words]) == 0
    return capsys.readouterr().out


def test_korean_has_the_same_lines_with_the_korean_reasons(capsys):
    english, korean = printed_by(capsys).splitlines(), printed_by(capsys, "--lang", "ko").splitlines()
    assert len(english) == len(korean)
    for number, request in enumerate(REQUESTS, start=1):
        assert (english[2 * number], korean[2 * number]) == (f"     {request.why}", f"     {request.why_ko}")
    assert "  7. POST /good  raw=405 ours=405 flask_app=405  의도한 차이; 본문: error-page" in korean
    assert [line for line in korean if "error-page: 오류 페이지의 문장은 프로그램마다 다릅니다." in line]
    assert korean[-1] == "실습 1개, 요청 13개, 이 프로세스에서 받은 응답 39개: 같음 6개, 의도한 차이 7개, 틀림 0개"


def test_language_is_that_of_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "     쿼리는 경로의 일부가 아닙니다.\n" in printed_by(capsys)


def test_a_lab_with_english_reasons_alone_is_shown_in_english(spoilt, tmp_path, capsys):
    file = tmp_path / "spoilt_examples" / LAB / "requests.toml"
    file.write_text(re.sub(r"(?m)^why_ko = .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert compare.main(["--lang", "ko"]) == 0
    assert "     The query is not a part of the path.\n" in capsys.readouterr().out


def test_what_differs_wrongly_is_said_in_korean(spoilt, capsys):
    spoilt("ours.py", "Good World!", "Good word!")
    assert compare.main(["--lang", "ko"]) == 1
    printed = capsys.readouterr().out
    assert "틀림; 본문: 서로 다릅니다; ours: 본문은 'Good word!', 기대한 것은 'Good World!'" in printed


def test_json_has_the_same_keys_and_verdicts_in_korean(capsys):
    english, korean = (json.loads(printed_by(capsys, "--json", "--lang", language)) for language in ("en", "ko"))
    assert [one["why"] for one in korean] == [request.why_ko for request in REQUESTS]
    for one, other in zip(english, korean, strict=True):
        assert one.keys() == other.keys()
        assert (one["verdict"], one["by_design"]) == (other["verdict"], other["by_design"])


def test_findings_as_json():
    status, printed, _ = run(LAB, "--json")
    found = json.loads(printed)
    assert status == 0
    assert found[0]["lab"] == LAB
    assert (found[0]["number"], found[0]["verdict"]) == (1, "same")
    assert {way: answer["body"] for way, answer in found[0]["answers"].items()} == dict.fromkeys(
        ("raw", "ours", "flask_app"), "Hello World!"
    )


def test_two_servers_of_ones_own():
    with served("wsgiref", f"{MODULE}.raw:application") as one, served("wsgiref", f"{MODULE}.ours:app") as other:
        assert f"M-SEARCH /good  {one}=405 {other}=405" in run(one, other, "--request", "M-SEARCH /good")[1]
        assert run(one, other, "--request", "GET /good")[0] == 0  # X-Content-Type-Options may differ anywhere
        status, printed, _ = run(one, other, "--request", "POST /good", "--header", "Accept: */*", "--data", "x")
        with served("gunicorn", f"{MODULE}.raw:application") as third:
            same, again, _ = run(one, third, "--request", "GET /good")
    assert (status, same) == (1, 0)
    assert f"POST /good  {one}=405 {other}=405  WRONG; body differs" in printed
    assert ", X-Content-Type-Options: nosniff, " in printed
    assert again.endswith("1 request, 2 answers over HTTP: 1 the same, 0 different by design, 0 wrong\n")


def test_a_server_that_is_not_there_is_said_to_be_so():
    status, printed, errors = run(*(f"http://127.0.0.1:{free_port()}" for _ in range(2)))
    assert (status, errors) == (1, "")
    assert "no answer (ConnectionRefusedError" in printed


def test_a_program_that_does_not_start_is_told_with_its_log():
    sentence = r"(?s)gunicorn does not serve examples\.nothing:app.*No module named"
    with pytest.raises(Mistake, match=sentence), served("gunicorn", "examples.nothing:app"):
        raise AssertionError("it has started")


def test_what_is_the_same_can_be_left_out(capsys):
    assert compare.main([LAB]) == compare.main([LAB, "--differing"]) == 0
    whole, short = capsys.readouterr().out.split("wrong\n")[:2]
    assert "  same" in whole
    assert "  same" not in short
    assert "by design" in short
    assert [part.splitlines()[-1] for part in (whole, short)] == [whole.splitlines()[-1]] * 2


def test_drawn_as_tables_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    assert compare.main([LAB]) == 0
    printed = capsys.readouterr().out
    assert "┃" in printed
    assert "\x1b[33mby design" in printed
    assert "7. POST /good" in printed
    assert printed.count("Allow: GET, HEAD, OPTIONS") >= 2
    assert not HANGUL.search(printed.replace("종현", ""))


def test_drawn_as_tables_in_korean(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    printed = printed_by(capsys, "--lang", "ko")
    assert "\x1b[33m의도한 차이" in printed
    assert {"요청", "쿼리는 경로의 일부가 아닙니다."} <= {
        one.strip() for one in re.split(r"\x1b\[[0-9;]*m|[┃│]", printed)
    }


def test_a_narrow_table_breaks_long_words_and_cuts_none(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "90")
    assert compare.main(["5"]) == 0
    cells = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    (row,) = re.findall(r"(?s)│ 11\. .*?(?=├)", cells)
    first = "".join(line.split("│")[1].strip() for line in row.splitlines())
    assert first.replace(" ", "").startswith("11." + str(manifest.chosen(["5"])[0].requests[10]).replace(" ", ""))


def request_with(**more):
    return Request(**{"why": "", "method": "GET", "path": "/", "headers": (), "body": b"", "chunked": False, "expect": {},
                      "differs": {}, "not_on": {}, "files": {}, "written": {}} | more)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "aspects"),
    [
        (Answer(200, (("Allow", "GET, POST"),)), Answer(200, (("allow", "POST,GET"),)), []),
        (Answer(200, (("Date", "a"), ("Content-Length", "1"))), Answer(200), []),
        (Answer(200, (("Content-Type", "text/html;charset=utf-8"),)), Answer(200, (("Content-Type", "text/html; charset=utf-8"),)), []),
        (Answer(200, (("Content-Type", "application/json"),), b'{"a": 1}'), Answer(200, (("Content-Type", "application/json"),), b'{"a":1}'), []),
        (Answer(200, (), b'{"a": 1}'), Answer(200, (), b'{"a":1}'), ["body"]),
        (Answer(200, (("Content-Type", "application/json"),), b"{"), Answer(200, (("Content-Type", "application/json"),), b"{"), []),
        (Answer(200, (("X", "1"),)), Answer(200), ["X"]),
        (Answer(0, failure="ValueError: no"), Answer(0, failure="TypeError: no"), ["status"]),
    ],
)  # fmt: skip
def test_what_counts_as_a_difference(one, other, aspects):
    assert list(differing([one, other])) == aspects


def test_a_difference_that_is_allowed_everywhere_is_none():
    answers = {"raw": Answer(200, (("X", "1"),)), "ours": Answer(200)}
    assert judged(request_with(), answers, Differences({"X": "because"}, {})).word == "same"


def test_folder_of_the_labs_is_the_project_s():
    assert Path(manifest.EXAMPLES) == ROOT / "examples"


@pytest.mark.parametrize("name", ["1", "01", "lab1", "lab01", "lab01_static_routes", "examples/lab01_static_routes/"])
def test_a_lab_has_several_names(name):
    assert [lab.name for lab in chosen([name])] == ["lab01_static_routes"]
