"""What is answered."""

import io

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import Response, redirect
from wsgi_apps.exceptions import NotFound
from wsgi_apps.messages.response import ignore, status_line

STATUSES = [
    (404, "404 Not Found"),
    ("404", "404 Not Found"),
    (b"404 Away", "404 Away"),
    ("299 Quite Fine", "299 Quite Fine"),
    (299, "299 Unknown"),
]


@pytest.mark.parametrize(("status", "line"), STATUSES)
def test_status_lines(status, line):
    assert status_line(status) == line


@pytest.mark.parametrize("status", ["abc", "99 x", 1000, 99, "200 OK\r\nX: y", "200 확인", ""])
def test_what_is_no_status_is_refused(status):
    with pytest.raises(ValueError, match="write a number from 100 to 599"):
        status_line(status)


TYPES = [
    ("nothing", {}, "text/html; charset=utf-8"),
    ("text", {"mimetype": "text/plain"}, "text/plain; charset=utf-8"),
    ("XML", {"mimetype": "image/svg+xml"}, "image/svg+xml; charset=utf-8"),
    ("no text", {"mimetype": "image/png"}, "image/png"),
    ("as it is", {"content_type": "text/csv"}, "text/csv"),
    ("a charset of its own", {"mimetype": "text/plain; charset=euc-kr"}, "text/plain; charset=euc-kr"),
    ("a header", {"headers": {"Content-Type": "text/x"}}, "text/x"),
    ("a mimetype goes before a header", {"headers": {"Content-Type": "text/x"}, "mimetype": "image/png"}, "image/png"),
]


@pytest.mark.parametrize(("options", "kind"), [row[1:] for row in TYPES], ids=[row[0] for row in TYPES])
def test_types(options, kind):
    assert Response("x", **options).content_type == kind


def test_a_program_may_say_otherwise():
    response = Response("x", headers={"X-Content-Type-Options": "own"})
    assert response.headers.getlist("X-Content-Type-Options") == ["own"]


def test_attributes_that_are_set():
    response = Response("x", 201, [("X-A", "1"), ("X-A", "2")])
    assert response.headers.getlist("X-A") == ["1", "2"]
    response.status, response.mimetype, response.location, response.content_length = 404, "text/plain", "/x", 7
    assert (response.status, response.status_code, response.status_int) == ("404 Not Found", 404, 404)
    assert (response.mimetype, response.mimetype_params) == ("text/plain", {"charset": "utf-8"})
    assert (response.location, response.headers["Content-Length"]) == ("/x", "7")
    response.content_type, response.status_code = "image/png", 200
    response.headers = {"X-B": "3"}
    assert (list(response.headers.items()), response.content_type, response.location) == ([("X-B", "3")], None, None)


def test_the_body():
    response = Response("글")
    assert (response.data, response.text, response.body, response.get_data(as_text=True)) == (
        "글".encode(),
        "글",
        "글".encode(),
        "글",
    )
    assert (response.content_length, response.is_streamed) == (3, False)
    response.text = "b"
    response.data = b"c"
    assert (response.text, response.response) == ("c", [b"c"])
    response.response = ["d", b"e"]
    assert (response.data, response.is_streamed) == (b"de", False)
    with pytest.raises(TypeError, match="a body is a str, bytes or an iterable of them, not int"):
        Response(7)


def test_a_stream_is_made_whole_when_it_is_looked_at():
    closed = []

    class Stream(io.BytesIO):
        def close(self):
            closed.append(1)
            super().close()

    response = Response(Stream(b"a\nb"))
    assert (response.is_streamed, response.content_length) == (True, None)
    assert (response.data, response.is_streamed, closed) == (b"a\nb", False, [1])


def test_a_stream_has_the_length_that_is_said_and_not_that_of_the_body_before():
    assert call(Response(iter(["글"]), headers={"Content-Length": "3"})).header("Content-Length") == "3"
    response = Response("before")
    response.response = iter(["after all"])
    answer = call(response)
    assert (answer.header("Content-Length"), answer.text) == (None, "after all")


def test_json():
    response = Response('{"a": 1}', mimetype="application/json")
    assert (response.is_json, response.json, response.get_json()) == (True, {"a": 1}, {"a": 1})
    assert (Response("[1]").json, Response("[1]").get_json(force=True)) == (None, [1])
    broken = Response("{", mimetype="application/json")
    assert broken.get_json(silent=True) is None
    with pytest.raises(ValueError, match="Expecting"):
        broken.get_json()


def test_closing():
    closed = []

    class Body(list):
        def close(self):
            closed.append("body")

    response = Response(iter(Body()))
    response.call_on_close(lambda: closed.append("waiting"))
    with response:
        pass
    assert closed == ["waiting"]
    sent = Response("x")
    sent.call_on_close(lambda: closed.append("sent"))
    assert call(sent).body == b"x"
    assert closed == ["waiting", "sent"]
    ignore(ValueError())


def test_entity_tags():
    response = Response("x")
    assert response.get_etag() == (None, False)
    response.add_etag()
    tag = response.get_etag()
    response.data = "y"
    response.add_etag()
    assert response.get_etag() == tag
    response.add_etag(overwrite=True, weak=True)
    assert (response.get_etag() != tag, response.get_etag()[1]) == (True, True)
    with pytest.raises(ValueError, match="holds a quote"):
        response.set_etag('a"b')


def test_conditional_answers():
    environ = environ_for(HTTP_IF_NONE_MATCH='"abc"')
    response = Response("x")
    response.set_etag("abc")
    assert response.make_conditional(environ).status_code == 304
    assert Response("x").make_conditional(environ).status_code == 200
    response.status_code = 200
    assert response.make_conditional(environ | {"REQUEST_METHOD": "POST"}).status_code == 200


def test_the_server_keeps_what_is_its_own():
    response = Response("x", headers={"Connection": "close", "Transfer-Encoding": "chunked", "Content-Length": "99"})
    answer = call(response)
    assert [answer.header(name) for name in ("Connection", "Transfer-Encoding", "Content-Length")] == [None, None, "1"]


def test_a_header_that_slips_in_is_refused_before_it_is_sent():
    closed = []

    class Body:
        def __iter__(self):
            return iter([b"x"])

        def close(self):
            closed.append(1)

    response = Response(Body())
    response._headerlist.append(("X-A", "a\r\nb"))
    with pytest.raises(ValueError, match="X-A"):
        call(response)
    assert closed == [1]


@pytest.mark.parametrize("code", [204, 304])
def test_no_body_where_none_belongs(code):
    answer = call(Response(iter("abc"), code))
    assert (answer.body, answer.header("Content-Type"), answer.header("Content-Length")) == (b"", None, None)


REDIRECTS = [
    ("a path", "/a/b", "/a/b"),
    ("Korean", "/한?q=글", "/%ED%95%9C?q=%EA%B8%80"),
    ("a line break", "/\r\nX: y", "/%0D%0AX:%20y"),
    ("what is encoded stays", "/a%20b", "/a%20b"),
    ("a Korean host", "http://한글.example/", "http://xn--bj0bj06e.example/"),
    ("a whole URL", "https://[::1]:8/x?a=1#z", "https://[::1]:8/x?a=1#z"),
]


@pytest.mark.parametrize(("location", "sent"), [row[1:] for row in REDIRECTS], ids=[row[0] for row in REDIRECTS])
def test_redirects(location, sent):
    assert redirect(location).headers["Location"] == sent


def test_a_redirect_shows_no_markup():
    page = redirect('/"><script>').text
    assert "<script>" not in page


def test_a_host_that_no_name_stands_for_is_refused():
    with pytest.raises(ValueError, match="label empty"):
        redirect("http://a..한글/")


def test_headers_that_are_set_as_attributes():
    response = Response()
    response.access_control_allow_credentials = True
    response.content_security_policy = "default-src 'self'"
    response.location = "/a"
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert response.access_control_allow_credentials is True
    assert response.headers["Content-Security-Policy"] == response.content_security_policy == "default-src 'self'"
    response.access_control_allow_credentials = False
    response.location = None
    assert [name in response.headers for name in ("Access-Control-Allow-Credentials", "Location")] == [False, False]


def test_a_code_that_redirects_nobody_is_refused():
    with pytest.raises(ValueError, match="redirect code 200 is none of"):
        redirect("/", 200)


def test_an_error_as_a_response():
    response = NotFound("Gone fishing.").get_response()
    assert (response.status_code, "Gone fishing." in response.text) == (404, True)
    assert NotFound().get_response().status_code == 404


def test_headers_for_other_origins_are_attributes():
    response = Response("x")
    assert response.access_control_allow_origin is None
    response.access_control_allow_origin = "*"
    response.access_control_allow_methods = ["GET", "POST"]
    response.access_control_max_age = 600
    assert response.access_control_max_age == 600
    sent = {name: value for name, value in response.headers.items() if name.startswith("Access-Control")}
    assert sent == {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Max-Age": "600",
    }


@pytest.mark.parametrize(("status", "headers"), [("no status", []), ("200 OK", [("X", "한")])])
def test_an_application_whose_answer_cannot_be_sent_is_closed(status, headers):
    closed = []

    class Pieces(list):
        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response(status, headers)
        return Pieces([b"a"])

    with pytest.raises(ValueError, match=r"no status|no header"):
        Response.from_application(application, environ_for())
    assert closed == [True]
