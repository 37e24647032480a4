"""The headers of a request, and those of a response."""

from types import MappingProxyType

import pytest
from werkzeug import datastructures as werkzeug

from wsgi_apps.extensions.header_attributes import HeaderAttribute, HeaderSetAttribute
from wsgi_apps.extensions.headers import Headers, RequestHeaders, ResponseHeaders
from wsgi_apps.extensions.response import Response
from wsgi_apps.messages.headers import checked_header, header_pairs

ENVIRON = {
    "HTTP_X_A": "1",
    "HTTP_USER_AGENT": "curl",
    "CONTENT_TYPE": "text/plain",
    "CONTENT_LENGTH": "5",
    "HTTP_CONTENT_LENGTH": "999",
    "REQUEST_METHOD": "GET",
}


def test_headers_of_a_request():
    headers = RequestHeaders(ENVIRON)
    assert (headers["x-a"], headers["User-Agent"], headers["content-length"]) == ("1", "curl", "5")
    assert ("X-A" in headers, "X-B" in headers, 7 in headers) == (True, False, False)
    assert (headers.get("X-B"), headers.get("X-B", "none"), headers.get("X-A", type=int)) == (None, "none", 1)
    assert headers.get("User-Agent", 7, int) == 7
    assert (headers.getlist("X-A"), headers.getlist("X-B")) == (["1"], [])
    assert sorted(headers.keys()) == ["Content-Length", "Content-Type", "User-Agent", "X-A"]
    assert len(headers) == 4
    with pytest.raises(KeyError):
        headers["X-B"]
    assert repr(RequestHeaders({"HTTP_A": "1"})) == "RequestHeaders([('A', '1')])"


BLOCKS = [
    ("of a request", RequestHeaders, {"HTTP_A": "1", "CONTENT_TYPE": "b/c"}, werkzeug.EnvironHeaders),
    ("of a request without", RequestHeaders, {"CONTENT_TYPE": "", "CONTENT_LENGTH": ""}, werkzeug.EnvironHeaders),
    ("of a response", ResponseHeaders, [("A", "1"), ("a", "2")], werkzeug.Headers),
    ("of a response without", ResponseHeaders, [], werkzeug.Headers),
]


@pytest.mark.parametrize(("ours", "source", "theirs"), [row[1:] for row in BLOCKS], ids=[row[0] for row in BLOCKS])
def test_headers_are_pairs_and_a_block_of_text(ours, source, theirs):
    def seen(headers):
        parts = list(headers), list(headers.keys()), list(headers.values()), list(headers.items())
        return [*parts, str(headers), len(headers), [f"{name}{value}" for name, value in headers]]

    assert seen(ours(source)) == seen(theirs(source))


EQUAL = [
    ("in another case", [("a", "1")], [("A", "1")]),
    ("in another order", [("A", "1"), ("B", "2")], [("B", "2"), ("A", "1")]),
    ("of another value", [("A", "1")], [("A", "2")]),
    ("once and twice", [("A", "1")], [("A", "1"), ("A", "1")]),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in EQUAL], ids=[row[0] for row in EQUAL])
def test_equal_headers_are_those_that_werkzeug_finds_equal(one, other):
    ours, theirs = ResponseHeaders(one) == ResponseHeaders(other), werkzeug.Headers(one) == werkzeug.Headers(other)
    assert ours == theirs


def test_headers_are_equal_to_headers_alone(headers):
    assert headers != dict(headers.items())
    assert headers != headers.pairs
    with pytest.raises(TypeError, match="unhashable"):
        hash(headers)
    assert isinstance(headers, Headers)


REFUSED = [("X A", "1"), ("X\r\nB", "1"), ("", "1"), (7, "1"), ("X", "a\r\nb"), ("X", "a\0"), ("X", "한글")]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_header_that_cannot_be_sent_is_refused(name, value):
    with pytest.raises(ValueError, match="header"):
        checked_header(name, value)


CHECKED = [
    ("a latin-1 letter", "X-A", "\xe9", "\xe9"),
    ("a tab", "X-A", "a\tb", "a\tb"),
    ("a Korean URL", "Location", "/한", "/%ED%95%9C"),
    ("a Korean URL of the content", "content-location", "/한", "/%ED%95%9C"),
    ("what is a URL elsewhere", "X-Location", "/a b", "/a b"),
]


@pytest.mark.parametrize(("name", "value", "sent"), [row[1:] for row in CHECKED], ids=[row[0] for row in CHECKED])
def test_a_header_that_can_be_sent(name, value, sent):
    assert checked_header(name, value) == (name, sent)
    assert list(header_pairs(MappingProxyType({name: [value, value]}))) == [(name, sent)] * 2
    assert list(header_pairs([(name, value)])) == [(name, sent)]


def test_parameters_have_hyphens():
    response = Response()
    response.headers.set("X-A", 1, max_age=2, title='a "b"', left_out=None)
    response.headers.add("X-A", "c", d_e="f")
    assert response.headers.getlist("X-A") == ['1; max-age=2; title="a \\"b\\""', "c; d-e=f"]


def test_a_number_becomes_text():
    assert checked_header("MY_HEADER", 1234) == ("MY_HEADER", "1234")


@pytest.fixture
def headers():
    return ResponseHeaders([("X-A", "1"), ("x-a", "2"), ("X-B", "3")])


def test_headers_of_a_response_are_read(headers):
    assert (headers["X-a"], headers.getlist("x-A"), headers.get("x-b", type=int)) == ("1", ["1", "2"], 3)
    assert (headers.get("none", 7), headers.get("x-b", 7, type=bytes)) == (7, 7)
    assert (list(headers.keys()), len(headers), list(headers)[2]) == (["X-A", "x-a", "X-B"], 3, ("X-B", "3"))
    assert ("X-B" in headers, "none" in headers, 7 in headers) == (True, False, False)
    assert repr(ResponseHeaders([("A", "1")])) == "ResponseHeaders([('A', '1')])"
    with pytest.raises(KeyError, match="none"):
        headers["none"]


CHANGES = [
    ("set", lambda headers: headers.set("X-A", 9), [("X-B", "3"), ("X-A", "9")]),
    ("add", lambda headers: headers.add("X-B", "4"), [("X-A", "1"), ("x-a", "2"), ("X-B", "3"), ("X-B", "4")]),
    ("setlist", lambda headers: headers.setlist("X-A", [8, 9]), [("X-B", "3"), ("X-A", "8"), ("X-A", "9")]),
    ("remove", lambda headers: headers.remove("x-A"), [("X-B", "3")]),
    ("remove what is not there", lambda headers: headers.remove("none"), [("X-A", "1"), ("x-a", "2"), ("X-B", "3")]),
    ("delete", lambda headers: headers.__delitem__("x-a"), [("X-B", "3")]),
    ("pop", lambda headers: headers.pop("x-a"), [("X-B", "3")]),
    ("popitem", lambda headers: headers.popitem(), [("X-A", "1"), ("x-a", "2")]),
    ("clear", lambda headers: headers.clear(), []),
    ("a change in a loop", lambda headers: [headers.remove(name) for name, _ in headers], []),
    ("update by pairs", lambda headers: headers.update([("X-A", "8"), ("X-A", "9")]), [("X-B", "3"), ("X-A", "9")]),
    (
        "update by a dict of lists",
        lambda headers: headers.update({"X-A": [8, 9]}),
        [("X-B", "3"), ("X-A", "8"), ("X-A", "9")],
    ),
    (
        "update by other headers",
        lambda headers: headers.update(ResponseHeaders([("X-A", "8"), ("X-a", "9")])),
        [("X-B", "3"), ("X-a", "8"), ("X-a", "9")],
    ),
    ("|=", lambda headers: headers.__ior__({"X-A": "9"}), [("X-B", "3"), ("X-A", "9")]),
    ("update by keywords", lambda headers: headers.update(**{"X-A": "9"}), [("X-B", "3"), ("X-A", "9")]),
]


@pytest.mark.parametrize(("change", "pairs"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_headers_of_a_response_are_changed(headers, change, pairs):
    change(headers)
    assert headers.pairs == pairs


def test_what_is_not_there_may_be_deleted(headers):
    del headers["none"]
    assert len(headers) == 3


def test_what_is_taken_out_is_returned(headers):
    assert (headers.pop("x-a"), headers.pop("none", 7), headers.popitem()) == ("1", 7, ("X-B", "3"))
    with pytest.raises(KeyError):
        headers.pop("X-A")


def test_a_default(headers):
    assert (headers.setdefault("X-B", 7), headers.setdefault("X-C", 7), headers["X-C"]) == ("3", "7", "7")


def test_a_refused_change_changes_nothing(headers):
    before = list(headers.pairs)
    for change in (headers.set, headers.add):
        with pytest.raises(ValueError, match="X-A"):
            change("X-A", "a\nb")
    assert headers.pairs == before


def test_words_of_a_header():
    response = Response()
    response.vary.add("Accept")
    response.vary.update(["accept", "Cookie"])
    assert (list(response.vary), "COOKIE" in response.vary, "Host" in response.vary) == (
        ["Accept", "Cookie"],
        True,
        False,
    )
    response.vary = "Host"
    assert response.headers["Vary"] == "Host"
    response.allow = ["GET", "POST"]
    assert response.headers["Allow"] == "GET, POST"


WORDS = [
    ("discard", lambda words: words.discard("COOKIE"), "Accept, Host"),
    ("discard what is not there", lambda words: words.discard("None"), "Accept, cookie, Host"),
    ("remove", lambda words: words.remove("accept"), "cookie, Host"),
    ("add", lambda words: words.add("Cookie"), "Accept, cookie, Host"),
    ("update", lambda words: words.update(["HOST", "Origin"]), "Accept, cookie, Host, Origin"),
    ("clear", lambda words: words.clear(), ""),
]


@pytest.mark.parametrize(("change", "text"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_words_are_changed(change, text):
    response = Response("x", headers={"Vary": "Accept, cookie,,  Host"})
    change(response.vary)
    assert (str(response.vary), response.vary.to_header(), response.headers.get("Vary", "")) == (text, text, text)
    assert (len(response.vary), "Vary" in response.headers) == (len(text.split()), bool(text))


def test_words_of_a_long_header_are_known_and_still_read():
    response = Response("x")
    words = [f"X-{number}" for number in range(300)]
    for word in words:
        response.vary.add(word)
    response.vary.add("x-7")
    assert list(response.vary) == words
    assert response.vary is response.vary
    response.vary.discard("X-7")
    response.vary.add("x-7")
    assert response.headers["Vary"].endswith("X-299, x-7")
    response.headers["Vary"] = f"X-9, {'a' * 1000}"
    response.vary.add("X-8")
    assert response.headers["Vary"].endswith("a, X-8")
    response.headers = {"Vary": "Host"}
    response.vary.add("X-9")
    assert response.headers["Vary"] == "Host, X-9"


def test_words_of_a_response_that_gets_another_list_are_its_own():
    response, other = Response("x", headers={"Vary": "a" * 2000}), Response("x", headers={"Vary": "Host"})
    response.vary.add("Cookie")
    response.header_list = other.header_list
    response.vary.add("Cookie")
    assert other.headers["Vary"] == "Host, Cookie"


def test_a_word_that_no_header_can_carry_adds_nothing():
    response = Response("x", headers={"Vary": "Host"})
    words = response.vary
    with pytest.raises(ValueError, match="Vary"):
        words.update(["Cookie", "a\nb"])
    assert response.headers["Vary"] == "Host"
    words.update(["Cookie", "COOKIE", "Origin, host", ""])
    assert response.headers["Vary"] == "Host, Cookie, Origin"
    response.allow.add("")
    assert "Allow" not in response.headers


def test_attributes_that_stand_for_a_header_are_described():
    words, value = HeaderSetAttribute("X-Words"), HeaderAttribute("X-Number", int, hex)

    class Own(Response):
        """A response with two attributes of its own."""

        own_words, own_number = words, value

    response = Own("x")
    response.own_words, response.own_number = ["a", "b"], 17
    assert (response.headers["X-Words"], response.headers["X-Number"]) == ("a, b", "0x11")
    assert (list(response.own_words), response.own_number) == (["a", "b"], None)  # int() does not read it
    assert (words.__doc__, value.__doc__) == ("The words of the header X-Words.", "The header X-Number. It can be set.")


def test_one_text_is_not_a_list_of_its_letters():
    response = Response("x")
    response.vary.update("Cookie")
    response.vary.add("Accept")
    assert response.headers["Vary"] == "Cookie, Accept"
    response.allow = "GET, PUT"
    assert list(response.allow) == ["GET", "PUT"]
