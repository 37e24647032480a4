"""The core's Response."""

import pytest

from tests.support.strict import environ_for
from wsgi_apps.messages.response import Response, status_line, type_header, with_charset

TYPES = [
    ("text", "text/csv", "text/csv; charset=utf-8"),
    ("text that names its charset", "text/csv; charset=euc-kr", "text/csv; charset=euc-kr"),
    ("XML", "application/xml", "application/xml; charset=utf-8"),
    ("a kind of XML", "image/svg+xml", "image/svg+xml; charset=utf-8"),
    ("a script", "application/javascript", "application/javascript; charset=utf-8"),
    ("JSON, which is always UTF-8", "application/json", "application/json"),
    ("a picture", "image/png", "image/png"),
]


@pytest.mark.parametrize(("mimetype", "sent"), [row[1:] for row in TYPES], ids=[row[0] for row in TYPES])
def test_text_needs_a_charset(mimetype, sent):
    assert with_charset(mimetype) == sent
    assert type_header.__wrapped__(mimetype) == ("Content-Type", sent)  # as the first of its kind, not remembered


REPRESENTED = [
    ("pieces", Response(["글", b"b"], 404), "<Response 4 bytes [404 Not Found]>"),
    ("nothing", Response(), "<Response 0 bytes [200 OK]>"),
    ("a stream", Response(iter("ab")), "<Response streamed [200 OK]>"),
]


@pytest.mark.parametrize(("response", "text"), [row[1:] for row in REPRESENTED], ids=[row[0] for row in REPRESENTED])
def test_as_text(response, text):
    assert repr(response) == text


HEADERS = [
    ("a mimetype", {"mimetype": "text/plain"}, [("Content-Type", "text/plain; charset=utf-8")]),
    ("a type as it is", {"content_type": "text/plain"}, [("Content-Type", "text/plain")]),
    ("a type and a mimetype", {"content_type": "a/b", "mimetype": "c/d"}, [("Content-Type", "a/b")]),
    ("a header of the type", {"headers": {"content-type": "a/b"}}, [("content-type", "a/b")]),
    (
        "a header of the type and a mimetype",
        {"headers": [("content-type", "a/b"), ("X-A", "1")], "mimetype": "c/d"},
        [("X-A", "1"), ("Content-Type", "c/d")],
    ),
    (
        "a list in a mapping",
        {"headers": {"X-A": ["1", "2"]}},
        [("X-A", "1"), ("X-A", "2"), ("Content-Type", "text/html; charset=utf-8")],
    ),
]


@pytest.mark.parametrize(("options", "pairs"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
def test_headers(options, pairs):
    assert Response(iter("x"), **options).header_list == [*pairs, ("X-Content-Type-Options", "nosniff")]


STATUSES = [
    (200, "200 OK"),
    (404, "404 Not Found"),
    ("404", "404 Not Found"),
    (b"299 \xea", "299 \xea"),
    ("299 Fine", "299 Fine"),
    (299, "299 Unknown"),
]


@pytest.mark.parametrize(("status", "line"), STATUSES)
def test_a_status_is_a_line(status, line):
    assert status_line.__wrapped__(status) == line
    response = Response(status=status)
    assert (response.status, response.status_code) == (line, int(line[:3]))


class Pieces:
    """A body that says whether it was closed."""

    def __init__(self, *pieces, fails=False):
        self.pieces, self.fails, self.closed = pieces, fails, 0

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.closed += 1
        if self.fails:
            raise RuntimeError("close")


def test_an_error_of_closing_is_reported():
    reported, pieces = [], Pieces(b"x", fails=True)
    Response(pieces).close(reported.append)
    assert (str(reported[0]), pieces.closed) == ("close", 1)
    Response(pieces).close()
    assert pieces.closed == 2


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_a_body_that_is_not_sent_is_closed(method, status):
    reported, pieces = [], Pieces(b"x", fails=True)
    response = Response(pieces, status, {"Content-Length": "1"})
    _, headers, body = response.reply(environ_for(method), reported.append)
    assert (list(body), pieces.closed, len(reported)) == ([], 1, 1)
    assert ("Content-Length" in dict(headers)) is (method == "HEAD")


def test_a_stream_that_is_looked_at_is_made_whole():
    pieces = Pieces("글", b"b", fails=True)
    response = Response(pieces)
    assert (response.get_data(), response.get_data(as_text=True), pieces.closed) == ("글b".encode(), "글b", 1)
    assert Response(iter("ab")).get_data() == b"ab"  # what has no close()


def application(*pairs, status="200 OK"):
    def run(environ, start_response):
        start_response(status, list(pairs))
        return Pieces(environ["PATH_INFO"].encode())

    return run


INSIDE = [
    ("with a type", [("content-type", "a/b"), ("X-A", "1")], [("content-type", "a/b"), ("X-A", "1")]),
    ("without one", [("X-A", "1")], [("X-A", "1"), ("Content-Type", "text/plain; charset=utf-8")]),
]


@pytest.mark.parametrize(("pairs", "kept"), [row[1:] for row in INSIDE], ids=[row[0] for row in INSIDE])
def test_the_response_of_an_application(pairs, kept):
    response = Response.from_application(application(*pairs, status="202 Fine"), environ_for(path="/a"))
    assert (response.status, response.header_list, response.get_data()) == ("202 Fine", kept, b"/a")


def test_an_application_whose_response_cannot_be_sent_is_closed():
    pieces = Pieces(b"x")

    def run(environ, start_response):
        start_response("200 OK", [("X-A", "a\nb")])
        return pieces

    with pytest.raises(ValueError, match="X-A"):
        Response.from_application(run, environ_for())
    assert pieces.closed == 1


def test_another_body_has_another_length():
    response = Response("a", headers={"Content-Length": "1"})
    response.response = "글"
    assert dict(response.headers)["Content-Length"] == "3"
    response.response = iter("ab")
    assert "Content-Length" not in dict(response.headers)
    response.headers["Content-Length"] = 2
    response.response = iter("cd")
    assert dict(response.headers)["Content-Length"] == "2"  # of a stream the program knows it
    assert dict(response.reply(environ_for())[1])["Content-Length"] == "2"


@pytest.mark.parametrize("body", [7, 1.5, object()], ids=["an int", "a float", "an object"])
def test_what_is_no_body_is_refused(body):
    kind = type(body).__name__
    with pytest.raises(TypeError, match=f"^a body is a str, bytes or an iterable of them, not {kind}$"):
        Response(body)


def test_what_is_sent_of_pieces_and_of_a_stream():
    status, headers, body = Response(["a", b"b"], 201).reply(environ_for())
    assert (status, body, headers[-1]) == ("201 Created", [b"a", b"b"], ("Content-Length", "2"))
    reported, pieces = [], Pieces("a", b"b", fails=True)
    status, headers, stream = Response(pieces).reply(environ_for(), reported.append)
    assert (list(stream), "Content-Length" in dict(headers), pieces.closed) == ([b"a", b"b"], False, 0)
    stream.close()
    assert ([str(error) for error in reported], pieces.closed) == (["close"], 1)
