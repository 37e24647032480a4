"""A student's own Flask project runs here after its imports are changed by one word."""

import importlib
import re
import shutil
from pathlib import Path

import pytest

from tests.parity.frameworks import FLASK, OURS
from tests.parity.suite import Conversation, ask, converse, get, post

PROJECT = Path(__file__).with_name("project")
IMPORT = re.compile(r"^(from|import) flask\b", re.MULTILINE)
JSON = {"Accept": "application/json"}
KIM = {"name": "김종현", "password": "secret"}
LEE = {"name": "<lee>", "password": "pass word"}
A_FILE = {"file": ("picture.png", b"\x89PNG\r\n" + bytes(range(256)), "image/png")}

ASKS = (
    get("/", "the first page"),
    get("/", "a session counts"),
    get("/health", "JSON"),
    get("/static/style.css", "a static file"),
    get("/static/none.css", "a static file that is not there", 404),
    get("/nowhere", "an error page of the project", 404),
    get("/notes", "a slash is added", 308),
    get("/notes/?q=<b>", "a list that is empty"),
    get("/notes/new?a=1", "a page for members only", 302),
    post("/auth/register", "a form without its fields", 400, form={"name": "x"}),
    post("/auth/register", "a form with empty fields", form={"name": " ", "password": ""}),
    post("/auth/register", "a member registers", 302, form=KIM),
    get("/auth/login", "and sees a message, once"),
    get("/auth/login", "and then no more"),
    post("/auth/register", "the same name again", form=KIM),
    post("/auth/register", "another member registers", 302, form=LEE),
    post("/auth/login", "a wrong password", form={**KIM, "password": "wrong"}),
    post("/auth/login?next=/notes/new", "the right one", 302, form={**KIM, "remember": "1"}),
    get("/notes/new", "the page for members"),
    post("/notes/new", "a note without a title", form={"body": "x"}),
    post("/notes/new", "a note", 302, form={"title": "첫 노트 <1>", "body": "글 & more"}),
    get("/notes/1", "which is shown"),
    post("/notes/new", "a second note", 302, form={"title": "a title that is far too long"}),
    post("/notes/new", "a third note", 302, form={"title": "third"}),
    get("/notes/?page=1", "the first page of notes"),
    get("/notes/?page=2", "the second page"),
    get("/notes/?page=x&q=third", "a page that is no number, and a word"),
    get("/notes/export.csv", "a stream from the database"),
    get("/notes/9", "a note that is not there", 404),
    get("/notes/1/delete", "a wrong method", 405),
    get("/api/v1/notes", "a class-based view"),
    ask("/api/v1/notes", "its HEAD", method="HEAD"),
    ask("/api/v1/notes", "its OPTIONS", method="OPTIONS"),
    post("/api/v1/notes", "a note as JSON", 201, json={"title": "네 번째"}),
    post("/api/v1/notes", "a note as broken JSON", 400, body=b"{", type="application/json"),
    post("/api/v1/notes", "a note as JSON without a title", 400, json={"body": "x"}),
    get("/api/v1/notes/9", "an error as JSON", 404),
    ask("/api/v1/notes/1", "a change", method="PATCH", json={"body": "changed"}),
    ask("/api/v1/notes/1", "a method that it lacks", 405, method="DELETE"),
    get("/gallery/", "templates of a blueprint"),
    get("/gallery/assets/gallery.css", "static files of a blueprint"),
    post("/gallery/", "an upload", 302, files=A_FILE),
    get("/gallery/files/picture.png", "what was uploaded"),
    get("/gallery/files/picture.png", "a part of it", 206, headers={"Range": "bytes=0-9"}),
    get("/gallery/files/picture.png?save=1", "as an attachment"),
    get("/gallery/files/../../club.sqlite", "a file outside the folder", 404),
    post("/gallery/", "a file that is not taken", 415, files={"file": ("run.exe", b"MZ", "application/x-exe")}),
    post("/gallery/", "no file", 302, form={"a": "b"}),
    post("/gallery/", "a file that is too large", 413, files={"file": ("big.txt", b"x" * 70_000, "text/plain")}),
    get("/gallery/", "the list of files"),
    get("/closed?why=눈", "an exception of the project's own", 503),
    get("/broken", "an error in a view", 500),
    get("/teapot", "an HTTP error", 418),
    post("/auth/logout", "a member logs out", 303),
    post("/notes/1/delete", "and must not delete", 302),
    post("/api/v1/notes", "nor write", 401, json={"title": "x"}, headers=JSON),
    post("/auth/login", "another member logs in", 302, form=LEE),
    post("/notes/1/delete", "and must not delete the note either", 403),
    get("/", "the last page"),
)


def changed(text):
    """Return the text of a module with its imports changed by one word."""
    return IMPORT.sub(r"\1 wsgi_apps", text)


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return a function that copies the project for a framework and makes its application."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(framework):
        name = f"project_on_{framework.name.lower()}"
        shutil.copytree(PROJECT, tmp_path / name / "club", ignore=shutil.ignore_patterns("__pycache__"))
        (tmp_path / name / "__init__.py").touch()
        if framework.name != "Flask":
            for path in (tmp_path / name).rglob("*.py"):
                path.write_text(changed(path.read_text(encoding="utf-8")), encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(f"{name}.club").create_app(
            {"DATABASE": str(tmp_path / name / "club.sqlite"), "UPLOAD_FOLDER": str(tmp_path / name / "uploads")}
        )

    yield make
    for name in [name for name in importlib.sys.modules if name.startswith("project_on_")]:
        del importlib.sys.modules[name]


def test_the_project_answers_alike_on_both(build):
    conversation = Conversation("a project of a student", build, ASKS)
    flask, ours = converse(FLASK, conversation), converse(OURS, conversation)
    for one, theirs, our in zip(ASKS, flask, ours, strict=True):
        assert theirs.status == one.status, (
            f"the row is wrong: {one}: Flask answers {theirs.status}: {theirs.text[:300]}"
        )
        assert told(one, our) == told(one, theirs), f"{one.sentence}: {one.method} {one.path}: {our.text[:500]}"


def told(one, answer):
    """Return what an answer means. Each side stores an upload in a second of its own, so its time only has to be there."""
    headers = answer.meaning["headers"]
    if one.path.startswith("/gallery/files/") and "last-modified" in headers:
        headers = headers | {"last-modified": "then"}
    return answer.meaning | {"headers": headers}


def test_one_word_of_the_imports_is_changed():
    modules = list(PROJECT.glob("*.py"))
    lines = [line for path in modules for line in path.read_text(encoding="utf-8").splitlines()]
    words = "\n".join(lines).count("flask")
    assert len(modules) >= 7
    assert 250 < len(lines) < 400
    assert words == len(IMPORT.findall("\n".join(lines))), "the name stands in imports alone"
    assert len(ASKS) >= 40
