"""What an answer means, apart from how it is spelled: the form in which two answers are compared."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import time
from typing import Any
from urllib.parse import urljoin
from wsgiref.util import application_uri

from werkzeug.http import HTTP_STATUS_CODES, parse_cookie, parse_options_header

from tests.support.strict import Answer

#: Headers that are compared as unordered lists of words.
LISTS = {"allow", "vary", "cache-control", "accept-ranges"}
#: Headers that say nothing of the application, and the one that wsgi_apps adds (see the differences).
IGNORED = {"date", "server", "x-content-type-options", "set-cookie"}
PAGE = re.compile(r"\s*<!doctype html>.*<title>(\d{3}|redirecting)", re.IGNORECASE | re.DOTALL)


def meaning_of(method: str, environ: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Return the status, the headers and the body of an answer, by meaning."""
    return {
        "status": answer.status,
        "reason": reason_of(answer),
        "headers": headers_of(
            answer, application_uri(environ | {"SCRIPT_NAME": ""}) + environ["PATH_INFO"].lstrip("/")
        ),
        "cookies": sorted(cookie_of(value) for name, value in answer.headers if name.lower() == "set-cookie"),
        "body": body_of(answer),
    }


def reason_of(answer: Answer) -> str:
    """Return a reason phrase of the application's own; the standard ones are spelled in several ways."""
    standard = {"unknown", HTTP_STATUS_CODES.get(answer.status, "").lower()}
    standard |= {status.phrase.lower() for status in HTTPStatus if status == answer.status}
    return "" if answer.reason.lower() in standard else answer.reason


def headers_of(answer: Answer, url: str) -> dict[str, Any]:
    """Return the headers, each name with what its values mean."""
    headers: dict[str, list[Any]] = {}
    for name, value in answer.headers:
        if not is_idle(name.lower(), value, answer.status):
            headers.setdefault(name.lower(), []).append(value_of(name.lower(), value, answer, url))
    return headers


def is_idle(name: str, value: str, status: int) -> bool:
    """Return whether a header says nothing that is compared here.

    ``inline`` is what a browser does anyway (RFC 6266, 4.2); a 304 may repeat or leave out what its client knows.
    """
    if name == "content-disposition":
        return value.startswith("inline")
    return name in IGNORED or (status == 304 and name in ("last-modified", "accept-ranges"))


def value_of(name: str, value: str, answer: Answer, url: str) -> Any:
    """Return what the value of a header means."""
    if name in LISTS:
        return sorted(word.strip().lower() for word in value.split(","))
    if name in ("content-type", "content-disposition"):
        return options_of(value)
    if name == "location":
        return urljoin(url, value)
    if name == "etag":
        return "an entity tag"
    if name == "expires" and value.endswith(" GMT"):
        return in_minutes(value)  # the two answers may be made in two seconds
    if name == "content-length" and is_spelled_freely(answer):
        return "a length"
    return value


def options_of(value: str) -> tuple[str, dict[str, str]]:
    """Return a value with parameters; UTF-8 is what JSON is in, said or not (RFC 8259, 8.1)."""
    kind, options = parse_options_header(value)
    if "charset" in options:
        options["charset"] = options["charset"].lower().replace("utf8", "utf-8")
    if kind == "application/json" and options.get("charset") == "utf-8":
        del options["charset"]
    return kind, options


def is_spelled_freely(answer: Answer) -> bool:
    """Return whether a body has more than one spelling: JSON, or the page of an error or of a redirect."""
    return "json" in content_type_of(answer) or bool(page_of(answer)) or (not answer.body and answer.status >= 300)


def content_type_of(answer: Answer) -> str:
    return "".join(value for name, value in answer.headers if name.lower() == "content-type")


def page_of(answer: Answer) -> str:
    """Return the status of an error that a page tells of, or ``redirect``; an empty text for other bodies."""
    found = PAGE.match(answer.body.decode("utf-8", "replace")) if "html" in content_type_of(answer) else None
    return re.sub("3..|redirecting", "redirect", found[1].lower()) if found else ""


def body_of(answer: Answer) -> Any:
    """Return a body: the value of JSON with its order kept, the status of an error's page, or the bytes."""
    if "json" in content_type_of(answer) and answer.body:
        with suppress(ValueError):
            return json.loads(answer.body, object_pairs_hook=lambda pairs: {"pairs": pairs})
    page = page_of(answer)
    return ("a page", page) if page else answer.body


def cookie_of(line: str) -> tuple[str, str, tuple[str, ...]]:
    """Return name, value and attributes of a Set-Cookie line; a signed session has no value to compare."""
    pair, *attributes = line.split(";")
    name, _, raw = pair.partition("=")
    value = parse_cookie(pair).get(name, raw)
    words = dict(part.strip().partition("=")[::2] for part in attributes)
    words = {key.lower(): text for key, text in words.items()}
    if "session" in name and words.get("samesite") == "Lax":
        del words["samesite"]  # the default of wsgi_apps, and of browsers (see the differences)
    if "max-age" in words:
        words.pop("expires", None)  # Max-Age goes first (RFC 6265, 4.1.2.2)
    elif "expires" in words:
        words["expires"] = in_minutes(words["expires"])
    return name, "signed" if "session" in name and value else value, tuple(sorted(f"{k}={v}" for k, v in words.items()))


def in_minutes(date: str) -> str:
    """Return how long it is until a date of HTTP."""
    return f"in {round((parsedate_to_datetime(date).timestamp() - time()) / 60)} minutes"


def cookies_of(headers: list[tuple[str, str]], before: dict[str, str]) -> dict[str, str]:
    """Return the cookies that a client has after an answer."""
    after = dict(before)
    for header, line in headers:
        if header.lower() == "set-cookie":
            name, _, value = line.partition(";")[0].partition("=")
            after[name] = value
            if "max-age=0" in line.lower().replace(" ", "").split(";") or "01 jan 1970" in line.lower():
                del after[name]
    return after
