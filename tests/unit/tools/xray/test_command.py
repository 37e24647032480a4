"""The command line: what is recorded, what is written, and a sentence for each error."""

import json
import re
import sys

import pytest
from jsonschema import Draft202012Validator

from wsgi_apps.tools.xray import main
from wsgi_apps.tools.xray.back_end import USUAL
from wsgi_apps.tools.xray.page import texts
from wsgi_apps.tools.xray.texts import SAYS, say
from wsgi_apps.tools.xray.trace import SCHEMA

PROGRAM = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/fail":
        raise ValueError("no luck")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", environ.get("CONTENT_TYPE") or "text/plain")])
    return [body or environ["SCRIPT_NAME"].encode()]
"""


RAW = ["3", "5", "--way", "raw"]
NOT_A_TRACE = "is not a trace of this version: write a file that `python -m wsgi_apps xray` has made."


@pytest.fixture
def hello(tmp_path, monkeypatch):
    """The name of a program in the folder at hand."""
    (tmp_path / "hello_xray.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "hello_xray.py"
    sys.modules.pop("hello_xray", None)


@pytest.fixture
def traced(capsys):
    """Return a function that runs the command and returns the only way of its trace."""

    def run(*arguments):
        assert main([*arguments, "--trace", "-"]) == 0
        trace = json.loads(capsys.readouterr().out)
        (way,) = trace["ways"]
        return way

    return run


def test_a_lab_has_a_tree_for_each_way(capsys):
    assert main(["lab03", "5", "--lang", "en"]) == 0
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    heads = [line[:2] for line in lines if line[0][:1].isalpha()]
    assert heads == [["GET /test/60162176"], *([way, "200 OK"] for way in ("raw", "ours", "flask_app"))]


def test_without_flask_its_way_is_left_out_and_said_so(capsys, monkeypatch):
    monkeypatch.setattr("wsgi_apps.tools.xray.programs.find_spec", {"flask": None}.get)
    assert main(["lab03", "5", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    heads = [line.split("  ")[0] for line in printed.out.splitlines() if line[:1].isalpha()]
    assert heads == ["GET /test/60162176", "raw", "ours"]
    assert printed.err == "flask_app is left out, because Flask is not installed: `make course` installs it.\n"


def test_a_trace_keeps_to_the_schema(capsys):
    assert main(["8", "POST /", "--json", '{"key1": "종현"}', "--trace", "-"]) == 0
    trace = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(trace)
    assert trace["tool"]["recorder"] == USUAL
    assert trace["request"]["bytes"].endswith('\r\n\r\n{"key1": "' + "종현".encode().decode("latin-1") + '"}')


def test_a_schema_refuses_what_is_not_a_trace():
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    Draft202012Validator.check_schema(validator.schema)
    assert not validator.is_valid({"xray": 2})


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (["GET /a/x", "--prefix", "/a"], "/a"),
        (["POST /", "--data", "a=b"], "a=b"),
        (["POST /", "--data", "@body.txt"], "of a file"),
        (["POST /", "--json", "[1]"], "[1]"),
    ],
)
def test_options_of_the_request(hello, traced, tmp_path, arguments, body):
    (tmp_path / "body.txt").write_text("of a file")
    way = traced(hello, *arguments)
    assert [event[5]["text"] for event in way["events"] if event[0] == "chunk"] == [body]


def test_a_path_that_is_not_below_the_prefix(hello, traced):
    assert traced(hello, "GET /", "--prefix", "/a")["status"] == "404 Not Found"


@pytest.mark.parametrize(
    ("arguments", "content_type"),
    [
        (["--data", "a"], "application/x-www-form-urlencoded"),
        (["--json", "1"], "application/json"),
        (["--json", "1", "-H", "content-type: text/csv"], "text/csv"),
    ],
)
def test_the_type_of_a_body(hello, traced, arguments, content_type):
    assert traced(hello, "POST /", *arguments)["headers"] == [["Content-Type", content_type]]


def test_one_way_of_a_lab(traced):
    assert traced("3", "5", "--way", "ours")["framework"].startswith("wsgi_apps ")


def test_the_core_alone(traced):
    files = [file["path"] for file in traced("3", "5", "--way", "ours", "--core")["files"]]
    assert "wsgi_apps/application/app.py" in files
    assert not [file for file in files if file.startswith("wsgi_apps/speed/")]


def test_the_very_first_request(traced):
    first, usual = (traced("3", "5", "--way", "ours", *option) for option in (["--first"], []))
    assert "FastApp.decide" in {function["name"] for function in first["functions"]}
    assert "FastApp.decide" not in {function["name"] for function in usual["functions"]}


def test_an_exception_of_the_application_is_the_status(hello, capsys):
    assert main([hello, "GET /fail"]) == 1


def test_a_trace_is_written_whole_and_read_again(tmp_path, capsys):
    file = tmp_path / "trace.json"
    assert main(["3", "5", "--way", "raw", "--trace", str(file)]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["trace.json"]
    assert main([str(file), "--trace", "-"]) == 0
    assert capsys.readouterr().out == f"{file.read_text(encoding='utf-8')}\n"


def test_every_output_that_is_named_is_made(hello, tmp_path, capsys, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert main([*RAW, "--html", "a.html", "--trace", "a.json", "--open", "--lang", "en"]) == 0
    pages = ["a.html", "build/xray/3.html"]
    assert capsys.readouterr().out == "".join(f"{one} is written: open it in a browser.\n" for one in pages)
    assert json.loads((tmp_path / "a.json").read_text())["request"]["target"] == "/test/60162176"
    assert [(tmp_path / one).exists() for one in pages] == [True, True]
    assert opened == [(tmp_path / pages[1]).as_uri()]


def test_the_trace_on_standard_output_stands_there_alone(hello, tmp_path, capsys):
    assert main([*RAW, "--html", "a.html", "--trace", "-", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["xray"] == 1
    assert printed.err == "a.html is written: open it in a browser.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["99"], "There is no lab '99': write a number or a name, such as 8 or lab08_json_in."),
        (["0"], "'0' fits several labs: write one of lab00_hello, lab00b_hello_json."),
        (["3", "99"], "lab03_url_variables has 20 requests: write a number from 1 to 20, or a request such as 'GET /'."),
        (["3", "--way", "django"], "lab03_url_variables has no way 'django': write raw, ours, flask_app."),
        (["3", "hello"], "'hello' is not a request: write a method and a path, such as 'GET /hello'."),
        (["hello_xray.py"], "'' is not a request: write a method and a path, such as 'GET /hello'."),
        (["3", "-H", "hello"], "'hello' is not a header: write a name and a value, such as 'Accept: text/html'."),
        (["broken.py", "GET /"], "broken.py cannot be imported."),
        (["other.json"], f"other.json {NOT_A_TRACE}"),
        (["none.json"], f"none.json {NOT_A_TRACE}"),
        (["empty.json"], f"empty.json {NOT_A_TRACE}"),
        (["way.json"], f"way.json {NOT_A_TRACE}"),
        ([*RAW, "--trace", "none/x.json"], "none/x.json cannot be written: No such file or directory."),
        ([*RAW, "--trace", "folder"], "folder cannot be written: Is a directory."),
        ([*RAW, "--html", "none/x.html"], "none/x.html cannot be written: No such file or directory."),
        (["--book", "other.json/book"], "other.json/book cannot be written: Not a directory."),
        ([*RAW, "--data", "@none"], "none cannot be read: No such file or directory."),
        ([*RAW, "--data", "@folder"], "folder cannot be read: Is a directory."),
        ([*RAW, "--prefix", "a"], "'a' is not a prefix: write one or more segments of a path, such as /60162176."),
        ([*RAW, "--prefix", "//a"], "'//a' is not a prefix: write one or more segments of a path, such as /60162176."),
    ],
)  # fmt: skip
def test_errors_are_one_sentence(hello, tmp_path, capsys, arguments, sentence):
    (tmp_path / "broken.py").write_text("application = 1 / 0")
    (tmp_path / "other.json").write_text('{"xray": 2}')
    (tmp_path / "empty.json").write_text('{"xray": 1}')
    (tmp_path / "way.json").write_text('{"xray": 1, "tool": {}, "request": {}, "ways": [{}]}')
    (tmp_path / "folder").mkdir()
    before = set(tmp_path.iterdir())
    assert main([*arguments, "--lang", "en"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == sentence
    assert (len(said) == 1) or ("ZeroDivisionError" in "".join(said))
    assert main([*arguments, "--lang", "ko"]) == 2
    assert re.search("[가-힣]", capsys.readouterr().err.splitlines()[-1])
    assert {one for one in tmp_path.iterdir() if one.name != "__pycache__"} == before


def test_another_tracer_is_an_error(capsys):
    sys.settrace(lambda *arguments: None)
    try:
        said = main(["3", "5", "--way", "raw", "--lang", "en"]) if USUAL == "settrace" else None
    finally:
        sys.settrace(None)
    assert said in (2, None)
    assert capsys.readouterr().err.startswith("Another tool traces this program: function." if said else "")


def test_a_cut_trace_says_by_which_limit(capsys):
    assert main(["3", "5", "--way", "raw", "--events", "5", "--lang", "en"]) == 0
    assert capsys.readouterr().err == "raw: the trace is cut, by the limit of events (--events).\n"


def test_an_error_in_korean(capsys):
    assert main(["99", "--lang", "ko"]) == 2
    assert "실습은 없습니다" in capsys.readouterr().err


@pytest.mark.parametrize("sentence", [*SAYS.values(), *texts().values()], ids=lambda sentence: sentence[0])
def test_no_korean_particle_follows_a_word_that_is_filled_in(sentence):
    """Which particle is right, 은 or 는, depends on the last letter of the word."""
    assert not re.search(r"\}[”’'\"]?\(?(?:은|는|이|가|을|를|과|와|로|으로|라는)", sentence[-1])


@pytest.mark.parametrize("code", SAYS)
def test_sentences_are_there_in_both_languages(code):
    english, korean = SAYS[code]
    assert english != korean
    values = dict.fromkeys(["name", "labs", "lab", "count", "way", "ways", "line", "tool", "file", "limit"], "x")
    values |= {"status": "200", "events": 1, "functions": 2}
    values |= dict.fromkeys(["server", "why", "length", "sizes", "n", "rule", "folder", "prefix"], "x")
    assert say(code, "ko", **values)
    assert say(code, "en", **values)
