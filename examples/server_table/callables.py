"""Small callables, each with one habit, to ask a server what it makes of it; docs/servers.md has what seven of them said.

Serve it with `uwsgi --ini ini/uwsgi.ini --module examples.server_table.callables`, and ask for one by its name:
`curl -i http://127.0.0.1:8000/string_body`. The first line of each docstring is its row in the table.
"""

import sys

TEXT = ("Content-Type", "text/plain; charset=utf-8")
PREFIX = "/60162176"  # the paths that ini/nginx.conf lets through
kept = []  # what a callable leaves behind for the next request


def application(environ, start_response):
    """Let the callable answer that the first segment of the path names, below the prefix or not."""
    name = environ.get("PATH_INFO", "").removeprefix(PREFIX).lstrip("/").partition("/")[0]
    return CALLABLES.get(name, nothing)(environ, start_response)


def nothing(environ, start_response):
    """Answer 404."""
    start_response("404 Not Found", [TEXT])
    return [b"There is no such callable."]


def answer(start_response, text):
    """Answer 200 with a text, as it should be done: what the callables below do when that is not the point."""
    body = text.encode("utf-8")
    start_response("200 OK", [TEXT, ("Content-Length", str(len(body)))])
    return [body]


# --- Mistakes of the application ---


def string_body(environ, start_response):
    """returns `["hello"]`: str, not bytes"""
    start_response("200 OK", [TEXT])
    return ["hello"]


def bare_bytes(environ, start_response):
    """returns `b"hello"`, not in a list: its items are numbers"""
    start_response("200 OK", [TEXT])
    return b"hello"


def returns_none(environ, start_response):
    """returns nothing"""
    start_response("200 OK", [TEXT])


def no_start_response(environ, start_response):
    """does not call `start_response`"""
    return [b"hello"]


def twice(environ, start_response):
    """calls `start_response` twice: 200, then 404"""
    start_response("200 OK", [TEXT])
    start_response("404 Not Found", [TEXT])
    return [b"hello"]


def late(environ, start_response):
    """calls `start_response` after its first `yield`"""
    yield b"hello"
    start_response("200 OK", [TEXT])


def status_without_reason(environ, start_response):
    """gives the status `"200"`, without a reason"""
    start_response("200", [TEXT])
    return [b"hello"]


def integer_status(environ, start_response):
    """gives the status `200`: a number"""
    start_response(200, [TEXT])
    return [b"hello"]


def integer_header(environ, start_response):
    """gives a header the value `1234`: a number"""
    start_response("200 OK", [TEXT, ("MY_HEADER", 1234)])
    return [b"hello"]


def korean_header(environ, start_response):
    """gives a header the value `"종현"`: letters beyond latin-1"""
    start_response("200 OK", [TEXT, ("X-Name", "종현")])
    return [b"hello"]


def header_with_a_line_break(environ, start_response):
    """puts CR LF and `X-Injected: yes` into a header's value"""
    start_response("200 OK", [TEXT, ("X-Name", "kim\r\nX-Injected: yes")])
    return [b"hello"]


def hop_by_hop(environ, start_response):
    """sets `Connection`, a header that belongs to the server"""
    start_response("200 OK", [TEXT, ("Connection", "keep-alive")])
    return [b"hello"]


def length_too_short(environ, start_response):
    """says Content-Length 2 and sends 5 bytes"""
    start_response("200 OK", [TEXT, ("Content-Length", "2")])
    return [b"hello"]


def length_too_long(environ, start_response):
    """says Content-Length 10 and sends 5 bytes"""
    start_response("200 OK", [TEXT, ("Content-Length", "10")])
    return [b"hello"]


def body_of_head(environ, start_response):
    """sends a body to HEAD"""
    return answer(start_response, "hello")


def body_of_204(environ, start_response):
    """sends a body with the status 204, No Content"""
    start_response("204 No Content", [])
    return [b"hello"]


# --- What raises ---


def raises(environ, start_response):
    """raises before `start_response`"""
    raise ValueError("on purpose")


def raises_after_start_response(environ, start_response):
    """calls `start_response`, then raises"""
    start_response("200 OK", [TEXT])
    raise ValueError("on purpose")


def raises_before_the_first_chunk(environ, start_response):
    """is a generator that raises before its first `yield`"""
    start_response("200 OK", [TEXT])
    if environ:
        raise ValueError("on purpose")
    yield b"hello"


def raises_after_the_first_chunk(environ, start_response):
    """is a generator that raises after its first `yield`"""
    start_response("200 OK", [TEXT])
    yield b"hello"
    raise ValueError("on purpose")


def exc_info(environ, start_response):
    """calls `start_response` again with `exc_info` before anything is sent: 200 becomes 500 (PEP 3333 wants that)"""
    start_response("200 OK", [TEXT])
    try:
        raise ValueError("on purpose")
    except ValueError:
        start_response("500 Internal Server Error", [TEXT], sys.exc_info())
    return [b"sorry"]


def exc_info_too_late(environ, start_response):
    """does that after its first chunk: the server must raise the exception again (PEP 3333)"""
    start_response("200 OK", [TEXT])
    yield b"hello"
    try:
        raise ValueError("on purpose")
    except ValueError:
        start_response("500 Internal Server Error", [TEXT], sys.exc_info())
    yield b", and sorry"


# --- What the standard allows ---


def starts_in_the_generator(environ, start_response):
    """is a generator that calls `start_response` before its first `yield`"""
    start_response("200 OK", [TEXT])
    yield b"hello"


def writes(environ, start_response):
    """sends with `write`, what `start_response` returns"""
    write = start_response("200 OK", [TEXT])
    write(b"hel")
    return [b"lo"]


def empty_chunk_first(environ, start_response):
    """yields `b""` first"""
    start_response("200 OK", [TEXT])
    return iter([b"", b"hello"])


def no_length(environ, start_response):
    """gives two chunks and no Content-Length: how does the client know the end?"""
    start_response("200 OK", [TEXT])
    return iter([b"hel", b"lo"])


class Closing:
    """An iterable that notes in ``kept`` how often it was closed."""

    def __init__(self, chunks):
        kept.clear()
        self.chunks = chunks

    def __iter__(self):
        return self.chunks

    def close(self):
        kept.append("closed")


def closing(environ, start_response):
    """has `close()`: how often is it called after the last chunk?"""
    start_response("200 OK", [TEXT])
    return Closing(iter([b"hello"]))


def closing_and_raising(environ, start_response):
    """has `close()`, and raises after its first chunk"""
    start_response("200 OK", [TEXT])
    return Closing(raises_after_the_first_chunk(environ, lambda *_: None))


def times_closed(environ, start_response):
    """Answer how often the last iterable was closed."""
    return answer(start_response, f"{len(kept)}")


# --- How the body of a request is read ---


def bare_read(environ, start_response):
    """reads a POST with `read()`; the client keeps the connection open"""
    return answer(start_response, environ["wsgi.input"].read().decode())


def read_by_length(environ, start_response):
    """reads a POST with `read(CONTENT_LENGTH)`; the client keeps the connection open"""
    return answer(start_response, environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode())


def read_too_much(environ, start_response):
    """reads 100 bytes of a body of 5; the client keeps the connection open"""
    return answer(start_response, environ["wsgi.input"].read(100).decode())


def read_zero(environ, start_response):
    """reads with `read(0)`"""
    return answer(start_response, environ["wsgi.input"].read(0).decode())


def read_the_line(environ, start_response):
    """reads with `readline()` a body without a line break; the client keeps the connection open"""
    return answer(start_response, environ["wsgi.input"].readline().decode())


def reads_nothing(environ, start_response):
    """leaves a body of 1 MB unread"""
    return answer(start_response, "hello")


# --- What stands in environ ---


def content_length(environ, start_response):
    """CONTENT_LENGTH of a GET"""
    return answer(start_response, fact(environ, "CONTENT_LENGTH"))


def content_type(environ, start_response):
    """CONTENT_TYPE of a GET"""
    return answer(start_response, fact(environ, "CONTENT_TYPE"))


def script_name(environ, start_response):
    """SCRIPT_NAME of an application that is not mounted"""
    return answer(start_response, fact(environ, "SCRIPT_NAME"))


def path_info(environ, start_response):
    """PATH_INFO, below the name of this callable"""
    return answer(start_response, fact({"path": environ["PATH_INFO"].partition("path_info")[2]}, "path"))


def query_string(environ, start_response):
    """QUERY_STRING of a URL without `?`"""
    return answer(start_response, fact(environ, "QUERY_STRING"))


def repeated_header(environ, start_response):
    """a header that was sent twice, `1` and `2`"""
    return answer(start_response, fact(environ, "HTTP_X_NAME"))


def big_cookie(environ, start_response):
    """the length of a cookie of 8 KB"""
    return answer(start_response, str(len(environ.get("HTTP_COOKIE", ""))))


def scheme(environ, start_response):
    """`wsgi.url_scheme`, when the client claims `X-Forwarded-Proto: https`"""
    return answer(start_response, fact(environ, "wsgi.url_scheme"))


def input_terminated(environ, start_response):
    """`wsgi.input_terminated`: may `read()` be trusted to end?"""
    return answer(start_response, fact(environ, "wsgi.input_terminated"))


def keeps_environ(environ, start_response):
    """QUERY_STRING in the environ of the first request, `?first`, read again in the second, `?second`"""
    if environ.get("QUERY_STRING") == "first":
        kept[:] = [environ]
    return answer(start_response, fact(kept[0], "QUERY_STRING"))


def fact(environ, name):
    """Return what stands in environ: ``absent`` is another fact than ``''``."""
    return repr(environ[name]) if name in environ else "absent"


MISTAKES = [
    string_body,
    bare_bytes,
    returns_none,
    no_start_response,
    twice,
    late,
    status_without_reason,
    integer_status,
    integer_header,
    korean_header,
    header_with_a_line_break,
    hop_by_hop,
    length_too_short,
    length_too_long,
    body_of_head,
    body_of_204,
]
RAISING = [
    raises,
    raises_after_start_response,
    raises_before_the_first_chunk,
    raises_after_the_first_chunk,
    exc_info,
    exc_info_too_late,
]
ALLOWED = [starts_in_the_generator, writes, empty_chunk_first, no_length, closing, closing_and_raising]
READING = [bare_read, read_by_length, read_too_much, read_zero, read_the_line, reads_nothing]
FACTS = [
    content_length,
    content_type,
    script_name,
    path_info,
    query_string,
    repeated_header,
    big_cookie,
    scheme,
    input_terminated,
    keeps_environ,
]
CALLABLES = {
    function.__name__: function for function in [*MISTAKES, *RAISING, *ALLOWED, *READING, *FACTS, times_closed]
}
