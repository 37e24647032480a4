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

wsgi_apps behaves as Flask 3.1 does, except for the differences on this page. All of them are on purpose, and each one has its
reason. A suite of small programs tests everything else: each program runs on both frameworks, and gets the same requests. A test
fails if a difference on this page is not true any more, or if a difference is missing from this page.

Each part says what Flask does, what wsgi_apps does, and why. The cases are names in `tests/cases/cases.yaml`.
"""

NAMES = """\
## Names that are not here

Every other public name of Flask 3.1 is here, on the same object. If you use one of the following names, Python raises an
AttributeError or an ImportError at once.
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


def g_of_a_client(fw: SimpleNamespace) -> list[str]:
    """Return what a request sees of the ``g`` around its test client, and the ends of contexts."""
    app, order = fw.App("differences", static_folder=None), []
    app.add_url_rule("/", "root", lambda: str(fw.g.get("user")))
    app.teardown_appcontext(lambda error: order.append("end"))
    with app.app_context():
        fw.g.user = "kim"
        order.insert(0, app.test_client().get("/").text)
    return order


def told_at_registration(fw: SimpleNamespace) -> list[str]:
    """Return what is told when a view is registered that the rule does not fit."""
    app, told = fw.App("differences"), []
    slips = {
        "no parentheses": lambda: app.route(print),
        "an error handler": lambda: app.errorhandler(print),
        "a class": lambda: app.add_url_rule("/w", view_func=type("Page", (fw.views.View,), {})),
        "a result": lambda: app.add_url_rule("/r", "r", "text"),
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
        "A Content-Length that is not a number",
        "The body counts as empty.",
        "The response is 400.",
        "Such a message is invalid, and the bytes after its head may be another request (RFC 9110, 8.6).",
        cases=tuple(
            f"body-cl-{name}"
            for name in ("minus5", "minus0", "plus5", "list", "alpha", "hex", "float", "tail", "arabic")
        ),
    ),
    "terminated": Difference(
        "`wsgi.input_terminated`",
        "Flask only tests whether the key is there. If it is, Flask reads past Content-Length, and cuts the body at "
        "MAX_CONTENT_LENGTH.",
        "The value of the key counts. Content-Length still ends the body, and a body above the limit gets 413.",
        "A server may set the key to False. A body that is cut without a message is worse than a refused one.",
        cases=("body-terminated-over", "body-terminated-false", "body-terminated-cl-lies"),
    ),
    "default-limit": Difference(
        "The default of MAX_CONTENT_LENGTH",
        "None: there is no limit.",
        "16 MiB.",
        "A limit that you must remember to set is often missing. Set it to None if you do not want a limit.",
        probe=config("MAX_CONTENT_LENGTH"),
        values=(None, 16 << 20),
    ),
    "form-limits": Difference(
        "MAX_FORM_PARTS and MAX_FORM_MEMORY_SIZE",
        "The limits hold for multipart bodies.",
        "The limits hold for urlencoded bodies, too. MAX_FORM_PARTS also holds for the fields of a query.",
        "A field costs the same in each format.",
        cases=("form-many-fields", "form-big-field", "query-many-params"),
    ),
    "json-numbers": Difference(
        "NaN and Infinity in JSON",
        "They become floats.",
        "The response is 400.",
        "They are not JSON (RFC 8259, 6), and most clients fail if they get them back.",
        cases=("json-nan", "json-infinity-exp", "json-minus-infinity"),
    ),
    "json-names": Difference(
        "The same name twice in a JSON object",
        "The last value wins.",
        "The response is 400.",
        "The meaning is unpredictable (RFC 8259, 4). If two programs read different values, an attacker can use the "
        "difference.",
        cases=("json-dup-keys",),
    ),
    "json-depth": Difference(
        "JSON with too many levels",
        "A RecursionError gives 500.",
        "The response is 400.",
        "It is the client's error.",
        cases=("json-deep-object",),
    ),
    "json-charset": Difference(
        "JSON in UTF-16 or UTF-32",
        "Flask guesses the encoding and reads the JSON.",
        "The response is 400.",
        "JSON between systems is UTF-8 (RFC 8259, 8.1).",
        cases=("json-utf16",),
    ),
    "multipart-broken": Difference(
        "A multipart body that is broken or ends too early",
        "The form is empty.",
        "The response is 400, with a sentence on the error.",
        "Half an upload must not look like an empty form: the client would think that the upload worked.",
        cases=("multipart-padding-and-more",),
    ),
    "multipart-lines": Difference(
        "Multipart bodies with lines that end in LF or CR alone",
        "Flask reads them.",
        "The response is 400.",
        "RFC 2046, 5.1.1 requires CRLF. If other line breaks counted, data in a file could look like a boundary.",
    ),
    "json-loads": Difference(
        "`loads` of your own JSON provider",
        "It reads the JSON of requests.",
        "`get_json` does not call it.",
        "One strict parser reads all JSON from outside. For another parser, take the bytes from `get_data`.",
        probe=own_loads,
        values=("own", 1),
    ),
    "form-charset": Difference(
        "A form with another charset than UTF-8 in its type",
        "Flask reads it as UTF-8.",
        "The response is 415.",
        "The text would be wrong, and a client must not choose the codec of a server.",
        cases=("form-charset-other-too",),
    ),
    "form-bytes": Difference(
        "Escaped bytes in a form or a query that are not UTF-8",
        "They stay escaped: `%FF`.",
        "They become replacement characters.",
        "A visitor could also have typed `%FF`. U+FFFD shows that something is lost.",
    ),
    "multipart-star": Difference(
        "`filename*` and `name*` in multipart bodies",
        "They go before `filename` and `name`.",
        "They are not used.",
        "RFC 7578, 4.2 forbids them. A filter that reads the plain name would not see the name that counts.",
        cases=("multipart-filename-star", "multipart-name-star"),
    ),
    "upload-filename": Difference(
        "The name of an uploaded file",
        "It is the text that the client sent, with its folders.",
        "It is the last part of that text, without control characters.",
        "A path from a client is never a place on the server (RFC 7578, 4.2).",
        cases=("multipart-filename-traversal", "multipart-filename-absolute-win", "multipart-filename-nul"),
    ),
    "stream": Difference(
        "`request.stream`",
        "It reads from the connection. `get_data()`, `form` and `files` get the rest.",
        "It is the whole body in memory, up to MAX_CONTENT_LENGTH. `get_data()`, `form` and `files` still get everything.",
        "A value does not depend on the values that you read before. To read piece by piece, use "
        "`wsgi_apps.request_body.iter_body(request.environ)`. `files` holds uploads of any size.",
        probe=stream_then_data,
        values=(b"cdef", b"abcdef"),
    ),
    "form-then-data": Difference(
        "`get_data()` after `form`, if the form is not multipart",
        "It is empty, because the form has read the stream.",
        "It is the body.",
        "A value does not depend on the values that you read before. The body of a multipart form may have any size, so "
        "it is not kept. After such a form, `get_data()` is empty in both frameworks.",
    ),
    "part-twice": Difference(
        "A header or a parameter that stands twice in one part of a multipart body",
        "The last one counts.",
        "The response is 400.",
        "Programs do not agree on the one that counts. So a filter could read another name than the view.",
        cases=("multipart-name-twice", "multipart-filename-twice", "multipart-disposition-twice"),
    ),
    "part-headers": Difference(
        "A header of a part that RFC 7578 tells you to ignore, with unreadable bytes",
        "A UnicodeDecodeError gives 500.",
        "It is ignored.",
        "Programs must ignore headers other than Content-Disposition and Content-Type (RFC 7578, 4.8).",
        cases=("multipart-part-header-latin1",),
    ),
    "query-bytes": Difference(
        "Raw bytes in the query that are not UTF-8",
        "A UnicodeDecodeError gives 500.",
        "They become replacement characters.",
        "It is the client's error. The program is not at fault.",
        cases=("unicode-query-raw-latin1",),
    ),
    "host-case": Difference(
        "A Host header in capitals",
        "It stays as it is.",
        "It becomes lower case.",
        "The case of a host does not matter (RFC 9110, 4.2.3), and no view has to remember that.",
    ),
    "percent-in-url": Difference(
        "`request.url` for a path with a percent sign",
        "`%20` stands for a space and for the three characters `%20` alike.",
        "`%2520` stands for the three characters.",
        "The URL should lead back to the same path.",
    ),
    "cookie-utf-8": Difference(
        "A Cookie header with bytes of UTF-8",
        "You get one character for each byte.",
        "You get the text.",
        "Korean browsers and scripts send such headers. In a header that is not UTF-8, bytes become replacement "
        "characters.",
    ),
    "cookie-values": Difference(
        "A cookie with a space, a quote or a backslash in its value",
        "The cookie is dropped.",
        "The value stays as it is.",
        "Browsers send back the text that they got. One odd character should not lose a value.",
    ),
    "host-underscore": Difference(
        "A Host header with an underscore",
        "The host is the empty text.",
        "It is a host.",
        "RFC 3986, 3.2.2 allows it, and containers often have such host names.",
        probe=underscored_host,
        values=("", "my_app"),
    ),
    "host-invalid": Difference(
        "A Host header that is not a host, if the program reads it",
        "The host is the empty text.",
        "The response is 400.",
        "A URL made from it would lead nowhere (RFC 9112, 3.2 requires 400).",
    ),
    "json-surrogates": Difference(
        "JSON with half of a surrogate pair",
        "It becomes a text that cannot be encoded.",
        "The response is 400.",
        "The text would cause a 500 later, when the program writes it (RFC 8259, 8.2).",
    ),
    "cookie-nameless": Difference(
        "A cookie without an equals sign",
        "It becomes a name with an empty value.",
        "It is ignored.",
        "RFC 6265, 5.2 tells programs to ignore it.",
        cases=("cookies-letters-8k",),
    ),
    "authorization": Difference(
        "Credentials that are broken or missing",
        "A UnicodeError gives 500, or the texts are empty.",
        "`request.authorization` is None, and the view can answer 401.",
        "It is the client's error.",
        cases=("headers-auth-garbage",),
    ),
    "refused-type": Difference(
        "`in` for a type or a language that the client refuses with the weight 0",
        "The type is in it.",
        "The type is not in it.",
        'A weight of 0 means "not acceptable" (RFC 9110, 12.4.2).',
        probe=refused_type,
        values=(True, False),
    ),
    "copy": Difference(
        "`copy()` of `request.args`, `form` and similar objects",
        "It is a MultiDict. A missing name gives 400, and `update` adds values to the existing ones.",
        "It is a dict of the first values.",
        "The copy belongs to the program, so a missing name in it is the program's error. `to_dict(flat=False)` has all "
        "values.",
        probe=copied,
        values=("MultiDict", "dict"),
    ),
    # Responses
    "no-content-type": Difference(
        "A response with the status 204",
        "It has a Content-Type.",
        "It does not have a Content-Type.",
        "It does not have content (RFC 9110, 15.3.5), and the validator of the standard library refuses the header.",
        cases=("headers-out-204",),
    ),
    "nosniff": Difference(
        "X-Content-Type-Options",
        "It is not sent.",
        "It is `nosniff`, unless the program sets another value.",
        "If a visitor uploads a text that looks like HTML, the browser must not run it as HTML.",
        cases=("headers-out-security",),
    ),
    "header-missing": Difference(
        "`response.headers[...]` for a header that is missing",
        "A BadRequestKeyError gives 400.",
        "A KeyError gives 500.",
        "It is the program's error, and not the client's.",
        probe=missing_header,
        values=("BadRequestKeyError", "KeyError"),
    ),
    "header-places": Difference(
        "Headers by their position: `headers[0]`, `pop()` without a name, `headers | {...}`, `keys(lower=True)`",
        "You can use them.",
        "They do not exist.",
        "Headers have names. For positions, use `list(headers)`. You can use `headers |= {...}`, too.",
        probe=header_places,
        values=([], ["AttributeError", "TypeError", "TypeError", "TypeError"]),
    ),
    "header-values": Difference(
        "`request.cache_control.no_cache`, a weak tag in `request.if_none_match`, and `response.age`",
        "The first is True, the tag is not in the second, and the third is a timedelta.",
        "The first is `*`, the tag is in the second, and the third is a number of seconds.",
        "WebOb reads these values. RFC 9110, 13.1.2 requires a weak comparison of these tags.",
        probe=header_values,
        values=([True, False, timedelta(seconds=5)], ["*", True, 5]),
    ),
    "header-text": Difference(
        "A name or a value that a header cannot carry",
        "It goes to the server. Korean in it breaks the response, except in Location and Content-Location.",
        "The response is 500, and the log names the header. Location and Content-Location are percent-encoded, as in "
        "Flask.",
        "Headers are latin-1 (PEP 3333), and each server treats other characters in its own way.",
        cases=("headers-out-name", "headers-out-korean"),
    ),
    "status-line": Difference(
        "A status that is not a status line, such as `abc`, `99` or a text with a line break",
        "It goes to the server.",
        "The response is 500, and the log gives the reason.",
        "PEP 3333 requires three digits, a space and a reason. With a line break, a client could add a header.",
        cases=tuple(f"headers-out-status-{name}" for name in ("crlf", "two-digits", "four-digits", "alpha", "korean")),
    ),
    "hop-by-hop": Difference(
        "Connection, Transfer-Encoding and similar headers from a view",
        "They go to the server.",
        "They are refused with 500.",
        "PEP 3333 forbids them, because they belong to the server. If a mounted application sends them, they are left "
        "out.",
        cases=("headers-out-hopbyhop",),
    ),
    "interim": Difference(
        "A response with a status of 1xx",
        "It goes to the server.",
        "It is refused with 500.",
        "It only announces a response, and a server sends it (RFC 9110, 15.2). The client would wait for the rest.",
        probe=lambda fw: refused(lambda: fw.Response("x", 103).status_code),
        values=(False, True),
    ),
    "header-twice": Difference(
        "A header that must not stand twice, such as Content-Type or Location, added a second time",
        "It is sent twice.",
        "It is refused with a ValueError.",
        "If there are two, programs choose different ones (RFC 9110, 5.3). Use `headers[...] = ...` to replace the first "
        "one.",
        probe=lambda fw: refused(lambda: fw.Response("x").headers.add("Content-Type", "text/plain")),
        values=(False, True),
    ),
    "length-out": Difference(
        "A Content-Length that differs from the length of the body",
        "It is sent.",
        "It is corrected.",
        "The client would wait without end, or would take the rest for the next response.",
        cases=("headers-out-cl-mismatch",),
    ),
    "cookie-names": Difference(
        "`set_cookie` with an invalid name, or with a `__Host-` name that browsers refuse",
        "The cookie is sent.",
        "It is refused with 500.",
        "A name must be a token (RFC 6265, 4.1.1). In other names, a part would become an attribute.",
        cases=(
            *(f"cookies-set-name-{name}" for name in ("space", "empty", "equals", "semicolon", "korean", "ctl")),
            "cookies-set-host-prefix",
        ),
    ),
    "cookie-attributes": Difference(
        "`set_cookie` with a semicolon in the domain",
        "The text behind the semicolon is sent as another attribute.",
        "It is refused with 500.",
        "A client's value could change the scope of a cookie.",
        cases=("cookies-set-attr-domain",),
    ),
    "cookie-expires": Difference(
        "`set_cookie` with `max_age`",
        "Expires is sent, too.",
        "Max-Age is sent alone.",
        "If both are there, Max-Age counts (RFC 6265, 4.1.2.2), and every browser of today reads it.",
        probe=cookie_words,
        values=(["Expires", "Max-Age", "Path"], ["Max-Age", "Path"]),
    ),
    "reason-phrase": Difference(
        "The reason phrase of a status",
        "`404 NOT FOUND`.",
        "`404 Not Found`.",
        "RFC 9110, 15 spells it this way. A test that compares `response.status` with a text notices the difference. "
        "`status_code` is the same.",
        probe=lambda fw: fw.exceptions.NotFound().get_response().status,
        values=("404 NOT FOUND", "404 Not Found"),
    ),
    "descriptions": Difference(
        "The sentence on an error page",
        "It is Werkzeug's.",
        "It is another one, which tells the client what to send instead.",
        "A reader of this page wants to know what to do next.",
        probe=lambda fw: fw.exceptions.MethodNotAllowed().description.split()[0],
        values=("The", "This"),
    ),
    "error-headers": Difference(
        "`get_headers()` of an error",
        "The list begins with Content-Type, and you may pass an environ.",
        "The list has the headers that the error adds. `get_headers()` and `get_body()` do not take arguments.",
        "An error does not need the environ here. `get_response()` has all headers.",
        probe=lambda fw: [name for name, _ in fw.exceptions.MethodNotAllowed(["GET"]).get_headers()],
        values=(["Content-Type", "Allow"], ["Allow"]),
    ),
    "retry-after": Difference(
        "`retry_after` of an error",
        "It may be a datetime.",
        "It is a number of seconds.",
        "A client without a clock can wait for a number of seconds.",
        probe=retry_after_a_moment,
        values=(True, False),
    ),
    "constructors": Difference(
        "`Flask(host_matching=, static_host=, subdomain_matching=)` and "
        "`add_url_rule(host=, subdomain=, alias=, merge_slashes=)`",
        "You can use them.",
        "They raise a TypeError.",
        "Most of them are about hosts, and nginx handles hosts. The router as a whole has `merge_slashes`.",
        probe=arguments_that_are_refused,
        values=([], [*OF_HOSTS, *HOSTS]),
    ),
    "same-rule": Difference(
        "The same rule twice",
        "The second view is never called, and Flask does not warn.",
        "The second view is never called. A warning names both views with file and line. A `Router` without an App "
        "refuses the rule.",
        "A view that no request can reach is an error in the program.",
        probe=the_same_rule_twice,
        values=(("one", 0), ("one", 1)),
    ),
    "automatic-options": Difference(
        "`provide_automatic_options=True` without OPTIONS in the methods",
        "The response is 405: it is ready, but the rule does not accept the method.",
        "The response lists the methods.",
        "The words of the argument mean this.",
        probe=lambda fw: status_of_options(fw),
        values=(405, 200),
    ),
    "advice": Difference(
        "A decorator without parentheses, a class without `as_view`, a method such as `PSOT`, a view without a parameter for the "
        "variable of its rule",
        "Flask accepts them. A request then gets 404, 405 or 500.",
        "The first two raise a TypeError, and so does a view that cannot be called. The others give a warning, at the line of "
        "the view.",
        "An error should be reported at the line that contains it. The others may be right, so they only give a warning: "
        "a `url_value_preprocessor` may take the value out.",
        probe=told_at_registration,
        values=(
            [],
            ["no parentheses", "an error handler", "a class", "a result", "a method", "a variable", "a parameter"],
        ),
    ),
    "small-letters": Difference(
        "A method in small letters, as `curl -X get` sends it",
        "It counts as the method in capitals.",
        "The response is 405.",
        "A method is case-sensitive (RFC 9110, 9.1).",
        probe=small_letters,
        values=(200, 405),
    ),
    "scheme-of-sockets": Difference(
        "`url_for` with the scheme `ws` or `wss`",
        "It becomes http or https, unless the rule is for WebSockets.",
        "It stays as it is.",
        "wsgi_apps does not have rules for WebSockets.",
        probe=scheme_of_sockets,
        values=("http://localhost/", "ws://localhost/"),
    ),
    "redirect-page": Difference(
        "The page of a redirect",
        "It asks you to follow the link if the browser does not.",
        "Its title is the reason phrase of the status, and it has the link.",
        "Only a reader with curl sees this page, and learns the meaning of the status from it.",
        probe=lambda fw: re.search("<h1>(.*)</h1>", page_of_a_redirect(fw))[1],
        values=("Redirecting...", "Found"),
    ),
    "tag-of-a-file": Difference(
        "The ETag of a file",
        "It shows the time, the size and a checksum of the path.",
        "It is a hash of time and size.",
        "A stranger does not learn anything about the server from it.",
        probe=lambda fw: file_headers(fw)["ETag"].count("-") > 0,
        values=(True, False),
    ),
    "disposition": Difference(
        "Content-Disposition for a file that the browser shows and does not save",
        "It is always sent, with the name of the file.",
        "It is sent only if the name differs from the name in the URL.",
        "A browser knows the name from the URL.",
        probe=lambda fw: "Content-Disposition" in file_headers(fw),
        values=(True, False),
    ),
    "redirect-code": Difference(
        "`redirect` with a code that does not redirect",
        "It is sent.",
        "It is refused with 500.",
        "A browser does not follow the Location of a 200, so the visitor could not go on.",
    ),
    "generator-request": Difference(
        "`request` in a generator for the body, before its first part",
        "It fails, because the request is over. `stream_with_context` keeps it.",
        "You can use it. After the first part, it fails, too.",
        "The first part is made before the headers are sent. So an error in it is a 500, and not an empty 200.",
        probe=request_in_a_generator,
        values=(["RuntimeError", "RuntimeError"], ["GET", "RuntimeError"]),
    ),
    "stream-teardown": Difference(
        "`teardown_request` and `teardown_appcontext` with `stream_with_context`",
        "They run twice: before the body is made, and after it.",
        "They run once, after the body.",
        "If you close a database connection at the end of the request, it must stay open while the body is made.",
        probe=order_of_a_stream,
        values=(["end", "piece", "end"], ["piece", "end"]),
    ),
    "copied-uploads": Difference(
        "Uploaded files after a function of `copy_current_request_context` has run",
        "They are closed.",
        "They stay open until the request ends.",
        "The files belong to the request, and not to its copy.",
        probe=upload_after_a_copy,
        values=("ValueError", "text"),
    ),
    "late-headers": Difference(
        "Headers that a generator sets before its first part",
        "They are lost.",
        "They are sent.",
        "The first part is made before the headers are sent. So an error in it is a 500, and not an empty 200.",
        cases=("lifecycle-gen-sets-header-late",),
    ),
    # Sessions
    "session-samesite": Difference(
        "SameSite of the session's cookie",
        "It is not sent, unless you set SESSION_COOKIE_SAMESITE.",
        "It is Lax.",
        "Browsers assume this value. It keeps the session out of forged forms on other sites.",
        cases=("session-attrs",),
    ),
    "session-path": Difference(
        "Path of the session's cookie in a mounted application",
        "It is `/`, unless you set APPLICATION_ROOT or SESSION_COOKIE_PATH.",
        "It is the path of the mount.",
        "Two students may have applications on one server. One must not read or overwrite the sessions of the other.",
        probe=session_path,
        values=(["/", "/"], ["/m", "/%ED%95%9C%EA%B8%80"]),
    ),
    "session-secure": Difference(
        "Secure of the session's cookie",
        "It is False, unless you set SESSION_COOKIE_SECURE.",
        "The default is None: the cookie is Secure if the request came over https.",
        "A cookie that was set over https should not be sent over http.",
        probe=config("SESSION_COOKIE_SECURE"),
        values=(False, None),
    ),
    "session-opened": Difference(
        "When a session is opened",
        "It is opened when the request begins.",
        "It is opened when you first use it. A session interface of your own is called before the session is saved, at "
        "the latest.",
        "A request that does not use a session does not pay for one.",
        probe=sessions_opened,
        values=([1], [0]),
    ),
    "session-cookie": Difference(
        "The cookie of a session that is signed but is not an object, or with other unused bits in its signature",
        "The first gives 500; the second is accepted.",
        "The session is empty.",
        "Only a cookie that this application sent is valid.",
        cases=("session-not-object", "session-b64-malleable"),
    ),
    # Files
    "range": Difference(
        "A Range with another unit than bytes, with several parts, without meaning, or for more last bytes than the file "
        "has",
        "The response is 416.",
        "The response is the whole file, also for too many last bytes.",
        "RFC 9110, 14.2 and 14.1.2.",
        cases=("static-range-unit", "static-range-suffix-over"),
    ),
    "range-conditions": Difference(
        "If-None-Match or If-Modified-Since together with Range",
        "The range goes first: 206.",
        "The condition goes first: 304.",
        "RFC 9110, 13.2.2 gives this order.",
    ),
    "if-match": Difference(
        "If-Match in the request for a static file",
        "The response is 412 with the whole file, even for `*`.",
        "The response is the file.",
        "If-Match is for requests that change something (RFC 9110, 13.1.1), and `*` is true for every existing file.",
    ),
    "if-range-later": Difference(
        "If-Range with a date that differs from that of the file",
        "If the date is later, the response is the part.",
        "The response is the whole file.",
        "The two dates must be the same (RFC 9110, 13.1.5).",
    ),
    "make-conditional": Difference(
        "`make_conditional` with `accept_ranges` and `complete_length`",
        "They send a range of any response.",
        "They do not exist: TypeError.",
        "Clients ask for parts of files. `send_file` sends them, from a path or from `io.BytesIO`.",
        probe=made_conditional,
        values=(206, "TypeError"),
    ),
    "condition-of-an-error": Difference(
        "`make_conditional` for a response that is not a success, such as a 404",
        "It becomes 304 if the client has its entity tag.",
        "It does not change.",
        "A condition counts only if the status without it is 2xx (RFC 9110, 13.2.1).",
        probe=conditional_error,
        values=(304, 404),
    ),
    "packed": Difference(
        "A file with the name of a compressed file, such as `page.html.gz`, that is not an attachment",
        "It has the type of its contents and a Content-Encoding: a browser unpacks and shows it.",
        "Its type is `application/octet-stream`.",
        "The client gets the file itself. If a visitor uploads a compressed page, it must not run as HTML.",
    ),
    "static-symlink": Difference(
        "A symbolic link in the static folder that leads out of it",
        "It is followed.",
        "The response is 404.",
        "You meant to serve the files in the folder, and not those outside of it.",
        cases=("static-symlink",),
    ),
    "static-unreadable": Difference(
        "A static file that the server may not read",
        "A PermissionError gives 500.",
        "The response is 403.",
        "It is not an error in the program, so it should not fill the log.",
        cases=("static-unreadable",),
    ),
    "static-dots": Difference(
        "`..` in the path of a static file, and a slash behind a file",
        "They are resolved, if the path stays in the folder.",
        "The response is 404.",
        "One file has one URL.",
        cases=("static-file-slash",),
    ),
    # Life of a request
    "failing-500-handler": Difference(
        "A handler for 500 that raises an exception",
        "The exception leaves the application, and the server decides.",
        "The response is a plain 500.",
        "uWSGI would not send anything: the browser would show an empty page.",
        cases=("lifecycle-handler-raises",),
    ),
    "after-request-none": Difference(
        "`after_request` that returns None",
        "A TypeError leaves the application.",
        "The response is 500, and the log tells you what to return.",
        "An exception must not leave the application.",
    ),
    "after-request-raises": Difference(
        "`after_request` that raises an exception, or a session that cannot be written",
        "The hooks run again for the 500. It keeps the changes so far. If they fail again, that is logged, too.",
        "The hooks run again. If they fail again, the 500 is sent without them, and is logged once.",
        "A response that is only half done should not be sent, and one error should be one record in the log.",
        cases=("lifecycle-after-hook-raises",),
    ),
    "teardown-raises": Difference(
        "`teardown_request` that raises an exception",
        "The other functions do not run, and the exception leaves the application.",
        "The other functions run, the error is logged, and the response is sent.",
        "If a teardown does not run, a connection may stay open.",
        cases=("lifecycle-teardown-all",),
    ),
    "teardown-appcontext": Difference(
        "`request` in `teardown_appcontext`",
        "It does not exist any more.",
        "It still exists.",
        "wsgi_apps has one context, and not two. So a function that closes a connection can write to the log which "
        "request used it.",
        probe=request_at_the_end,
        values=([False], [True]),
    ),
    "nested-g": Difference(
        "`g` in a request that the application sends to itself, or that the test client sends inside `app.app_context()`",
        "It is that of the outer request or context.",
        "The request has its own `g`, and `teardown_appcontext` runs at its end. `test_request_context` and "
        "`copy_current_request_context` share `g`, as in Flask.",
        "A request must not see the values of another one. A test sees what a server would do.",
        cases=("lifecycle-double-call",),
        probe=g_of_a_client,
        values=(["kim", "end"], ["None", "end", "end"]),
    ),
    # Mounting
    "mount-copy": Difference(
        "The environ of a mounted application",
        "Werkzeug's DispatcherMiddleware changes the environ of the server.",
        "`Mount` passes a copy on.",
        "A program that logs the request afterwards should see the path that the client sent.",
        cases=(
            *(f"mount-{name}" for name in ("nested-script", "exact", "double", "dotdot", "encoded-prefix")),
            *(f"mount-{name}" for name in ("exception-restores", "generator-late", "sub-wsgi-405")),
        ),
    ),
    "mount-korean": Difference(
        "`url_for` in a mount with a Korean prefix",
        "The prefix stays as it is.",
        "The prefix is percent-encoded.",
        "A Location header and a strict client need ASCII (RFC 3986).",
        cases=("mount-korean",),
    ),
    "script-name-missing": Difference(
        "An environ without SCRIPT_NAME",
        "Werkzeug's DispatcherMiddleware raises a KeyError.",
        "The prefix is empty.",
        "PEP 3333 lets servers leave it out, and uWSGI does so for `/`.",
        cases=("mount-script-missing",),
    ),
    # More and less than Flask
    "before-first-request": Difference(
        "`before_first_request`",
        "It was removed in Flask 2.3.",
        "It exists. It runs exactly once, before any view, with any number of threads.",
        "The course uses it. The reason for its removal is a lesson, too: each worker process has a first request.",
        probe=first_request,
        values=("no such decorator", (1, 0)),
    ),
    "debug-page": Difference(
        "An exception with DEBUG on",
        "It leaves the application, for the debugger of the development server.",
        "The response is a page with the traceback in plain text. You cannot run code in it. A missing field is still a "
        "400.",
        "One page works on every server. A debugger that runs code lets an attacker in.",
    ),
    "run-remote": Difference(
        '`app.run(host="0.0.0.0")`',
        "Other machines can connect.",
        "It is refused with a ValueError, unless you also pass `allow_remote=True`.",
        "A development server must not be open to other machines.",
        probe=lambda fw: raised(lambda: started(fw)("0.0.0.0", 5000)),
        values=("", "ValueError"),
    ),
    "run-options": Difference(
        "`app.run` with `ssl_context`, `processes`, `use_evalex` or `load_dotenv=True`",
        "Flask accepts them.",
        "They are refused with a TypeError, which tells you what to do instead.",
        "nginx speaks TLS, uWSGI and gunicorn have processes, and the debug page does not run code.",
        probe=refused_options,
        values=([False] * 4, [True] * 4),
    ),
    "run-sources": Difference(
        "Sources of settings for the development server",
        "It reads the host and the port from SERVER_NAME. It also reads FLASK_DEBUG, FLASK_APP and similar variables, "
        "`.env`, and arguments in `--app \"hello:create_app('x')\"`.",
        "It reads the arguments of `app.run(host, port, debug)` and the options of `python -m wsgi_apps run`, and nothing "
        "else.",
        "The behaviour of a program should not depend on the user and the folder that start it.",
        probe=lambda fw: started(fw)(),
        values=(["lab.example", 8080, True], ["127.0.0.1", 5000, False]),
    ),
    "client-arguments": Difference(
        "The test client: `subdomain`, `input_stream`, `content_length`, `multithread` and similar arguments, "
        "`open(environ)`, `open(builder)`",
        "You can use them. `auth` may be an Authorization of Werkzeug.",
        "They raise a TypeError. `auth` is a name and a password.",
        "Tests hardly need them: `data`, `headers` and `environ_overrides` do the same.",
        probe=client_arguments,
        values=([False] * 5, [True] * 5),
    ),
    "client-mistakes": Difference(
        "The test client: a query in the path and in `query_string`, `url_scheme` with `base_url`, cookies with `use_cookies=False`",
        "They are refused.",
        "`query_string` and `base_url` go first. Cookies are not kept.",
        "A test that gives one value twice does not show anything about the program.",
        probe=client_mistakes,
        values=([True] * 4, [False] * 4),
    ),
    "client-cookie-header": Difference(
        "The test client: a Cookie header in `headers`",
        "It is lost: the client replaces it with its own cookies, or removes it.",
        "It is sent, in front of the client's own cookies.",
        "A test of odd cookies has to send them.",
        probe=lambda fw: client_of(fw).get("/", headers={"Cookie": "a=1"}).json[1],
        values=({}, {"a": "1"}),
    ),
    "client-file": Difference(
        "The test client: a binary file without a name in `data`",
        "It becomes a field of the form.",
        "It becomes an uploaded file with the name `file`.",
        "If you pass a file to the test client, you want to upload a file.",
        probe=lambda fw: client_of(fw).post("/", data={"f": io.BytesIO(b"x")}).json[2:],
        values=([{"f": "x"}, []], [{}, ["f"]]),
    ),
    "client-rounds": Difference(
        "The test client: redirects in a circle",
        "A ClientRedirectError comes at the first repeated URL.",
        "A RuntimeError comes after 20 redirects.",
        "A page may redirect to itself until something is ready. Browsers allow this, too.",
        probe=lambda fw: raised(lambda: client_of(fw).get("/round", follow_redirects=True)),
        values=("ClientRedirectError", "RuntimeError"),
    ),
    "left-out": Difference(
        "Signals, command line groups, host matching",
        "They exist.",
        "They do not exist. The error tells you what to write instead.",
        "Use hooks in place of signals, and the commands of `python -m wsgi_apps`. nginx handles the hosts.",
        probe=lambda fw: [
            raised(lambda: fw.module.template_rendered),
            *has("cli", "subdomain_matching")(fw),
        ],
        values=(["", True, True], ["ImportError", False, False]),
    ),
    "async": Difference(
        "Async views",
        "`ensure_sync` runs each on an event loop of its own.",
        "They do not exist.",
        "WSGI is synchronous. A loop for each request hides this fact.",
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
