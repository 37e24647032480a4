"""The disk: names under any locale, and errors that may pass."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tests.support.strict import call, environ_for
from wsgi_apps import App, Request, request, send_from_directory
from wsgi_apps.exceptions import NotFound, ServiceUnavailable
from wsgi_apps.extensions.disk import can_pass, is_not_there, system_path, unavailable, utf_8_name

NOT_THERE = [errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG]
PASSES = [errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.ENOMEM]
STAYS = [errno.EIO, errno.EROFS, errno.EFBIG]


def failing(number):
    def fail(*arguments, **keywords):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def app(tmp_path):
    app = App(__name__, root_path=tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_text("there")
    app.route("/upload", endpoint="upload", methods=["POST"])(lambda: request.files["f"].read())
    app.route("/keep", endpoint="keep", methods=["POST"])(lambda: request.files["f"].save(tmp_path / "kept") or "kept")
    return app


def outcome(answer, caplog):
    return answer.status, answer.header("Retry-After") is not None, len(caplog.records)


@pytest.mark.parametrize("number", [*NOT_THERE, *PASSES, *STAYS], ids=errno.errorcode.get)
@pytest.mark.parametrize("function", ["open", "fstat", "path.realpath"])
def test_a_file_that_cannot_be_read_now_is_not_a_file_that_is_not_there(app, number, function, monkeypatch, caplog):
    owner = "os" if function != "path.realpath" else "os.path"
    with monkeypatch.context() as broken:
        broken.setattr(f"{owner}.{function.rpartition('.')[2]}", failing_for_files(number, function))
        answer = call(app, environ_for(path="/static/a.txt"))
    expected = (404, False, 0) if number in NOT_THERE else (503, number in PASSES, 1)
    assert outcome(answer, caplog) == expected
    assert call(app, environ_for(path="/static/a.txt")).text == "there"


def failing_for_files(number, function):
    """Fail for the file itself; the folder is looked at too, and what logs an error opens files as well."""
    whole = {"open": os.open, "fstat": os.fstat, "path.realpath": os.path.realpath}[function]

    def fail(path, *arguments, **keywords):
        if isinstance(path, int) or str(path).endswith("a.txt"):
            raise OSError(number, os.strerror(number))
        return whole(path, *arguments, **keywords)

    return fail


BODY = b'--B\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n' + b"x" * 300_000 + b"\r\n--B--\r\n"
KIND = "multipart/form-data; boundary=B"


@pytest.mark.parametrize("number", [*PASSES, *STAYS], ids=errno.errorcode.get)
def test_an_upload_that_cannot_be_kept(app, number, monkeypatch, caplog):
    with monkeypatch.context() as full:
        full.setattr("tempfile.SpooledTemporaryFile.rollover", failing(number))
        answer = call(app, environ_for("POST", "/upload", BODY, CONTENT_TYPE=KIND))
    assert outcome(answer, caplog) == (503, number in PASSES, 1)
    assert call(app, environ_for("POST", "/upload", BODY, CONTENT_TYPE=KIND)).body == b"x" * 300_000


def test_an_upload_that_cannot_be_kept_outside_an_application(monkeypatch):
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", failing(errno.ENOSPC))
    with pytest.raises(ServiceUnavailable) as caught:
        Request(environ_for("POST", "/", BODY, CONTENT_TYPE=KIND)).files  # noqa: B018 (it is read)
    assert caught.value.retry_after > 0


@pytest.mark.parametrize("number", [*PASSES, *STAYS, *NOT_THERE], ids=errno.errorcode.get)
def test_a_view_that_meets_a_full_disk(app, number, monkeypatch, caplog):
    with monkeypatch.context() as full:
        full.setattr("wsgi_apps.extensions.multipart_form.copyfileobj", failing(number))
        answer = call(app, environ_for("POST", "/keep", BODY, CONTENT_TYPE=KIND))
    assert outcome(answer, caplog) == ((503, True, 1) if number in PASSES else (500, False, 1))


def test_the_handlers_of_the_program_answer_for_a_full_disk(app):
    app.add_url_rule("/full", "full", failing(errno.ENOSPC))
    app.register_error_handler(503, lambda error: ("too full", 503, {"Retry-After": str(error.retry_after)}))
    assert call(app, environ_for(path="/full")).text == "too full"
    app.got_first_request = False
    app.register_error_handler(500, lambda error: (type(error.original_exception).__name__, 500))
    assert call(app, environ_for(path="/full")).text == "OSError"


def test_errors():
    assert [is_not_there(OSError(number, "x")) for number in [*NOT_THERE, *PASSES]] == [True] * 4 + [False] * 5
    assert (is_not_there(FileNotFoundError("a pipe")), can_pass(FileNotFoundError("a pipe"))) == (True, False)
    assert can_pass(ValueError()) is False
    assert (unavailable(OSError(errno.EIO, "x")).retry_after, unavailable(OSError(errno.EMFILE, "x")).retry_after) == (
        None,
        10,
    )


def test_half_a_pair_names_no_file(app):
    with app.test_request_context(), pytest.raises(NotFound):
        send_from_directory("static", "\ud800")


@pytest.mark.parametrize("name", ["a.txt", "한글.txt", "\udced\udc95\udc9c", Path("static", "한글.txt")])
def test_names_stay_what_they_are_under_a_locale_that_has_them(name):
    assert system_path(name) == os.fspath(name)
    assert os.fsencode(utf_8_name(os.fspath(name))) == os.fsencode(name)


PROGRAM = """
import io, json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.support.strict import call, environ_for
from wsgi_apps import App, render_template, request, send_file

name, written = "\\ud55c\\uae00", io.TextIOWrapper(io.BytesIO(), "ascii")
app = App("program", root_path=Path(sys.argv[2], name), template_folder=name, instance_path=Path(sys.argv[2], name))
in_the_folder = os.listdir(os.path.join(sys.argv[2].encode(), name.encode(), b"static"))
listed = os.fsdecode(in_the_folder[0])  # as the system gives a name: with the letters of the locale alone
read = [
    lambda: render_template(name + ".html"),
    lambda: app.open_resource(name + ".txt", "r").read(),
    lambda: send_file(name + ".txt", as_attachment=True),
    lambda: send_file(Path(app.static_folder, listed), as_attachment=True),
    lambda: request.files["f"].save(Path(app.root_path, name + ".png")) or "saved",
    lambda: app.config.from_file(name + ".json", json.load) and app.config["LETTER"],
    lambda: app.logger.error("\\uae00") or "logged",
    lambda: app.open_instance_resource(name + ".txt", "r").read(),
]
for number, view in enumerate(read):
    app.add_url_rule(f"/{number}", str(number), view, methods=["POST"])
paths = [*map("/{}".format, range(len(read))), "/static/\\xed\\x95\\x9c\\xea\\xb8\\x80.txt", "/static/\\xff", "/static/\\xed"]
form = b'--B\\r\\nContent-Disposition: form-data; name="f"; filename="a"\\r\\n\\r\\nx\\r\\n--B--\\r\\n'
for path in paths:
    method = "GET" if "static" in path else "POST"
    sent = environ_for(method, path, form, CONTENT_TYPE="multipart/form-data; boundary=B") | {"wsgi.errors": written}
    answer = call(app, sent, validate=False)
    print(answer.status, ascii(answer.text) if answer.status == 200 else "", ascii(answer.header("Content-Disposition")))
written.flush()
print(sys.getfilesystemencoding(), b"\\\\uae00" in written.buffer.getvalue())
"""
SENT = "attachment; filename=.txt; filename*=UTF-8''%ED%95%9C%EA%B8%80.txt"


def test_names_on_the_disk_are_found_without_a_utf_8_locale(tmp_path):
    folder = tmp_path / "한글"
    (folder / "한글").mkdir(parents=True)
    (folder / "static").mkdir()
    for name, text in (
        ("한글/한글.html", "한"),
        ("한글.txt", "글"),
        ("static/한글.txt", "글"),
        ("한글.json", '{"LETTER": "한"}'),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    without = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}  # as services are often started
    command = [sys.executable, "-c", PROGRAM, str(ROOT), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | without, cwd=tmp_path)
    expected = [
        ("200", ascii("한"), None),
        ("200", ascii("글"), None),
        ("200", ascii("글"), SENT),
        ("200", ascii("글"), SENT),
    ]
    expected += [("200", "'saved'", None), ("200", ascii("한"), None), ("200", "'logged'", None)]
    expected += [("200", ascii("글"), None)]
    expected += [("200", ascii("글"), None), ("404", "", None), ("404", "", None)]
    lines = [f"{status} {text} {disposition!a}" for status, text, disposition in expected]
    assert (done.stderr, done.stdout.splitlines()) == ("", [*lines, "ascii True"])
    assert (folder / "한글.png").read_bytes() == b"x"


def test_a_path_that_the_locale_cannot_write_is_looked_up_in_utf_8(monkeypatch):
    def ascii_only(path):
        return str(path).encode("ascii")

    monkeypatch.setattr("wsgi_apps.extensions.disk.os.fsencode", ascii_only)
    assert (system_path("a"), system_path("한")) == ("a", "한")
    monkeypatch.setattr("wsgi_apps.extensions.disk.os.fsdecode", lambda name: name.decode("ascii", "surrogateescape"))
    assert system_path("한") == "\udced\udc95\udc9c"
