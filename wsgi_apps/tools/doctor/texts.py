"""The sentences of the reports, in English and Korean."""

from __future__ import annotations

from wsgi_apps.tools.check.rules import LANGUAGES

LEVELS = {"problem": ("problem", "문제"), "note": ("note", "참고"), "ok": ("ok", "정상")}
SAYS = {
    "breaks": ("breaks: ", "영향: "),
    "write": ("write: ", "고치기: "),
    "times": (" ({n} times)", " ({n}번)"),
    "nothing": ("nothing to report", "알릴 것이 없습니다"),
    "problem": ("{n} problems", "문제 {n}개"),
    "problem1": ("1 problem", "문제 1개"),
    "note": ("{n} notes", "참고 {n}개"),
    "note1": ("1 note", "참고 1개"),
    "absent": ("There is no file {name} here.", "{name} 파일이 없습니다."),
    "method": (
        (
            '{number} is the letters "{letters}" of {method}, read as a length: {low} + 256 · {high}. '
            "HTTP was sent to a socket that speaks the uwsgi protocol."
        ),
        (
            '{number}은(는) {method}의 글자 "{letters}"를 길이로 읽은 것입니다: {low} + 256 · {high}. '
            "uwsgi 프로토콜을 쓰는 소켓에 HTTP를 보냈습니다."
        ),
    ),
    "method cure": ("http-socket = 127.0.0.1:8000",) * 2,
    "size": (
        (
            "{number} is not the letters of a method. As a block size it is the bytes of the headers of a request, "
            "and they were more than buffer-size."
        ),
        "{number}은(는) 메서드의 글자가 아닙니다. block size라면 요청 헤더의 바이트 수이며, 버퍼 크기(buffer-size)보다 컸습니다.",
    ),
    "size cure": ("buffer-size = 65535",) * 2,
    "four": (
        '{number} is the four bytes "{letters}", read as a length. HTTP was sent to a server with another protocol.',
        '{number}은(는) 네 바이트 "{letters}"를 길이로 읽은 것입니다. 다른 프로토콜을 쓰는 서버에 HTTP를 보냈습니다.',
    ),
    "neither": (
        "{number} is not the letters of a method, and is too large for the uwsgi protocol (at most 65535).",
        "{number}은(는) 메서드의 글자가 아니며, uwsgi 프로토콜의 길이(최대 65535)보다 큽니다.",
    ),
    "free": ("Nobody listens at port {port}.", "포트 {port}번을 쓰는 프로세스가 없습니다."),
    "taken": ("{address}:{port}  process {pid}: {command}", "{address}:{port}  프로세스 {pid}: {command}"),
    "others": ("{address}:{port}  a process of another user", "{address}:{port}  다른 사용자의 프로세스"),
    "workers": (" (and {n} that it started)", " (그리고 그것이 시작한 {n}개)"),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)
