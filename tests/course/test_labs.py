"""Every lab does what its list of requests says: three ways, in process and on uWSGI, by curl and by httpie.

The list is ``requests.toml`` in the folder of the lab; ``examples/differences.toml`` has what may differ and why.
"""

import ast
import gc
import io
import os
import re
import shlex
import subprocess
import sys
import warnings
from http import HTTPStatus

import httpie.context
import httpie.core
import pytest

from tests.support import programs
from tests.support.servers import BIN, HOST, ROOT, free_port, process
from tests.support.strict import Input, call
from wsgi_apps.tools.course.asking import (
    Answer,
    application_of,
    curl,
    environ_of,
    httpie as httpie_line,
    in_process,
    over_http,
)
from wsgi_apps.tools.course.comparing import WRONG, differences, judged, unexpected
from wsgi_apps.tools.course.manifest import EXAMPLES, labs

LABS = labs()
DIFFERENCES = differences()
COURSE_URL = f"http://{HOST}:8000"
REQUESTS = [(lab, request) for lab in LABS for request in lab.requests]
IN_PROCESS = [(lab, request) for lab, request in REQUESTS if "none" not in request.not_on]
PROGRAMS = [(lab, way) for lab in LABS for way in lab.ways]
OTHERS = sorted(path for path in EXAMPLES.rglob("*") if re.match(r"(trap|cured)_", path.name))
LONGEST = 70  # lines of a program: about one screen
LONGER = {"lab22_one_page": 95}  # thirteen labs in one program
#: what a hand-written program may import beside the standard library: the floor that the course has reached by then
BY_HAND = {
    "wsgi_apps.hello",
    "wsgi_apps.hello_json",
    "wsgi_apps.exceptions",
    "wsgi_apps.strict_json",
    "wsgi_apps.request_body",
}
#: and the libraries that a lab is about
LIBRARIES = {
    "lab09_templates": {"jinja2"},
    "lab20_state_outside": {"examples"},
    "lab21_past_one_machine": {"examples"},
}


def name_of(row):
    return " ".join(str(part.name if hasattr(part, "name") else part) for part in row)


def over_every(rows):
    return pytest.mark.parametrize(("lab", "what"), rows, ids=[name_of(row) for row in rows])


# --- in process ---


@pytest.fixture(scope="module")
def applications():
    return {(lab.name, way): application_of(lab, way) for lab, way in PROGRAMS}


@over_every(IN_PROCESS)
def test_in_process_the_ways_answer_as_expected_and_alike(applications, lab, what):
    answers = {way: in_process(applications[lab.name, way], what) for way in lab.ways}
    assert judged(what, answers, DIFFERENCES).wrong == ()


@over_every(IN_PROCESS)
def test_by_hand_and_with_ours_the_strict_server_is_content(applications, lab, what):
    for way in set(lab.ways) - {"flask_app"}:
        environ = environ_of(what)
        announced = environ.get("CONTENT_LENGTH") or "0"
        allowed = 1 << 62 if what.chunked else int(announced) if announced.isdigit() else 0
        environ["wsgi.input"] = Input(what.body, allowed)
        answer = call(applications[lab.name, way], environ)
        assert not list(unexpected(what, way, Answer(answer.status, tuple(answer.headers), answer.body)))


# --- on uWSGI, one of each program ---


@pytest.fixture(scope="module", params=LABS, ids=[lab.name for lab in LABS])
def on_uwsgi(request):
    """A lab, and the URLs of its programs on a uWSGI each."""
    lab = request.param
    with programs.on_uwsgi(lab.name, *lab.ways) as urls:
        yield lab, urls


def test_on_uwsgi_the_ways_answer_as_expected_and_alike(on_uwsgi):
    lab, urls = on_uwsgi
    asked = [one for one in lab.requests if "uwsgi" not in one.not_on]
    verdicts = [judged(one, {way: over_http(urls[way], one) for way in lab.ways}, DIFFERENCES) for one in asked]
    assert [(str(one.request), one.wrong) for one in verdicts if one.word == WRONG] == []


def test_the_line_of_curl_does_what_the_list_says(on_uwsgi):
    lab, urls = on_uwsgi
    way = lab.ways[0]
    for one in lab.requests:
        if not {"uwsgi", "curl"} & set(one.not_on):
            line = curl(one, urls[way]).replace("curl ", "curl --silent --include --max-time 10 ", 1)
            done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=True)
            assert not list(unexpected(one, way, answer_in(done.stdout))), line


def test_the_line_of_httpie_does_what_the_list_says(on_uwsgi, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(
        "httpie.ssl_.ensure_default_certs_loaded", lambda context: None
    )  # slow, and nothing here is HTTPS
    lab, urls = on_uwsgi
    way = lab.ways[0]
    for one in lab.requests:
        if not {"uwsgi", "httpie"} & set(one.not_on):
            line = httpie_line(one, urls[way])
            assert not list(unexpected(one, way, by_httpie(line))), line


def by_httpie(line):
    """Return what httpie prints of a response; a pipe needs a shell, the rest runs in this process."""
    if " | " in line:
        done = subprocess.run(
            ["bash", "-c", f"{line} --print=hb"], cwd=ROOT, env=with_our_programs(), capture_output=True, check=True
        )
        return answer_in(done.stdout)
    out = httpie.context.Environment(stdout=io.BytesIO(), stderr=io.StringIO(), stdin=None)
    words = ["--ignore-stdin", "--print=hb", "--pretty=none", "--timeout=10", *shlex.split(line)[1:]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # httpie leaves the files that it uploads open
        httpie.core.main(["http", *words], out)
        if "@" in line:
            gc.collect()
    return answer_in(out.stdout.getvalue())


def with_our_programs():
    return os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}


def answer_in(printed):
    """Return the answer that a client has printed, with its headers."""
    while printed.startswith(b"HTTP/1.1 100"):
        printed = printed.partition(b"\r\n\r\n")[2]
    head, _, body = printed.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8").splitlines()
    return Answer(int(first.split()[1]), tuple(tuple(line.split(": ", 1)) for line in lines if ": " in line), body)


# --- each program by itself ---


@over_every(PROGRAMS)
def test_a_program_runs_as_python_file(lab, what, tmp_path):
    port = free_port()
    words = [sys.executable, "-m", "tests.support.as_script", str(port), str(lab.folder / f"{what}.py")]
    first = next(one for one in lab.requests if "wsgiref" not in one.not_on)
    with process(words, tmp_path / "log", port, PYTHONPATH=str(ROOT), PYTHONWARNINGS="ignore:'cgi' is deprecated"):
        assert not list(unexpected(first, what, over_http(f"http://{HOST}:{port}", first)))


@over_every([row for row in PROGRAMS if row[1] != "flask_app"])
def test_a_program_runs_by_the_development_command(lab, what, tmp_path):
    port = free_port()
    words = [sys.executable, "-m", "wsgi_apps", "run", f"examples/{lab.name}/{what}.py", "--port", str(port)]
    first = next(one for one in lab.requests if "wsgiref" not in one.not_on)
    with process(words, tmp_path / "log", port, PYTHONWARNINGS="ignore:'cgi' is deprecated"):
        assert not list(unexpected(first, what, over_http(f"http://{HOST}:{port}", first)))


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_the_file_for_ours_and_the_file_for_flask_differ_in_import_lines(lab):
    if {"ours", "flask_app"} <= set(lab.ways):
        files = [(lab.folder / f"{way}.py").read_text(encoding="utf-8").splitlines() for way in ("ours", "flask_app")]
        rest = [[line for line in file if not re.match(r"(from|import) ", line)] for file in files]
        assert (rest[0] == rest[1]) is (not lab.twins), lab.twins


@over_every(PROGRAMS)
def test_a_program_is_about_one_screen_and_says_first_what_it_is(lab, what):
    source = (lab.folder / f"{what}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGER.get(lab.name, LONGEST)
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("lab", [lab for lab in LABS if "raw" in lab.ways], ids=lambda lab: lab.name)
def test_by_hand_means_the_standard_library(lab):
    tree = ast.parse((lab.folder / "raw.py").read_text(encoding="utf-8"))
    beside = {path.stem for path in lab.folder.glob("*.py")}
    allowed = BY_HAND | LIBRARIES.get(lab.name, set()) | beside
    for name in imported(tree):
        assert name.partition(".")[0] in sys.stdlib_module_names or name in allowed or name.partition(".")[0] in allowed


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


# --- the list and the lesson ---


@pytest.mark.parametrize("path", OTHERS, ids=[f"{path.parent.name}/{path.name}" for path in OTHERS])
def test_every_trap_and_every_cure_is_run_by_a_test(path):
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    assert re.search(rf"\b{re.escape(path.stem)}\b", tests)


def test_every_reason_is_used():
    used = {name for _, request in REQUESTS for name in request.differs.values()}
    assert used == set(DIFFERENCES.reasons)


def test_the_labs_are_those_of_the_course():
    numbers = [int(re.match(r"lab(\d\d)[a-z]?_", lab.name)[1]) for lab in LABS]
    assert numbers == sorted(numbers)
    assert sorted({*numbers}) == list(range(max(numbers) + 1))
    assert {path.name for path in EXAMPLES.glob("lab*")} == {lab.name for lab in LABS}
    assert len(REQUESTS) >= 150


ABOUT_SERVERS = range(17, 22)  # labs whose responses name a process, a port or a count
SHOWN = 3  # requests that a lesson shows with their responses
HOW_TO_SHOW = """
`python -m wsgi_apps compare {number}` sends all {count} requests of this lab to each of its programs, and shows the responses side by
side. Three of them, to type yourself:

{prepare}**Terminal 1**

```console
$ make run MODULE=examples.{name}.{target}
...
```

**Terminal 2**

{shown}
"""
PREPARE = """**Terminal 2**

```console
$ python examples/{name}/{prepare}
...
```

"""


def section(lab):
    """Return the requests that the README of a lab shows, each with the reason and the response, and how to send all."""
    shown = [block(one, lab) for one in lab.requests if one.shown]
    assert len(shown) == SHOWN
    names = {"number": int(lab.name[3:5]), "count": len(lab.requests), "name": lab.name, "target": target(lab)}
    prepare = PREPARE.format(name=lab.name, prepare=lab.prepare) if lab.prepare else ""
    return HOW_TO_SHOW.format(**names, prepare=prepare, shown="\n".join(shown))


def target(lab):
    return lab.module(lab.ways[0]).rpartition(f"{lab.name}.")[2].removesuffix(":application")


def block(one, lab):
    answer = in_process(application_of(lab, lab.ways[0]), one)
    line = curl(one, COURSE_URL).replace("curl ", "curl --include ", 1)
    head = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", *(f"{k}: {v}" for k, v in answer.headers)]
    body = answer.body.decode("utf-8").splitlines() if one.method != "HEAD" else []
    if int(lab.name[3:5]) in ABOUT_SERVERS and answer.status == HTTPStatus.OK:
        head = [re.sub("(?<=^Content-Length: ).*", "...", line) for line in head]
        body = ["..." for _ in body[:1]]
    return "\n".join([f"{one.why}\n", "```console", f"$ {line}", *head, "", *body, "```", ""])


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_table_of_requests_in_the_lesson_is_the_list(lab, the_page_has):
    file = lab.folder / "README.md"
    text = file.read_text(encoding="utf-8")
    begin, end = "<!-- requests -->\n", "<!-- end of requests -->"
    before, after = text.partition(begin)[0], text.partition(end)[2]
    the_page_has(file, before + begin + section(lab) + end + after)


def syllabus():
    """Return the list of the labs, as examples/README.md has it."""
    rows = [
        f"| [{lab.name}]({lab.name}/README.md) | {lab.title} | {lab.title_ko} | {', '.join(lab.ways)} | {len(lab.requests)} |"
        for lab in LABS
    ]
    return "\n".join(["| lab | | | ways | requests |", "|---|---|---|---|---|", *rows, ""])


def test_table_of_the_labs_is_the_folders(the_page_has):
    file = EXAMPLES / "README.md"
    text = file.read_text(encoding="utf-8")
    begin, end = "<!-- labs -->\n\n", "\n<!-- end of labs -->"
    the_page_has(file, text.partition(begin)[0] + begin + syllabus() + end + text.partition(end)[2])


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_every_why_has_its_korean_with_the_same_code_and_numbers(lab):
    for one in lab.requests:
        assert re.search("[가-힣]", one.why_ko), one.why
        assert re.search(r"니다(\([^)]*\))?\.$", one.why_ko), one.why_ko
        assert code_and_numbers(re.sub("[Zz]eros", "0", one.why)) == code_and_numbers(one.why_ko)


def code_and_numbers(text):
    """Return the code in a text, and the numbers, both sorted: Korean has another order of words."""
    return sorted(re.findall("`[^`]*`", text)), sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("lab", LABS, ids=[lab.name for lab in LABS])
def test_the_korean_lesson_has_the_title_and_the_reasons_of_the_list(lab):
    lines = (lab.folder / "README.ko.md").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(f": {lab.title_ko}")
    assert {one.why_ko for one in lab.requests if one.shown} <= set(lines)


LESSONS = sorted(path for path in EXAMPLES.glob("*/README.md") if path.parent.name != "exercises")
START = "(../README.md#how-to-do-a-lab)"


@pytest.mark.parametrize("lesson", LESSONS, ids=[path.parent.name for path in LESSONS])
def test_a_lesson_says_where_to_type_and_leads_to_its_korean(lesson):
    text = lesson.read_text(encoding="utf-8")
    assert START in text
    if lesson.with_name("README.ko.md").exists():
        assert text.partition("\n\n")[2].startswith("[한국어](README.ko.md)\n")
    else:
        assert re.findall(r"(?m)^## (.*)$", text)[-1] == "한국어"
