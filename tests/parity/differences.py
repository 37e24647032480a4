"""What wsgi_apps does differently from Flask on purpose, and why: the source of ``docs/differences.md``.

``python -m tests.parity.differences`` writes the page anew. Each difference is held by cases of ``cases.yaml`` that Flask
fails, by requests of the suite that name it, or by a probe whose two values stand here.
"""

from __future__ import annotations

import io
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from .left_out import LEFT_OUT
from .suite import raised, refused

PAGE = Path(__file__).parents[2] / "docs" / "differences.md"
INTRODUCTION = """\
# Differences from Flask

wsgi_apps answers as Flask 3.1 does, and a suite of small programs holds it to that: each program is written once, built on
both, and sent the same requests. Where the two differ, it is on purpose. Here is every difference, with its reason; a test
fails where one of them is no longer true, and where one is missing from this page.
"""

NAMES = """\
## Names that are not here

Every other public name of Flask 3.1 is here, on the same object. These are not; where one of them is used, Python says so
at once with an AttributeError or ImportError.
"""


@dataclass(frozen=True)
class Difference:
    """One intentional difference. ``probe`` gives ``values``: Flask's and ours."""

    title: str
    flask: str
    ours: str
    why: str
    cases: tuple[str, ...] = ()
    probe: Callable[[SimpleNamespace], Any] | None = None
    values: tuple[Any, Any] = (None, None)


def config(name: str) -> Callable[[SimpleNamespace], Any]:
    """Return a probe of a default of the configuration."""
    return lambda fw: fw.App("differences").config[name]


def has(*names: str) -> Callable[[SimpleNamespace], Any]:
    """Return a probe of what an App has."""
    return lambda fw: [hasattr(fw.App("differences"), name) for name in names]


def session_path(fw: SimpleNamespace) -> list[str]:
    """Return the path of a session's cookie in two mounts."""
    app = fw.App("differences")
    app.secret_key = "k"

    @app.route("/")
    def root() -> str:
        fw.session["a"] = 1
        return "root"

    client = app.test_client()
    answers = [
        client.get("/", environ_overrides={"SCRIPT_NAME": prefix}) for prefix in ("/m", "/\xed\x95\x9c\xea\xb8\x80")
    ]
    return [answer.headers["Set-Cookie"].partition("Path=")[2].partition(";")[0] for answer in answers]


def first_request(fw: SimpleNamespace) -> Any:
    """Return how often ``before_first_request`` ran, and how often before it had, for eight requests at the same time."""
    app = fw.App("differences")
    if not hasattr(app, "before_first_request"):
        return "no such decorator"
    barrier, ran, too_early = threading.Barrier(8), [], []

    @app.before_first_request
    def once() -> None:
        threading.Event().wait(0.01)  # long enough for the other threads to come past, if they could
        ran.append(1)

    app.add_url_rule("/", "root", lambda: too_early.append(1) or "early" if not ran else "ready")

    def ask() -> None:
        client = app.test_client()
        barrier.wait()
        client.get("/")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(ran), len(too_early)


def cookie_words(fw: SimpleNamespace) -> list[str]:
    """Return the attributes of a cookie that has a ``max_age``."""
    response = fw.Response()
    response.set_cookie("a", "b", max_age=60)
    return sorted(word.strip().partition("=")[0] for word in response.headers["Set-Cookie"].split(";")[1:])


def request_in_a_generator(fw: SimpleNamespace) -> list[str]:
    """Return what a generator sees of the request before its first part, and after it."""
    app, seen = fw.App("differences"), []

    def look() -> None:
        try:
            seen.append(fw.request.method)
        except RuntimeError as error:
            seen.append(type(error).__name__)

    def pieces() -> Iterator[str]:
        look()
        yield "first"
        look()

    app.add_url_rule("/", "root", lambda: pieces())
    app.test_client().get("/").get_data()
    return seen


def sessions_opened(fw: SimpleNamespace) -> list[int]:
    """Return how often a session was opened before a view that does not look at it."""
    app, opened = fw.App("differences"), []

    class Interface(type(app.session_interface)):
        def open_session(self, app: Any, request: Any) -> Any:
            opened.append(1)
            return super().open_session(app, request)

    app.session_interface = Interface()
    app.add_url_rule("/", "root", lambda: [len(opened)])
    return app.test_client().get("/").json


def own_loads(fw: SimpleNamespace) -> Any:
    """Return what ``get_json`` makes of ``1`` where the JSON provider has a ``loads`` of the program's own."""
    app = fw.App("differences")
    app.json.loads = lambda text, **options: "own"
    with app.test_request_context("/", method="POST", json=1):
        return fw.request.get_json()


def request_at_the_end(fw: SimpleNamespace) -> list[bool]:
    """Return whether there is a request when ``teardown_appcontext`` runs."""
    app, seen = fw.App("differences"), []
    app.teardown_appcontext(lambda error: seen.append(fw.has_request_context()))
    app.test_client().get("/")
    return seen


def retry_after_a_moment(fw: SimpleNamespace) -> bool:
    """Return whether an error may be made that says until when to wait."""
    try:
        return bool(dict(fw.exceptions.TooManyRequests(retry_after=datetime(2026, 1, 1, tzinfo=UTC)).get_headers()))
    except TypeError:
        return False


OF_HOSTS = {"host_matching": False, "static_host": None, "subdomain_matching": False}
HOSTS = {"host": None, "subdomain": None, "alias": False, "merge_slashes": True}


def arguments_that_are_refused(fw: SimpleNamespace) -> list[str]:
    """Return which arguments of an App and of a rule raise TypeError."""
    refused = []
    for names, make in (
        (OF_HOSTS, lambda **given: fw.App("differences", static_folder=None, **given)),
        (HOSTS, lambda **given: fw.App("differences", static_folder=None).add_url_rule("/", "root", print, **given)),
    ):
        for name, value in names.items():
            try:
                make(**{name: value})
            except TypeError:
                refused.append(name)
    return refused


def the_same_rule_twice(fw: SimpleNamespace) -> tuple[str, int]:
    """Return which of two views answers the rule of both, and the number of warnings."""
    app = fw.App("differences", static_folder=None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for name in ("one", "two"):
            app.add_url_rule("/", name, lambda name=name: name)
    return app.test_client().get("/").text, len(caught)


def order_of_a_stream(fw: SimpleNamespace) -> list[str]:
    """Return what happens to a request with a stream, in order."""
    app, order = fw.App("differences"), []
    app.teardown_request(lambda error: order.append("end"))
    app.add_url_rule("/", "root", lambda: fw.stream_with_context(order.append("piece") or "x" for _ in "x"))
    app.test_client().get("/").get_data()
    return order


def upload_after_a_copy(fw: SimpleNamespace) -> str:
    """Return what is read from an uploaded file after a copy of the context was used."""
    app = fw.App("differences")
    with app.test_request_context("/", method="POST", data={"f": (io.BytesIO(b"text"), "a.txt")}):
        file = fw.request.files["f"]
        fw.copy_current_request_context(lambda: fw.request.path)()
        said: list[str] = []
        return raised(lambda: said.append(file.read().decode())) or said[0]


def status_of_options(fw: SimpleNamespace) -> int:
    """Return the status of the response to OPTIONS that is asked for in words."""
    app = fw.App("differences", static_folder=None)
    app.add_url_rule("/", "root", lambda: "root", provide_automatic_options=True)
    status: int = app.test_client().options("/").status_code
    return status


def told_at_registration(fw: SimpleNamespace) -> list[str]:
    """Return what is told when a view is registered that the rule does not fit."""
    app, told = fw.App("differences"), []
    slips = {
        "no parentheses": lambda: app.route(print),
        "a method": lambda: app.route("/a", endpoint="a", methods=["PSOT"])(lambda: ""),
        "a variable": lambda: app.route("/<name>", endpoint="c")(lambda: ""),
        "a parameter": lambda: app.route("/b", endpoint="b")(lambda name: name),
    }
    for name, register in slips.items():
        try:
            with warnings.catch_warnings(action="error"):
                register()
        except (TypeError, UserWarning):
            told.append(name)
    return told


def small_letters(fw: SimpleNamespace) -> int:
    """Return the status of an answer to ``get``."""
    app = fw.App("differences")
    app.add_url_rule("/", "root", lambda: "root")
    return app.test_client().get("/", environ_overrides={"REQUEST_METHOD": "get"}).status_code


def scheme_of_sockets(fw: SimpleNamespace) -> str:
    """Return a URL that was asked for with the scheme of a WebSocket."""
    app = fw.App("differences")
    app.add_url_rule("/", "root", print)
    with app.test_request_context():
        return fw.url_for("root", _scheme="ws", _external=True)


def started(fw: SimpleNamespace) -> Any:
    """Return a function that calls ``app.run`` and gives host, port and debug of the server that would start."""
    app, served = fw.App("differences"), []

    def run(*arguments: Any, **options: Any) -> list[Any]:
        with (
            patch("werkzeug.serving.run_simple", lambda host, port, app, **options: served.append([host, port])),
            patch(
                "wsgi_apps.development.server.serve_forever", lambda app, host, port, *more: served.append([host, port])
            ),
            patch.dict(os.environ, {"FLASK_DEBUG": "1"}),
        ):
            app.run(*arguments, use_reloader=False, **options)
        return [*served[-1], app.debug]

    app.config["SERVER_NAME"] = "lab.example:8080"
    return run


def refused_options(fw: SimpleNamespace) -> list[bool]:
    """Return which options of Flask's development server are refused."""
    options = ({"ssl_context": "adhoc"}, {"processes": 2}, {"use_evalex": True}, {"load_dotenv": True})
    return [refused(lambda one=one: started(fw)("127.0.0.1", 5000, **one)) for one in options]


def client_of(fw: SimpleNamespace, use_cookies: bool = True) -> Any:
    """Return the test client of an App that tells the URL, the cookies, the fields and the files that it was sent."""
    app, request = fw.App("differences"), fw.request
    app.add_url_rule("/round", "round", lambda: fw.redirect("/round"))

    @app.route("/", methods=["GET", "POST"])
    def root() -> list[Any]:
        return [request.url, dict(request.cookies), dict(request.form), list(request.files)]

    return app.test_client(use_cookies=use_cookies)


def client_arguments(fw: SimpleNamespace) -> list[bool]:
    """Return which arguments of Flask's test client are refused."""
    client = client_of(fw)
    options = ({"subdomain": "a"}, {"input_stream": io.BytesIO()}, {"content_length": 0}, {"multithread": True})
    environ = client.get("/").request.environ
    return [
        *(refused(lambda one=one: client.get("/", **one)) for one in options),
        refused(lambda: client.open(environ)),
    ]


def client_mistakes(fw: SimpleNamespace) -> list[Any]:
    """Return which calls of the test client are refused that say a thing twice, or want cookies where there are none."""
    client, forgetful = client_of(fw), client_of(fw, use_cookies=False)
    calls = [
        lambda: client.get("/?a=1", query_string={"b": "2"}),
        lambda: client.get("/", base_url="http://lab.example", url_scheme="https"),
        lambda: forgetful.set_cookie("a", "1"),
        lambda: forgetful.get_cookie("a"),
    ]
    return [refused(call) for call in calls]


def stream_then_data(fw: SimpleNamespace) -> bytes:
    """Return the body after a part of it was read from the stream."""
    with fw.App("differences").test_request_context(method="POST", data=b"abcdef"):
        fw.request.stream.read(2)
        data: bytes = fw.request.get_data()
        return data


def underscored_host(fw: SimpleNamespace) -> str:
    """Return the host that a request names with an underscore."""
    with fw.App("differences").test_request_context("/", headers={"Host": "my_app"}):
        return str(fw.request.host)


def conditional_error(fw: SimpleNamespace) -> int:
    """Return the status for a page that is not there, if the client has its entity tag."""
    with fw.App("differences").test_request_context("/", headers={"If-None-Match": "*"}):
        response = fw.Response("gone", 404)
        response.set_etag("a")
        return int(response.make_conditional(fw.request).status_code)


def made_conditional(fw: SimpleNamespace) -> int | str:
    """Return the status of a part of a response that was made by hand."""
    with fw.App("differences").test_request_context(headers={"Range": "bytes=0-1"}):
        try:
            response = fw.Response("hello").make_conditional(fw.request, accept_ranges=True, complete_length=5)
        except TypeError as error:
            return type(error).__name__
        code: int = response.status_code
        return code


def copied(fw: SimpleNamespace) -> str:
    """Return the type of a copy of the query."""
    with fw.App("differences").test_request_context("/?a=1"):
        return type(fw.request.args.copy()).__name__


def missing_header(fw: SimpleNamespace) -> str:
    """Return what the look-up of a missing header raises."""
    return raised(lambda: fw.Response().headers["X-Nothing"])


def header_places(fw: SimpleNamespace) -> list[str]:
    """Return what is raised where headers are taken by their places."""
    headers = fw.Response().headers
    ways = (lambda: headers[0], lambda: headers.pop(), lambda: headers | {}, lambda: headers.keys(lower=True))
    return list(filter(None, map(raised, ways)))


def header_values(fw: SimpleNamespace) -> list[Any]:
    """Return what some headers are read as."""
    with fw.App("differences").test_request_context(headers={"Cache-Control": "no-cache", "If-None-Match": 'W/"a"'}):
        response = fw.Response(headers={"Age": "5"})
        return [fw.request.cache_control.no_cache, "a" in fw.request.if_none_match, response.age]


def refused_type(fw: SimpleNamespace) -> bool:
    """Return whether a type that the client refuses is among those that it accepts."""
    with fw.App("differences").test_request_context(headers={"Accept": "text/html;q=0, */*"}):
        return "text/html" in fw.request.accept_mimetypes


def page_of_a_redirect(fw: SimpleNamespace) -> str:
    """Return the page of a redirect."""
    app = fw.App("differences")
    app.add_url_rule("/", "root", lambda: fw.redirect("/there"))
    return app.test_client().get("/").text


def file_headers(fw: SimpleNamespace) -> Any:
    """Return the headers of a file of the static folder."""
    folder = Path(__file__).parent / "static"
    app = fw.App("differences", static_folder=str(folder), static_url_path="/files")
    name = next(path.name for path in sorted(folder.iterdir()) if path.is_file())
    return app.test_client().get(f"/files/{name}", buffered=True).headers


DIFFERENCES = {
    # Requests
    "content-length": Difference(
        "A Content-Length that is no number",
        "takes the body for empty",
        "400",
        "RFC 9110, 8.6: such a message is invalid, and what comes after its head may be another request.",
        cases=tuple(
            f"body-cl-{name}"
            for name in ("minus5", "minus0", "plus5", "list", "alpha", "hex", "float", "tail", "arabic")
        ),
    ),
    "terminated": Difference(
        "`wsgi.input_terminated`",
        "asks only whether the key is there; with it, reads past Content-Length, and cuts a body at MAX_CONTENT_LENGTH",
        "the value counts, not the key; Content-Length still ends the body; a longer body is 413",
        "A server may say False, and a body that is cut in silence is worse than one that is refused.",
        cases=("body-terminated-over", "body-terminated-false", "body-terminated-cl-lies"),
    ),
    "default-limit": Difference(
        "MAX_CONTENT_LENGTH where nothing is set",
        "None: no limit",
        "16 MiB",
        "A limit that has to be remembered is not there when it is needed. Set it to None to have none.",
        probe=config("MAX_CONTENT_LENGTH"),
        values=(None, 16 << 20),
    ),
    "form-limits": Difference(
        "MAX_FORM_PARTS and MAX_FORM_MEMORY_SIZE",
        "hold for multipart bodies",
        "hold for urlencoded bodies as well, and MAX_FORM_PARTS for the fields of a query",
        "Fields cost the same however they are written.",
        cases=("form-many-fields", "form-big-field", "query-many-params"),
    ),
    "json-numbers": Difference(
        "NaN and Infinity in JSON",
        "become floats",
        "400",
        "They are no JSON (RFC 8259, 6), and most clients fail on them when they come back.",
        cases=("json-nan", "json-infinity-exp", "json-minus-infinity"),
    ),
    "json-names": Difference(
        "The same name twice in a JSON object",
        "the last one wins",
        "400",
        "RFC 8259, 4: what it means is unpredictable, and programs that disagree about it can be played off.",
        cases=("json-dup-keys",),
    ),
    "json-depth": Difference(
        "JSON of too many levels",
        "RecursionError: 500",
        "400",
        "It is the client's mistake.",
        cases=("json-deep-object",),
    ),
    "json-charset": Difference(
        "JSON in UTF-16 or UTF-32",
        "is guessed and read",
        "400",
        "JSON between systems is UTF-8 (RFC 8259, 8.1).",
        cases=("json-utf16",),
    ),
    "multipart-broken": Difference(
        "A body that says it is multipart and is not, or breaks off",
        "is an empty form",
        "400, with a sentence on what is wrong",
        "Half an upload must not look like none: the client would think that all is well.",
        cases=("multipart-padding-and-more",),
    ),
    "multipart-lines": Difference(
        "Multipart bodies whose lines end in LF or CR alone",
        "are read",
        "400",
        "RFC 2046, 5.1.1 asks for CRLF; where more is a line break, data of a file can be taken for a boundary.",
    ),
    "json-loads": Difference(
        "`loads` of a JSON provider of the program's own",
        "reads the JSON of requests",
        "is not asked by `get_json`",
        "JSON from outside is read by one strict parser; `get_data` has it as it came, for any other.",
        probe=own_loads,
        values=("own", 1),
    ),
    "form-charset": Difference(
        "A form whose type names another charset than UTF-8",
        "is read as UTF-8",
        "415",
        "Its text would be wrong, and a client does not choose the server's codecs.",
        cases=("form-charset-other-too",),
    ),
    "form-bytes": Difference(
        "Escaped bytes in a form or a query that are not UTF-8",
        "stay escaped: `%FF`",
        "become replacement characters",
        "`%FF` may as well have been typed; U+FFFD says that something was lost.",
    ),
    "multipart-star": Difference(
        "`filename*` and `name*` in multipart bodies",
        "go before `filename` and `name`",
        "are not used",
        "RFC 7578, 4.2 forbids them; a filter that reads the plain name would be passed by.",
        cases=("multipart-filename-star", "multipart-name-star"),
    ),
    "upload-filename": Difference(
        "The name of an uploaded file",
        "is what the client sent, folders and all",
        "is the last part of it, without control characters",
        "A path from a client is never a place on the server (RFC 7578, 4.2).",
        cases=("multipart-filename-traversal", "multipart-filename-absolute-win", "multipart-filename-nul"),
    ),
    "stream": Difference(
        "`request.stream`",
        "reads from the connection what is asked for; `get_data()`, `form` and `files` have the rest",
        "is the whole body, up to MAX_CONTENT_LENGTH, in memory; the others are as if it had not been read",
        "What may be asked for does not depend on what was asked for before. `wsgi_apps.request_body.iter_body(request.environ)` "
        "reads piece by piece, and an upload of any size is in `files`.",
        probe=stream_then_data,
        values=(b"cdef", b"abcdef"),
    ),
    "form-then-data": Difference(
        "`get_data()` after `form`, where the form is not multipart",
        "is empty: the form has used the stream up",
        "is the body",
        "What may be asked for does not depend on what was asked for before. A multipart form may be of any size, so its "
        "body is not kept: there `get_data()` is empty in both.",
    ),
    "part-twice": Difference(
        "A header or a parameter that stands twice in a part of a multipart body",
        "the last one counts",
        "400",
        "Programs disagree on which of them counts, so a filter could read another name than the view.",
        cases=("multipart-name-twice", "multipart-filename-twice", "multipart-disposition-twice"),
    ),
    "part-headers": Difference(
        "A header of a part that RFC 7578 says to ignore, and that cannot be read",
        "UnicodeDecodeError: 500",
        "is ignored",
        "RFC 7578, 4.8: headers other than Content-Disposition and Content-Type must be ignored.",
        cases=("multipart-part-header-latin1",),
    ),
    "query-bytes": Difference(
        "Raw bytes in the query that are not UTF-8",
        "UnicodeDecodeError: 500",
        "become replacement characters",
        "It is the client's mistake, and no fault of the program's.",
        cases=("unicode-query-raw-latin1",),
    ),
    "host-case": Difference(
        "A Host header in capitals",
        "is kept as it is",
        "becomes lower case",
        "Hosts are compared without case (RFC 9110, 4.2.3), so that nobody has to remember it.",
    ),
    "percent-in-url": Difference(
        "`request.url` of a path that holds a percent sign",
        "shows `%20` for the three characters and for a space alike",
        "shows `%2520` for the three characters",
        "The URL should lead back to the same path.",
    ),
    "cookie-utf-8": Difference(
        "A Cookie header with bytes of UTF-8",
        "gives one character for each byte",
        "gives the text",
        "Korean browsers and scripts send it; headers that are no UTF-8 become replacement characters.",
    ),
    "cookie-values": Difference(
        "A cookie whose value holds a space, a quote or a backslash",
        "is dropped",
        "is kept as it is",
        "Browsers send back what they were given; one odd character should not lose a value.",
    ),
    "host-underscore": Difference(
        "A Host header with an underscore",
        "is the empty text",
        "is a host",
        "RFC 3986, 3.2.2 allows it, and hosts in containers are called so.",
        probe=underscored_host,
        values=("", "my_app"),
    ),
    "host-invalid": Difference(
        "A Host header that is no host, where the program asks for it",
        "is the empty text",
        "400",
        "URLs without a host, made from it, would lead nowhere (RFC 9112, 3.2 asks for 400).",
    ),
    "json-surrogates": Difference(
        "JSON with half of a surrogate pair",
        "becomes a text that cannot be encoded",
        "400",
        "It would be a 500 wherever the text is written down (RFC 8259, 8.2).",
    ),
    "cookie-nameless": Difference(
        "A cookie without an equals sign",
        "becomes a name with an empty value",
        "is passed over",
        "RFC 6265, 5.2: such a pair is ignored.",
        cases=("cookies-letters-8k",),
    ),
    "authorization": Difference(
        "Credentials that are broken or not there",
        "UnicodeError: 500, or empty texts",
        "None: the view asks for them, 401",
        "It is the client's mistake.",
        cases=("headers-auth-garbage",),
    ),
    "refused-type": Difference(
        "`in` for a type or a language that the client refuses by the weight 0",
        "is there",
        "is not there",
        "RFC 9110, 12.4.2: a weight of 0 means not acceptable.",
        probe=refused_type,
        values=(True, False),
    ),
    "copy": Difference(
        "`copy()` of `request.args`, `form` and the like",
        "is a MultiDict, in which a missing name is a 400, and whose `update` adds values to those that are there",
        "is a dict of the first values",
        "What is changed is the program's own, and what is missing in it is the program's mistake. "
        "`to_dict(flat=False)` has all values.",
        probe=copied,
        values=("MultiDict", "dict"),
    ),
    # Responses
    "no-content-type": Difference(
        "204",
        "carries a Content-Type",
        "carries none",
        "There is no content (RFC 9110, 15.3.5), and the validator of the standard library refuses it.",
        cases=("headers-out-204",),
    ),
    "nosniff": Difference(
        "X-Content-Type-Options",
        "is not sent",
        "is `nosniff` in every answer that does not say otherwise",
        "An uploaded text that looks like HTML must not run as HTML.",
        cases=("headers-out-security",),
    ),
    "header-missing": Difference(
        "`response.headers[...]` for a header that is not there",
        "BadRequestKeyError: 400",
        "KeyError: 500",
        "It is the program's mistake, and not the client's.",
        probe=missing_header,
        values=("BadRequestKeyError", "KeyError"),
    ),
    "header-places": Difference(
        "Headers by their places, as `headers[0]`, `pop()` without a name, `headers | {...}`, `keys(lower=True)`",
        "are there",
        "are not there",
        "Headers have names. `list(headers)` has places, and `headers |= {...}` is there.",
        probe=header_places,
        values=([], ["AttributeError", "TypeError", "TypeError", "TypeError"]),
    ),
    "header-values": Difference(
        "`request.cache_control.no_cache`, a weak tag in `request.if_none_match`, and `response.age`",
        "True; is not in it; a timedelta",
        "`*`; is in it; a number of seconds",
        "WebOb reads them. RFC 9110, 13.1.2 compares these tags weakly.",
        probe=header_values,
        values=([True, False, timedelta(seconds=5)], ["*", True, 5]),
    ),
    "header-text": Difference(
        "A header with a name or a value that no header can carry",
        "goes to the server: Korean in it breaks the answer, except in Location and Content-Location",
        "500, and the log says which header; Location and Content-Location are percent-encoded, as in Flask",
        "PEP 3333: headers are latin-1; what each server makes of others differs.",
        cases=("headers-out-name", "headers-out-korean"),
    ),
    "status-line": Difference(
        "A status that is no status line, such as `abc`, `99` or one with a line break",
        "goes to the server",
        "500, and the log says so",
        "PEP 3333 asks for three digits, a space and a reason; a line break would be a header of the client's making.",
        cases=tuple(f"headers-out-status-{name}" for name in ("crlf", "two-digits", "four-digits", "alpha", "korean")),
    ),
    "hop-by-hop": Difference(
        "Connection, Transfer-Encoding and the like set by a view",
        "go to the server",
        "are refused: 500",
        "PEP 3333 forbids them: they are the server's. Those of an application that is mounted are left out.",
        cases=("headers-out-hopbyhop",),
    ),
    "interim": Difference(
        "A response with a status of 1xx",
        "goes to the server",
        "is refused: 500",
        "RFC 9110, 15.2: it only announces a response, and a server sends it. The client would wait for the rest.",
        probe=lambda fw: refused(lambda: fw.Response("x", 103).status_code),
        values=(False, True),
    ),
    "header-twice": Difference(
        "A header that may stand once, such as Content-Type or Location, added a second time",
        "is sent twice",
        "is refused: ValueError",
        "RFC 9110, 5.3: of two, each reader takes another one. `headers[...] = ...` sets it.",
        probe=lambda fw: refused(lambda: fw.Response("x").headers.add("Content-Type", "text/plain")),
        values=(False, True),
    ),
    "length-out": Difference(
        "A Content-Length that is not that of the body",
        "is sent",
        "is put right",
        "The client would wait for ever, or take the rest for the next answer.",
        cases=("headers-out-cl-mismatch",),
    ),
    "cookie-names": Difference(
        "`set_cookie` with a name that is no name, or a `__Host-` name that browsers refuse",
        "sends it",
        "is refused: 500",
        "RFC 6265, 4.1.1: the name is a token. Otherwise a part of it becomes an attribute.",
        cases=(
            *(f"cookies-set-name-{name}" for name in ("space", "empty", "equals", "semicolon", "korean", "ctl")),
            "cookies-set-host-prefix",
        ),
    ),
    "cookie-attributes": Difference(
        "`set_cookie` with a domain that holds a semicolon",
        "sends what is behind it as another attribute",
        "is refused: 500",
        "A value of a client's could change the scope of a cookie.",
        cases=("cookies-set-attr-domain",),
    ),
    "cookie-expires": Difference(
        "`set_cookie` with `max_age`",
        "sends Expires as well",
        "sends Max-Age alone",
        "RFC 6265, 4.1.2.2: Max-Age counts where both are there, and every browser of today reads it.",
        probe=cookie_words,
        values=(["Expires", "Max-Age", "Path"], ["Max-Age", "Path"]),
    ),
    "reason-phrase": Difference(
        "The words of a status",
        "`404 NOT FOUND`",
        "`404 Not Found`",
        "They are spelled as in RFC 9110, 15. A test that compares `response.status` with a text finds it; `status_code` is the same.",
        probe=lambda fw: fw.exceptions.NotFound().get_response().status,
        values=("404 NOT FOUND", "404 Not Found"),
    ),
    "descriptions": Difference(
        "The sentence on the page of an error",
        "Werkzeug's",
        "another, which says what to send instead",
        "Whoever reads it wants to know what to do next.",
        probe=lambda fw: fw.exceptions.MethodNotAllowed().description.split()[0],
        values=("The", "This"),
    ),
    "error-headers": Difference(
        "`get_headers()` of an error",
        "begin with Content-Type; an environ may be given",
        "are those that the error adds; it takes no arguments, nor does `get_body()`",
        "No error here asks the environ. `get_response()` has all headers.",
        probe=lambda fw: [name for name, _ in fw.exceptions.MethodNotAllowed(["GET"]).get_headers()],
        values=(["Content-Type", "Allow"], ["Allow"]),
    ),
    "retry-after": Difference(
        "`retry_after` of an error",
        "may be a datetime",
        "is a number of seconds",
        "A client that has no clock can wait for seconds.",
        probe=retry_after_a_moment,
        values=(True, False),
    ),
    "constructors": Difference(
        "`Flask(host_matching=, static_host=, subdomain_matching=)` and "
        "`add_url_rule(host=, subdomain=, alias=, merge_slashes=)`",
        "are there",
        "TypeError",
        "They belong to hosts, which nginx knows. The router as a whole has `merge_slashes`.",
        probe=arguments_that_are_refused,
        values=([], [*OF_HOSTS, *HOSTS]),
    ),
    "same-rule": Difference(
        "The same rule twice",
        "the second view is never called, and nothing is said",
        "the same, with a warning that names both views with file and line; a `Router` without an App refuses it",
        "A view that nobody can reach is an error in the program.",
        probe=the_same_rule_twice,
        values=(("one", 0), ("one", 1)),
    ),
    "automatic-options": Difference(
        "`provide_automatic_options=True` where OPTIONS is not among the methods",
        "405: the answer is ready, but the rule does not take the method",
        "OPTIONS is answered",
        "It is what the words say.",
        probe=lambda fw: status_of_options(fw),
        values=(405, 200),
    ),
    "advice": Difference(
        "`@app.route` without parentheses, a method such as `PSOT`, a view without a parameter for the variable of its rule",
        "are taken in silence: 404, 405 or 500 when a request comes",
        "TypeError for the first, a warning for the others, at the line of the view",
        "The line of an error is the one that has it. A program may mean what is only warned of: a `url_value_preprocessor` may "
        "take the value out.",
        probe=told_at_registration,
        values=([], ["no parentheses", "a method", "a variable", "a parameter"]),
    ),
    "small-letters": Difference(
        "A method in small letters, as `curl -X get` sends it",
        "is taken for the method in capitals",
        "405",
        "RFC 9110, 9.1: a method is case-sensitive.",
        probe=small_letters,
        values=(200, 405),
    ),
    "scheme-of-sockets": Difference(
        "`url_for` with the scheme `ws` or `wss`",
        "makes it http or https unless the rule is for WebSockets",
        "takes it as it stands",
        "There are no rules for WebSockets here.",
        probe=scheme_of_sockets,
        values=("http://localhost/", "ws://localhost/"),
    ),
    "redirect-page": Difference(
        "The page of a redirect",
        "asks to follow the link if the browser does not",
        "has the words of the status as its title, and the link",
        "Nobody sees it but who asks with curl, and learns from it what the status means.",
        probe=lambda fw: re.search("<h1>(.*)</h1>", page_of_a_redirect(fw))[1],
        values=("Redirecting...", "Found"),
    ),
    "tag-of-a-file": Difference(
        "The ETag of a file",
        "is made of its time, its size and its path, readable",
        "is a hash of time and size",
        "It tells a stranger nothing about the server.",
        probe=lambda fw: file_headers(fw)["ETag"].count("-") > 0,
        values=(True, False),
    ),
    "disposition": Difference(
        "Content-Disposition of a file that is shown, not saved",
        "is always sent, with the file's name",
        "is sent only where the name is another than in the URL",
        "A browser knows the name from the URL.",
        probe=lambda fw: "Content-Disposition" in file_headers(fw),
        values=(True, False),
    ),
    "redirect-code": Difference(
        "`redirect` with a code that is no redirect",
        "sends it",
        "is refused: 500",
        "A browser follows no Location of a 200: the page would be a dead end.",
    ),
    "generator-request": Difference(
        "`request` in a generator that is the body, before its first part",
        "fails: the request is over, unless `stream_with_context` keeps it",
        "is there; after the first part it fails as well",
        "The first part is made before the headers leave, so that an error in it is a 500 and no empty 200.",
        probe=request_in_a_generator,
        values=(["RuntimeError", "RuntimeError"], ["GET", "RuntimeError"]),
    ),
    "stream-teardown": Difference(
        "`teardown_request` and `teardown_appcontext` of a request whose body is made with `stream_with_context`",
        "run twice: before the body is made, and after it",
        "run once, after the body",
        "A database connection that is closed at the end of the request has to be open while the body is made.",
        probe=order_of_a_stream,
        values=(["end", "piece", "end"], ["piece", "end"]),
    ),
    "copied-uploads": Difference(
        "Uploaded files after a function of `copy_current_request_context` has run",
        "are closed",
        "stay open until the request ends",
        "The files belong to the request, not to its copy.",
        probe=upload_after_a_copy,
        values=("ValueError", "text"),
    ),
    "late-headers": Difference(
        "Headers that a generator sets before its first part",
        "are lost",
        "are sent",
        "The first part is made before the headers leave, so that an error in it is a 500 and no empty 200.",
        cases=("lifecycle-gen-sets-header-late",),
    ),
    # Sessions
    "session-samesite": Difference(
        "SameSite of the session's cookie",
        "none unless SESSION_COOKIE_SAMESITE says so",
        "Lax",
        "It is what browsers assume and what keeps forged forms of other sites from having a session.",
        cases=("session-attrs",),
    ),
    "session-path": Difference(
        "Path of the session's cookie in a mounted application",
        "`/`, unless APPLICATION_ROOT or SESSION_COOKIE_PATH says otherwise",
        "the path of the mount",
        "Two students' applications on one server must not read or overwrite each other's sessions.",
        probe=session_path,
        values=(["/", "/"], ["/m", "/%ED%95%9C%EA%B8%80"]),
    ),
    "session-secure": Difference(
        "Secure of the session's cookie",
        "False unless SESSION_COOKIE_SECURE says so",
        "None by default: Secure where the request came over https",
        "A cookie that was given in private should not go out in the open.",
        probe=config("SESSION_COOKIE_SECURE"),
        values=(False, None),
    ),
    "session-opened": Difference(
        "When a session is opened",
        "as the request begins",
        "when it is first looked at; one of the program's own interface, before it is saved at the latest",
        "A request that looks at no session pays for none.",
        probe=sessions_opened,
        values=([1], [0]),
    ),
    "session-cookie": Difference(
        "A session's cookie that is signed but holds no object, or whose signature has other unused bits",
        "500; or is accepted",
        "is no session",
        "Only what this application sent counts.",
        cases=("session-not-object", "session-b64-malleable"),
    ),
    # Files
    "range": Difference(
        "Range with another unit than bytes, of several parts, that makes no sense, or with more last bytes than there are",
        "416",
        "the whole file; for too many last bytes, all of them",
        "RFC 9110, 14.2 and 14.1.2.",
        cases=("static-range-unit", "static-range-suffix-over"),
    ),
    "range-conditions": Difference(
        "If-None-Match or If-Modified-Since together with Range",
        "the range goes first: 206",
        "the condition goes first: 304",
        "RFC 9110, 13.2.2: conditions are evaluated in that order.",
    ),
    "if-match": Difference(
        "If-Match in the request for a static file",
        "412 with the whole file, even for `*`",
        "the file",
        "It is for requests that change something (RFC 9110, 13.1.1); `*` is true of every file that is there.",
    ),
    "if-range-later": Difference(
        "If-Range with another date than that of the file",
        "the part, if the date is later",
        "the whole file",
        "RFC 9110, 13.1.5: the date has to be the same.",
    ),
    "make-conditional": Difference(
        "`make_conditional` with `accept_ranges` and `complete_length`",
        "answers ranges of any response",
        "is not there: TypeError",
        "Parts are asked of files, and `send_file` gives them, of a path and of `io.BytesIO`.",
        probe=made_conditional,
        values=(206, "TypeError"),
    ),
    "condition-of-an-error": Difference(
        "`make_conditional` of a response that is not a success, such as a 404",
        "becomes 304 if the client has its entity tag",
        "stays what it is",
        "RFC 9110, 13.2.1: a condition counts only where the status without it is 2xx.",
        probe=conditional_error,
        values=(304, 404),
    ),
    "packed": Difference(
        "A file whose name says that it is packed, such as `page.html.gz`, where it is no attachment",
        "has the type of what is in it, and the Content-Encoding: a browser unpacks and shows it",
        "is `application/octet-stream`",
        "It stays the file that it is, and a packed page that somebody uploaded must not run as HTML.",
    ),
    "static-symlink": Difference(
        "A symbolic link in the static folder that leads out of it",
        "is followed",
        "404",
        "The folder is the border; what is beyond it was not meant to be served.",
        cases=("static-symlink",),
    ),
    "static-unreadable": Difference(
        "A static file that may not be read",
        "PermissionError: 500",
        "403",
        "It is no fault of the program's, and its log should stay quiet.",
        cases=("static-unreadable",),
    ),
    "static-dots": Difference(
        "`..` and a slash behind a file in the path of a static file",
        "are worked out, if they stay in the folder",
        "404",
        "One file has one URL.",
        cases=("static-file-slash",),
    ),
    # Life of a request
    "failing-500-handler": Difference(
        "A handler of 500 that raises",
        "the exception leaves the application; the server decides",
        "a plain 500",
        "uWSGI sends nothing at all then: the browser shows an empty answer.",
        cases=("lifecycle-handler-raises",),
    ),
    "after-request-none": Difference(
        "`after_request` that returns None",
        "TypeError leaves the application",
        "500, and the log says what to return",
        "Nothing leaves the application but answers.",
    ),
    "after-request-raises": Difference(
        "`after_request` that raises, or a session that cannot be written",
        "all is tried again for the 500, which keeps what was done, and is logged again if it fails again",
        "all is tried again, but if it fails again the 500 is sent without it, and logged once",
        "What is half done should not be sent, and one mistake is one record.",
        cases=("lifecycle-after-hook-raises",),
    ),
    "teardown-raises": Difference(
        "`teardown_request` that raises",
        "the rest do not run, and the exception leaves the application",
        "the rest run, the error is logged, the answer is sent",
        "A forgotten teardown is a connection that stays open.",
        cases=("lifecycle-teardown-all",),
    ),
    "teardown-appcontext": Difference(
        "`request` in `teardown_appcontext`",
        "is gone",
        "is still there",
        "There is one context and not two: what ends a connection may also say in the log whose it was.",
        probe=request_at_the_end,
        values=([False], [True]),
    ),
    "nested-g": Difference(
        "`g` in a request that the application sends to itself",
        "is that of the outer request",
        "is its own",
        "One request must not see what belongs to another.",
        cases=("lifecycle-double-call",),
    ),
    # Mounting
    "mount-copy": Difference(
        "The environ of a mounted application",
        "Werkzeug's DispatcherMiddleware changes the server's own",
        "`Mount` hands on a copy",
        "Whoever logs the request afterwards should see the path that came in.",
        cases=(
            *(f"mount-{name}" for name in ("nested-script", "exact", "double", "dotdot", "encoded-prefix")),
            *(f"mount-{name}" for name in ("exception-restores", "generator-late", "sub-wsgi-405")),
        ),
    ),
    "mount-korean": Difference(
        "`url_for` in a mount with a Korean prefix",
        "leaves the prefix as it is",
        "percent-encodes it",
        "A Location header and a strict client need ASCII (RFC 3986).",
        cases=("mount-korean",),
    ),
    "script-name-missing": Difference(
        "SCRIPT_NAME that is not in the environ",
        "KeyError in Werkzeug's DispatcherMiddleware",
        "is the empty prefix",
        "PEP 3333 lets servers leave it out, and uWSGI does for `/`.",
        cases=("mount-script-missing",),
    ),
    # More and less than Flask
    "before-first-request": Difference(
        "`before_first_request`",
        "was removed in Flask 2.3",
        "is there, and runs exactly once, before any view, with any number of threads",
        "The course uses it, and the reason for its removal is a lesson: each worker process has a first request.",
        probe=first_request,
        values=("no such decorator", (1, 0)),
    ),
    "debug-page": Difference(
        "An exception with DEBUG on",
        "leaves the application, for the debugger of the development server",
        "is a page with the traceback, as plain text and with nothing to run in it; a missing field stays a 400",
        "One page serves every server, and a debugger that runs code is a door.",
    ),
    "run-remote": Difference(
        '`app.run(host="0.0.0.0")`',
        "lets other machines in",
        "is refused with ValueError, unless `allow_remote=True` is said as well",
        "A server for development has no business there.",
        probe=lambda fw: raised(lambda: started(fw)("0.0.0.0", 5000)),
        values=("", "ValueError"),
    ),
    "run-options": Difference(
        "`app.run` with `ssl_context`, `processes`, `use_evalex` or `load_dotenv=True`",
        "does it",
        "is refused with TypeError, and told what to do instead",
        "nginx speaks TLS, uWSGI and gunicorn have processes, and the debug page runs no code.",
        probe=refused_options,
        values=([False] * 4, [True] * 4),
    ),
    "run-sources": Difference(
        "What the development server reads besides its arguments",
        "host and port of SERVER_NAME; FLASK_DEBUG, FLASK_APP and the like; `.env`; arguments in `--app \"hello:create_app('x')\"`",
        "nothing: `app.run(host, port, debug)` and the options of `python -m wsgi_apps run` say it all",
        "What a program does should not depend on who started it from where.",
        probe=lambda fw: started(fw)(),
        values=(["lab.example", 8080, True], ["127.0.0.1", 5000, False]),
    ),
    "client-arguments": Difference(
        "The test client: `subdomain`, `input_stream`, `content_length`, `multithread` and the like, `open(environ)`, `open(builder)`",
        "are there; `auth` may be an Authorization of Werkzeug's",
        "TypeError; `auth` is a name and a password",
        "Tests hardly need them: `data`, `headers` and `environ_overrides` say the same.",
        probe=client_arguments,
        values=([False] * 5, [True] * 5),
    ),
    "client-mistakes": Difference(
        "The test client: a query in the path and in `query_string`, `url_scheme` with `base_url`, cookies with `use_cookies=False`",
        "are refused",
        "`query_string` and `base_url` go first; no cookies are kept",
        "A test that says a thing twice says nothing about the program.",
        probe=client_mistakes,
        values=([True] * 4, [False] * 4),
    ),
    "client-cookie-header": Difference(
        "The test client: a Cookie header in `headers`",
        "is lost: the client puts its own cookies there, or takes the header out",
        "is sent, in front of the client's own cookies",
        "A test of odd cookies has to send them.",
        probe=lambda fw: client_of(fw).get("/", headers={"Cookie": "a=1"}).json[1],
        values=({}, {"a": "1"}),
    ),
    "client-file": Difference(
        "The test client: a binary file without a name in `data`",
        "becomes a field of the form",
        "becomes an uploaded file called `file`",
        "Whoever writes a file into a test means a file.",
        probe=lambda fw: client_of(fw).post("/", data={"f": io.BytesIO(b"x")}).json[2:],
        values=([{"f": "x"}, []], [{}, ["f"]]),
    ),
    "client-rounds": Difference(
        "The test client: redirects that go round",
        "ClientRedirectError when one comes again",
        "RuntimeError after 20",
        "A page may redirect to itself until something is ready, as browsers allow.",
        probe=lambda fw: raised(lambda: client_of(fw).get("/round", follow_redirects=True)),
        values=("ClientRedirectError", "RuntimeError"),
    ),
    "left-out": Difference(
        "Signals, command line groups, host matching",
        "are there",
        "are not there; the error says what to write instead",
        "A program that wants to know of events has hooks, `python -m wsgi_apps` has the commands, and nginx knows the hosts.",
        probe=lambda fw: [
            raised(lambda: fw.module.template_rendered),
            *has("cli", "subdomain_matching")(fw),
        ],
        values=(["", True, True], ["ImportError", False, False]),
    ),
    "async": Difference(
        "Async views",
        "`ensure_sync` runs them on an event loop of their own",
        "are not there",
        "WSGI is synchronous; a loop for each request hides that.",
        probe=has("ensure_sync", "async_to_sync"),
        values=([True, True], [False, False]),
    ),
}
CASES_OF_DIFFERENCES = {case: name for name, difference in DIFFERENCES.items() for case in difference.cases}


def page() -> str:
    """Return the text of ``docs/differences.md``."""
    parts = [INTRODUCTION]
    for difference in DIFFERENCES.values():
        lines = [
            f"## {difference.title}",
            "",
            f"- Flask: {difference.flask}",
            f"- wsgi_apps: {difference.ours}",
            f"- Why: {difference.why}",
        ]
        if difference.cases:
            lines.append(f"- Cases: {', '.join(f'`{case}`' for case in difference.cases)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join([*parts, NAMES, *(left_out(title) for title in LEFT_OUT)])


def left_out(title: str) -> str:
    """Return the lines on the names that one object lacks."""
    why, names = LEFT_OUT[title]
    return f"- {title}. {why}\n  {' '.join(f'`{name}`' for name in names.split())}"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page() + "\n", encoding="utf-8")
