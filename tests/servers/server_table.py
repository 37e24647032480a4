"""The rows of the server table: what is sent to each callable of ``examples/server_table``, and how a reply is told."""

import re
from dataclasses import dataclass

from examples.server_table import callables
from tests.support.servers import Reply

MODULE = "examples.server_table.callables"
PREFIX = callables.PREFIX


@dataclass(frozen=True)
class Row:
    """A callable, the requests that are sent to it one after the other, and the lab that teaches what is seen.

    The last reply is what the cell tells. ``show`` (of a Reply, to str) tells what the status and body do not. With
    ``may_be_lost`` the answer gets through a proxy or not, as the two ends of a connection happen to run.
    """

    callable: object
    lab: str
    requests: tuple[bytes, ...]
    name: str
    keep_alive: bool = False
    show: object = None
    may_be_lost: bool = False


CLOSE = "Connection: close"


def get(name, *headers, method="GET", path=None, end=(CLOSE,)):
    lines = [f"{method} {path or f'{PREFIX}/{name}'} HTTP/1.1", "Host: localhost", *headers, *end]
    return ("\r\n".join([*lines, "", ""])).encode("latin-1")


def post(name, *headers, body=b"hello"):
    lines = [f"POST {PREFIX}/{name} HTTP/1.1", "Host: localhost", "Content-Type: text/plain", *headers]
    return ("\r\n".join([*lines, "", ""])).encode("latin-1") + body


LENGTH, CHUNKED = "Content-Length: 5", "Transfer-Encoding: chunked"
CHUNKS = b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"


def framing(reply):
    """Tell how the client knows where the body ends."""
    head = reply.data.partition(b"\r\n\r\n")[0].lower()
    if b"transfer-encoding: chunked" in head:
        return "chunked"
    return "a length" if b"content-length:" in head else "the connection closes"


def statuses(reply):
    """Tell the status of each response that came, an interim one (100) too."""
    return ", then ".join(re.findall(r"HTTP/1\.\d (\d{3})", reply.data.decode()))


def number_of_times(reply):
    return {"0": "never", "1": "once"}.get(reply.body.decode(), f"{reply.body.decode()} times")


def text_of(reply):
    text = reply.body.decode()
    return text if text == "absent" else f"`{text}`"


def row(function, lab, *requests, name="", **more):
    """Make the row of a callable; its name is the first line of its docstring."""
    requests = requests or (get(function.__name__),)
    return Row(function, lab, requests, name or function.__doc__.partition("\n")[0], **more)


def reading(function, lab, *headers, body=b"hello", name="", **more):
    """Make the row of a callable that reads; the client keeps its connection open."""
    return row(function, lab, post(function.__name__, *headers, body=body), name=name, keep_alive=True, **more)


def path_row(shown, path, what):
    return row(
        callables.path_info,
        "lab03_url_variables",
        get("", path=f"{PREFIX}/path_info{path}"),
        name=f"PATH_INFO of `{shown}`: {what}",
        show=text_of,
    )


HELLO, HEADERS, STATUS = "lab00_hello", "lab05_headers", "lab04_status"
JSON, ERRORS, REQUEST = "lab00b_hello_json", "lab13_errors_and_hooks", "lab06_request_object"
CLOSED = get("times_closed")

MISTAKES = [
    row(callables.string_body, HELLO),
    row(callables.bare_bytes, HELLO),
    row(callables.returns_none, HELLO),
    row(callables.no_start_response, HELLO),
    row(callables.twice, HELLO),
    row(callables.late, HELLO),
    row(callables.status_without_reason, STATUS),
    row(callables.integer_status, STATUS),
    row(callables.integer_header, HEADERS),
    row(callables.korean_header, HEADERS),
    row(callables.header_with_a_line_break, HEADERS),
    row(callables.hop_by_hop, HEADERS),
    row(callables.length_too_short, HEADERS),
    row(callables.length_too_long, HEADERS),
    row(callables.body_of_head, "lab02_methods", get("body_of_head", method="HEAD")),
    row(callables.body_of_204, STATUS),
]
RAISING = [
    row(callables.raises, ERRORS),
    row(callables.raises_after_start_response, ERRORS),
    row(callables.raises_before_the_first_chunk, ERRORS),
    row(callables.raises_after_the_first_chunk, ERRORS),
    row(callables.exc_info, ERRORS),
    row(callables.exc_info_too_late, ERRORS),
]
ALLOWED = [
    row(callables.starts_in_the_generator, HELLO),
    row(callables.writes, HELLO),
    row(callables.empty_chunk_first, HELLO),
    row(callables.no_length, HEADERS, show=framing),
    row(callables.closing, "lab12_uploads", get("closing"), CLOSED, show=number_of_times),
    row(callables.closing_and_raising, ERRORS, get("closing_and_raising"), CLOSED, show=number_of_times),
]
READING = [
    reading(callables.bare_read, JSON, LENGTH),
    reading(callables.read_by_length, JSON, LENGTH),
    reading(callables.read_too_much, JSON, LENGTH),
    reading(callables.read_the_line, JSON, LENGTH),
    reading(callables.read_zero, JSON, LENGTH),
    reading(callables.bare_read, JSON, CHUNKED, body=CHUNKS, name="reads a chunked POST with `read()`"),
    row(
        callables.read_by_length,
        "lab12_uploads",
        post("read_by_length", LENGTH, CLOSE, "Expect: 100-continue"),
        name="reads, when the client sent `Expect: 100-continue`: which statuses come?",
        show=statuses,
    ),
    row(
        callables.reads_nothing,
        "lab12_uploads",
        post("reads_nothing", "Content-Length: 1000000", CLOSE, body=b"a" * 1_000_000),
        may_be_lost=True,
    ),
    row(
        callables.content_length,
        "lab17_nginx",
        get("content_length", end=()) + get("content_length"),
        name="answers two requests on one connection: which statuses come?",
        show=statuses,
    ),
]
FACTS = [
    row(callables.content_length, JSON, show=text_of),
    row(callables.content_type, JSON, show=text_of),
    row(callables.query_string, "lab11_query_arguments", show=text_of),
    row(callables.script_name, "lab16_mounting", show=text_of),
    path_row("/a%2Fb", "/a%2Fb", "is an encoded slash a slash?"),
    path_row("/a%252Fb", "/a%252Fb", "decoded once, it is /a%2Fb; is it decoded twice?"),
    path_row("//a//b", "//a//b", "are two slashes one?"),
    path_row("/a/../b", "/a/../b", "who resolves the dots?"),
    path_row("/종", "/%EC%A2%85", "UTF-8, seen through latin-1"),
    row(callables.repeated_header, REQUEST, get("repeated_header", "X-Name: 1", "X-Name: 2"), show=text_of),
    row(
        callables.repeated_header,
        REQUEST,
        get("repeated_header", "X_Name: 1"),
        name="a header whose name was sent as `X_Name`, with an underscore",
        show=text_of,
    ),
    row(callables.big_cookie, "lab17_nginx", get("big_cookie", "Cookie: a=" + "b" * 8190)),
    row(callables.scheme, "lab17_nginx", get("scheme", "X-Forwarded-Proto: https"), show=text_of),
    row(callables.input_terminated, JSON, show=text_of),
    row(
        callables.keeps_environ,
        "lab19_threads_and_processes",
        get("", path=f"{PREFIX}/keeps_environ?first"),
        get("", path=f"{PREFIX}/keeps_environ?second"),
        show=text_of,
    ),
]
SECTIONS = {
    "Errors of an application": ("the application", MISTAKES),
    "What raises": ("the application", RAISING),
    "What the standard allows": ("the application", ALLOWED),
    "How the body of a request is read": ("the application", READING),
    "What stands in environ": ("asked for", FACTS),
}
ROWS = [row for _, rows in SECTIONS.values() for row in rows]

#: bodies that are a server's own words: wsgiref's, nginx's from ini/nginx.conf, and anybody's HTML
SERVER_SAYS = re.compile(rb"(?i)^A server error occurred|^nginx got no whole answer|^\s*<(!doctype )?html")


def told(row: Row, reply: Reply) -> str:
    """Return the text of a cell: the status and body, or how the reply came to nothing."""
    if not reply.data:
        return "hangs" if reply.end == "silence" else "no reply"
    if not reply.data.startswith(b"HTTP/1."):
        return f"no status line, {quoted(reply.data)}"
    head = reply.data.partition(b"\r\n\r\n")[0]
    status = head.split(b"\r\n")[0].decode().split(" ")[1]
    if row.show and status in ("100", "200"):
        return row.show(reply)
    if row.callable in (callables.body_of_head, callables.body_of_204):  # no body may be there
        return status + shown(reply.body)
    end = ", then silence" if reply.end == "silence" else ""
    injected = ", and `X-Injected: yes`" if b"\r\nX-Injected: yes" in head else ""
    status = status if status.isdigit() else f"status {status}"
    return f"{status}{told_body(head.lower(), reply.body)}{injected}{end}"


def told_body(head: bytes, body: bytes) -> str:
    """Tell the body that a client takes it for, whether it is cut, and what comes beyond it."""
    if SERVER_SAYS.search(body):
        return ""
    if b"\r\ntransfer-encoding: chunked" in head:
        return told_chunks(body)
    length = re.search(rb"\r\ncontent-length: *(\d+)", head)
    wanted = int(length[1]) if length else len(body)
    more = len(body) - wanted
    cut = f", cut at {len(body)} of {wanted} bytes" if more < 0 else f", then {more} bytes more" if more > 0 else ""
    return shown(body[:wanted]) + cut


def told_chunks(body: bytes) -> str:
    """Tell a chunked body; what does not end with the chunk of size 0 is cut."""
    text, rest = b"", body
    while chunk := re.match(rb"([0-9a-f]+)\r\n", rest):
        size = int(chunk[1], 16)
        text, rest = text + rest[chunk.end() : chunk.end() + size], rest[chunk.end() + size + 2 :]
        if size == 0:
            return shown(text)
    return (shown(text) if text else "") + ", cut"


def shown(body: bytes) -> str:
    return f" {quoted(body)}" if body else ", empty"


def quoted(body: bytes) -> str:
    """Return bytes as code in Markdown, on one line."""
    return f"`{body.decode().encode('unicode_escape').decode()}`"
