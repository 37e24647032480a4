"""Judging a program in process: what each difference is called, and how every program comes to an end."""

import json
import re

import pytest

from tests.support.exercises import GREETS, HELLO, NAME, PROGRAM, exercise, greeting, write
from wsgi_apps.tools.check.rules import RULES
from wsgi_apps.tools.learn.exercise import exercises, named
from wsgi_apps.tools.learn.expecting import differences
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.reply import Reply
from wsgi_apps.tools.learn.shown import verdict_lines
from wsgi_apps.tools.learn.workers import Worker

STARTED = 'start_response("200 OK", [("Content-Type", "text/plain")])'
IMPORTS = "import os\nimport sys\nimport time\n\n"


def at_import(statement):
    """Return a program that does something in line 5, while it is loaded."""
    return f"{IMPORTS}{statement}\n{GREETS}"


def in_request(statement):
    """Return a program that does something in line 7, in each request."""
    return f"{IMPORTS}\n{GREETS.replace('    body', f'    {statement}{chr(10)}    body', 1)}"


@pytest.fixture(scope="module")
def worker():
    with Worker() as started:
        yield started


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write(tmp_path_factory.mktemp("judging"), a01_greet=greeting())


@pytest.fixture
def verdict(worker, tmp_path):
    """Return a function that gives the verdict on a program, in an exercise with the checks of a TOML text."""

    def judge(program, checks, kind="fix", **files):
        table = f'fails = {{ check = "x", what = "body" }}\n[[check]]\nid = "x"\n{checks}'
        given = {"app.py": program} | {f"{name}.py": text for name, text in files.items()}
        root = write(tmp_path, a01_try=exercise(kind, table=table, start=given))
        (one,) = exercises(root)
        return judged(one, one.start, worker, 1, servers=["strict"])

    return judge


@pytest.mark.parametrize(
    ("program", "status", "what", "got", "line"),
    [
        pytest.param(GREETS, "pass", "", "", 0, id="the solution"),
        pytest.param(HELLO, "fail", "body", "'Hello!'", 0, id="as shipped"),
        pytest.param("def application(", "error", "import", "SyntaxError", 1, id="a syntax error"),
        pytest.param("import nothing_such\n", "error", "import", "ModuleNotFoundError", 1, id="an import"),
        pytest.param("", "error", "callable", "", 0, id="an empty file"),
        pytest.param("def aplication(): ...\n", "error", "callable", "aplication", 0, id="another name"),
        pytest.param("import os\nos.nothing\n", "error", "import", "AttributeError", 2, id="an error at import"),
        pytest.param(at_import("while True: pass"), "error", "hangs", " s", 5, id="a loop at import"),
        pytest.param(in_request("while True: pass"), "error", "hangs", " s", 7, id="a loop"),
        pytest.param(in_request("time.sleep(9)"), "error", "hangs", " s", 7, id="a sleep"),
        pytest.param(at_import("sys.exit(3)"), "error", "exits", "SystemExit(3)", 5, id="exit at import"),
        pytest.param(in_request("sys.exit(3)"), "error", "exits", "SystemExit(3)", 7, id="exit"),
        pytest.param(at_import("os._exit(4)"), "error", "dies", "4", 0, id="_exit at import"),
        pytest.param(in_request("os._exit(4)"), "error", "dies", "4", 0, id="_exit"),
        pytest.param(in_request("os.abort()"), "error", "dies", "-6", 0, id="a crash"),
        pytest.param(in_request("os.fork()"), "error", "forks", "", 0, id="a fork"),
        pytest.param(at_import("os.fork()"), "error", "forks", "", 0, id="a fork at import"),
        pytest.param(in_request("print('x' * 10**7)"), "error", "prints", "bytes", 0, id="much print"),
        pytest.param(
            in_request("print('x' * 2 * 10**7)"), "error", "prints", "bytes", 0, id="more print than a file takes"
        ),
        pytest.param(
            in_request("for _ in range(2): print('x' * 10**7)"), "error", "prints", "bytes", 0, id="large prints"
        ),
        pytest.param(in_request("1 / 0"), "fail", "raises", "ZeroDivisionError", 7, id="an exception"),
        pytest.param(in_request("x = 'x' * (4 << 30)"), "fail", "raises", "MemoryError", 7, id="much memory"),
    ],
)
def test_every_program_comes_to_an_end(root, worker, program, status, what, got, line):
    exercise = named("a01_greet", root)
    made = judged(exercise, {"app.py": program.encode()}, worker, 7, servers=["strict"])
    assert made.status == status
    failure = made.failure
    assert (failure.what if failure else "") == what
    if failure:
        assert got in failure.got
        assert failure.at.get("line", 0) == line


@pytest.mark.parametrize(
    ("program", "language", "said"),
    [
        ("", "en", "app.py has no function `application`: the server looks for this name."),
        ("", "ko", "app.py에 `application` 함수가 없습니다. 서버는 이 이름을 찾습니다."),
        ("def aplication(): ...\n", "en", "looks for this name. The nearest name is `aplication`."),
        ("while True: pass\n", "en", "the program does not come to its end while it is imported: it was ended (N s) app.py:1 │ while True: pass"),
        ("while True: pass\n", "ko", "프로그램을 임포트하는 일이 끝나지 않아 끝냈습니다(N s)"),
        (in_request("while True: pass"), "en", "no response within the time: it was ended (N s)"),
    ],
)  # fmt: skip
def test_a_program_that_cannot_be_loaded_gets_a_sentence(root, worker, program, language, said):
    exercise = named("a01_greet", root)
    made = judged(exercise, {"app.py": program.encode()}, worker, 7, servers=["strict"])
    lines = [line for line, _ in verdict_lines(exercise, made, language)]
    text = " ".join(" ".join(lines).split())
    assert said in re.sub(
        r"\([13] s\)", "(N s)", text
    )  # a second of the processor; three of the clock on a busy machine


def test_a_request_that_hangs_is_named(root, worker):
    exercise = named("a01_greet", root)
    made = judged(exercise, {"app.py": in_request("time.sleep(9)").encode()}, worker, 7, servers=["strict"])
    answered = judged(exercise, exercise.start, worker, 7, servers=["strict"])
    assert made.failure.request == answered.failure.request
    assert made.failure.why == {}
    assert answered.failure.why["en"] == "The path is the name."


QUESTION = """fails = { check = "one", what = "answer" }

[[question]]
key = "one"
ask.en = "What comes back?"
ask.ko = "무엇이 돌아오나요?"
"""


@pytest.mark.parametrize(
    ("measure", "status", "got"),
    [
        ('send = "GET /{word}", program = "environ", value = "environ:SERVER_PORT"', "fail", "a"),
        ('send = "GET /", program = "nothing_such:application"', "error", "No module named 'nothing_such'"),
        ('on = ["wsgiref"], send = "GET /", program = "nothing_such:application"', "error", "nothing_such"),
        ('send = "GET /", program = "says:application", value = "environ:PATH_INFO"', "error", "200"),
    ],
    ids=["another value", "no program", "no program for a set of servers", "no environ"],
)
def test_a_question_whose_program_is_not_served_is_a_problem_and_not_a_wrong_answer(
    worker, tmp_path, measure, status, got
):
    table = f"{QUESTION}measure = {{ server = 'wsgiref', {measure} }}\n"
    files = exercise("predict", "answer.toml", table, start={"answer.toml": 'one = "a"\n', "says.py": HELLO})
    (one,) = exercises(write(tmp_path, a01_asks=files))
    made = judged(one, one.start, worker, 1)
    assert (made.status, made.failure.what) == (status, "start" if status == "error" else "answer")
    assert got in made.failure.got


def test_a_response_that_does_not_come_is_said_with_the_status_that_was_expected():
    (found,) = differences(Reply(problem="no reply"), {"status": [200, 204]}, [])
    assert (found.what, found.expected) == ("no reply", "200 204")


def test_a_file_that_is_gone(root, worker):
    made = judged(named("a01_greet", root), {}, worker, 7)
    assert (made.status, made.failure.what, made.failure.got) == ("fail", "missing", "app.py")


def test_what_is_printed_is_shown(root, worker):
    program = GREETS.replace("    start", "    print('seen: 구미')\n    start")
    made = judged(named("a01_greet", root), {"app.py": program.encode()}, worker, 7, servers=["strict"])
    assert made.checks[0].output == "seen: 구미\n"


def test_the_table_of_a_verdict(root, worker):
    made = judged(named("a01_greet", root), {"app.py": HELLO.encode()}, worker, 7, servers=["strict"])
    table = json.loads(json.dumps(made.table("ko"), ensure_ascii=False))
    assert {"version", "status", "seed", "checks", "seconds"} <= table.keys()
    (check,) = table["checks"]
    keys = {
        "id",
        "status",
        "server",
        "request",
        "what",
        "expected",
        "got",
        "rule",
        "at",
        "why",
        "output",
        "log",
        "sent",
    }
    assert check.keys() == keys
    assert check["at"] == {"file": "", "line": 0, "text": ""}  # which line is to blame for a body, nobody knows
    assert check["why"] == "경로가 이름입니다."


def test_the_same_seed_draws_the_same_values(root, worker):
    exercise = named("a01_greet", root)
    first, again, other = (judged(exercise, exercise.start, worker, seed).failure.request for seed in (7, 7, 8))
    assert first == again != other


def body(expression, **more):
    """Return a program whose body is an expression."""
    return f"def application(environ, start_response):\n    {STARTED}\n    return {expression}\n"


READS = """def application(environ, start_response):
    body = environ["wsgi.input"].read({size})
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [body]
"""
KEEPS = """from pathlib import Path

kept = []


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    file = open(__file__, "rb")
    kept.append(file)
    {close}
    return [b"x"]
"""
SESSION = """def application(environ, start_response):
    cookie = environ.get("HTTP_COOKIE", "")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", f"a={environ['QUERY_STRING']}; Path=/")])
    return [cookie.encode()]
"""
GET = 'send = "GET /{word}"\n'
POST = 'send = "POST /"\nbody = "{word}"\n'


@pytest.mark.parametrize(
    ("program", "checks", "what"),
    [
        (body("[b'x']"), GET + 'expect = { body = "x", status = [200, 204], chunks = 1 }', ""),
        (body("[b'x']"), GET + "expect = { status = 404 }", "status"),
        (body("[b'x']"), GET + 'expect = { headers = { Content-Type = "TEXT/plain" } }', ""),
        (body("[b'x']"), GET + "expect = { headers = { Content-Type = false } }", "headers"),
        (body("[b'x']"), GET + "expect = { headers = { ETag = true } }", "headers"),
        (body("[b'x']"), GET + 'expect = { headers = { Content-Type = "~text/.*" } }', ""),
        (body("[b'x']"), GET + 'expect = { hex = "79" }', "hex"),
        (body("[b'[1, true]']"), GET + "expect = { json = [1, true] }", ""),
        (body("[b'[1, true]']"), GET + "expect = { json = [1, 1] }", "json"),
        (body("[b'abc']"), GET + 'expect = { contains = ["a", "z"] }', "contains"),
        (body("[b'abc']"), GET + 'expect = { lacks = "b" }', "lacks"),
        (body("[b'abc']"), GET + "expect = { matches = '^b' }", "matches"),
        (body("[b'a', b'', b'b']"), GET + 'expect = { chunks = ["a", "b"] }', ""),
        (body("[b'a', b'b']"), GET + "expect = { chunks = 1 }", "chunks"),
        (body("['x']"), GET, "rule"),
        (body("['x']"), GET + 'expect = { rule = "W402" }', ""),
        (body("['x']"), GET + 'allow = ["W402"]', ""),
        (body("[b'x']"), GET + 'expect = { rule = "W402" }', "rule"),
        (body("1 / 0"), GET + 'expect = { raises = "ZeroDivisionError" }', ""),
        (body("[b'']"), GET + 'expect = { raises = "ZeroDivisionError" }', "raises"),
        (READS.format(size=9), POST + 'expect = { reads = "<= length", rule = "any" }', ""),
        (READS.format(size=4), POST + 'expect = { reads = "<= 3" }', "reads"),
        (READS.format(size='int(environ["CONTENT_LENGTH"])'), POST + 'expect = { body = "{word}" }', ""),
        (KEEPS.format(close="file.close()"), GET + "expect = { open = 0, closed = 1 }", ""),
        (KEEPS.format(close="pass"), GET + "expect = { closed = 1 }", "closed"),
        (KEEPS.replace("open(__file__", "Path(__file__).open(").replace("(, ", "(").format(close="pass"), GET + "expect = { open = 0 }", "open"),
        (KEEPS.format(close="pass"), GET + "expect = { open = 0 }", "open"),
        (body("[environ['wsgi.errors'].write('oops') and b'x']"), GET + 'expect = { log = "" }', "log"),
        (body("[environ['wsgi.errors'].write('oops') and b'x']"), GET + 'expect = { log = "oops" }', ""),
        (body("[environ['QUERY_STRING'].encode()]"), 'send = "GET /?a={word}+%20"\nexpect = { body = "a={word}+%20" }', ""),
        (body("[environ['HTTP_X'].encode()]"), GET + 'headers = { X = "{hex}" }\nexpect = { body = "{hex}" }', ""),
        (body("[environ['K'].encode()]"), GET + 'environ = { K = "v" }\nexpect = { body = "v" }', ""),
        (body("[b'1' if 'QUERY_STRING' in environ else b'0']"), GET + 'environ = { QUERY_STRING = false }\nexpect = { body = "0" }', ""),
        (body("[(environ['SCRIPT_NAME'] + ' ' + environ['PATH_INFO']).encode()]"), 'send = "GET /a/b"\nmount = "/a"\nexpect = { body = "/a /b" }', ""),
        (body("iter([b'a', b'b'])"), GET + "close_early = 1\nexpect = { chunks = 1 }", ""),
        (body("[b'5']"), GET + "repeat = 3\nexpect = { sum = { total = 15, distinct = 1 } }", ""),
        (body("[b'5']"), GET + "repeat = 3\nexpect = { sum = { once = true } }", "sum"),
        (body("[b'5']"), GET + "repeat = 3\nexpect = { statuses = { 200 = 2, 500 = 1 } }", "statuses"),
        (SESSION, 'send = "GET /?{word}"\nkeep = "Set-Cookie"\nthen = [{ send = "GET /?b", expect = { body = "a={word}" } }]', ""),
        (SESSION, 'send = "GET /?{word}"\nthen = [{ send = "GET /?b", expect = { body = "a={word}" } }]', "body"),
        (body("[__import__('pathlib').Path('f').write_text('a\\nb') and b'x']"), GET + 'expect = { lines = { f = 2 }, files = { f = "b" } }', ""),
        (body("[b'x']"), GET + "expect = { lines = { f = 2 } }", "lines"),
        (body("[b'x']"), GET + 'expect = { files = { f = "b" } }', "files"),
    ],
)  # fmt: skip
def test_what_is_expected(verdict, program, checks, what):
    made = verdict(program, checks)
    assert (made.failure.what if made.failure else "") == what, made.failure


WHY = "expect = { body = 'y' }\nwhy.en = 'Bodies.'\nwhy.ko = '본문.'\n"


@pytest.mark.parametrize(
    ("program", "more", "what", "why"),
    [
        pytest.param(body("[b'x']"), "", "body", "Bodies.", id="what the check is about"),
        pytest.param(body("[b'y']").replace("200", "404"), "", "status", "Bodies.", id="the status"),
        pytest.param(body("1 / 0"), "", "raises", "Bodies.", id="an exception"),
        pytest.param(in_request("while True: pass"), "", "hangs", "", id="a loop"),
        pytest.param(body("['y']"), "", "rule", RULES["W402"].why[0], id="a breach"),
        pytest.param(body("[b'y']"), "then = [{ send = 'GET /', expect = { hex = '00' } }]", "hex", "Bodies.", id="a second request"),
    ],
)  # fmt: skip
def test_why_it_matters_is_said_of_what_the_check_is_about(verdict, program, more, what, why):
    failure = verdict(program, GET + WHY + more).failure
    assert (failure.what, failure.why.get("en", "")) == (what, why)


def test_why_it_matters_is_said_of_an_exception_that_the_exercise_is_about(worker):
    exercise = named("b02_empty")
    failure = judged(exercise, exercise.start, worker, 1, servers=["strict"]).failure
    assert failure.what == exercise.table["fails"]["what"]
    assert failure.why == next(one["why"] for one in exercise.checks if one["id"] == "absent")


HELPER = """import given


def application(environ, start_response):
    {call}


def helper(environ, start_response):
    {statement}
    return b"x"
"""
GIVEN = """def respond(environ, start_response):
    start_response("200", [])
    return [b"x"]


def number(text):
    return int(text)
"""


@pytest.mark.parametrize(
    ("call", "statement", "what", "line"),
    [
        pytest.param("return helper(environ, start_response)", STARTED, "rule", 5, id="a helper returns bytes"),
        pytest.param("return [one for one in 'abc']", STARTED, "rule", 5, id="a list of texts"),
        pytest.param("return helper(environ, start_response)", "1 / 0", "raises", 9, id="a helper raises"),
        pytest.param("given.number('x')", "pass", "raises", 5, id="a given file raises"),
        pytest.param("return given.respond(environ, start_response)", "pass", "rule", 5, id="a given file responds"),
        pytest.param("return [helper(environ, start_response)]", STARTED.replace("200", "404"), "status", 9, id="status"),
        pytest.param("return [helper(environ, start_response)]", STARTED, "body", 0, id="a body"),
    ],
)  # fmt: skip
def test_the_line_is_one_that_the_student_edits(verdict, call, statement, what, line):
    program = HELPER.format(call=call, statement=statement)
    made = verdict(program, GET + 'expect = { body = "y" }', given=GIVEN)
    assert (made.failure.what, made.failure.at.get("line", 0)) == (what, line), made.failure
    assert made.failure.at.get("file", "") == ("app.py" if line else "")


def test_the_line_of_a_build_is_in_what_the_step_changes(worker):
    exercise = named("k01_router")
    made = judged(exercise, exercise.start, worker, 1, servers=["strict"])
    assert (made.failure.what, made.failure.at["file"]) == ("status", "tiny/router.py")
    raises = exercise.start | {"tiny/errors.py": exercise.start["tiny/errors.py"] + b"\n1 / 0\n"}
    made = judged(exercise, raises, worker, 1, servers=["strict"])
    assert (made.failure.what, made.failure.at["file"]) == ("import", "tiny/errors.py")


def test_a_given_file_that_asks_for_more_than_the_student_s_program_takes_is_named(worker):
    """The student's file has no line that raises: the given one shows what it asks for."""
    exercise = named("k02_methods")
    old = named("k01_router").solved["tiny/router.py"]
    made = judged(exercise, exercise.start | {"tiny/router.py": old}, worker, 1, servers=["strict"])
    assert (made.failure.what, made.failure.at["file"]) == ("import", "step02.py")
    assert "methods=" in made.failure.at["text"]


def test_two_nodes_share_no_memory(verdict):
    program = "seen = []\n\n\n" + body("[str(len(seen)).encode()]").replace(
        "    start", "    seen.append(1)\n    start"
    )
    checks = 'send = "GET /"\nexpect = { body = "1" }\nthen = [{ send = "GET /", node = 1, expect = { body = "1" } }]'
    assert verdict(program, checks).status == "pass"


def test_a_global_is_seen_to_be_shared(verdict):
    program = "request = {}\n\n\n" + body("[request['path'].encode()]").replace(
        "    start", "    request['path'] = environ['PATH_INFO']\n    start"
    )
    made = verdict(program, 'send = "GET /{word}"\ntogether = 8\nexpect = { body = "/{word}" }', "threads")
    assert made.failure.what == "body"


def test_the_function_of_a_check_gets_the_callable(worker, tmp_path):
    table = 'fails = { check = "x", what = "program" }\n[[check]]\nid = "x"\nprogram = "checks.py:named"\n'
    files = exercise(table=table, start={"app.py": HELLO})
    checks = (
        "def named(target, draw):\n    return [] if target.__name__ == draw('word') else [f'not {target.__name__}']\n"
    )
    (one,) = exercises(write(tmp_path, a01_try=files | {"checks.py": checks}))
    failure = judged(one, one.start, worker, 1, servers=["strict"]).failure
    assert (failure.what, failure.got) == ("program", "not application")


def test_a_greeting_in_any_language(verdict):
    program = PROGRAM.format(body=f"{NAME}")
    assert verdict(program, 'send = "GET /{korean}"\nexpect = { body = "{korean}" }').status == "pass"
