"""A status that is a number where PEP 3333 wants a str, and bodies where there must be none, on real servers."""

import pytest

from tests.support.servers import talk

TRAP = "examples.lab04_status.trap_status_number"
CURED = "examples.lab04_status.cured_status_number"
RAW = "examples.lab04_status.raw"
GET = b"GET /60162176/JongHyun HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
SYMPTOMS = {
    "uwsgi-http-socket": ("closed", "TypeError: http status must be a string"),
    "nginx-uwsgi": (502, "TypeError: http status must be a string"),
    "gunicorn": (500, "TypeError: <HTTPStatus.NOT_FOUND: 404> is not a string"),
    "wsgiref": (500, "AssertionError: Status must be of type str"),
}


@pytest.mark.parametrize("way", SYMPTOMS)
def test_a_number_is_no_status(served, way):
    end, logged = SYMPTOMS[way]
    server = served(way, TRAP)
    assert talk(server.port, GET).status == end
    assert logged in server.lines()


@pytest.mark.parametrize("way", SYMPTOMS)
def test_a_number_with_its_phrase_is_one(served, way):
    reply = talk(served(way, CURED).port, GET)
    assert reply.data.partition(b"\r\n")[0].endswith(b" 404 Not Found")
    assert b"Hello, JongHyun!" in reply.body


@pytest.mark.parametrize("way", ["uwsgi-http-socket", "gunicorn", "wsgiref"])
@pytest.mark.parametrize("code", [b"204", b"304"])
def test_by_hand_nothing_follows_a_status_without_a_body(served, way, code):
    reply = talk(served(way, RAW).port, GET.replace(b"/60162176/JongHyun", b"/answer/with/" + code))
    head, _, body = reply.data.partition(b"\r\n\r\n")
    assert b" " + code + b" " in head.partition(b"\r\n")[0]
    assert body == b""
    assert b"content-type" not in head.lower()
