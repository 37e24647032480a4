"""The sentences of the reports, in English and Korean."""

from __future__ import annotations

from wsgi_apps.tools.language import LANGUAGES

LEVELS = {"problem": ("problem", "문제"), "note": ("note", "참고"), "ok": ("ok", "정상")}
SAYS = {
    "breaks": ("effect: ", "영향: "),
    "write": ("write: ", "고치기: "),
    "times": (" ({n} times)", " ({n}번)"),
    "nothing": ("nothing to report", "문제를 찾지 못했습니다"),
    "problem": ("{n} problems", "문제 {n}개"),
    "problem1": ("1 problem", "문제 1개"),
    "note": ("{n} notes", "참고 {n}개"),
    "note1": ("1 note", "참고 1개"),
    "what": (
        "Write what to look at: python -m wsgi_apps doctor {subject} ...",
        "무엇을 볼지 쓰세요: python -m wsgi_apps doctor {subject} ...",
    ),
    "digits": (
        "{text!r} is not a number: write digits, such as 21573.",
        "{text!r} 값은 수가 아닙니다. 21573처럼 숫자를 쓰세요.",
    ),
    "absent": ("There is no file {name} here.", "{name} 파일이 없습니다."),
    "method": (
        (
            '{number} is the letters "{letters}" of {method}, read as a length: {low} + 256 · {high}. '
            "A client sent HTTP to a socket that speaks the uwsgi protocol."
        ),
        (
            '{method}의 글자 "{letters}"를 길이로 읽은 값입니다: {number} = {low} + 256 · {high}. '
            "클라이언트가 uwsgi 프로토콜을 쓰는 소켓에 HTTP를 보냈습니다."
        ),
    ),
    "method cure": ("http-socket = 127.0.0.1:8000",) * 2,
    "size": (
        (
            "{number} does not stand for letters of a method. As a block size, it is the number of bytes in the "
            "headers of a request. They were larger than buffer-size."
        ),
        "메서드의 글자를 읽은 값이 아닙니다: {number}. block size라면 요청 헤더의 바이트 수이며, 버퍼 크기(buffer-size)보다 컸습니다.",
    ),
    "size cure": ("buffer-size = 65535",) * 2,
    "four": (
        (
            '{number} is the four bytes "{letters}", read as a length. '
            "A client sent HTTP to a server with another protocol."
        ),
        '네 바이트 "{letters}"를 길이로 읽은 값입니다: {number}. 클라이언트가 다른 프로토콜을 쓰는 서버에 HTTP를 보냈습니다.',
    ),
    "neither": (
        "{number} does not stand for letters of a method. It is too large for the uwsgi protocol (at most 65535).",
        "메서드의 글자를 읽은 값이 아니며, uwsgi 프로토콜의 길이(최대 65535)보다 큽니다: {number}.",
    ),
    "free": ("Nobody listens at port {port}.", "포트 {port}번을 쓰는 프로세스가 없습니다."),
    "taken": ("{address}:{port}  process {pid}: {command}", "{address}:{port}  프로세스 {pid}: {command}"),
    "who": ("process {pid}: {command}", "프로세스 {pid}: {command}"),
    "someone": ("a process of another user", "다른 사용자의 프로세스"),
    "no uWSGI": ("there is no uWSGI", "uWSGI가 없습니다"),
    "plugin": ("uWSGI {version}, Python in a plugin", "uWSGI {version}, Python은 플러그인"),
    "other Python": (
        "uWSGI {version} was built for Python {inside}, and this is Python {here}",
        "uWSGI {version}은 Python {inside}용이고, 이것은 Python {here}입니다",
    ),
    "full": ("only {n} MB are free", "남은 공간이 {n} MB뿐입니다"),
    "room": ("{n} GB free", "남은 공간 {n} GB"),
    "no right": ("you may not write to {folder}", "쓸 권한이 없는 폴더입니다: {folder}"),
    "on Windows": ("{folder} is on a disk of Windows", "Windows의 디스크에 있습니다: {folder}"),
    "others": ("{address}:{port}  a process of another user", "{address}:{port}  다른 사용자의 프로세스"),
    "workers": (" (and {n} that it started)", " (이 프로세스가 시작한 {n}개도 함께)"),
}


Text = str | tuple[str, str]  #: a text that is the same in all LANGUAGES, or a text in each


def in_each(key: str, **values: object) -> tuple[str, str]:
    """Return a sentence in each of LANGUAGES."""
    english, korean = (say(key, language, **values) for language in LANGUAGES)
    return english, korean


def at(place: int, text: Text) -> str:
    """Return a text in the language at a place among LANGUAGES."""
    return text if isinstance(text, str) else text[place]


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)
