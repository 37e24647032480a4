"""Good and bad requests as bytes, with the status that each deserves over every way of serving.

``IMPOSED`` lists, with the reason, what a server decides by itself, before or instead of the application.
"""

from dataclasses import dataclass

from wsgi_apps.request_body import LIMIT

HELLO_JSON, BODY = "wsgi_apps.hello_json", "tests.apps.callables"
GOOD = b'{"name":"JongHyun"}'
JSON = "Content-Type: application/json"


@dataclass(frozen=True)
class Row:
    """A request to one of the two callables; ``words`` are part of the answer if the application gives it."""

    name: str
    module: str
    request: bytes
    status: int
    words: bytes
    half_close: bool = False


def post(*headers: str, path: str = "/60162176", body: bytes = GOOD) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def sized(*headers: str, path: str = "/60162176", body: bytes = GOOD) -> bytes:
    return post(*headers, f"Content-Length: {len(body)}", path=path, body=body)


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


CHUNKED = "Transfer-Encoding: chunked"
NOT_HTTP = "a first line that is not HTTP"
SPACED_CODING = "a Transfer-Encoding with a space before its colon"
TABBED_CODING = "a Transfer-Encoding with a tab before its colon"
SPACED_LENGTH = "a Content-Length with a space before its colon"
TWO_MEANINGS = (SPACED_CODING, TABBED_CODING, SPACED_LENGTH, "two Content-Lengths", "two codings")
SEEN_BY_WSGIREF = ("a length and chunks", "two codings")
EARLY_END = "a body shorter than its Content-Length, and the client ends its side"
AT = {"path": "/60162176/json"}
LEN = {"path": "/60162176/len"}


def by_hand(name, request, status, words, **more):
    return Row(name, HELLO_JSON, request, status, words, **more)


def with_body(name, request, status, words, **more):
    return Row(name, BODY, request, status, words, **more)


BY_HAND = [
    by_hand("a greeting", sized(JSON), 200, b"Hello World JongHyun"),
    by_hand("a Korean greeting", sized(JSON, body='{"name":"종현"}'.encode()), 200, "종현".encode()),
    by_hand("a type that is not JSON", sized("Content-Type: text/plain"), 415, b"application/json"),
    by_hand("no type", sized(), 415, b"application/json"),
    by_hand("broken JSON", sized(JSON, body=b"{name:1}"), 400, b"line 1 column 2"),
    by_hand("a byte that is not UTF-8", sized(JSON, body=b'{"name":"\xff"}'), 400, b"position 9"),
    by_hand("no `name`", sized(JSON, body=b"{}"), 400, b'"name" is a text'),
    by_hand("an empty `name`", sized(JSON, body=b'{"name":""}'), 400, b'"name" is a text'),
    by_hand("a `name` that is a number", sized(JSON, body=b'{"name":1}'), 400, b'"name" is a text'),
    by_hand(
        "GET", b"GET /60162176 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405, b"Send a POST request"
    ),
    by_hand("PUT", sized(JSON).replace(b"POST", b"PUT", 1), 405, b"Send a POST request"),
    by_hand(NOT_HTTP, b"hello\r\n\r\n", 405, b"Send a POST request"),
    by_hand("no Content-Length and no body", post(JSON, body=b""), 400, b"line 1 column 1"),
    by_hand("an empty Content-Length", post(JSON, "Content-Length:", body=b""), 400, b"line 1 column 1"),
    by_hand("Content-Length 0", post(JSON, "Content-Length: 0", body=b""), 400, b"line 1 column 1"),
    by_hand("a Content-Length shorter than the body", post(JSON, "Content-Length: 5"), 400, b"Unterminated string"),
    by_hand(
        EARLY_END,
        post(JSON, "Content-Length: 50"),
        400,
        b"Send all 50 bytes",
        half_close=True,
    ),
    by_hand("Content-Length -5", post(JSON, "Content-Length: -5"), 400, b"in digits"),
    by_hand("Content-Length +5", post(JSON, "Content-Length: +5"), 400, b"in digits"),
    by_hand("Content-Length 5,5", post(JSON, "Content-Length: 5,5"), 400, b"in digits"),
    by_hand("Content-Length 99999999999", post(JSON, "Content-Length: 99999999999"), 413, b"at most"),
    by_hand("Content-Length of 30 digits", post(JSON, "Content-Length: " + "9" * 30), 413, b"at most"),
    by_hand("a body of 2 MiB", sized(JSON, body=b" " * 2 * LIMIT), 413, b"at most"),
    by_hand("a chunked body", post(JSON, CHUNKED, body=chunked(GOOD)), 411, b"Send a Content-Length"),
    by_hand("200 headers", sized(JSON, *(f"A{number}: x" for number in range(200))), 200, b"Hello World JongHyun"),
    by_hand(SPACED_CODING, sized(JSON, "Transfer-Encoding : chunked"), 400, b"before the colon"),
    by_hand(SPACED_LENGTH, post(JSON, f"Content-Length : {len(GOOD)}"), 400, b"before the colon"),
    by_hand("two Content-Lengths", sized(JSON, "Content-Length: 5"), 400, b"in digits"),
]

WITH_BODY = [
    with_body("a name", sized(JSON, **AT), 200, b'{"name": "JongHyun"}'),
    with_body("a chunked body", post(JSON, CHUNKED, body=chunked(GOOD[:5], GOOD[5:]), **AT), 200, b"JongHyun"),
    with_body("a chunk of size +5", post(JSON, CHUNKED, body=b"+5\r\nhello\r\n0\r\n\r\n", **AT), 400, b"malformed"),
    with_body(
        "a chunked body of 2 MiB", post(JSON, CHUNKED, body=chunked(*[b" " * 65536] * 32), **AT), 413, b"at most"
    ),
    with_body("one chunk of 1 MiB", post(JSON, CHUNKED, body=chunked(GOOD.ljust(LIMIT)), **AT), 200, b"JongHyun"),
    with_body("one chunk of 2 MiB", post(JSON, CHUNKED, body=chunked(GOOD.ljust(2 * LIMIT)), **AT), 413, b"at most"),
    with_body(
        "a chunk with an extension", post(CHUNKED, body=b"5;a=b\r\nhello\r\n0\r\n\r\n", **LEN), 200, b'{"len": 5}'
    ),
    with_body("a chunk of size zz", post(CHUNKED, body=b"zz\r\nhello\r\n0\r\n\r\n", **LEN), 400, b"malformed"),
    with_body(
        "a chunk longer than its size", post(CHUNKED, body=b"5\r\nhello!\r\n0\r\n\r\n", **LEN), 400, b"malformed"
    ),
    with_body("a length and chunks", sized(JSON, CHUNKED, body=chunked(GOOD), **AT), 400, b"not both"),
    with_body("another transfer coding", post(JSON, "Transfer-Encoding: gzip", **AT), 501, b"transfer coding"),
    with_body("a type that is not JSON", sized("Content-Type: text/plain", **AT), 415, b"application/json"),
    with_body("broken JSON", sized(JSON, body=b"{name:1}", **AT), 400, b"line 1, column 2"),
    with_body("a byte that is not UTF-8", sized(JSON, body=b'{"name":"\xff"}', **AT), 400, b"offset 9"),
    with_body("no `name`", sized(JSON, body=b"{}", **AT), 400, b'a "name"'),
    with_body("no Content-Length and no body", post(JSON, body=b"", **AT), 400, b"it is empty"),
    with_body("an empty Content-Length", post(JSON, "Content-Length:", body=b"", **AT), 400, b"it is empty"),
    with_body("Content-Length 0", post(JSON, "Content-Length: 0", body=b"", **AT), 400, b"it is empty"),
    with_body("a Content-Length shorter than the body", post(JSON, "Content-Length: 5", **AT), 400, b"Unterminated"),
    with_body(
        EARLY_END,
        post(JSON, "Content-Length: 50", **AT),
        400,
        b"Send all of it",
        half_close=True,
    ),
    with_body("Content-Length -5", post(JSON, "Content-Length: -5", **AT), 400, b"in digits"),
    with_body("Content-Length +5", post(JSON, "Content-Length: +5", **AT), 400, b"in digits"),
    with_body("Content-Length 5,5", post(JSON, "Content-Length: 5,5", **AT), 400, b"in digits"),
    with_body("Content-Length 99999999999", post(JSON, "Content-Length: 99999999999", **AT), 413, b"at most"),
    with_body("Content-Length of 30 digits", post(JSON, "Content-Length: " + "9" * 30, **AT), 413, b"at most"),
    with_body("a body of 2 MiB", sized(JSON, body=b" " * 2 * LIMIT, **AT), 413, b"at most"),
    with_body(SPACED_CODING, sized(JSON, "Transfer-Encoding : chunked", **AT), 400, b"before the colon"),
    with_body(
        TABBED_CODING, post(JSON, CHUNKED.replace(":", "\t:"), body=chunked(GOOD), **AT), 400, b"before the colon"
    ),
    with_body(SPACED_LENGTH, post(JSON, f"Content-Length : {len(GOOD)}", **AT), 400, b"before the colon"),
    with_body("two Content-Lengths", sized(JSON, "Content-Length: 5", **AT), 400, b"in digits"),
    with_body("two codings", post(JSON, CHUNKED, "Transfer-Encoding: identity", **AT), 501, b"transfer coding"),
    with_body(
        "1 MB for a view that reads nothing, behind `buffered`",
        sized(path="/60162176/noread", body=b"a" * 1_000_000),
        200,
        b"ok",
    ),
]

LARGE = ("a body of 2 MiB", "a chunked body of 2 MiB", "one chunk of 2 MiB")
NGINX = ("nginx-uwsgi", "nginx-gunicorn")

#: (reason, ways, {row: what is answered there}); "400 nginx" is a 400 in that server's words
IMPOSED = [
    (
        "nginx reads the headers first, and refuses these requests by itself.",
        NGINX,
        dict.fromkeys(
            (
                "an empty Content-Length",
                "Content-Length -5",
                "Content-Length +5",
                "Content-Length 5,5",
                "Content-Length of 30 digits",
                "a length and chunks",
                *TWO_MEANINGS,
            ),
            "400 nginx",
        ),
    ),
    (
        "nginx reads a chunked body by itself. The application gets the same body with a length.",
        NGINX,
        {
            "a chunked body": "200",
            "a chunk of size +5": "400 nginx",
            "a chunk of size zz": "400 nginx",
            "a chunk longer than its size": "400 nginx",
            "another transfer coding": "501 nginx",
        },
    ),
    (
        "nginx has the same limit, client_max_body_size. It refuses the request before uWSGI or gunicorn sees it.",
        NGINX,
        dict.fromkeys((*LARGE, "Content-Length 99999999999"), "413 nginx"),
    ),
    (
        "The worker closes its connection early. Sometimes uWSGI's router has not read the response by then.",
        ("uwsgi-http",),
        dict.fromkeys(LARGE, "413 or cut"),
    ),
    (
        "The client ends its side of the connection in the middle of a body, and these servers close the connection.",
        ("uwsgi-http", *NGINX),
        {EARLY_END: "closed"},
    ),
    (
        "gunicorn reads the headers first, and refuses these requests by itself.",
        ("gunicorn",),
        dict.fromkeys(
            (
                "an empty Content-Length",
                "Content-Length -5",
                "Content-Length +5",
                "Content-Length 5,5",
                "a length and chunks",
                "another transfer coding",
                *TWO_MEANINGS,
            ),
            "400 gunicorn",
        ),
    ),
    (
        "nginx refuses a first line that is not HTTP. uWSGI's worker calls the application without a method.",
        NGINX,
        {NOT_HTTP: "400 nginx"},
    ),
    (
        "uWSGI reads a chunk size without digits as 0, which is the end of the body. It does not know extensions.",
        ("uwsgi-http-socket", "uwsgi-http"),
        {"a chunk of size zz": "200", "a chunk with an extension": "400"},
    ),
    ("gunicorn accepts 100 headers, and refuses more by itself.", ("gunicorn",), {"200 headers": "431 gunicorn"}),
    ("wsgiref reads headers with http.client, which accepts 100.", ("wsgiref",), {"200 headers": "431"}),
    ("gunicorn refuses this request by itself.", ("gunicorn",), {NOT_HTTP: "400 gunicorn"}),
    ("uWSGI's router closes the connection.", ("uwsgi-http",), {NOT_HTTP: "closed"}),
    (
        "wsgiref takes this request for HTTP/0.9, whose responses do not have a status.",
        ("wsgiref",),
        {NOT_HTTP: "no status"},
    ),
    (
        "wsgiref cannot read a chunked body.",
        ("wsgiref",),
        {row.name: "411" for row in WITH_BODY if CHUNKED.encode() in row.request and row.name not in SEEN_BY_WSGIREF},
    ),
]


CUT = ("reset", "closed")


def expected(row: Row, way: str) -> str:
    """Return what a row gets in a way of serving: what it deserves, or what the server imposes."""
    for _, ways, answers in IMPOSED:
        if way in ways and row.name in answers:
            return answers[row.name]
    return str(row.status)
