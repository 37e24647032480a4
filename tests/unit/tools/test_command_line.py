"""What the commands say of a command line that they do not understand, in both languages."""

import re
from shutil import rmtree

import pytest

from wsgi_apps.__main__ import main
from wsgi_apps.tools.command_line import ERRORS, in_korean, parser
from wsgi_apps.tools.learn.progress import Progress


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder, and a terminal without a language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "WSGI_APPS_LEARNING"):
        monkeypatch.delenv(name, raising=False)


def refused(line, capsys):
    """Return what a command says of a command line that it refuses: the last line."""
    try:
        status = main(line.split())
    except SystemExit as ended:
        status = ended.code
    assert status in (1, 2)
    return capsys.readouterr().err.splitlines()[-1]


LINES = [
    ("learn --foo", "unrecognized arguments: --foo", "알 수 없는 인수입니다: --foo"),
    ("learn chek", "Did you mean check?", "비슷한 이름이 있습니다: check"),
    ("learn go", "the following arguments are required: ID", "빠진 인수가 있습니다: ID"),
    ("learn check --server uwsg", "Did you mean uwsgi?", "비슷한 이름이 있습니다: uwsgi"),
    ("learn check --seed x", "invalid int value: 'x'", "인수 --seed: 정수가 아닙니다: 'x'"),
    ("learn check --all=3", "ignored explicit argument '3'", "값을 받지 않는 옵션입니다: '3'"),
    ("learn go q01_escape", "There is no exercise 'q01_escape'", "'q01_escape' 연습 문제는 없습니다."),
    ("learn go q01_escape", "Did you mean p01_escape?", "비슷한 이름이 있습니다: p01_escape"),
    ("learn go p0", "Several exercises begin with 'p0'", "연습 문제가 여럿입니다: p01_escape"),
    ("learn list --chapter 99", "There is no chapter 99", "99장은 없습니다."),
    ("learn report --due x", "write a date such as 2026-12-31", "2026-12-31처럼 날짜를 쓰세요"),
    ("learn grade nowhere", "nowhere is not a folder.", "nowhere: 폴더가 아닙니다."),
    ("learn check --of x p01_escape", "write start, solution or", "start, solution, wrong/NAME 가운데"),
    ("check", "Write what to check", "무엇을 검사할지 쓰세요"),
    ("check nowhere.py", "There is no file nowhere.py.", "nowhere.py 파일이 없습니다."),
    ("check wsgi_apps.helo", "There is no module 'wsgi_apps.helo'", "'wsgi_apps.helo' 모듈이 없습니다."),
    ("check lab99", "There is no lab 'lab99'", "'lab99' 실습은 없습니다."),
    (
        "check wsgi_apps.hello:x",
        "The module wsgi_apps.hello has no 'x'.",
        "wsgi_apps.hello 모듈에 'x' 이름이 없습니다.",
    ),
    ("check http://example.com/", "is not this machine", "주소는 이 컴퓨터가 아닙니다"),
    ("check hello --seconds x", "invalid float value: 'x'", "인수 --seconds: 수가 아닙니다: 'x'"),
    ("check --s 1", "ambiguous option: --s could match", "--s에 맞는 옵션이 여럿입니다"),
    ("doctor ini", "Write what to look at", "무엇을 볼지 쓰세요"),
    ("doctor number x", "'x' is not a number", "'x' 값은 수가 아닙니다"),
    ("doctor numbr", "Did you mean number?", "비슷한 이름이 있습니다: number"),
    ("xray --html", "expected one argument", "인수 --html: 값을 하나 쓰세요"),
    ("xray nowhere.py GET", "'GET' is not a request", "'GET' 값은 요청이 아닙니다"),
    ("playground --folder nowhere", "There is no playground in nowhere", "nowhere 폴더에 플레이그라운드가 없습니다"),
    ("playground --port x", "invalid int value: 'x'", "인수 --port: 정수가 아닙니다: 'x'"),
    ("lern", "Did you mean learn?", "비슷한 이름이 있습니다: learn"),
]
IDS = [line for line, _, _ in LINES]


@pytest.mark.parametrize(("line", "english", "korean"), LINES, ids=IDS)
def test_what_is_refused_is_said_in_the_language_of_the_terminal(line, english, korean, capsys, monkeypatch):
    assert english in refused(line, capsys)
    rmtree("learning", ignore_errors=True)  # in which learn has kept the language
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    said = refused(line, capsys)
    assert korean in said
    assert not re.search(r"\b(error|There is|Write|Did you mean)\b", said)


@pytest.mark.parametrize("asked", ["--lang ko", "--lang=ko"])
@pytest.mark.parametrize("line", ["learn --foo", "check --foo", "doctor --foo", "xray --foo", "playground --foo"])
def test_the_option_has_the_last_word(line, asked, capsys, monkeypatch):
    assert refused(f"{line} {asked}", capsys).endswith("알 수 없는 인수입니다: --foo")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert refused(f"{line} {asked.replace('ko', 'en')}", capsys).endswith("error: unrecognized arguments: --foo")


@pytest.mark.parametrize("option", ["", "--folder mine"])
def test_learn_speaks_the_language_of_the_student(option, tmp_path, capsys):
    Progress(tmp_path / (option.partition(" ")[2] or "learning") / "progress.json", "ko").write()
    assert refused(f"learn {option} --foo", capsys).endswith("알 수 없는 인수입니다: --foo")
    assert "연습 문제는 없습니다" in refused(f"learn {option} go nothing", capsys)
    assert "폴더가 아닙니다" in refused(f"learn {option} grade nowhere", capsys)


def test_the_usage_stands_above_an_error_in_korean(capsys):
    with pytest.raises(SystemExit) as ended:
        parser("name", None, language="ko").parse_args(["--foo"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "사용법: python -m wsgi_apps name [-h]\npython -m wsgi_apps name: 알 수 없는 인수입니다: --foo\n"
    )


@pytest.mark.parametrize(
    ("said", "korean"),
    [
        ("one of the arguments --a --b is required", "다음 인수 가운데 하나가 필요합니다: --a --b"),
        ("argument --a: not allowed with argument --b", "인수 --a: 다음 인수와 함께 쓸 수 없습니다: --b"),
        ("argument X: expected at least one argument", "인수 X: 값을 하나 이상 쓰세요"),
        ("argument X: expected at most one argument", "인수 X: 값은 하나까지만 쓸 수 있습니다"),
        ("argument X: invalid choice: 'b' (choose from a, c)", "인수 X: 'b' 대신 다음 가운데 하나를 쓰세요: a, c."),
        (
            "argument X: invalid choice: 'aa', maybe you meant 'a'? (choose from a, c)",
            "인수 X: 'aa' 대신 다음 가운데 하나를 쓰세요: a, c.",
        ),
        ("something new", "something new"),
    ],
)
def test_what_argparse_says_in_korean(said, korean):
    assert in_korean(said) == korean


def test_every_sentence_of_argparse_keeps_what_it_quotes():
    for english, korean in ERRORS.items():
        assert korean.count("{") == len(re.findall(r"\((?!\?)", english.replace(r"\(", "")))
