"""What is answered."""

import io
from datetime import timedelta
from hashlib import blake2b
from wsgiref.util import is_hop_by_hop

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Request, Response, redirect
from wsgi_apps.exceptions import NotFound
from wsgi_apps.extensions.dates import http_date
from wsgi_apps.messages.headers import OF_THE_SERVER
from wsgi_apps.messages.response import Response as CoreResponse, ignore, status_line

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


INTERIM = [100, 101, 102, 103, 199, "100 Continue", "103"]  # a server sends them, before a response of ours


@pytest.mark.parametrize("status", ["abc", "99 x", 1000, 99, "200 OK\r\nX: y", "200 확인", "", *INTERIM])
def test_what_is_no_status_is_refused(status):
    with pytest.raises(ValueError, match="write a number from 200 to 599"):
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
    assert list(response.headers.items()) == [("X-B", "3"), ("Content-Length", "1")]
    assert (response.content_type, response.location) == (None, None)


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


HASH = blake2b(b"x", digest_size=16).hexdigest()
ETAGS = [
    ("a hash of the body", {}, None, f'"{HASH}"'),
    ("a weak one", {"weak": True}, None, f'W/"{HASH}"'),
    ("one that is there", {}, '"a"', '"a"'),
    ("another one", {"overwrite": True}, '"a"', f'"{HASH}"'),
]


@pytest.mark.parametrize(("options", "before", "after"), [row[1:] for row in ETAGS], ids=[row[0] for row in ETAGS])
def test_tags_are_made(options, before, after):
    response = Response("x", headers={"ETag": before} if before else {})
    response.add_etag(**options)
    assert dict(response.headers)["ETag"] == after


READ = [('W/"a"', ("a", True)), ('"a"', ("a", False)), ('""', ("", False)), ("a", (None, False)), ('"a', (None, False))]


@pytest.mark.parametrize(("header", "tag"), READ)
def test_tags_are_read(header, tag):
    assert Response("x", headers={"ETag": header}).get_etag() == tag


def test_no_data_is_an_empty_body():
    response = Response("x")
    response.set_data(None)
    assert (response.data, response.text, response.response) == (b"", "", [b""])


def test_what_fails_at_the_end_is_reported():
    class Body:
        def __iter__(self):
            return iter([b"x"])

        def close(self):
            raise RuntimeError("body")

    def fail():
        raise RuntimeError("function")

    reported, response = [], Response(Body())
    assert response.call_on_close(fail) is fail
    response.close(reported.append)
    assert [str(error) for error in reported] == ["body", "function"]
    response.close()


class FailingBody:
    """A body that counts how often it was closed, and fails each time."""

    closed = 0

    def __iter__(self):
        return iter([b"x"])

    def close(self):
        self.closed += 1
        raise RuntimeError("body")


def fail():
    raise RuntimeError("function")


SENDING = [
    ("GET", {}, "GET", 200, [b"x"], ["body", "function"]),
    ("HEAD", {}, "HEAD", 200, [], ["body", "function"]),
    ("a status without a body", {}, "GET", 204, [], ["body", "function"]),
    ("GET of a body that is passed on", {"direct_passthrough": True}, "GET", 200, [b"x"], []),
    ("HEAD of a body that is passed on", {"direct_passthrough": True}, "HEAD", 200, [], ["body", "function"]),
]


@pytest.mark.parametrize(
    ("options", "method", "status", "pieces", "reports"), [row[1:] for row in SENDING], ids=[row[0] for row in SENDING]
)
def test_a_response_that_has_functions_to_call(options, method, status, pieces, reports):
    source, reported = FailingBody(), []
    response = Response(source, status, **options)
    response.call_on_close(fail)
    body = response.reply(environ_for(method), reported.append)[2]
    assert (list(body), body is source) == (pieces, bool(pieces and options))
    if pieces and not options:
        body.close()
    assert ([str(error) for error in reported], source.closed) == (reports, int(bool(reports)))


def test_a_body_without_functions_is_closed_by_the_core():
    source, reported = FailingBody(), []
    body = Response(source).reply(environ_for("HEAD"), reported.append)[2]
    assert (body, source.closed, [str(error) for error in reported]) == ([], 1, ["body"])
    Response(source).reply(environ_for(), reported.append)[2].close()
    assert [str(error) for error in reported] == ["body", "body"]


@pytest.mark.parametrize("passes", [False, True], ids=["made", "passed on"])
def test_a_header_that_slips_in_closes_the_body_and_reports_what_that_raises(passes):
    source, reported = FailingBody(), []
    response = Response(source, direct_passthrough=passes)
    response._headerlist.append(("X-A", "a\r\nb"))
    with pytest.raises(ValueError, match="X-A"):
        response.reply(environ_for(), reported.append)
    assert (source.closed, [str(error) for error in reported]) == (1, ["body"])


STATES = [(200, 304), (206, 304), (299, 304), (300, 300), (404, 404)]


@pytest.mark.parametrize(("before", "after"), STATES)
def test_conditions_hold_for_what_went_well(before, after):
    request = Request(environ_for(HTTP_IF_MODIFIED_SINCE="Fri, 20 Nov 2026 12:00:00 GMT"))
    response = Response("x", before)
    assert response.make_conditional(request).status_code == before  # it has no date yet
    response.headers["Last-Modified"] = "Fri, 20 Nov 2026 11:00:00 GMT"
    assert response.make_conditional(request).status_code == after


def test_conditional_answers():
    environ = environ_for(HTTP_IF_NONE_MATCH='"abc"')
    response = Response("x")
    response.set_etag("abc")
    assert response.make_conditional(environ).status_code == 304
    assert Response("x").make_conditional(environ).status_code == 200
    response.status_code = 200
    assert response.make_conditional(environ | {"REQUEST_METHOD": "POST"}).status_code == 200


def test_a_length_is_put_right():
    assert call(Response("x", headers={"Content-Length": "99"})).header("Content-Length") == "1"


SETTERS = {
    "in the constructor": lambda name, value: Response("x", headers={name: value}),
    "as a pair": lambda name, value: Response("x", headers=[(name, value)]),
    "by []": lambda name, value: Response("x").headers.__setitem__(name, value),
    "by add": lambda name, value: Response("x").headers.add(name, value),
    "by set": lambda name, value: Response("x").headers.set(name, value),
    "by extend": lambda name, value: Response("x").headers.extend({name: value}),
    "by update": lambda name, value: Response("x").headers.update({name: [value]}),
    "by setlist": lambda name, value: Response("x").headers.setlist(name, [value]),
    "by setdefault": lambda name, value: Response("x").headers.setdefault(name, value),
    "by headers": lambda name, value: setattr(Response("x"), "headers", {name: value}),
    "in the core": lambda name, value: CoreResponse("x").headers.add(name, value),
}
SERVERS = [name.title() for name in sorted(OF_THE_SERVER)] + ["transfer-encoding", "CONNECTION"]


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("setter", SETTERS.values(), ids=SETTERS)
def test_what_only_a_server_may_send_is_refused_where_it_is_set(setter, name):
    with pytest.raises(ValueError, match=f"the header {name} is the server's own"):
        setter(name, "close")


def test_names_of_the_server_are_those_of_the_standard_library():
    hop_by_hop = "connection keep-alive proxy-authenticate proxy-authorization te trailers transfer-encoding upgrade"
    assert all(map(is_hop_by_hop, hop_by_hop.split()))
    assert set(hop_by_hop.split()) < OF_THE_SERVER


def test_an_application_inside_keeps_its_other_headers():
    def inside(environ, start_response):
        start_response("200 OK", [("Connection", "close"), ("Content-Type", "text/plain"), ("X-A", "1")])
        return [b"x"]

    answer = call(Response.from_application(inside, environ_for()))
    assert (answer.header("Connection"), answer.header("X-A"), answer.body) == (None, "1", b"x")


SECOND = {
    "in the constructor": lambda: Response("x", headers=[("ETag", '"a"'), ("etag", '"b"')]),
    "of a mapping": lambda: Response("x", headers={"ETag": ['"a"', '"b"']}),
    "by add": lambda: Response("x", headers={"ETag": '"a"'}).headers.add("Etag", '"b"'),
    "by add, the default type": lambda: Response("x").headers.add("Content-Type", "text/plain"),
    "by add, the length": lambda: Response("x").headers.add("Content-Length", "1"),
    "by extend": lambda: Response("x", headers={"ETag": '"a"'}).headers.extend([("Etag", '"a"')]),
    "by extend, with itself": lambda: Response("x").headers.extend({"Location": ["/a", "/b"]}),
    "by setlist": lambda: Response("x").headers.setlist("Expires", ["0", "1"]),
    "by update": lambda: Response("x").headers.update({"Location": ["/a", "/b"]}),
    "by headers": lambda: setattr(Response("x"), "headers", [("Age", "1"), ("Age", "2")]),
    "behind our back": lambda: call(slipped_in()),
    "by an application inside": lambda: Response.from_application(twice_inside, environ_for()),
}


def slipped_in():
    response = Response("x")
    response._headerlist.append(("Content-Type", "text/plain"))
    return response


def twice_inside(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Location", "/a"), ("Location", "/b")])
    return [b"x"]


@pytest.mark.parametrize("setter", SECOND.values(), ids=SECOND)
def test_a_header_that_stands_once_is_refused_a_second_time(setter):
    with pytest.raises(ValueError, match="may appear once in a response: set it"):
        setter()


def test_a_header_that_is_refused_changes_nothing():
    response = Response("x", headers={"Location": "/a"})
    before = list(response.headers)
    for name, value in [("Location", "/b"), ("Connection", "close")]:
        with pytest.raises(ValueError, match="header"):
            response.headers.add(name, value)
    with pytest.raises(ValueError, match="once"):
        response.headers.setlist("Location", ["/b", "/c"])
    assert list(response.headers) == before


@pytest.mark.parametrize("name", ["Set-Cookie", "Link", "Vary", "WWW-Authenticate", "Cache-Control", "X-Own", "Allow"])
def test_a_header_that_is_a_list_may_stand_twice(name):
    response = Response("x", headers=[(name, "a"), (name, "b")])
    response.headers.add(name, "c")
    assert response.headers.getlist(name) == ["a", "b", "c"]


def before_its_first_part():
    raise ZeroDivisionError
    yield "x"


def after_an_empty_part():
    yield ""
    yield b""
    raise ZeroDivisionError


class BrokenIterable:
    def __iter__(self):
        raise ZeroDivisionError


FAILING = {
    "a generator": before_its_first_part,
    "a generator with an empty part": after_an_empty_part,
    "a generator and a status": lambda: (after_an_empty_part(), 201),
    "a Response": lambda: Response(after_an_empty_part()),
    "a Response that is passed on": lambda: Response(before_its_first_part(), direct_passthrough=True),
    "an iterable": lambda: Response(BrokenIterable()),
    "a part that is not text": lambda: iter(["", 1]),
}


@pytest.mark.parametrize("view", FAILING.values(), ids=FAILING)
def test_a_body_that_fails_before_its_first_part_is_a_500(view):
    app = App(__name__)
    app.add_url_rule("/", "root", view)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "log_exception", lambda *arguments: logged.append(arguments))
        logged = []
        assert call(app).status == 500
        assert len(logged) == 1


def test_empty_parts_before_the_first_are_left_out():
    answer = call(Response(iter(["", b"", "a", "", "b"])))
    assert answer.body == b"ab"
    assert call(Response(iter(["", ""]))).body == b""


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
    with pytest.raises(ValueError, match="redirect code 200 is not one of"):
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


@pytest.mark.parametrize("status", [200, 201, 203, 299])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_condition_holds_for_success(status, method):
    response = Response("x", status)
    response.add_etag()
    environ = environ_for(method, HTTP_IF_NONE_MATCH=response.headers["ETag"])
    assert response.make_conditional(environ).status_code == 304


@pytest.mark.parametrize("status", [301, 302, 304, 400, 403, 404, 410, 412, 500, 503])
@pytest.mark.parametrize(
    "condition", [{"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": http_date(2_000_000_000)}]
)
def test_a_condition_does_not_hold_for_an_error_or_a_redirect(status, condition):
    response = Response("x", status)
    response.add_etag()
    response.last_modified = 1_000_000_000
    assert response.make_conditional(environ_for(**condition)).status_code == status


def test_the_pieces_as_webob_calls_them():
    assert Response("x").app_iter == [b"x"]


@pytest.mark.parametrize("age", [60, 60.5, timedelta(minutes=1), "60"], ids=repr)
def test_an_age_is_a_number_of_seconds(age):
    response = Response("x")
    response.age = age
    assert (response.headers["Age"], response.age) == ("60", 60)


@pytest.mark.parametrize("name", ["X-", "X_", "X:", "", "X-A\n", "-"])
def test_a_name_that_ends_with_punctuation_is_refused(name):
    with pytest.raises(ValueError, match="is not a header name"):
        Response("x").headers[name] = "1"
