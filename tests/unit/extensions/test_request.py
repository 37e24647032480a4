"""What a client asked."""

import io
from datetime import UTC, datetime

import pytest
import webob

from tests.support.strict import environ_for
from wsgi_apps import Request
from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge, SecurityError, UnsupportedMediaType
from wsgi_apps.extensions.config import DEFAULTS
from wsgi_apps.extensions.request import Limit, header, names_around, readable, text_of, whole_number
from wsgi_apps.extensions.urls import check_trusted_host

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"
UPLOAD = b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nfile\r\n--B--\r\n'


def asked(method="GET", path="/", body=b"", **more):
    return Request(environ_for(method, path, body, **more))


def test_the_url():
    request = asked(path="/\xea\xb8\x80 b%", query="q=%EA%B8%80&r=%ff&s=a b", script_name="/m")
    assert (request.path, request.root_path, request.script_root) == ("/글 b%", "/m", "/m")
    assert request.full_path == "/글 b%?q=%EA%B8%80&r=%ff&s=a b"
    assert request.query_string == b"q=%EA%B8%80&r=%ff&s=a b"
    assert (request.host, request.host_url, request.scheme) == ("localhost", "http://localhost/", "http")
    assert request.url_root == request.root_url == "http://localhost/m/"
    assert request.base_url == "http://localhost/m/글%20b%25"
    assert request.url == "http://localhost/m/글%20b%25?q=글&r=%ff&s=a%20b"
    assert asked().url == "http://localhost/"
    assert (asked().is_secure, asked(**{"wsgi.url_scheme": "https"}).is_secure) == (False, True)


def test_what_the_router_found():
    request = asked()
    assert (request.endpoint, request.url_rule, request.view_args, request.routing_exception) == (
        None,
        None,
        None,
        None,
    )


def test_headers_and_cookies():
    request = asked(HTTP_USER_AGENT="curl", HTTP_COOKIE="a=1", HTTP_AUTHORIZATION="Bearer t", HTTP_ACCEPT="text/html")
    assert (request.user_agent, request.user_agent.string) == ("curl", "curl")
    assert (request.headers["Cookie"], request.cookies["a"], request.authorization.token) == ("a=1", "1", "t")
    assert request.accept_mimetypes.best == "text/html"
    assert asked(HTTP_ACCEPT_LANGUAGE="ko").accept_languages.best == "ko"
    assert asked(HTTP_RANGE="bytes=" + " " * 100_000).range is None  # in no time: WebOb would take the square of it
    assert asked(HTTP_IF_NONE_MATCH='"x"').if_none_match is not None  # what WebOb reads well is WebOb's


def test_the_type_and_the_length():
    request = asked("POST", "/", b"x", CONTENT_TYPE="Text/Plain; charset=utf-8")
    assert (request.mimetype, request.mimetype_params, request.content_length) == (
        "text/plain",
        {"charset": "utf-8"},
        1,
    )
    assert (asked().content_type, asked().content_length, asked().mimetype) == (None, None, "")


def test_the_body():
    request = asked("POST", "/", "글".encode())
    assert (request.data, request.get_data(), request.get_data(as_text=True)) == ("글".encode(), "글".encode(), "글")
    assert request.stream.read() == "글".encode()
    form = asked("POST", "/", b"a=1", CONTENT_TYPE=FORM)
    assert (form.data, form.get_data(parse_form_data=True), form.get_data(as_text=True, parse_form_data=True)) == (
        b"",
        b"",
        "",
    )
    assert form.get_data() == b"a=1"


def test_forms():
    request = asked("POST", "/", b"a=1&a=2", CONTENT_TYPE=f"{FORM}; charset=UTF-8", query="a=0")
    assert request.form.getlist("a") == ["1", "2"]
    assert request.values.getlist("a") == ["0", "1", "2"]
    assert asked(query="a=0").values["a"] == "0"
    assert asked("POST", "/", b"a=1", CONTENT_TYPE="text/plain").form == {}
    with pytest.raises(UnsupportedMediaType, match="not in 'euc-kr'"):
        asked("POST", "/", b"a=1", CONTENT_TYPE=f"{FORM}; charset=euc-kr").form  # noqa: B018


def test_uploads_are_closed_with_the_request():
    request = asked("POST", "/", UPLOAD, CONTENT_TYPE=MULTIPART)
    file = request.files["f"]
    assert (file.read(), request.form, request.has_uploads) == (b"file", {}, True)
    request.close()
    assert file.closed


def test_a_body_that_was_read_can_still_be_a_form():
    request = asked("POST", "/", UPLOAD, CONTENT_TYPE=MULTIPART)
    assert len(request.get_data()) == len(UPLOAD)
    assert request.files["f"].read() == b"file"
    request.close()


JSON = [
    ("JSON", b'{"a": 1}', "application/json", {}, {"a": 1}),
    ("its kin", b"[1]", "application/problem+json", {}, [1]),
    ("another type by force", b"[1]", "text/plain", {"force": True}, [1]),
    ("another type in silence", b"[1]", "text/plain", {"silent": True}, None),
    ("broken in silence", b"{", "application/json", {"silent": True}, None),
]


@pytest.mark.parametrize(("body", "kind", "options", "value"), [row[1:] for row in JSON], ids=[row[0] for row in JSON])
def test_json(body, kind, options, value):
    assert asked("POST", "/", body, CONTENT_TYPE=kind).get_json(**options) == value


def test_what_is_not_json_is_refused():
    assert asked("POST", "/", b"[1]", CONTENT_TYPE="application/json").json == [1]
    with pytest.raises(UnsupportedMediaType, match="Content-Type: application/json"):
        asked("POST", "/", b"[1]").json  # noqa: B018
    with pytest.raises(BadRequest, match="not valid JSON"):
        asked("POST", "/", b"{", CONTENT_TYPE="application/json").json  # noqa: B018
    request = asked("POST", "/", b"[1]", CONTENT_TYPE="application/json")
    request.max_content_length = 1
    with pytest.raises(RequestEntityTooLarge):
        request.get_json(silent=True)


def test_limits_can_be_set_before_they_hold():
    request = asked("POST", "/", b"x" * 20, CONTENT_TYPE="text/plain")
    assert request.max_content_length == DEFAULTS["MAX_CONTENT_LENGTH"]
    request.max_content_length = 10
    with pytest.raises(RequestEntityTooLarge, match="larger than 10 bytes"):
        request.data  # noqa: B018
    request.max_content_length = None
    assert len(request.data) == 20
    multipart = asked("POST", "/", UPLOAD, CONTENT_TYPE=MULTIPART)
    multipart.max_content_length = None
    assert multipart.files["f"].read() == b"file"
    multipart.close()
    for name, limit in [("max_content_length", 10), ("max_form_parts", 0), ("max_form_memory_size", 3)]:
        small = asked("POST", "/", UPLOAD.replace(b'; filename="a.txt"', b""), CONTENT_TYPE=MULTIPART)
        setattr(small, name, limit)
        with pytest.raises(RequestEntityTooLarge):
            small.form  # noqa: B018
        chunked = asked("POST", "/", UPLOAD, CONTENT_TYPE=MULTIPART, content_length=None, terminated=True)
        chunked.max_content_length = 10
        with pytest.raises(RequestEntityTooLarge):
            chunked.files  # noqa: B018
    few = asked(query="a&b&c")
    few.max_form_parts = 2
    with pytest.raises(RequestEntityTooLarge):
        few.args  # noqa: B018
    assert DEFAULTS["MAX_FORM_PARTS"] == 1000


def test_an_open_file_may_be_the_body():
    assert Request(environ_for("POST") | {"wsgi.input": io.BytesIO(b"abc"), "CONTENT_LENGTH": "3"}).data == b"abc"


STRANGE = r": This server does not answer for the host that the request names\. Ask the host itself\.$"
HOSTS = [
    ("the name", "lab.example", True),
    ("the name with a port", "lab.example:8000", True),
    ("a name below", "a.b.lab.org", True),
    ("the domain itself", "lab.org", True),
    ("a name that ends alike", "xlab.org", False),
    ("an address", "[::1]", True),
    ("an address with a port", "[::1]:80", True),
    ("another one", "evil.example", False),
]


@pytest.mark.parametrize(("host", "trusted"), [row[1:] for row in HOSTS], ids=[row[0] for row in HOSTS])
def test_strangers_are_refused(host, trusted):
    for names in (["lab.example", ".lab.org", "[::1]"], ["Lab.Example:8000", ".lab.org:80", "[::1]:80"]):
        if trusted:
            check_trusted_host(host, names)
        else:
            with pytest.raises(SecurityError, match=STRANGE):
                check_trusted_host(host, names)


def test_one_host_may_be_trusted_or_all_of_them():
    check_trusted_host("lab.example:8000", "lab.example")
    with pytest.raises(SecurityError):
        check_trusted_host("lab", "lab.example")
    for everybody in (None, []):
        check_trusted_host("evil.example", everybody)


def test_attributes_of_ones_own():
    class Own(Request):
        """A request with attributes of its own."""

        own = header("HTTP_X_OWN", str.upper)
        given = text_of("X_GIVEN")
        most = Limit("MOST")

    request = Own(environ_for(HTTP_X_OWN="kim", X_GIVEN="글".encode().decode("latin-1")), {"MOST": 7, "LEAST": 1})
    assert (request.own, request.given, request.most) == ("KIM", "글", 7)
    request.given, request.most = "한\ud800", 8
    assert (request.given, request.environ["X_GIVEN"]) == ("한?", "한?".encode().decode("latin-1"))
    assert (request.most, request.config) == (8, {"MOST": 8, "LEAST": 1})
    empty = Own(environ_for(), {})
    assert (empty.own, empty.given) == ("", "")


NAMES = [("view", []), ("a.view", ["a"]), ("a.b.c.view", ["a.b.c", "a.b", "a"]), ("", [])]


@pytest.mark.parametrize(("endpoint", "names"), NAMES, ids=[repr(row[0]) for row in NAMES])
def test_the_blueprints_around_a_view(endpoint, names):
    assert names_around(endpoint) == names


NUMBERS = [("0", 0), ("007", 7), ("9" * 19, 10**19 - 1), ("9" * 20, None), ("+1", None), ("١", None), ("", None)]


@pytest.mark.parametrize(("text", "number"), NUMBERS, ids=[repr(row[0]) for row in NUMBERS])
def test_whole_numbers(text, number):
    assert whole_number(text) == number
    assert asked(HTTP_MAX_FORWARDS=text).max_forwards == number


STATES = [
    ("the same tag", '"a"', True),
    ("another tag", '"b"', False),
    ("the same date", "Fri, 20 Nov 2026 12:00:00 GMT", True),
    ("an earlier date", "Fri, 20 Nov 2026 11:00:00 GMT", False),
    ("no date", "garbage GMT", False),
    ("nothing", "", True),
]


@pytest.mark.parametrize(("header", "is_same"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_the_state_in_which_a_client_has_a_file(header, is_same):
    response = webob.Response(etag="a", last_modified=datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert (response in asked(HTTP_IF_RANGE=header).if_range) is is_same


CHARSETS = [("utf-8", True), ("UTF8", True), ("us-ascii", True), ("latin-1", False), ('""', False)]


@pytest.mark.parametrize(("charset", "is_read"), CHARSETS)
def test_a_form_is_in_utf_8(charset, is_read):
    request = asked("POST", "/", b"a=%ED%95%9C", CONTENT_TYPE=f"{FORM}; x=1; CharSet={charset}")
    if is_read:
        assert request.form["a"] == "한"
    else:
        with pytest.raises(UnsupportedMediaType, match="reads forms in UTF-8, not in"):
            request.form  # noqa: B018
    assert asked("POST", "/", b"", CONTENT_TYPE=f"{FORM}; charset={charset}").form == {}


def test_readable():
    assert readable("a b%?글", keep="?") == "a%20b%25?글"
    assert readable("%EA%B8%80%ff%2F", keep="%") == "%EA%B8%80%ff%2F"
    assert readable("%EA%B8%80%2F", keep="%") == "글%2F"


LIMITED = ["accept", "accept_charset", "accept_encoding", "accept_language"]


@pytest.mark.parametrize("name", LIMITED)
def test_accept_headers_of_webob_have_the_limits_of_ours(name):
    choices = [f"a{number}/b" if name == "accept" else f"a-{number}" for number in range(300)]
    request = Request({f"HTTP_{name.upper()}": ",".join(["x" * 201, *choices])})
    assert str(getattr(request, name)).replace(" ", "").split(",") == choices[:99]


@pytest.mark.parametrize("name", LIMITED)
def test_accept_headers_of_webob_can_be_missing_and_set(name):
    request = Request({})
    assert getattr(request, name).header_value is None
    setattr(request, name, "a/b" if name == "accept" else "a")
    assert request.environ == {f"HTTP_{name.upper()}": "a/b" if name == "accept" else "a"}
    delattr(request, name)
    assert request.environ == {}
