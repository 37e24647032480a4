"""Values of headers that are no str, no latin-1 or more than one line, with what each server makes of them."""

import flask
import pytest
from webob import Response

import wsgi_apps
from tests.support.servers import talk

NUMBER = "examples.lab05_headers.trap_int_header"
LINE_BREAK = "examples.lab05_headers.trap_line_break"
KOREAN = "examples.lab05_headers.trap_korean_header"
CURES = {
    "examples.lab05_headers.cured_int_header": b"MY_HEADER: 1234",
    "examples.lab05_headers.cured_korean_header": b"MY_HEADER: %EC%A2%85%ED%98%84",
}
WAYS = ["uwsgi-http-socket", "gunicorn", "wsgiref", "nginx-uwsgi"]


def get(path):
    return b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path


PAGE = get(b"/60162176")
INJECTION = get(b"/60162176/a%0D%0ASet-Cookie:%20admin=1")

#: (module, way) -> the status that the client sees, and what the log says
SYMPTOMS = {
    (NUMBER, "uwsgi-http-socket"): (b" 200 ", "TypeError: http header value must be a string"),
    (NUMBER, "gunicorn"): (b" 500 ", "TypeError: 1234 is not a string"),
    (NUMBER, "wsgiref"): (b" 500 ", "must be of type str (got 1234)"),
    (NUMBER, "nginx-uwsgi"): (b" 200 ", "TypeError: http header value must be a string"),
    (KOREAN, "uwsgi-http-socket"): (b" 200 ", "TypeError: http header must be encodable in latin1"),
    (KOREAN, "gunicorn"): (b" 500 ", "Error handling request"),
    (KOREAN, "wsgiref"): (b" 200 ", "UnicodeEncodeError"),
    (KOREAN, "nginx-uwsgi"): (b" 200 ", "TypeError: http header must be encodable in latin1"),
}


@pytest.mark.parametrize(
    ("module", "way"), SYMPTOMS, ids=[f"{module.rpartition('.')[2]} on {way}" for module, way in SYMPTOMS]
)
def test_a_value_that_is_no_latin_1_text_loses_the_page(served, module, way):
    status, logged = SYMPTOMS[module, way]
    server = served(way, module)
    reply = talk(server.port, PAGE)
    assert status in reply.data.partition(b"\r\n")[0]
    assert b"Look at the headers!" not in reply.data
    assert b"MY_HEADER" not in reply.data
    assert logged in server.lines()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("module", CURES)
def test_a_value_of_ascii_text_arrives(served, module, way):
    reply = talk(served(way, module).port, PAGE)
    assert CURES[module] in reply.data.split(b"\r\n")
    assert b"Look at the headers!" in reply.body


@pytest.mark.parametrize(
    ("way", "injected"), [("uwsgi-http-socket", True), ("wsgiref", True), ("nginx-uwsgi", True), ("gunicorn", False)]
)
def test_a_line_break_in_a_value_begins_a_header_of_the_clients(served, way, injected):
    reply = talk(served(way, LINE_BREAK).port, INJECTION)
    assert (b"Set-Cookie: admin=1" in reply.data.split(b"\r\n")) is injected
    assert (b" 500 " in reply.data.partition(b"\r\n")[0]) is not injected


@pytest.mark.parametrize("way", WAYS[:3])
def test_by_hand_it_is_refused(served, way):
    reply = talk(served(way, "examples.lab05_headers.raw").port, INJECTION.replace(b"/60162176", b"/header"))
    assert reply.status == 400
    assert b"Set-Cookie: admin=1" not in reply.data.split(b"\r\n")


@pytest.mark.parametrize("framework", [wsgi_apps.Response, flask.Response], ids=["ours", "Flask"])
def test_the_frameworks_turn_numbers_into_text_and_refuse_line_breaks(framework):
    response = framework("")
    response.headers["MY_HEADER"] = 1234
    assert response.headers["MY_HEADER"] == "1234"
    with pytest.raises(ValueError, match=r"no header can carry|newline"):
        response.headers["MY_HEADER"] = "a\r\nSet-Cookie: admin=1"


@pytest.mark.parametrize("value", [1234, "a\r\nSet-Cookie: admin=1"], ids=["a number", "a line break"])
def test_webob_hands_a_value_on_as_it_is(value):
    response = Response("")
    response.headers["MY_HEADER"] = value
    assert ("MY_HEADER", value) in response.headerlist
