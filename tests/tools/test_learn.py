"""``learn`` on real servers: each kind of exercise, the watch, what is handed in, and all exercises of the project."""

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest

from tests.support.exercises import GREETS, HELLO, exercise, greeting, write
from tests.support.servers import ROOT
from wsgi_apps.tools.course.manifest import EXAMPLES
from wsgi_apps.tools.learn import judging
from wsgi_apps.tools.learn.authors import all_problems
from wsgi_apps.tools.learn.command import main
from wsgi_apps.tools.learn.exercise import EXERCISES, chapters, exercises, named
from wsgi_apps.tools.learn.student import Student
from wsgi_apps.tools.learn.workers import Worker

MIDDLEWARE = """fails = { check = "upper", what = "body" }
callable = "app:upper"

[[check]]
id = "upper"
send = "GET /{word}"
expect = { body = "HELLO, {word|upper}!" }

[[check]]
id = "closes"
send = "GET /{word}"
expect = { closed = 1 }
"""
INNER = """class Body(list):
    def close(self):
        pass


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Body([f"Hello, {environ['PATH_INFO'][1:]}!".encode()])
"""
UPPER = """def upper(application):
    def wrapped(environ, start_response):
        body = application(environ, start_response)
        try:
            return [chunk.upper() for chunk in body]
        finally:
            body.close()

    return wrapped
"""
CONFIG = """fails = { check = "serves", what = "start" }

[[check]]
id = "serves"
on = ["uwsgi"]
send = "GET /{word}"
expect = { contains = "Hello" }

[[check]]
id = "ends"
on = ["uwsgi"]
send = "GET /slow"
signal = "TERM"
expect = { status = 200, ends = 5 }

[[check]]
id = "behind"
on = ["nginx"]
send = "GET /{word}"
expect = { contains = "Hello" }
"""
INI = """[uwsgi]
strict = true
module = given
need-app = true
master = true
http-socket = 127.0.0.1:$(PORT)
socket = 127.0.0.1:$(SOCKET)
hook-master-start = unix_signal:15 gracefully_kill_them_all
"""
SLOW = "import time\n\n\n" + HELLO.replace(
    "    body", '    if environ["PATH_INFO"] == "/slow":\n        time.sleep(0.4)\n    body'
)
THREADS = """fails = { check = "counts", what = "sum" }

[[check]]
id = "counts"
send = "GET /{word}"
together = 40
expect = { sum = { find = '(\\d+)', once = true } }
"""
COUNTS = """from threading import Lock

count, lock = 0, Lock()


def application(environ, start_response):
    global count
    start_response("200 OK", [("Content-Type", "text/plain")])
"""
LOCKED = "    with lock:\n        count += 1\n        return [b'%d' % count]\n"
UNLOCKED = "    seen = count\n    environ.copy()\n    count = seen + 1\n    return [b'%d' % (seen + 1)]\n"
QUESTIONS = """fails = { check = "length", what = "answer" }

[[question]]
key = "length"
ask.en = "How many bytes of {`hello`} arrive?"
ask.ko = "{`hello`}의 몇 바이트가 도착하나요?"
measure = { send = "GET /", program = "says:application", value = "length" }

[[question]]
key = "ended"
ask.en = "Which servers answer 500?"
ask.ko = "어떤 서버가 500으로 응답하나요?"
measure = { on = ["uwsgi", "wsgiref"], send = "GET /", program = "says:application", expect = { status = 500 } }

[[question]]
key = "path"
ask.en = "What is PATH_INFO?"
ask.ko = "PATH_INFO는 무엇인가요?"
measure = { send = "GET /%ea%b0%80", program = "environ", value = "environ:PATH_INFO" }
"""
SAYS = """def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["hello"]
"""
ANSWERS = 'length = 0\nended = ["wsgiref"]\npath = "\'/\\\\xea\\\\xb0\\\\x80\'"\n'
NO_ANSWERS = 'length = ""\nended = ""\npath = ""\n'
OTHERS = """fails = { check = "chunked", what = "body" }

[[check]]
id = "chunked"
on = ["strict", "gunicorn"]
send = "POST /{word}"
body = "{word}"
chunked = true
expect = { body = "{word}" }

[[check]]
id = "mounted"
on = ["strict", "uwsgi", "nginx"]
send = "GET /60162176/{word}"
mount = "/60162176"
expect = { body = "/60162176" }

[[check]]
id = "half"
on = ["strict"]
send = "POST /x"
body = "{word}"
headers = { Content-Length = "100" }
half_close = true
expect = { status = 200, body = "{word}" }

[[check]]
id = "raw"
on = ["uwsgi", "wsgiref"]
raw = "GET /raw HTTP/1.0\\r\\n\\r\\n"
expect = { body = "" }

[[check]]
id = "function"
program = "checks.py:twice"
"""
ECHO = """def application(environ, start_response):
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or len(length) > 9:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"Content-Length is no number"]
    endless = environ.get("wsgi.input_terminated")
    size = min(int(length), 1000) or (64 if endless else 0)
    body = environ["wsgi.input"].read(size) if size else b""
    if environ["REQUEST_METHOD"] == "HEAD":
        body = b""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body + environ.get("SCRIPT_NAME", "").encode()]
"""
TWICE = '''"""A check that is a function: the same request twice."""

from urllib.request import urlopen


def twice(target, draw):
    """Return what differs between two responses."""
    if isinstance(target, str):
        with urlopen(f"{target}/function/{draw('word')}") as response:
            return [] if response.status == 200 else [f"status {response.status}"]
    return [] if callable(target) else [f"{target!r} cannot be called"]
'''
BUILD = """fails = {{ check = "{name}", what = "status" }}

[[check]]
id = "{name}"
send = "GET /{name}/{{word}}"
expect = {{ status = 200, contains = "{{word}}" }}
"""
STEP = """def application(environ, start_response):
    found = environ["PATH_INFO"].startswith({pages})
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]
"""
KINDS = {
    "a01_greet": greeting(),
    "a02_upper": exercise(
        "middleware",
        table=MIDDLEWARE,
        start={"app.py": UPPER.replace(".upper()", ""), "inner.py": INNER},
        solution={"app.py": UPPER},
        wrong_leaks={"app.py": UPPER.replace("body.close()", "pass")},
    ),
    "a03_config": exercise(
        "config",
        "uwsgi.ini",
        CONFIG,
        start={"uwsgi.ini": INI.replace("given", "gven"), "given.py": SLOW},
        solution={"uwsgi.ini": INI},
        wrong_kills={"uwsgi.ini": INI.replace("hook-master-start = unix_signal:15 gracefully_kill_them_all\n", "")},
        wrong_http={"uwsgi.ini": INI.replace("\nsocket", "\nhttp-socket")},
    ),
    "a04_threads": exercise(
        "threads", table=THREADS, start={"app.py": COUNTS + UNLOCKED}, solution={"app.py": COUNTS + LOCKED}
    ),
    "a05_says": exercise(
        "predict",
        "answer.toml",
        QUESTIONS,
        start={"answer.toml": NO_ANSWERS, "says.py": SAYS},
        solution={"answer.toml": ANSWERS},
    ),
    "a06_others": exercise(
        "write",
        table=OTHERS,
        start={"app.py": ECHO.replace("[body + ", "[")},
        solution={"app.py": ECHO},
        wrong_mount={"app.py": ECHO.replace(' + environ.get("SCRIPT_NAME", "").encode()', "")},
        wrong_half={
            "app.py": ECHO.replace(
                '    if environ["REQ', "    body = body if int(length) < 99 else b''\n    if environ[\"REQ"
            )
        },
        wrong_raw={"app.py": ECHO.replace("[body", '[(b"1" if environ["PATH_INFO"] == "/raw" else b"") + body')},
        wrong_function={
            "app.py": ECHO.replace("200 OK", '200 OK" if "function" not in environ["PATH_INFO"] else "404 No')
        },
    )
    | {"checks.py": TWICE},
    "k01_one": exercise(
        "build",
        table=BUILD.format(name="one"),
        start={"app.py": STEP.format(pages="'/no'")},
        solution={"app.py": STEP.format(pages="'/one'")},
    ),
    "k02_two": exercise(
        "build", table=BUILD.format(name="two"), solution={"app.py": STEP.format(pages="('/one', '/two')")}
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write(tmp_path_factory.mktemp("kinds"), **KINDS)


@pytest.fixture(scope="module")
def wrong_with(root):
    return all_problems([*exercises(root), *exercises()])


@pytest.mark.parametrize("name", [*KINDS, *(one.id for one in exercises())])
def test_exercise_is_verified(wrong_with, name):
    """Those of the project, and one of each kind."""
    assert wrong_with[name] == []


def test_chapters_and_exercises_have_names_of_their_own():
    numbers = [one.number for one in chapters()]
    assert numbers == list(range(len(numbers)))
    names = [one.id for one in exercises()]
    assert len(set(names)) == len(names)
    folders = {one.name for one in EXERCISES.iterdir() if one.is_dir()}
    assert folders <= {one.id for one in chapters()}
    assert all((EXAMPLES / one.lab / "README.md").exists() for one in chapters())


class Watched:
    """``learn watch`` in a terminal of its own."""

    def __init__(self, folder, root, name):
        self.main, second = pty.openpty()
        words = [sys.executable, "-m", "wsgi_apps", "learn", "watch", name, "--folder", folder, "--root", root]
        environment = os.environ | {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "200"}
        self.process = subprocess.Popen(
            [*words, "--lang", "en"], cwd=ROOT, env=environment, stdin=second, stdout=second, stderr=second
        )
        os.close(second)
        self.seen = ""

    def until(self, *texts, seconds=60):
        """Read until one of some texts has come; return what came before it and with it."""
        end = time.monotonic() + seconds
        while not any(text in self.seen for text in texts):
            assert time.monotonic() < end, self.seen
            if select.select([self.main], [], [], 1)[0]:
                self.seen += os.read(self.main, 65536).decode("utf-8", "replace")
        text = min((one for one in texts if one in self.seen), key=self.seen.index)
        place = self.seen.index(text) + len(text)
        before, self.seen = self.seen[:place], self.seen[place:]
        return before

    def type(self, key):
        os.write(self.main, key.encode())

    def end(self):
        self.type("q")
        status = self.process.wait(20)
        os.close(self.main)
        return status


@pytest.fixture
def watched(root, tmp_path):
    """The watch of the plainest exercise, with its first verdict seen; what runs is ended."""
    made = Watched(tmp_path / "learning", root, "a01_greet")
    made.until("--seed")
    yield made, tmp_path / "learning" / "a01_greet" / "app.py"
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def by_rename(file, text):
    part = file.with_name("app.py~")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def by_truncation(file, text):
    file.write_text(text, encoding="utf-8")


def with_other_line_ends(file, text):
    file.write_bytes(text.replace("\n", "\r\n").encode())


@pytest.mark.parametrize("save", [by_rename, by_truncation, with_other_line_ends])
def test_a_save_is_seen(watched, save):
    watch, file = watched
    save(file, GREETS)
    said = watch.until("Press n for the next exercise.", "All exercises")
    assert "✓ strict" in said
    assert "a01_greet passed (strict, uWSGI," in said
    assert "The path holds what a client wants." in said
    assert watch.end() == 0


def test_a_touch_is_seen_and_a_file_that_is_gone_is_said(watched):
    watch, file = watched
    os.utime(file, ns=(1, 1))
    assert "the body differs" in watch.until("--seed")
    file.unlink()
    assert "app.py is missing" in watch.until("--seed")
    assert watch.end() == 1


def test_an_endless_loop_and_back(watched):
    watch, file = watched
    by_rename(file, GREETS.replace("    body", "    while True:\n        pass\n    body", 1))
    said = watch.until("--seed")
    assert "app.py:2 │ while True:" in said or "app.py:3 │ pass" in said
    by_rename(file, GREETS)
    watch.until("a01_greet passed")
    watch.type("d")
    watch.until("Your program is the same as the solution.")
    assert watch.end() == 0


def test_the_keys(watched, root):
    watch, file = watched
    for key, answer in [
        ("\n", "the body differs"),
        ("h", "Hint 1 of 3"),
        ("h", "Hint 2 of 3"),
        ("h", "Hint 3 of 3"),
        ("h", "There are no more hints."),
        ("l", "a02_upper"),
        ("", "all exercises: python -m wsgi_apps learn list"),
        ("d", "Your program is the same as at the start."),
        ("x", "app.py:application 'GET /"),
    ]:
        watch.type(key)
        assert "k01_one" not in watch.until(answer)
    by_rename(file, HELLO.replace("Hello", "Hi"))
    watch.until("--seed")
    watch.type("d")
    assert '-    body = "Hello!".encode()' in watch.until('+    body = "Hi!".encode()')
    assert json.loads((file.parents[1] / "progress.json").read_text())["begun"]["a01_greet"]["tries"] == 2
    watch.type("n")
    watch.until("a02_upper: Greet")
    watch.until("--seed")
    assert watch.end() == 1
    assert json.loads((file.parents[1] / "progress.json").read_text())["current"] == "a02_upper"


def test_another_terminal_takes_hints_and_looks_meanwhile(watched, root):
    watch, file = watched
    for words in (("hint",), ("hint",), ("solution", "--yes")):
        assert learn(root, file.parents[1], *words) == 0
    by_rename(file, HELLO.replace("Hello", "Hi"))
    watch.until("--seed")
    watch.type("h")
    watch.until("Hint 3 of 3")
    by_rename(file, GREETS)
    watch.until("a01_greet passed")
    assert watch.end() == 0
    done = json.loads((file.parents[1] / "progress.json").read_text(encoding="utf-8"))["done"]["a01_greet"]
    assert (done["hints"], done["looked"], done["tries"]) == (3, True, 2)  # the start is not a try


def learn(root, folder, *arguments):
    """Run a command; return its exit status."""
    return main([*arguments, "--root", str(root), "--folder", str(folder), "--lang", "en"])


def test_a_student_s_way(root, tmp_path, capsys):
    """Begin, fail, take a hint, look, solve, go on, begin again."""
    folder = tmp_path / "learning"
    assert learn(root, folder) == 0
    assert "begin it: python -m wsgi_apps learn go a01_greet" in capsys.readouterr().out
    assert learn(root, folder, "check", "a01") == 2  # not begun
    assert "is not in" in (said := capsys.readouterr().err)
    assert said.endswith("yet: python -m wsgi_apps learn go a01_greet\n")
    assert learn(root, folder, "go", "a01") == 0
    assert learn(root, folder, "check") == 1
    capsys.readouterr()
    for shown in (["Hint 1 of 3"], ["Hint 2 of 3"], ["Hint 3 of 3"], [f"Hint {n} of 3" for n in (1, 2, 3)]):
        assert learn(root, folder, "hint") == 0
        assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("Hint")] == shown
    assert learn(root, folder, "solution", "--yes") == 0
    (folder / "a01_greet" / "app.py").write_text(GREETS, encoding="utf-8")
    capsys.readouterr()
    assert learn(root, folder, "check", "--json", "-") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["server"], one["status"]) for one in told["checks"]] == [("strict", "pass"), ("uwsgi", "pass")]
    assert learn(root, folder, "check") == 0
    assert "next: python -m wsgi_apps learn next" in capsys.readouterr().out
    assert learn(root, folder, "reset") == 0
    assert learn(root, folder, "next") == 0
    assert (folder / "a01_greet" / "app.py.1").read_text(encoding="utf-8") == GREETS
    assert learn(root, folder, "list") == 0
    assert "✓ a01_greet" in capsys.readouterr().out
    done = json.loads((folder / "progress.json").read_text(encoding="utf-8"))["done"]["a01_greet"]
    assert (done["tries"], done["hints"], done["looked"]) == (2, 3, True)


def test_several_exercises_are_checked(root, tmp_path, capsys):
    """One line for each that passes."""
    learn(root, tmp_path, "go", "a01")
    learn(root, tmp_path, "go", "k01")
    (tmp_path / "a01_greet" / "app.py").write_text(GREETS, encoding="utf-8")
    capsys.readouterr()
    assert learn(root, tmp_path, "check", "all") == 1
    said = capsys.readouterr().out
    first, second, *_ = said.splitlines()
    assert first.startswith("✓ a01_greet passed (strict, uWSGI,")
    assert second.startswith("✗ strict")
    assert "Afterwards" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--chapter", "99"), "There is no chapter 99: the chapters are 0 to 1."),
        (("check", "--chapter", "-1"), "There is no chapter -1: the chapters are 0 to 1."),
        (("report", "--chapter", "2"), "There is no chapter 2: the chapters are 0 to 1."),
        (("go", "k"), "Several exercises begin with 'k': k01_one, k02_two."),
        (("go", "z"), "There is no exercise 'z': python -m wsgi_apps learn list shows them."),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is(root, tmp_path, capsys, words, said):
    assert learn(root, tmp_path, *words) == 2
    assert capsys.readouterr().err.strip() == said


def test_the_question_for_the_language_is_asked_until_it_is_answered(root, tmp_path, monkeypatch, capsys):
    typed = iter(["fr", "KO "])
    monkeypatch.setattr("builtins.input", lambda text: next(typed))
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(getattr(sys, stream), "isatty", lambda: True)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert main(["--root", str(root), "--folder", str(tmp_path)]) == 0
    assert "There is no fr: type en or ko." in capsys.readouterr().out
    assert Student(tmp_path, root).progress.language == "ko"


def one_line(capsys):
    """Return what was printed since, as one line."""
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("name", "needs"),
    [("h03_list", []), ("h04_once", []), ("b07_chunked", ["gunicorn"]), ("h07_says", ["gunicorn"])],
)
def test_checks_of_a_server_that_is_not_installed_are_passed_over(monkeypatch, name, needs):
    """Unless the exercise needs it: the program as shipped fails there alone, or the question is about it."""
    monkeypatch.setattr(judging, "missing", lambda server: server if server == "gunicorn" else "")
    exercise = named(name)
    with Worker() as worker:
        shipped = judging.judged(exercise, exercise.start, worker, 1)
        solved = judging.judged(exercise, exercise.solved, worker, 1)
    assert solved.lacks == needs
    assert solved.passed_over == ([] if needs else ["gunicorn"])
    assert (shipped.status, solved.status) == (("missing", "missing") if needs else ("fail", "pass"))


def test_what_the_student_reads_of_a_server_that_is_not_installed(tmp_path, monkeypatch, capsys):
    """A line, and the verdict of the other servers; what cannot be checked at all is passed over by ``next``."""
    monkeypatch.setattr(judging, "missing", lambda server: server if server == "gunicorn" else "")
    learn(EXERCISES, tmp_path, "go", "h03")
    exercise = named("h03_list")
    for file, text in exercise.solved.items():
        (tmp_path / "h03_list" / file).write_bytes(text)
    capsys.readouterr()
    assert learn(EXERCISES, tmp_path, "check") == 0
    said = one_line(capsys)
    assert "Not checked on gunicorn: it is not installed. `make course` installs it." in said
    assert "h03_list passed (strict, uWSGI," in said
    student = Student(tmp_path)
    assert "h03_list" in student.progress.done
    following = student.next(named("h06_head"))
    assert following.id == "e01_method"  # and not h07_says, which is before it
    assert learn(EXERCISES, tmp_path, "check", "h03", "--server", "gunicorn") == 3


def test_a_server_that_is_not_installed(root, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(judging, "missing", lambda name: name if name == "uwsgi" else "")
    learn(root, tmp_path, "go", "a01")
    assert learn(root, tmp_path, "check", "a01") == 3
    assert "a01_greet needs uwsgi, which is not installed on this machine. `make course` installs it." in one_line(
        capsys
    )
    assert learn(root, tmp_path, "check", "a01", "--server", "strict") == 1


def test_steps_share_a_folder_and_checks_of_earlier_steps_run(root, tmp_path, capsys):
    file = tmp_path / "01_build" / "app.py"
    learn(root, tmp_path, "go", "k01")
    file.write_text(STEP.format(pages="'/one', 0, 99"), encoding="utf-8")
    assert learn(root, tmp_path, "check") == 0
    learn(root, tmp_path, "go", "k02", "--keep")
    assert "0, 99" in file.read_text(encoding="utf-8")
    file.write_text(STEP.format(pages="'/two'"), encoding="utf-8")
    capsys.readouterr()
    assert learn(root, tmp_path, "check", "--json", "-") == 1
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["checks"]] == ["k01_one.one"]


@pytest.fixture(scope="module")
def handed_in(root, tmp_path_factory):
    """Three folders: one solved, with a hint; one that knows the solution by heart; one with a program that hangs."""
    folder = tmp_path_factory.mktemp("handed in")
    programs = {"김": GREETS, "lee": HELLO, "park": "while True:\n    pass\n"}
    for name, program in programs.items():
        learn(root, folder / name, "go", "a01")
        (folder / name / "a01_greet" / "app.py").write_text(program, encoding="utf-8")
    learn(root, folder / "김", "hint")
    (folder / "park" / "progress.json").write_text("{", encoding="utf-8")
    (folder / "lee" / "progress.json").write_text(
        '{"version": 1, "language": "en", "current": "", "done": {"a01_greet": {}}}'
    )
    return folder


def test_folders_are_graded(root, handed_in, tmp_path, capsys):
    rubric = tmp_path / "rubric.toml"
    rubric.write_text('points = 2\nhint = 0.5\nonly = ["a01_greet", "a02_upper"]\n[exercises]\na01_greet = 4\n')
    folders = [str(handed_in / name) for name in ("김", "lee", "park")]
    assert learn(root, tmp_path, "grade", *folders, "--rubric", str(rubric), "--csv", str(tmp_path / "g.csv")) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"{handed_in / '김'}: 1 of 2 passed, 0 hang, 1 absent",
        f"{handed_in / 'lee'}: 0 of 2 passed, 0 hang, 1 absent",
        f"{handed_in / 'park'}: 0 of 2 passed, 1 hang, 1 absent",
    ]
    data = (tmp_path / "g.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(one["folder"], one["id"], one["status"], float(one["points"]), one["of"]) for one in rows] == [
        ("김", "a01_greet", "pass", 3.5, "4"),
        ("김", "a02_upper", "absent", 0, "2"),
        ("lee", "a01_greet", "fail", 0, "4"),
        ("lee", "a02_upper", "absent", 0, "2"),
        ("park", "a01_greet", "error", 0, "4"),
        ("park", "a02_upper", "absent", 0, "2"),
    ]

    assert (handed_in / "park" / "progress.json").read_text(encoding="utf-8") == "{"  # nothing is changed


def test_a_rubric_with_an_unknown_name(root, handed_in, tmp_path):
    rubric = tmp_path / "rubric.toml"
    for text in ("point = 1", "[exercises]\nz99_no = 1", "points = "):
        rubric.write_text(text)
        assert learn(root, tmp_path, "grade", str(handed_in / "lee"), "--rubric", str(rubric)) == 2


def is_exercism_s(made):
    """Hold a result to what test runners of exercism write (version 2)."""
    assert made.keys() == {"version", "status", "tests"}
    assert made["version"] == 2
    assert made["status"] in ("pass", "fail", "error")
    for test in made["tests"]:
        needed = {"name", "status", "test_code", "output"} | ({"message"} if test["status"] != "pass" else set())
        assert test.keys() == needed
        assert all(isinstance(value, str) for value in test.values())
        assert test["status"] in ("pass", "fail", "error")
        assert len(test["output"]) <= 500


def test_reports_of_the_checks(root, handed_in, tmp_path):
    """What other programs read: each form as it is defined."""
    files = {name: tmp_path / name for name in ("exercism", "junit")}
    for name in ("김", "lee"):
        arguments = [part for form, file in files.items() for part in (f"--{form}", str(file))]
        assert learn(root, handed_in / name, "report", *arguments) == 0
        made = json.loads(files["exercism"].read_text(encoding="utf-8"))
        is_exercism_s(made)
        suites = ElementTree.parse(files["junit"]).getroot()
        failed = name == "lee"
        assert made["status"] == ("fail" if failed else "pass")
        for suite in suites:
            cases = suite.findall("testcase")
            assert (suite.get("tests"), suite.get("failures")) == (
                str(len(cases)),
                str(len(suite.findall("*/failure"))),
            )
        assert bool(suites.findall("*/*/failure")) is failed
