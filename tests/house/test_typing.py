"""What an editor knows: the types that mypy --strict sees in a program of a student's, and the mistakes that it finds."""

import subprocess
import sys

import pytest

from tests.support.servers import ROOT

HEAD = """\
from typing import Any, assert_type

from wsgi_apps import App, Request, Response, current_app, g, jsonify, make_response, redirect, request, session
from wsgi_apps.exceptions import NotFound
from wsgi_apps.extensions.sessions import SessionInterface
from wsgi_apps.extensions.multipart_form import FileStorage

app = App(__name__)
"""

GOOD = """\
assert_type(request.args.get("page", 1, type=int), int)
assert_type(request.args.get("page", type=int), int | None)
assert_type(request.args.get("name"), str | None)
assert_type(request.args.get("name", "World"), str)
assert_type(request.args.getlist("name"), list[str])
assert_type(request.args.getlist("page", type=int), list[int])
assert_type(request.args.to_dict(), dict[str, str])
assert_type(request.form["name"], str)
assert_type(request.values["name"], str)
assert_type(request.cookies.get("theme", "dark"), str)
assert_type(request.files["photo"], FileStorage)
assert_type(request.files.get("photo"), FileStorage | None)
assert_type([file.filename for file in request.files.values()], list[str | None])
assert_type(request.headers.get("X-Lab"), str | None)
assert_type(request.headers.get("X-Lab", "none"), str)
assert_type(request.headers.get("X-Lab", 0, int), int)
assert_type(request.headers["X-Lab"], str)
assert_type(request.method, str)
assert_type(request.scheme, str)
assert_type(request.remote_addr, str | None)
assert_type(request.get_data(), bytes)
assert_type(request.get_data(as_text=True), str)
assert_type(current_app.debug, bool)
assert_type(session["user"], Any)
assert_type(session.permanent, bool)
assert_type(App(__name__, template_folder=None).debug, bool)


class Sessions(SessionInterface):
    def open_session(self, app: App, request: Request) -> dict[str, Any]:
        return {}

    def save_session(self, app: App, session: dict[str, Any], response: Response) -> None:
        response.headers["X-Size"] = str(len(session))


app.session_interface = Sessions()


@app.route("/user/<int:number>")
def user(number: int) -> tuple[str, int]:
    g.number = number
    return f"user {g.number}", 201


assert_type(user(7), tuple[str, int])


@app.template_filter("loud")
def loud(text: str) -> str:
    return text.upper()


@app.template_test
def tall(height: int) -> bool:
    return height > 180


@app.template_global()
def year() -> int:
    return 2026


@app.context_processor
def names() -> dict[str, int]:
    return {"year": year()}


@app.errorhandler(404)
def missing(error: NotFound) -> Response:
    return make_response(loud("missing"), error.code)


@app.after_request
def label(response: Response) -> Response:
    response.headers["X-Lab"] = "3"
    response.status_code = 202
    response.content_type = "text/plain"
    response.vary.add("Cookie")
    return response


assert_type(loud("a"), str)
assert_type(tall(190), bool)
assert_type(names(), dict[str, int])
assert_type(missing(NotFound()), Response)
assert_type(jsonify(a=1).get_data(), bytes)
assert_type(redirect("/").location, str | None)
assert_type(redirect("/").access_control_max_age, int | None)
assert_type(app.test_client().get("/").status_code, int)
"""

#: a line with a mistake -> what mypy says of it
MISTAKES = [
    ("request.arg", '"Request" has no attribute "arg"; maybe "args"?'),
    ("request.GET", '"Request" has no attribute "GET"'),
    ("request.urlvars", '"Request" has no attribute "urlvars"'),
    ("request.user = 1", '"Request" has no attribute "user"'),
    ('int(request.args.get("page"))', 'Argument 1 to "int" has incompatible type "str | None"'),
    ('request.form["age"] + 1', 'Unsupported operand types for + ("str" and "int")'),
    ('request.files["photo"].upper()', '"FileStorage" has no attribute "upper"'),
    ('len(request.headers.get("X-Lab"))', 'Argument 1 to "len" has incompatible type "str | None"'),
    ('Response("x").staus_code = 404', '"Response" has no attribute "staus_code"'),
    ('make_response("x").app_iter', '"Response" has no attribute "app_iter"'),
    ('app.rout("/")', '"App" has no attribute "rout"'),
    ("app.after_request(lambda response: None)", 'Value of type variable "After" of "after_request"'),
    ('app.template_filter("loud")(1)', 'cannot be "int"'),
]


def mypy(folder, text):
    """Return what mypy --strict says of a program."""
    file = folder / "student.py"
    file.write_text(text, encoding="utf-8")
    command = [
        "-m",
        "mypy",
        "--strict",
        "--follow-imports=silent",
        "--config-file=",
        f"--cache-dir={folder}",
        str(file),
    ]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What mypy says of a program without a mistake, and of one with a mistake a line, by the line."""
    folder = tmp_path_factory.mktemp("typing")
    good = mypy(folder, HEAD + GOOD)
    bad = mypy(folder, HEAD + "".join(f"{line}\n" for line, _ in MISTAKES))
    return good, bad


def test_program_without_a_mistake_has_the_types_that_it_says(said):
    assert said[0] == ["Success: no issues found in 1 source file"]


@pytest.mark.parametrize(("line", "expected"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_mistake_is_found(said, line, expected):
    number = HEAD.count("\n") + 1 + [one for one, _ in MISTAKES].index(line)
    complaints = [told for told in said[1] if f"student.py:{number}: error:" in told]
    assert [expected in told for told in complaints] == [True], said[1]
