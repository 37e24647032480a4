"""The sentences of ``compare``, and of what a lab expects of a response, in English and Korean."""

from __future__ import annotations

from wsgi_apps.tools.language import LANGUAGES

SAYS = {
    # compare
    "comparing": ("comparing", "비교하는 중"),
    "request": ("request", "요청"),
    "labs": ("{n} labs", "실습 {n}개"),
    "labs1": ("1 lab", "실습 1개"),
    "requests": ("{n} requests", "요청 {n}개"),
    "requests1": ("1 request", "요청 1개"),
    "in this process": ("in this process", "이 프로세스에서 받은"),
    "over HTTP": ("over HTTP", "HTTP로 받은"),
    "on a server": ("on {server}", "{server}에서 받은"),
    "summary": (
        "{asked}, {answers} answers {how}: {same} the same, {by_design} different by design, {wrong} wrong",
        "{asked}, {how} 응답 {answers}개: 같음 {same}개, 의도한 차이 {by_design}개, 틀림 {wrong}개",
    ),
    "because": ("by design, {name}: {text}", "의도한 차이, {name}: {text}"),
    "two URLs": (
        "Write two URLs that begin with http://, such as http://127.0.0.1:8000 http://127.0.0.1:29130.",
        "http://127.0.0.1:8000 http://127.0.0.1:29130처럼 http://로 시작하는 URL 두 개를 쓰세요.",
    ),
    "not a request": (
        "--request {line!r} is not a request: write a method and a path, such as 'GET /hello'.",
        "--request {line!r}: 요청이 아닙니다. 'GET /hello'처럼 메서드와 경로를 쓰세요.",
    ),
    "not a header": (
        "Each --header has a name and a value: --header 'Accept: text/html'.",
        "--header에는 --header 'Accept: text/html'처럼 이름과 값을 쓰세요.",
    ),
    "no lab": (
        "There is no lab {name!r}: write a number or a name, such as 8 or {first}.",
        "{name!r} 실습은 없습니다. 8이나 {first}처럼 번호나 이름을 쓰세요.",
    ),
    # the verdict on a response
    "same": ("same", "같음"),
    "by design": ("by design", "의도한 차이"),
    "WRONG": ("WRONG", "틀림"),
    "status": ("status", "상태 코드"),
    "body": ("body", "본문"),
    "differs": ("{aspect} differs", "{aspect}: 서로 다릅니다"),
    "differs not": ("{aspect} should differ, but is the same", "{aspect}: 달라야 하지만 같습니다"),
    "no reason": ("there is no reason {name!r}", "이유 {name!r}: 그런 이유는 없습니다"),
    "no answer": ("no answer: {failure}", "응답이 없습니다: {failure}"),
    "nothing": ("no answer ({failure})", "응답 없음({failure})"),
    "status is": ("the status is {got}, not {wanted}", "상태 코드는 {got}, 기대한 것은 {wanted}"),
    "header is": ("the header {name} is {got!r}, not {wanted!r}", "{name} 헤더는 {got!r}, 기대한 것은 {wanted!r}"),
    "body is": ("the body is {got!r}, not {wanted!r}", "본문은 {got!r}, 기대한 것은 {wanted!r}"),
    "JSON is": ("the JSON is {got!r}, not {wanted!r}", "JSON은 {got!r}, 기대한 것은 {wanted!r}"),
    "not in body": ("the body {got!r} does not contain {piece!r}", "본문 {got!r}에 들어 있지 않은 것: {piece!r}"),
}


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)


def counted(key: str, number: int, language: str) -> str:
    """Return a number with its noun."""
    return say(f"{key}1" if number == 1 else key, language, n=number)


def aspect(name: str, language: str) -> str:
    """Return what may differ between responses, in a language: the status, the body, or the name of a header."""
    return say(name, language) if name in ("status", "body") else name
