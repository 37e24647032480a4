"""Reading wsgi.input rightly, and the ways in which it goes wrong, each with its symptom on the real server."""

import pytest

from tests.support.servers import talk
from tests.support.strict import call, environ_for

RAW = "examples.lab00b_hello_json.raw"
WITH_WEBOB = "examples.lab00b_hello_json.with_webob"
BARE_READ = "examples.lab00b_hello_json.trap_bare_read"
LENGTH = "examples.lab00b_hello_json.trap_length"
EARLY_START = "examples.lab00b_hello_json.trap_early_start"
CURED_CHUNKED = "examples.lab00b_hello_json.cured_chunked"

GREETING = b"Hello World JongHyun"
BODY = b'{"name":"JongHyun"}'
NOTHING = 1  # seconds of silence after which we say that a server waits for ever


def post(body=BODY, *headers):
    """Return a request as curl sends it: the connection stays open, for more requests."""
    lines = [b"POST /60162176 HTTP/1.1", b"Host: localhost", b"Content-Type: application/json", *headers]
    return b"\r\n".join([*lines, b"", body])


def length(number):
    return b"Content-Length: %d" % number


POST = post(BODY, length(len(BODY)))
GET = b"GET /60162176 HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = post(b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY), b"Transfer-Encoding: chunked")
TOO_SHORT = post(BODY, length(len(BODY) + 6))

ALL = ["wsgiref", "uwsgi-http-socket", "gunicorn", "nginx-uwsgi"]


@pytest.mark.parametrize("way", ALL)
@pytest.mark.parametrize("module", [RAW, WITH_WEBOB, CURED_CHUNKED])
def test_the_course_line_is_greeted(served, way, module):
    reply = talk(served(way, module).port, POST, first=True)
    assert (reply.status, reply.body) == (200, GREETING)


# --- read() without a length ---


@pytest.mark.parametrize("way", ["uwsgi-http-socket", "gunicorn"])
def test_bare_read_works_where_the_server_ends_the_body(served, way):
    assert talk(served(way, BARE_READ).port, POST, first=True).body == GREETING


def test_bare_read_waits_on_wsgiref_until_the_client_goes(served):
    port = served("wsgiref", BARE_READ).port
    reply = talk(port, POST, patience=NOTHING)
    assert (reply.data, reply.end) == (b"", "silence")
    assert talk(port, POST, half_close=True).body == GREETING


def test_bare_read_of_a_chunked_body(served):
    """It finds nothing on uWSGI, all of it on gunicorn, and no end on wsgiref."""
    uwsgi = served("uwsgi-http-socket", BARE_READ)
    assert talk(uwsgi.port, CHUNKED).data == b""
    assert "Expecting value: line 1 column 1 (char 0)" in uwsgi.lines()
    assert talk(served("gunicorn", BARE_READ).port, CHUNKED).body == GREETING
    assert talk(served("wsgiref", BARE_READ).port, CHUNKED, patience=NOTHING).end == "silence"


# --- CONTENT_LENGTH believed ---

#: what is sent, the way, what comes back, what the log says
BELIEVED = {
    "GET has no body, and uWSGI leaves the key out": (GET, "uwsgi-http-socket", "closed", "KeyError: 'CONTENT_LENGTH'"),
    "gunicorn leaves it out too": (GET, "gunicorn", 500, "KeyError: 'CONTENT_LENGTH'"),
    "wsgiref has the key, empty": (GET, "wsgiref", 500, "invalid literal for int() with base 10: ''"),
    "so has nginx": (GET, "nginx-uwsgi", 502, "invalid literal for int() with base 10: ''"),
    "a chunked body has no length": (CHUNKED, "uwsgi-http-socket", "closed", "KeyError: 'CONTENT_LENGTH'"),
    "nginx counts the chunks": (CHUNKED, "nginx-uwsgi", 200, ""),
    "a length that is too small cuts the JSON": (post(BODY, length(5)), "gunicorn", 500, "Unterminated string"),
    "a length below zero": (post(BODY, length(-5)), "uwsgi-http-socket", "closed", "Error"),
    "a length that is a word": (post(BODY, b"Content-Length: five"), "uwsgi-http-socket", "closed", "base 10: 'five'"),
}


@pytest.mark.parametrize(("sent", "way", "end", "logged"), BELIEVED.values(), ids=BELIEVED)
def test_a_length_that_is_believed(served, sent, way, end, logged):
    server = served(way, LENGTH)
    assert talk(server.port, sent, first=True).status == end
    assert logged in server.lines()


def test_a_length_that_is_too_large_is_waited_for(served):
    port = served("wsgiref", LENGTH).port
    assert talk(port, TOO_SHORT, patience=NOTHING).end == "silence"


@pytest.mark.parametrize("module", [RAW, WITH_WEBOB])
@pytest.mark.parametrize("way", ["wsgiref", "uwsgi-http-socket", "gunicorn"])
def test_a_body_that_ends_too_early_is_told_so(served, module, way):
    reply = talk(served(way, module).port, TOO_SHORT, half_close=True)
    assert (reply.status, reply.body) == (400, b"Send all 25 bytes: the body ended too early.")


@pytest.mark.parametrize("way", ["wsgiref", "uwsgi-http-socket", "gunicorn", "nginx-uwsgi"])
@pytest.mark.parametrize("module", [RAW, WITH_WEBOB])
def test_get_is_refused_in_one_sentence(served, module, way):
    reply = talk(served(way, module).port, GET, first=True)
    assert (reply.status, reply.body) == (405, b"Send a POST request with a JSON body.")


BAD_LENGTHS = [("", 400), ("0", 400), ("-5", 400), ("+5", 400), ("1_0", 400), ("５", 400), ("9" * 5000, 413)]


@pytest.mark.parametrize("name", ["raw", "with_webob"])
@pytest.mark.parametrize(("text", "status"), BAD_LENGTHS, ids=[text[:5] or "empty" for text, _ in BAD_LENGTHS])
def test_a_length_is_digits_or_nothing(name, text, status):
    module = __import__(f"examples.lab00b_hello_json.{name}", fromlist=["application"])
    environ = environ_for("POST", "/", content_length=text, CONTENT_TYPE="application/json")
    assert call(module.application, environ).status == status


# --- chunks, cured ---


def test_chunks_are_read_where_the_server_can_end_them_and_refused_elsewhere(served):
    for way in ("uwsgi-http-socket", "gunicorn", "nginx-uwsgi"):
        assert talk(served(way, CURED_CHUNKED).port, CHUNKED, first=True).body == GREETING
    refused = talk(served("wsgiref", CURED_CHUNKED).port, CHUNKED, first=True)
    assert refused.status == 411
    assert b"Send it with a Content-Length." in refused.body


@pytest.mark.parametrize("module", [RAW, WITH_WEBOB])
@pytest.mark.parametrize("way", ["wsgiref", "uwsgi-http-socket", "gunicorn"])
def test_by_hand_chunks_are_refused(served, module, way):
    reply = talk(served(way, module).port, CHUNKED, first=True)
    assert (reply.status, reply.body) == (411, b"Send a Content-Length: chunks are not read here.")


def test_the_cure_refuses_what_is_no_greeting(served):
    reply = talk(served("uwsgi-http-socket", CURED_CHUNKED).port, post(b"[]", length(2)), first=True)
    assert reply.status == 400


# --- start_response too early ---

BROKEN = post(b"{name}", length(6))


def test_a_crash_after_start_response_is_an_empty_200_on_uwsgi(served):
    server = served("uwsgi-http-socket", EARLY_START)
    reply = talk(server.port, BROKEN)
    assert reply.data.startswith(b"HTTP/1.1 200 OK\r\n")
    assert reply.body == b""
    assert "JSONDecodeError" in server.lines()


@pytest.mark.parametrize("way", ["wsgiref", "gunicorn"])
def test_other_servers_wait_for_the_body_and_say_500(served, way):
    assert talk(served(way, EARLY_START).port, BROKEN, first=True).status == 500


@pytest.mark.parametrize("way", ["wsgiref", "uwsgi-http-socket", "gunicorn"])
def test_what_is_read_before_start_response_is_refused_rightly(served, way):
    reply = talk(served(way, RAW).port, BROKEN, first=True)
    assert reply.status == 400
    assert b"line 1 column 2 (char 1)" in reply.body
