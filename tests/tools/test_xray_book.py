"""The X-ray book: each lab leads to a moment of one of its requests, and the moment is there."""

import pytest

from tests.support.servers import ROOT
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.xray import book, command
from wsgi_apps.tools.xray.asked import request_of
from wsgi_apps.tools.xray.programs import lab_named, ways_of
from wsgi_apps.tools.xray.recording import Options, record
from wsgi_apps.tools.xray.stages import STAGES

MOMENTS = book.moments()


def test_every_lab_has_a_moment():
    assert [moment.lab for moment in MOMENTS] == [lab.name for lab in labs()]


@pytest.mark.parametrize("moment", MOMENTS, ids=[moment.lab for moment in MOMENTS])
def test_the_lesson_leads_to_a_moment_that_is_there(moment):
    lab = lab_named(moment.lab)
    programs, request = ways_of(lab, [moment.way]), request_of(lab, str(moment.request))
    trace = record(programs, request, Options(prefix=moment.prefix))
    seen = {STAGES[stage] for stage in trace["ways"][0]["stage"]} | {"bytes", "environ"}
    assert moment.stage in seen
    assert trace["ways"][0]["error"] is None
    assert f"\n{moment.sentence}\n" in (lab.folder / "README.md").read_text(encoding="utf-8")
    options = command.command_line().parse_args(moment.command.split()[4:])
    assert (lab_named(options.target), options.request, options.open) == (lab, str(moment.request), True)


def test_the_book_has_a_page_for_each_chapter(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(book, "moments", lambda: MOMENTS[3:5])
    assert command.main(["--book", str(tmp_path / "book"), "--lang", "ko"]) == 0
    pages = {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / "book").iterdir()}
    assert set(pages) == {MOMENTS[3].lab, MOMENTS[4].lab, book.LIFE}
    assert all('<html lang="ko">' in text for text in pages.values())
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("option", ["--html", "--open"])
def test_a_page_is_written_and_opened(tmp_path, monkeypatch, capsys, option):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    file = tmp_path / ("lab.html" if option == "--html" else "build/xray/lab03.html")
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.chdir(tmp_path)
    words = ["--html", "lab.html"] if option == "--html" else ["--open"]
    assert command.main(["lab03", "5", "--way", "raw", *words, "--lang", "en"]) == 0
    assert "X-ray: GET /test/60162176" in file.read_text(encoding="utf-8")
    assert opened == ([file.as_uri()] if option == "--open" else [])
    assert capsys.readouterr().out == f"{file.relative_to(tmp_path)} is written: open it in a browser.\n"


def test_without_a_target_a_sentence_says_what_to_write(capsys):
    assert command.main(["--lang", "en"]) == 2
    assert capsys.readouterr().err == "Write what to show, such as 3, hello:app or trace.json.\n"
