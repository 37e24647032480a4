"""The sentences of the command, in English and Korean. A trace has codes, and each reader its own language."""

from __future__ import annotations

from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.language import LANGUAGES

SAYS = {
    "E1": (
        "There is no lab {name!r}: write a number or a name, such as 8 or lab08_json_in.",
        "{name!r} 실습은 없습니다. 8이나 lab08_json_in처럼 번호나 이름을 쓰세요.",
    ),
    "E1target": (
        "Write what to show, such as 3, hello:app or trace.json.",
        "3이나 hello:app, trace.json처럼 무엇을 보여 줄지 쓰세요.",
    ),
    "E1several": (
        "{name!r} fits several labs: write one of {labs}.",
        "{name!r}에 맞는 실습이 여럿입니다. {labs} 가운데 하나를 쓰세요.",
    ),
    "E1request": (
        "{lab} has {count} requests: write a number from 1 to {count}, or a request such as 'GET /'.",
        "{lab}의 요청은 {count}개입니다. 1부터 {count}까지의 번호나 'GET /' 같은 요청을 쓰세요.",
    ),
    "E2": (
        "{lab} has no way {way!r}: write {ways}.",
        "{lab}에는 {way!r} 방식이 없습니다. {ways} 가운데에서 쓰세요.",
    ),
    "E3": (
        "{line!r} is not a request: write a method and a path, such as 'GET /hello'.",
        "{line!r} 값은 요청이 아닙니다. 'GET /hello'처럼 메서드와 경로를 쓰세요.",
    ),
    "E3header": (
        "{line!r} is not a header: write a name and a value, such as 'Accept: text/html'.",
        "{line!r} 값은 헤더가 아닙니다. 'Accept: text/html'처럼 이름과 값을 쓰세요.",
    ),
    "E3prefix": (
        "{prefix!r} is not a prefix: write one or more segments of a path, such as /60162176.",
        "--prefix {prefix!r}: /60162176처럼 슬래시로 시작하는 경로를 쓰세요.",
    ),
    "E4": ("{name} cannot be imported.", "{name} 모듈을 임포트할 수 없습니다."),
    "E5": (
        "{server} is not installed here: choose another server, such as wsgiref. On Windows there is no uWSGI.",
        "{server} 서버가 설치되어 있지 않습니다. wsgiref 같은 다른 서버를 쓰세요. 윈도에는 uWSGI가 없습니다.",
    ),
    "E5reply": (
        "The server has not answered the request, or its worker has not written a trace.",
        "서버가 요청에 응답하지 않았거나 워커가 기록을 쓰지 않았습니다.",
    ),
    "E6": (
        "--xray shows what requests hold, so it is for this machine alone: leave --allow-remote out.",
        "--xray는 요청의 내용을 보여 주므로 이 컴퓨터에서만 씁니다. --allow-remote를 빼세요.",
    ),
    "E7": (
        "Another tool traces this program: {tool}. End the debugger or the measuring of coverage, and try again.",
        "다른 도구가 이 프로그램을 추적하고 있습니다: {tool}. 디버거나 커버리지 측정을 끝내고 다시 실행하세요.",
    ),
    "E8": (
        "The rule {rule} is at /__xray__/, where X-ray shows its pages: choose another path for it.",
        "{rule} 규칙이 X-ray가 쓰는 /__xray__/에 있습니다. 다른 경로를 쓰세요.",
    ),
    "E8folder": (
        "The folder {folder} is open to others: name one that does not exist yet, or close it with chmod 700.",
        "{folder} 폴더는 다른 사용자에게 열려 있습니다. 아직 없는 폴더를 쓰거나 chmod 700으로 닫으세요.",
    ),
    "E9": (
        "{way}: the explanation of the router disagrees with what was recorded, so it is left out.",
        "{way}: 라우터에 대한 설명이 기록과 달라 설명을 뺐습니다.",
    ),
    "E10": (
        "{file} is not a trace of this version: write a file that `python -m wsgi_apps xray` has made.",
        "{file} 파일은 이 버전의 기록이 아닙니다. `python -m wsgi_apps xray`가 만든 파일을 쓰세요.",
    ),
    "E11": (
        "{way}: the trace is cut, by the limit of {limit}.",
        "{way}: 기록이 잘렸습니다. 한도: {limit}.",
    ),
    "E12read": ("{file} cannot be read: {why}.", "{file} 파일을 읽을 수 없습니다: {why}."),
    "E12write": ("{file} cannot be written: {why}.", "{file} 파일을 쓸 수 없습니다: {why}."),
    "limit events": ("events (--events)", "이벤트 수(--events)"),
    "limit folded": ("lines of one function", "한 함수의 줄 수"),
    "limit deep": ("calls in calls", "호출의 깊이"),
    "limit stopped": ("seconds (--seconds)", "초(--seconds)"),
    "keys": (
        "Enter next · b back · ][ stage · 123 way · +- level · l locals · s code · q end",
        "Enter 다음 · b 뒤로 · ][ 단계 · 123 방식 · +- 자세히 · l 변수 · s 소스 · q 끝",
    ),
    "live live": ("X-ray of this server", "이 서버의 X-ray"),
    "live request": (
        "Each response names its X-ray in the header X-Ray. The newest request is first, and the list follows.",
        "모든 응답의 X-Ray 헤더에 그 요청의 X-ray 주소가 있습니다. 새 요청이 맨 위에 나타납니다.",
    ),
    "live empty": (
        "Nothing has been recorded yet: ask the application for a page.",
        "아직 기록이 없습니다. 애플리케이션에 요청을 보내 보세요.",
    ),
    "live events": ("<n> events", "이벤트 <n>개"),
    "live language": ("한국어", "English"),
    "live theme": ("light or dark", "밝게 또는 어둡게"),
    "live wait": (
        "The X-ray of this request is not written yet. The page reloads itself.",
        "이 요청의 X-ray를 아직 쓰고 있습니다. 페이지가 저절로 다시 열립니다.",
    ),
    "live gone": (
        "There is no X-ray here: only the last requests are kept.",
        "여기에는 X-ray가 없습니다. 최근 요청만 남겨 둡니다.",
    ),
    "live here": (
        "   X-ray: each response names its own in the header X-Ray; the list is at /__xray__/",
        "   X-ray: 응답의 X-Ray 헤더에 주소가 있고, 목록은 /__xray__/에 있습니다",
    ),
    "step": ("--step needs a terminal.", "--step은 터미널에서만 쓸 수 있습니다."),
    "page": ("{file} is written: open it in a browser.", "{file} 파일을 썼습니다. 브라우저에서 열어 보세요."),
    "left out": (
        "{way} is left out, because Flask is not installed: `make course` installs it.",
        "Flask가 설치되어 있지 않아 {way} 방식을 뺐습니다. `make course`로 설치합니다.",
    ),
    "counts": ("{events} events, {functions} functions", "이벤트 {events}개, 함수 {functions}개"),
    "reply": ("{server} has sent {length} bytes", "{server} 서버가 {length}바이트를 보냈습니다"),
    "chunks": ("in chunks of {sizes} bytes (Transfer-Encoding)", "{sizes}바이트 조각으로(Transfer-Encoding)"),
    "body": ("a body of {n} bytes", "본문 {n}바이트"),
}


class Trouble(Mistake):
    """An error of the command line, by its code, with what its sentence needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(*(say(code, language, **values) for language in LANGUAGES))
        self.code = code


def say(code: str, language: str, **values: object) -> str:
    """Return a sentence in a language."""
    return SAYS[code][LANGUAGES.index(language)].format(**values)
