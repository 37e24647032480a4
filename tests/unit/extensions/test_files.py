"""Files."""

import io
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.util import FileWrapper

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, send_file, send_from_directory
from wsgi_apps.exceptions import Forbidden, NotFound
from wsgi_apps.extensions.dates import unix_time
from wsgi_apps.extensions.files import FilePart, disposition


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "files"
    (root / "sub").mkdir(parents=True)
    (root / "a.txt").write_text("hello")
    (root / "big.bin").write_bytes(b"x" * 200_000)
    (root / "한글.txt").write_text("글")
    (root / "page.tar.gz").write_bytes(b"z")
    (root / "empty").write_bytes(b"")
    (root / "back\\slash.txt").write_text("of another system")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "inside.txt").symlink_to(root / "a.txt")
    os.mkfifo(root / "pipe")
    os.utime(root / "a.txt", (1_000_000_000, 1_000_000_000))
    return root


@pytest.fixture
def app(folder):
    return App(__name__, root_path=folder.parent, static_folder="files", static_url_path="/s")


def get(app, name, **more):
    return call(app, environ_for(path=f"/s/{name}".encode().decode("latin-1"), **more))


FILES = [
    ("a text", "a.txt", "hello", "text/plain; charset=utf-8"),
    ("Korean", "한글.txt", "글", "text/plain; charset=utf-8"),
    ("an archive", "page.tar.gz", "z", "application/octet-stream"),
    ("nothing", "empty", "", "application/octet-stream"),
    ("a link that stays inside", "inside.txt", "hello", "text/plain; charset=utf-8"),
]


@pytest.mark.parametrize(("name", "text", "kind"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_files(app, name, text, kind):
    answer = get(app, name)
    assert (answer.status, answer.text, answer.header("Content-Type")) == (200, text, kind)
    assert answer.header("Content-Length") == str(len(answer.body))


@pytest.mark.parametrize("name", ["../secret.txt", "..", "sub", "sub/", "a.txt/", "a.txt\0", "link.txt", "pipe", "none", "..\\secret.txt", "./a.txt", "sub/../a.txt", "back\\slash.txt"])  # fmt: skip
def test_what_is_no_file_in_the_folder(app, name):
    answer = get(app, name)
    assert (answer.status, "secret" in answer.text) == (404, False)


def test_the_names_of_the_headers(app):
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 60
    whole = "Content-Type X-Content-Type-Options Cache-Control Expires ETag Last-Modified Accept-Ranges Content-Length"
    answers = [get(app, "a.txt", **more) for more in ({}, {"HTTP_RANGE": "bytes=1-"})]
    names = [{name for name, _ in answer.headers} for answer in answers]
    assert names == [set(whole.split()), {*whole.split(), "Content-Range"}]
    assert answers[0].header("Accept-Ranges") == "bytes"
    assert unix_time(answers[0].header("Expires")) == pytest.approx(time.time() + 60, abs=5)
    assert len(answers[0].header("ETag")) == len('"') + 16 + len('"')


def test_a_name_that_only_a_link_has(app, folder):
    (folder / "page.html").symlink_to(folder / "a.txt")
    answer = get(app, "page.html")
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    assert answer.header("Content-Disposition") == "inline; filename=page.html"


def test_options_of_a_file_in_a_folder(app):
    with app.test_request_context():
        one = send_from_directory("files", "a.txt", as_attachment=True, max_age=7)
        other = send_from_directory("files", "a.txt", download_name="b.csv")
    assert dict(one.headers)["Content-Disposition"] == "attachment; filename=a.txt"
    assert (one.headers["Cache-Control"], other.mimetype) == ("public, max-age=7", "text/csv")
    for response in (one, other):
        response.close()


def test_the_whole_disk_is_a_folder(app, folder):
    with app.test_request_context():
        response = send_from_directory("/", str(folder / "a.txt").lstrip("/"))
    assert response.data == b"hello"


def test_a_file_that_may_not_be_read(app, monkeypatch):
    def refuse(*arguments):
        raise PermissionError

    monkeypatch.setattr("wsgi_apps.extensions.files.os.open", refuse)
    answer = get(app, "a.txt")
    assert (answer.status, "<p>This file may not be read.</p>" in answer.text) == (403, True)


def test_a_big_file_comes_in_pieces(app):
    answer = get(app, "big.bin")
    assert (len(answer.body), len(answer.chunks) > 1) == (200_000, True)


@pytest.mark.parametrize("more", [{}, {"HTTP_RANGE": "bytes=1-"}], ids=["whole", "in part"])
@pytest.mark.parametrize("wrapper", [{}, {"wsgi.file_wrapper": FileWrapper}], ids=["no wrapper", "a wrapper"])
def test_a_file_that_grows_is_sent_with_the_length_that_was_said(app, folder, more, wrapper):
    started = []
    body = app(environ_for(path="/s/a.txt", **more, **wrapper), lambda status, headers: started.append(dict(headers)))
    with (folder / "a.txt").open("ab") as log:
        log.write(b", and more")
    assert len(b"".join(body)) == int(started[0]["Content-Length"])
    body.close()


def test_a_client_that_has_it(app):
    first = get(app, "a.txt")
    assert first.header("Last-Modified") == "Sun, 09 Sep 2001 01:46:40 GMT"
    for header, value in [
        ("HTTP_IF_NONE_MATCH", first.header("ETag")),
        ("HTTP_IF_MODIFIED_SINCE", first.header("Last-Modified")),
    ]:
        answer = get(app, "a.txt", **{header: value})
        assert (answer.status, answer.body, answer.header("ETag")) == (304, b"", first.header("ETag"))
    assert get(app, "a.txt", HTTP_IF_NONE_MATCH='"other"').status == 200
    part = get(app, "a.txt", HTTP_IF_NONE_MATCH="*", HTTP_RANGE="bytes=1-")
    assert (part.status, part.header("Content-Range")) == (304, None)
    with app.test_request_context(headers={"If-None-Match": "*", "Range": "bytes=1-"}):
        whole = send_file("files/a.txt", conditional=False)
    assert (whole.status_code, whole.data, "Accept-Ranges" in whole.headers) == (200, b"hello", False)


def test_parts(app):
    answer = get(app, "a.txt", HTTP_RANGE="bytes=1-3")
    assert (answer.status, answer.text, answer.header("Content-Range")) == (206, "ell", "bytes 1-3/5")
    head = get(app, "a.txt", HTTP_RANGE="bytes=1-3", REQUEST_METHOD="HEAD")
    assert (head.status, head.header("Content-Range"), head.header("Content-Length")) == (206, "bytes 1-3/5", "3")
    assert (get(app, "empty", HTTP_RANGE="bytes=0-").status, get(app, "empty").header("Accept-Ranges")) == (
        200,
        "bytes",
    )
    beyond = get(app, "a.txt", HTTP_RANGE="bytes=9-")
    assert (beyond.status, beyond.header("Content-Range")) == (416, "bytes */5")


def test_how_long_it_may_be_kept(app):
    assert get(app, "a.txt").header("Cache-Control") == "no-cache"
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 60
    answer = get(app, "a.txt")
    assert (answer.header("Cache-Control"), bool(answer.header("Expires"))) == ("public, max-age=60", True)


AGES = [
    ("no age", None, "no-cache", False),
    ("no time", 0, "no-cache, max-age=0", True),
    ("a second", 1, "public, max-age=1", True),
    ("a time in the past", -1, "no-cache, max-age=-1", True),
    ("a fraction", 1.5, "public, max-age=1", True),
]


@pytest.mark.parametrize(("age", "kept", "has_date"), [row[1:] for row in AGES], ids=[row[0] for row in AGES])
def test_ages(app, folder, age, kept, has_date):
    asked = []
    response = sent(app, "files/a.txt", max_age=lambda path: asked.append(path) or age)
    assert (response.headers["Cache-Control"], "Expires" in response.headers) == (kept, has_date)
    assert asked == [str(folder / "a.txt")]


def test_an_application_may_know_how_long_each_file_is_kept(folder):
    class Own(App):
        """An application that keeps some files longer than others."""

        def get_send_file_max_age(self, filename):
            asked.append(filename)
            return 7

    app, asked = Own(__name__, root_path=folder.parent, static_folder="files", static_url_path="/s"), []
    assert get(app, "a.txt").header("Cache-Control") == "public, max-age=7"
    assert sent(app, "files/a.txt").headers["Cache-Control"] == "public, max-age=7"
    assert sent(app, io.BytesIO(), "a/b").headers["Cache-Control"] == "public, max-age=7"
    assert asked == ["a.txt", str(folder / "a.txt"), None]


def test_a_change_at_the_very_end_of_a_second_is_in_that_second(app, folder):
    os.utime(folder / "a.txt", ns=(0, 1_700_000_000_999_999_999))
    assert unix_time(get(app, "a.txt").header("Last-Modified")) == 1_700_000_000


class Stream:
    """A file that can be read, and nothing else."""

    def __init__(self, data=b"", error=None):
        self.data, self.error, self.asked = io.BytesIO(data), error, set()

    def read(self, size=-1):
        self.asked.add(size)
        if self.error:
            raise self.error
        return self.data.read(size)


def test_a_file_that_can_only_be_read_is_read_in_pieces(app):
    stream = Stream(b"x" * 200_000)
    app.route("/stream")(lambda: send_file(stream, "a/b"))
    assert (len(call(app, environ_for(path="/stream")).body), stream.asked) == (200_000, {64 * 1024})
    with app.test_request_context(), pytest.raises(TypeError, match=r"^send_file cannot guess the type of a file"):
        send_file(Stream())


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("closed")], ids=["OSError", "closed"])
def test_a_file_whose_first_read_fails_is_a_500_with_nothing_sent_before(app, error, caplog):
    app.route("/stream")(lambda: send_file(Stream(error=error), "a/b"))
    answer = call(app, environ_for(path="/stream"))
    assert (answer.status, [record.exc_info[1] for record in caplog.records]) == (500, [error])


def test_a_name_that_is_not_utf_8(app, folder):
    name = os.fsdecode(b"files/\xff.txt")
    Path(app.root_path, name).write_text("x")
    disposition = "attachment; filename=.txt; filename*=UTF-8''%EF%BF%BD.txt"
    assert sent(app, name, as_attachment=True).headers["Content-Disposition"] == disposition


def test_an_empty_name_is_no_name(app):
    assert "Content-Disposition" not in sent(app, "files/a.txt", download_name="").headers


def sent(app, *arguments, **options):
    with app.test_request_context():
        response = send_file(*arguments, **options)
        response.data  # noqa: B018 (it reads and closes the file)
        return response


def test_options(app, folder):
    response = sent(app, "files/a.txt", etag="own", max_age=7, last_modified=datetime(2026, 11, 20, tzinfo=UTC))
    assert response.get_etag() == ("own", False)
    assert response.headers["Last-Modified"] == "Fri, 20 Nov 2026 00:00:00 GMT"
    plain = sent(app, folder / "a.txt", conditional=False, etag=False, last_modified=0, max_age=lambda name: None)
    assert (plain.get_etag()[0], plain.headers["Last-Modified"]) == (None, "Thu, 01 Jan 1970 00:00:00 GMT")
    assert sent(app, "files/a.txt", as_attachment=True).headers["Content-Disposition"] == "attachment; filename=a.txt"
    assert sent(app, "files/a.txt", download_name="b.csv").mimetype == "text/csv"


def test_a_moment_without_a_zone_is_one_of_utc(app, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Seoul")
        time.tzset()
        response = sent(app, "files/a.txt", last_modified=datetime(2026, 11, 20))
    time.tzset()
    assert response.headers["Last-Modified"] == "Fri, 20 Nov 2026 00:00:00 GMT"


def test_a_tag_that_holds_a_quote_is_refused(app):
    with pytest.raises(ValueError, match="holds a quote"):
        sent(app, "files/a.txt", etag='a"b')


def test_open_files(app):
    assert sent(app, io.BytesIO(b"data"), mimetype="text/plain").data == b"data"

    class Stream(io.BytesIO):
        def getbuffer(self):
            raise AssertionError("not asked for")

    assert sent(app, io.BufferedReader(io.BytesIO(b"stream")), download_name="a.bin").data == b"stream"
    with app.test_request_context(method="POST"):
        response = send_file(io.BytesIO(b"posted"), "text/plain")
    assert (response.data, response.headers.get("Accept-Ranges")) == (b"posted", None)


def test_a_file_of_unknown_length_announces_none(app):
    app.route("/stream")(lambda: send_file(io.BufferedReader(io.BytesIO(b"stream")), download_name="a.bin"))
    answer = call(app, environ_for(path="/stream"))
    assert (answer.header("Content-Length"), answer.body) == (None, b"stream")


def test_an_open_file_without_a_name_needs_a_type(app):
    file = io.BytesIO(b"")
    with app.test_request_context(), pytest.raises(TypeError, match=r"a name: write mimetype= or download_name=$"):
        send_file(file)
    assert file.closed
    with (
        app.test_request_context(),
        pytest.raises(TypeError, match=r"^an attachment needs a name: write download_name=$"),
    ):
        send_file(io.BytesIO(b""), "text/plain", as_attachment=True)


def test_what_cannot_be_opened(app, monkeypatch):
    with app.test_request_context():
        for name in ("files/none", "files/pipe"):
            with pytest.raises(FileNotFoundError, match=name):
                send_file(name)
        with pytest.raises(NotFound):
            send_from_directory("files", "none")
        monkeypatch.setattr(
            "wsgi_apps.extensions.files.send_file", lambda *a, **k: (_ for _ in ()).throw(PermissionError)
        )
        with pytest.raises(Forbidden):
            send_from_directory("files", "a.txt")


def test_a_file_that_shrinks_ends_the_connection():
    pieces = iter(FilePart(io.BytesIO(b"abc"), 1, 99))
    assert next(pieces) == b"bc"
    with pytest.raises(EOFError, match="97 bytes are missing"):
        next(pieces)


DISPOSITIONS = [
    ("a.txt", True, "attachment; filename=a.txt"),
    ("name", False, "inline; filename=name"),
    ('a "b"\\\n.txt', True, 'attachment; filename="a \\"b\\"\\\\.txt"'),
    ("한.txt", True, "attachment; filename=.txt; filename*=UTF-8''%ED%95%9C.txt"),
    ("한/X.txt", True, "attachment; filename=\"/X.txt\"; filename*=UTF-8''%ED%95%9C%2FX.txt"),
]


@pytest.mark.parametrize(("name", "attached", "text"), DISPOSITIONS)
def test_dispositions(name, attached, text):
    assert disposition(name, attached) == text


TEXT = r"^send_file was given a file of text: open it in binary mode, 'rb', or write io\.BytesIO\(bytes\)$"


def test_file_of_text_is_refused():
    app = App(__name__)
    with app.test_request_context(), pytest.raises(ValueError, match=TEXT):
        send_file(io.StringIO("이름,값"), mimetype="text/csv", download_name="표.csv")


def test_a_file_in_memory_is_sent_from_its_beginning_by_every_server(app):
    file = io.BytesIO()
    file.write(b"hello")
    with app.test_request_context(environ_overrides={"wsgi.file_wrapper": lambda file, size: file}):
        response = send_file(file, mimetype="text/plain")
        assert b"".join(response.response) == b"hello"


CHANGES = [
    ("half a second later", "aaaa", 500_000_000),
    ("a microsecond later", "aaaa", 1_000),
    ("a nanosecond later", "aaaa", 1),
    ("another size at the same time", "aaaaa", 0),
]


@pytest.mark.parametrize(("text", "later"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_file_that_has_changed_has_another_tag(app, folder, text, later):
    path, moment = folder / "a.txt", 1_700_000_000 * 10**9
    path.write_text("bbbb")
    os.utime(path, ns=(moment, moment))
    before = get(app, "a.txt").header("ETag")
    assert get(app, "a.txt", HTTP_IF_NONE_MATCH=before).status == 304
    path.write_text(text)
    os.utime(path, ns=(moment + later, moment + later))
    assert get(app, "a.txt", HTTP_IF_NONE_MATCH=before).text == text
    whole = get(app, "a.txt", HTTP_RANGE="bytes=2-", HTTP_IF_RANGE=before)
    assert (whole.status, whole.text) == (200, text)
