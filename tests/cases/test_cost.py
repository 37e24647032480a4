"""Whatever a client sends is read in linear time, and at a fair price: no parser looks at a character again and again.

Two measures, since each is blind to something. Byte-code instructions are the same on every machine, but do not see into a
regular expression. CPU time sees everything, and the machine's mood too, so its limit is wide: a parser whose cost grows with
the square of the length is over it a hundred times.
"""

import io
import re
from contextlib import suppress

import pytest

from tests.support.strict import environ_for
from tests.support.work import calls, instructions, seconds
from wsgi_apps import (
    App,
    Mount,
    Request,
    Response,
    after_this_request,
    flash,
    get_flashed_messages,
    is_local_url,
    session,
    url_for,
)
from wsgi_apps.development.server import dechunked
from wsgi_apps.environ import host_of, redirect_url, root_of
from wsgi_apps.exceptions import HTTPException
from wsgi_apps.extensions.accept import Accept, AcceptLanguage
from wsgi_apps.extensions.authorization import parse_authorization
from wsgi_apps.extensions.conditional import is_fresh, parse_range, wanted_range
from wsgi_apps.extensions.content_type import parse_options
from wsgi_apps.extensions.cookies import parse_cookies
from wsgi_apps.extensions.dates import parse_date
from wsgi_apps.extensions.multipart_form import FileStorage, boundary_of, parse_multipart
from wsgi_apps.extensions.request import readable
from wsgi_apps.extensions.sessions import loaded, serializer_of
from wsgi_apps.extensions.urls import check_trusted_host
from wsgi_apps.messages.captured_response import CapturedResponse
from wsgi_apps.messages.urlencoded import parse_urlencoded
from wsgi_apps.request_body import content_length, read_body
from wsgi_apps.routing.segments import LONGEST
from wsgi_apps.strict_json import parse_json

LONG = 65536  # characters, the most that a server lets through
SECONDS = 0.25  # of CPU for a text of that length; on an idle machine none takes 0.05
SHORT = 1024  # characters, where instructions are counted
#: Instructions for a character, 40 if not named; a segment is looked at by each of its four variables,
#: and each choice is compared with all that is offered. WebOb gets the first hundred choices only.
INSTRUCTIONS = {"segment": 500, "path": 500, "Accept": 300, "Accept by WebOb": 5}
FIXED = 20_000  # instructions for what does not depend on the length
UNITS = [
    *("a", "A", "0", "9", " ", "\t", "\x00", "\xff", "\xed\x95\x9c", "=", ";", ",", '"', "\\", "%", "%f", "%FF", "[", "]", "(", ":"),
    *(".", "-", "_", "/", "//", "./", "&", "?", "+", "*", "<", "W/", "\r", "\n", "\r\n", "--B", "\r\n--B", "{", '{"a":', "0,", "1\r\na\r\n"),
    *("a=b;", "a=b; ", '"a",', 'W/"a",', "a,", "a;q=0.1,", "a/b;q=1,", ";a=b", ';a="', '\\"', "\\000", "a.", "a-", "::", "z-", "q=;"),
]  # fmt: skip
STARTS = {
    "Host": ["", "[", "a:", "[::1]:"],
    "Cookie": ["", 'a="'],
    "Content-Type": ["", "a/b;", 'a/b; a="'],
    "Range": ["", "bytes=", "bytes=0"],
    "If-Range": ["", '"'],
    "Authorization": ["", "Basic ", "Bearer "],
    "date": ["", "Fri, 28 Nov 2026 ", "Fri, 28 Nov 2026 22:00:00 +"],
    "JSON": ["", "[", '{"a":', '"', "-", "1."],
    "multipart": [
        "",
        "--B\r\n",
        "--B\r\nContent-Disposition: form-data; name=a; ",
        "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n",
    ],
    "path": ["", "/many/", "/number/"],
    "segment": ["/many/", "/float/", "/id/"],
    "session": ["", "e30.", "."],
}


def routed():
    app = App(__name__, static_folder=None)
    for rule in (
        "/many/<a>-<b>.<c>_<d>",
        "/<path:a>/x/<path:b>",
        "/number/<int:n>",
        "/float/<float:n>",
        "/id/<uuid:id>",
        "/",
    ):
        app.add_url_rule(rule, rule, lambda **values: "x")
    mount = Mount(None, {"/a": app, "/a/b": app})
    return app.url_map, mount


ROUTER, MOUNT = routed()
SERIALIZER = serializer_of("cookie-session", "key")


def in_bytes(text):
    return text.encode("latin-1")


def match(text):
    with suppress(HTTPException):
        ROUTER.match_environ(environ_for(path=text), "GET")
    MOUNT.prefix_of(text)


def read_chunks(text):
    with suppress(ValueError):
        for _ in dechunked(io.BytesIO(in_bytes(text))):
            pass


def read_multipart(text):
    parse_multipart([in_bytes(text[place : place + 8192]) for place in range(0, len(text), 8192)], "B")


def offer(kind):
    return lambda text: kind(text).best_match(["ko", "en", "text/html", "application/json"])


def offer_by_webob(key, name, *offers):
    """Return what reads an Accept header by WebOb's attribute of that name, and asks for the best of some offers."""

    def choose(text):
        header = getattr(Request(environ_for(**{key: text})), name)
        (header.basic_filtering if name == "accept_language" else header.acceptable_offers)(offers)

    return choose


#: What reads a text of a client, by the name of its kind in STARTS.
READERS = [
    ("Host", lambda text: host_of(environ_for(HTTP_HOST=text))),
    ("Host", lambda text: check_trusted_host(host_of(environ_for(HTTP_HOST=text)), ["localhost", ".example.com"])),
    ("Host", lambda text: check_trusted_host(text, ["localhost"])),
    ("root", lambda text: root_of(environ_for(script_name=text))),
    ("path", match),
    ("segment", lambda text: match(text[:LONGEST])),
    ("path", lambda text: redirect_url(environ_for(query=text, script_name=text), "/a")),
    ("path", is_local_url),
    ("path", lambda text: readable(text, "%?")),
    ("query", parse_urlencoded),
    ("query", lambda text: parse_urlencoded(text, None, None)),
    ("query", lambda text: Request(environ_for(query=text, path=text)).url),
    ("Cookie", parse_cookies),
    ("session", lambda text: loaded(SERIALIZER, text, 100)),
    ("Accept", offer(Accept)),
    ("Accept", offer(AcceptLanguage)),
    ("Accept by WebOb", offer_by_webob("HTTP_ACCEPT", "accept", "text/html", "application/json")),
    ("Accept by WebOb", offer_by_webob("HTTP_ACCEPT_CHARSET", "accept_charset", "utf-8")),
    ("Accept by WebOb", offer_by_webob("HTTP_ACCEPT_ENCODING", "accept_encoding", "gzip", "identity")),
    ("Accept by WebOb", offer_by_webob("HTTP_ACCEPT_LANGUAGE", "accept_language", "ko", "en")),
    ("Authorization", parse_authorization),
    ("Range", parse_range),
    ("Range", lambda text: wanted_range({"HTTP_RANGE": text}, "a", 1, 10)),
    ("If-Range", lambda text: wanted_range({"HTTP_RANGE": "bytes=0-1", "HTTP_IF_RANGE": text}, "a", 1, 10)),
    ("If-Range", lambda text: is_fresh({"HTTP_IF_NONE_MATCH": text}, "x", 1)),
    ("date", parse_date),
    ("date", lambda text: is_fresh({"HTTP_IF_MODIFIED_SINCE": text}, "x", 1)),
    ("Content-Type", parse_options),
    ("Content-Type", lambda text: boundary_of(f"a/b; boundary={text}")),
    ("Content-Length", lambda text: content_length({"CONTENT_LENGTH": text})),
    ("Content-Length", lambda text: read_body(environ_for(HTTP_TRANSFER_ENCODING=text))),
    ("filename", lambda text: FileStorage(filename=text).filename),
    ("JSON", lambda text: parse_json(in_bytes(text))),
    ("multipart", read_multipart),
    ("chunks", read_chunks),
]
IDS = [f"{number} {kind}" for number, (kind, _) in enumerate(READERS)]


def texts(kind, length):
    """Yield texts of a length, each a start and then one unit again and again."""
    for start in STARTS.get(kind, [""]):
        for unit in UNITS:
            yield (start + unit * length)[:length]


def asked(reader):
    def ask(text):
        with suppress(HTTPException):
            reader(text)

    return ask


def takes_too_long(function, *arguments):
    """Return whether a call is over the limit each time; the machine may be busy once."""
    return all(seconds(function, *arguments, times=1) > SECONDS for _ in range(3))


@pytest.mark.parametrize(("kind", "reader"), READERS, ids=IDS)
def test_a_long_text_is_read_at_once(kind, reader):
    ask = asked(reader)
    assert [text[:40] for text in texts(kind, LONG) if takes_too_long(ask, text)] == []


@pytest.mark.parametrize(("kind", "reader"), READERS, ids=IDS)
def test_the_work_for_a_text_is_a_fair_price_for_its_length(kind, reader):
    ask = asked(reader)
    ask("")  # what is done once is done by now
    most = FIXED + INSTRUCTIONS.get(kind, 40) * SHORT
    assert {text[:40]: work for text in texts(kind, SHORT) if (work := instructions(ask, text)) > most} == {}


HEADERS = [
    "ACCEPT",
    "ACCEPT_CHARSET",
    "ACCEPT_ENCODING",
    "ACCEPT_LANGUAGE",
    "AUTHORIZATION",
    "CACHE_CONTROL",
    "COOKIE",
    "DATE",
    "HOST",
    "IF_MATCH",
    "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH",
    "IF_RANGE",
    "IF_UNMODIFIED_SINCE",
    "MAX_FORWARDS",
    "PRAGMA",
    "RANGE",
    "REFERER",
    "USER_AGENT",
    "X_FORWARDED_FOR",
    "X_REQUESTED_WITH",
]
KEYS = [*(f"HTTP_{name}" for name in HEADERS), "CONTENT_TYPE", "QUERY_STRING", "PATH_INFO", "SCRIPT_NAME"]
NAMES = [name for name in dir(Request) if not name.startswith("_")]


def read_name(environ, name):
    with suppress(HTTPException):
        getattr(Request(dict(environ)), name)


@pytest.mark.parametrize("key", KEYS)
def test_every_name_of_a_request_is_read_at_once(key):
    environs = [environ_for(**{key: text}) for text in texts("", LONG)]
    slow = [
        (name, environ[key][:20]) for environ in environs for name in NAMES if takes_too_long(read_name, environ, name)
    ]
    assert slow == []


QUADRATIC = re.compile(r"\[ [0-9a-f:.]* : [0-9a-f:.]* \]", re.VERBOSE)  # two rows that share a character


def looks_again_and_again(text):
    return [text.count(":", place) for place in range(len(text)) for _ in range(place)]


def test_both_measures_find_a_parser_that_looks_again_and_again():
    assert takes_too_long(QUADRATIC.fullmatch, "[" + ":" * (LONG // 2))
    assert instructions(looks_again_and_again, ":" * SHORT) > FIXED + 500 * SHORT
    with pytest.raises(AssertionError, match="nothing was counted"):
        calls(str)


# What a program may call often


def write_pieces(number):
    def application(environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        for _ in range(number):
            write(b"x")
        return []

    assert sum(map(len, CapturedResponse(application, {}))) == number


def write_late(number):
    def application(environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        for _ in range(number // 100):
            for _ in range(100):
                write(b"x")
            yield b""

    assert sum(map(len, CapturedResponse(application, {}))) == number // 100 * 100


def call_on_close(number):
    closed = []
    response = Response()
    for _ in range(number):
        response.call_on_close(lambda: closed.append(1))
    response.close()
    assert len(closed) == number


def set_cookies(number):
    response = Response()
    for place in range(number):
        response.set_cookie(f"c{place}", "x")
    assert len(response.headers.getlist("Set-Cookie")) == number


def vary(number):
    response = Response()
    response.vary.update(f"X-{place}" for place in range(number))
    assert len(response.vary) == number


def vary_often(number):
    response = Response()
    for place in range(number):
        response.vary.add(f"X-{place}")
    assert len(response.vary) == number


def allow_often(number):
    allow = Response().allow
    for place in range(number):
        allow.add(f"X-{place}")
    assert len(allow) == number


def stream(number):
    _, _, body = Response("x" for _ in range(number)).reply({})
    assert len(b"".join(body)) == number


def add_rules(number):
    app = App(__name__, static_folder=None)
    for place in range(number):
        app.add_url_rule(f"/r{place}/<x>", f"e{place}", lambda x: x)


def in_a_request(number):
    app = App(__name__, static_folder=None)
    app.secret_key = "key"
    app.add_url_rule("/<x>", "x", lambda x: x)
    with app.test_request_context("/"):
        for place in range(number):
            flash("x")
            after_this_request(lambda response: response)
            session[f"s{place}"] = url_for("x", x=place)
        assert len(get_flashed_messages()) == number


def read_fields(number):
    fields = parse_urlencoded("a=1&" * number, None, None)
    assert len(fields.getlist("a")) == len(list(fields.items(multi=True))) == number


OFTEN = [write_pieces, write_late, call_on_close, set_cookies, vary, vary_often, allow_often, stream, add_rules]
OFTEN += [in_a_request, read_fields]
VERY_OFTEN = [write_pieces, write_late, call_on_close, vary, stream, read_fields]


@pytest.mark.parametrize("often", OFTEN)
def test_what_a_program_calls_twice_as_often_costs_twice_as_much(often):
    often(100)  # what is done once is done by now
    once, twice = (instructions(often, number) for number in (200, 400))
    assert twice < 2.5 * once


@pytest.mark.parametrize("often", VERY_OFTEN)
def test_what_a_program_calls_very_often_costs_c_no_more_either(often):
    assert not takes_too_long(often, 20_000)


@pytest.mark.parametrize("often", [vary_often, allow_often])
def test_words_that_are_added_one_by_one_cost_c_no_more_either(often):
    assert not takes_too_long(often, 4000)
