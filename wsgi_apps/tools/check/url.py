"""A server at a URL, seen from outside: what the bytes of its responses show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.checking import LINK
from wsgi_apps.tools.check.job import Outcome
from wsgi_apps.tools.check.judging import header_breaches, status_breaches, values, whole_breaches
from wsgi_apps.tools.check.live import reply_of
from wsgi_apps.tools.check.situations import BROKEN, INJECTED, KOREAN, USUAL, query
from wsgi_apps.tools.course.manifest import Mistake

MOST = 40  # requests


def url_outcome(url: str, requests: list[Asked], remote: bool) -> Outcome:
    """Return what is wrong with the responses of a server. Raises Mistake."""
    place = urlsplit(url)
    host = place.hostname or ""
    if place.scheme != "http" or not host:
        raise Mistake(
            "Write a URL that begins with http://, such as http://127.0.0.1:8000/.",
            "http://127.0.0.1:8000/처럼 http://로 시작하는 주소를 쓰세요.",
        )
    if not remote and not is_here(host):
        raise Mistake(
            f"{host} is not this machine. With --allow-remote, check sends at most {MOST} requests to it.",
            f"{host} 주소는 이 컴퓨터가 아닙니다. --allow-remote를 쓰면 요청을 {MOST}개까지 보냅니다.",
        )
    base = Asked(path=unquote_to_bytes(place.path or "/").decode("latin-1"), query=place.query)
    outcome, began = Outcome(), time.perf_counter()
    found: dict[str, dict[str, Any]] = {}
    names = set()
    for name, asked in list(situations(requests or [base]))[:MOST]:
        reply = reply_of(place.port or 80, asked, host)
        outcome.requests += 1
        names.add(name)
        for rule, detail in seen(name, asked, reply):
            finding = found.setdefault(rule, table(rule, detail))
            if name not in finding["situations"]:
                finding["situations"].append(name)
    outcome.findings, outcome.situations = list(found.values()), len(names)
    outcome.seconds = round(time.perf_counter() - began, 3)
    return outcome


def is_here(host: str) -> bool:
    """Return whether a name or an address is this machine's."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def situations(bases: list[Asked]) -> Iterator[tuple[str, Asked]]:
    """Yield what can be asked from outside."""
    for base in bases:
        base = replace(base, headers=(*USUAL, *base.headers))
        folder = base.path if base.path.endswith("/") else f"{base.path}/"
        yield "plain", base
        yield "head", replace(base, method="HEAD", body=b"")
        yield "unknown", replace(base, method="BREW", body=b"")
        yield "korean_path", replace(base, path=folder + KOREAN.encode("utf-8").decode("latin-1"))
        yield "crlf_path", replace(base, path=folder + INJECTED)
        yield "crlf", replace(base, query=query(["name"], "a%0D%0AX-Injected%3A%20yes"))


def seen(name: str, asked: Asked, reply: bytes | None) -> Iterator[tuple[str, str]]:
    """Yield the rules that a response breaks, each with a detail."""
    if not reply:
        yield "W701", "no reply" if reply == b"" else "hangs"
        return
    head, _, body = reply.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1."):
        yield "W102", first[:40]
        return
    status = first.partition(" ")[2]
    headers = [(key, value.strip()) for key, _, value in (line.partition(":") for line in lines)]
    if any(key == "X-Injected" for key, _ in headers):
        yield "W305", "X-Injected: yes"
    yield from status_breaches(status)
    yield from ((rule, detail) for rule, detail in header_breaches(headers) if rule != "W307")
    if not values(headers, "Transfer-Encoding") and status[:3].isdigit():
        yield from whole_breaches(asked.method, int(status[:3]), headers, [body] if body else [])
    if name == "korean_path" and BROKEN.encode("utf-8") in body:
        yield "W602", ""
    prefix = asked.path.partition("/")[2].partition("/")[0]
    if name == "plain" and prefix and asked.path.count("/") > 1:
        yield from (
            ("W605", link.decode("latin-1")) for link in LINK.findall(body) if leaves(link, f"/{prefix}".encode())
        )


def leaves(link: bytes, prefix: bytes) -> bool:
    """Return whether a link leads away from a prefix."""
    return not link.startswith((prefix + b"/", b"//")) and link != prefix


def table(rule: str, detail: str) -> dict[str, Any]:
    """Return a finding that has no line."""
    return {
        "rule": rule,
        "detail": detail,
        "file": "",
        "line": 0,
        "end_line": 0,
        "text": "",
        "situations": [],
        "outside": False,
        "asked": None,
    }
