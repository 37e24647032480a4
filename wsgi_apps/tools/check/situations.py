"""The situations: what is made of each request, so that a program shows what it does with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, quote_from_bytes

from wsgi_apps.tools.check.asked import BIG, Asked
from wsgi_apps.tools.check.words import paths_with
from wsgi_apps.tools.student import personal

KOREAN = "종현"
EUC_KR = KOREAN.encode("euc-kr")
BROKEN = KOREAN.encode("utf-8").decode("latin-1")  # what comes back where PATH_INFO is taken for text
INJECTED = "a\r\nX-Injected: yes"
PREFIX = personal("/60162176")
FORGED = "forged.example"
JSON = ("Content-Type", "application/json")
SENT = '{"name": "종현", "key1": "a"}'.encode()
OPTIONAL = (
    "SCRIPT_NAME",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "HTTP_HOST",
    "HTTP_USER_AGENT",
    "REMOTE_ADDR",
)
USUAL = (("User-Agent", "check"), ("Accept", "*/*"))

#: situation -> what it is called
NAMES = {
    "plain": ("the request as it is", "요청 그대로"),
    "page": ("a page that the source names", "소스에 나오는 페이지"),
    "head": ("HEAD", "HEAD"),
    "options": ("OPTIONS", "OPTIONS"),
    "unknown": ("an unknown method", "모르는 메서드"),
    "post": ("POST with JSON", "JSON을 담은 POST"),
    "empty": ("POST without a body", "본문 없는 POST"),
    "no_length": ("an empty CONTENT_LENGTH", "빈 CONTENT_LENGTH"),
    "odd_length": ("a CONTENT_LENGTH that is not a number", "숫자가 아닌 CONTENT_LENGTH"),
    "negative": ("a negative CONTENT_LENGTH", "음수인 CONTENT_LENGTH"),
    "long_length": ("a CONTENT_LENGTH of 5,000 digits", "5,000자리 CONTENT_LENGTH"),
    "pieces": ("a body in pieces", "조각으로 오는 본문"),
    "early": ("a body that ends early", "도중에 끊긴 본문"),
    "chunked": ("a chunked body with wsgi.input_terminated", "wsgi.input_terminated가 있는 청크 전송 본문"),
    "open": ("a chunked body without wsgi.input_terminated", "wsgi.input_terminated가 없는 청크 전송 본문"),
    "euc_kr": ("a body in EUC-KR", "EUC-KR로 쓴 본문"),
    "huge": ("a CONTENT_LENGTH of 10 MB", "10 MB라고 알린 CONTENT_LENGTH"),
    "gone": ("a client that goes away while its body is read", "본문을 읽는 도중에 떠난 클라이언트"),
    "korean_path": ("a path in Korean", "한글 경로"),
    "odd_path": ("a path that is not UTF-8", "UTF-8이 아닌 경로"),
    "odd_query": ("a query that is not UTF-8", "UTF-8이 아닌 쿼리"),
    "escape": ("a query with a broken escape", "퍼센트 인코딩이 잘못된 쿼리"),
    "crlf": ("CR LF in every argument", "모든 인자에 CR LF"),
    "crlf_path": ("CR LF in the path", "경로에 CR LF"),
    "korean": ("Korean in every argument", "모든 인자에 한글"),
    "prefix": ("below a prefix", "접두사 아래"),
    "root": ("the prefix alone", "접두사만 있는 경로"),
    "absent": ("without the keys that may be absent", "없어도 되는 키를 뺀 environ"),
    "forged": ("forged headers of a proxy", "위조한 프록시 헤더"),
    "close_0": ("the body is closed before its first part", "첫 조각 전에 본문을 닫음"),
    "close_1": ("the body is closed after its first part", "첫 조각 뒤에 본문을 닫음"),
    "kept": ("the server fills environ again", "서버가 environ을 다시 채움"),
    "again": ("the same request again", "같은 요청을 한 번 더"),
    "threads": ("eight threads at once", "동시에 실행한 여덟 스레드"),
    "middleware": ("the middleware around another application", "다른 애플리케이션을 감싼 미들웨어"),
    "source": ("in the source", "소스"),
    "outside": ("seen from outside", "밖에서 본 응답"),
}


@dataclass(frozen=True)
class Situation:
    """A request, and the name of what is special in it."""

    name: str
    asked: Asked


def situations(base: Asked, words: list[str], pages: list[str], prefix: bool = False) -> Iterator[Situation]:
    """Yield the situations of one request; ``words`` and ``pages`` come from the source."""
    base = replace(base, headers=(*USUAL, *base.headers))
    for name, asked in [
        ("plain", base),
        *methods(base),
        *bodies(base),
        *((name, one) for name, one in inputs(base, words, pages)),
        *surroundings(base, pages),
        *([("root", replace(base, script_name=PREFIX, path=""))] if prefix else []),
    ]:
        yield Situation(name, asked)


def methods(base: Asked) -> Iterator[tuple[str, Asked]]:
    """Yield the request with other methods."""
    yield "head", replace(base, method="HEAD", body=b"", length=None)
    yield "options", replace(base, method="OPTIONS", body=b"", length=None)
    yield "unknown", replace(base, method="BREW", body=b"", length=None)


def bodies(base: Asked) -> Iterator[tuple[str, Asked]]:
    """Yield the request with a body, and with whatever may be wrong with one."""
    sent = base if base.body else replace(base, method="POST", body=SENT, headers=(*base.headers, JSON))
    bare = replace(sent, body=b"", length=None)
    yield "post", sent
    yield "empty", bare
    yield "no_length", replace(bare, length="")
    yield "odd_length", replace(sent, length="abc")
    yield "negative", replace(sent, length="-1")
    yield "long_length", replace(sent, length="9" * 5000)
    yield "pieces", replace(sent, most=len(sent.body) // 2 + 1)
    yield "early", replace(sent, length=str(len(sent.body) + 10))
    chunked = replace(sent, length=None, headers=(*sent.headers, ("Transfer-Encoding", "chunked")))
    yield "chunked", replace(chunked, terminated=True)
    yield "open", replace(chunked, body=b"")
    yield "euc_kr", replace(sent, body=b'{"name": "' + EUC_KR + b'"}')
    yield "huge", replace(sent, length=str(BIG))
    yield "gone", replace(sent, gone=True)


def inputs(base: Asked, words: list[str], pages: list[str]) -> Iterator[tuple[str, Asked]]:
    """Yield the request with odd values in its path and in each of its arguments."""
    for path in paths_with(KOREAN, base.path, pages):
        yield "korean_path", replace(base, path=path)
    for path in paths_with("\0", base.path, pages):
        yield "odd_path", replace(base, path=path.replace("\0", EUC_KR.decode("latin-1")))
    for path in paths_with(INJECTED, base.path, pages):
        yield "crlf_path", replace(base, path=path)
    for path in dict.fromkeys([base.path, *(page for page in pages if "<" not in page)]):
        here = replace(base, path=path)
        yield "crlf", replace(here, query=query(words, quote(INJECTED)))
        yield "korean", replace(here, query=query(words, quote(KOREAN)))
        yield "odd_query", replace(here, query=query(words, quote_from_bytes(EUC_KR)))
        yield "escape", replace(here, query=query(words, "%zz"))


def query(words: list[str], value: str) -> str:
    """Return a query with the same value for each argument."""
    return "&".join(f"{quote(word)}={value}" for word in words)


def surroundings(base: Asked, pages: list[str]) -> Iterator[tuple[str, Asked]]:
    """Yield the request in other surroundings: a prefix, absent keys, forged headers, an early close."""
    fixed = [page for page in pages if "<" not in page and page != base.path]
    for page in fixed:
        yield "page", replace(base, path=page)
    for page in [base.path, *fixed]:
        yield "prefix", replace(base, script_name=PREFIX, path=page)
    yield "absent", replace(base, headers=(), left_out=absent(base))
    forged = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", FORGED), ("X-Forwarded-For", "203.0.113.66")]
    named = [("Script-Name", f"/{FORGED}"), ("X-Forwarded-Prefix", f"/{FORGED}")]
    yield "forged", replace(base, headers=(*base.headers, *forged, *named))
    yield "close_0", replace(base, close_after=0)
    yield "close_1", replace(base, close_after=1)
    yield "again", base


def absent(base: Asked) -> tuple[str, ...]:
    """Return the keys that environ may lack: those that would be empty, and those of headers."""
    filled = {"QUERY_STRING": base.query, "SCRIPT_NAME": base.script_name, "CONTENT_LENGTH": base.body}
    return tuple(key for key in OPTIONAL if not filled.get(key))
