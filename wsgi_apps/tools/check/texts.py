"""The sentences of the reports, in English and Korean."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from wsgi_apps.tools.language import LANGUAGES, language_here as language_here

LEVELS = {"error": ("error", "오류"), "warning": ("warning", "경고"), "note": ("note", "참고")}
STOPPED = {
    "hangs": (
        "{file} did nothing for {seconds:g} seconds, so check ended it.",
        "{seconds:g}초 동안 아무 일도 하지 않아 실행을 중단했습니다: {file}",
    ),
    "prints": ("{file} prints too much, so check ended it.", "출력이 너무 많아 실행을 중단했습니다: {file}"),
    "forks": (
        "{file} starts another process while the module is loaded. Leave this to the server.",
        "모듈을 불러오는 도중에 다른 프로세스를 시작합니다. 이 일은 서버에 맡기세요: {file}",
    ),
    "exits": (
        "{file} ends the process while the module is loaded.",
        "모듈을 불러오는 도중에 프로세스를 끝냅니다: {file}",
    ),
    "dies": ("{file} ended the process (status {detail}).", "프로세스를 끝냈습니다(상태 {detail}): {file}"),
    "import": ("{file} cannot be loaded: {detail}", "불러올 수 없습니다: {file}: {detail}"),
    "mistake": ("{detail}", "{detail}"),
}
SAYS = {
    "seen": ("seen: ", "확인한 상황: "),
    "write": ("write: ", "고치기: "),
    "why": ("why: ", "이유: "),
    "more": ("{n} more", "외 {n}가지"),
    "nothing": ("nothing to report", "문제를 찾지 못했습니다"),
    "errors": ("{n} errors", "오류 {n}개"),
    "errors1": ("1 error", "오류 1개"),
    "warnings": ("{n} warnings", "경고 {n}개"),
    "warnings1": ("1 warning", "경고 1개"),
    "notes": ("{n} notes", "참고 {n}개"),
    "notes1": ("1 note", "참고 1개"),
    "asked": (
        " ({situations} situations, {requests} requests, {seconds:.2f} s)",
        " (상황 {situations}가지, 요청 {requests}개, {seconds:.2f}초)",
    ),
    "outside": (
        "{n} in the framework ({names}): {rules}; --outside shows them",
        "프레임워크({names})에서 {n}개를 더 찾았습니다: {rules}. --outside로 볼 수 있습니다",
    ),
    "right": ("right", "맞음"),
    "wrong": ("wrong", "틀림"),
    "answers": (
        "{right} of {all} responses to the requests of {lab} are as expected",
        "{lab}의 요청 {all}개 가운데 {right}개의 응답이 기대한 대로입니다",
    ),
    "broken": ("This program breaks the rule:", "규칙을 어기는 프로그램:"),
    "mended": ("This is the mended program:", "고친 프로그램:"),
    "unknown": ("There is no rule {name}.", "{name}: 그런 규칙은 없습니다."),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)


def counted(key: str, number: int, language: str) -> str:
    """Return a number with its noun."""
    return say(f"{key}1" if number == 1 else key, language, n=number)


def width(text: str) -> int:
    """Return how many columns a text takes: a Korean letter takes two."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def wrapped(text: str, columns: int, indent: str = "") -> Iterator[str]:
    """Yield the lines of a text, cut between words; all but the first begin with an indent."""
    line = ""
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    yield line


def cut(text: str, columns: int) -> str:
    """Return a text that fits into so many columns."""
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[:-1]
    return f"{text}…"
