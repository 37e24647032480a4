"""The sentences of the debug page, in English and Korean, and the choice between them."""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from wsgi_apps.extensions.accept import AcceptLanguage

LANGUAGES = ("en", "ko")
SAYS = {
    "line": ("Your line", "내 코드의 이 줄"),
    "view": ("The view that answered", "응답한 뷰"),
    "values": ("Local variables of this function", "이 함수의 지역 변수"),
    "more values": ("and {n} more", "그 밖에 {n}개"),
    "way": ("How the program got there", "여기까지 온 길"),
    "framework": ("{n} frames of the framework and Python", "프레임워크와 Python의 프레임 {n}개"),
    "framework1": ("1 frame of the framework and Python", "프레임워크와 Python의 프레임 1개"),
    "left out": ("… {n} more", "… 그 밖에 {n}개"),
    "times": ("{where} ({n} times)", "{where} ({n}번)"),
    "place": ("{file}, line {number}, in {name}", "{file}, {number}번째 줄, {name}"),
    "first": ("This exception came first: {what}", "먼저 일어난 예외: {what}"),
    "lesson": ("The lab that teaches this: {lab}", "이것을 배우는 실습: {lab}"),
    "mean": ("Did you mean {name}?", "혹시 {name}을(를) 쓰려고 했나요?"),
    "templates": ("The templates in {folder}", "{folder}의 템플릿"),
    "no templates": ("There is no template in this folder.", "이 폴더에는 템플릿이 없습니다."),
    "nearest": ("the nearest", "가장 가까움"),
    "matches": ("matches the path", "경로가 맞음"),
    "rules": ("The rules of this application", "이 애플리케이션의 규칙"),
    "rule": ("Rule", "규칙"),
    "methods": ("Methods", "메서드"),
    "endpoint": ("Endpoint", "엔드포인트"),
    "any": ("any", "모두"),
    "no rules": ("This application has no rule yet.", "이 애플리케이션에는 아직 규칙이 없습니다."),
    "no rule": ("No rule of this application matches {path}.", "{path}에 맞는 규칙이 없습니다."),
    "no method": (
        "A rule matches {path}, but it does not take {method}. It takes {methods}.",
        "{path}에 맞는 규칙은 있지만 {method} 메서드를 받지 않습니다. 받는 메서드: {methods}.",
    ),
    "mounted": (
        "The server split the URL: SCRIPT_NAME leads to the application, and the rules see PATH_INFO alone.",
        "서버가 URL을 둘로 나눴습니다. SCRIPT_NAME은 애플리케이션까지의 경로이고, 규칙은 PATH_INFO만 봅니다.",
    ),
    "static": (
        "{rule} is the nearest: it has {want} where the path has {have}.",
        "가장 가까운 규칙은 {rule}입니다. 규칙은 {want}인데 경로는 {have}입니다.",
    ),
    "variable": (
        "{rule} is the nearest, but its variable does not take {have}.",
        "가장 가까운 규칙은 {rule}이지만, 그 변수가 {have}을(를) 받지 않습니다.",
    ),
    "slash": (
        "{rule} is the nearest: it differs in the slash at its end.",
        "가장 가까운 규칙은 {rule}입니다. 끝의 슬래시만 다릅니다.",
    ),
    "shorter": (
        "{rule} is the nearest, but the path goes on with {have}.",
        "가장 가까운 규칙은 {rule}이지만, 경로에 {have}이(가) 더 있습니다.",
    ),
    "longer": (
        "{rule} is the nearest, but the path ends before {want}.",
        "가장 가까운 규칙은 {rule}이지만, 경로가 {want} 앞에서 끝납니다.",
    ),
    "refused": (
        "{rule} is the nearest, but a converter or a setting refused the value.",
        "가장 가까운 규칙은 {rule}이지만, 컨버터나 설정이 값을 거절했습니다.",
    ),
    "request": ("The request", "요청"),
    "body": ("The body", "본문"),
    "no body": ("It is read already, and was not kept.", "이미 읽었고, 남아 있지 않습니다."),
    "bytes": ("{n} bytes that are not text", "텍스트가 아닌 {n}바이트"),
    "cut": ("… {n} bytes in all", "… 모두 {n}바이트"),
    "whole": ("The whole traceback, as text to copy", "복사할 수 있는 전체 트레이스백"),
    "only": (
        (
            "Only the development server shows this page, in debug mode, to its own machine. It shows text and runs "
            "nothing. Passwords, tokens and cookies are masked."
        ),
        (
            "개발 서버가 디버그 모드일 때 이 컴퓨터에만 보여 주는 페이지입니다. 글자만 보여 주고 아무것도 실행하지 않습니다. "
            "비밀번호, 토큰, 쿠키는 가립니다."
        ),
    ),
}


def language_of(environ: WSGIEnvironment) -> str:
    """Return the language of the page that a client gets by its header Accept-Language, English by default."""
    header = environ.get("HTTP_ACCEPT_LANGUAGE", "")
    return AcceptLanguage(header).best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[key][LANGUAGES.index(language)].format(**values)
