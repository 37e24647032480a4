"""Requests and values of public bug reports, each of which stands for a kind of fault."""

import datetime
import time
from pathlib import PurePosixPath

from .suite import BOUNDARY, application, ask, get, multipart, post, probe

SEOUL, NEW_YORK = (datetime.timezone(datetime.timedelta(hours=hours)) for hours in (9, -5))
MOMENTS = {
    "in Seoul": datetime.datetime(2024, 1, 2, 9, tzinfo=SEOUL),
    "in New York": datetime.datetime(2024, 1, 1, 19, tzinfo=NEW_YORK),
    "without a zone": datetime.datetime(2024, 1, 2),
    "a date": datetime.date(2024, 1, 2),
    "a struct_time": time.localtime(1704153600),
    "a number": 1704153600,
}


@probe("headers name the same moment, whatever a program gives for it")
def moments(fw):
    said = []
    for moment in MOMENTS.values():
        response = fw.Response("x")
        for name in ("last_modified", "expires", "date"):
            setattr(response, name, moment)
        if isinstance(moment, datetime.datetime):
            response.retry_after = moment
        response.set_cookie("a", "1", expires=moment)
        said.append([response.headers.get(name) for name in ("Last-Modified", "Expires", "Date", "Retry-After")])
        said.append([response.last_modified, response.expires, response.date, response.retry_after])
        said.append("Expires=Tue, 02 Jan 2024 00:00:00 GMT" in response.headers["Set-Cookie"])
    return said


@application(
    "a file and the moment of its last change",
    *(get(f"/{index}", sentence) for index, sentence in enumerate(MOMENTS)),
)
def changed(fw):
    app = fw.App(__name__, static_folder=None)

    @app.route("/<int:index>")
    def view(index):
        moment = list(MOMENTS.values())[index]
        return fw.send_file(__file__, mimetype="text/plain", last_modified=moment, etag=False, max_age=60)

    return app


@application(
    "a default type of the program's own",
    *(get(f"/{name}", name) for name in ("text", "bytes", "tuple", "response", "json", "generator")),
    get("/redirect", "a redirect", 302),
    get("/none", "an error", 404),
)
def default_type(fw):
    class Response(fw.Response):
        default_mimetype = "text/plain"

    class App(fw.App):
        response_class = Response

    app = App(__name__)
    results = {
        "text": lambda: "x",
        "bytes": lambda: b"x",
        "tuple": lambda: ("x", 200),
        "response": lambda: fw.make_response("x"),
        "json": lambda: {"a": 1},
        "generator": lambda: (part for part in "ab"),
        "redirect": lambda: fw.redirect("/text"),
    }
    for name, view in results.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


class Url:
    """What objects of a library of URLs, and lazy texts, look like from outside."""

    def __str__(self):
        return "/next?a=1&b=<2>"


@application(
    "an object in place of a URL",
    get("/redirect", "redirect", 302),
    get("/path", "redirect to a path", 302),
    get("/location", "response.location", 201),
    get("/header", "a header", 201),
    get("/moved", "an exception", 308),
    get("/built", "url_for"),
)
def objects(fw):
    app = fw.App(__name__)

    def located():
        response = fw.make_response("made", 201)
        response.location = Url()
        return response

    views = {
        "redirect": lambda: fw.redirect(Url()),
        "path": lambda: fw.redirect(PurePosixPath("/next")),
        "location": located,
        "header": lambda: ("made", 201, {"Location": Url()}),
        "moved": lambda: fw.redirect(Url(), 308),
        "built": lambda: fw.url_for("redirect", page=PurePosixPath("/a b"), lazy=Url()),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
UPLOAD = multipart({"a": "1"}, {"f": ("a.txt", b"hello", "text/plain")})
READERS = ("files", "form", "values", "get_data", "stream", "json", "data")


@application(
    "a form and the raw body of one request",
    *(
        post(f"/{first}/{then}", f"{first}, then {then}", body=UPLOAD, type=MULTIPART)
        for first in ("files", "form", "values")
        for then in READERS
    ),
    post("/get_data/files", "get_data, then files", body=UPLOAD, type=MULTIPART),
)
def readers(fw):
    app = fw.App(__name__)
    request = fw.request
    read = {
        "files": lambda: [file.read().decode() for file in request.files.values()],
        "form": lambda: request.form.to_dict(),
        "values": lambda: request.values.to_dict(),
        "get_data": lambda: request.get_data().decode(),
        "stream": lambda: request.stream.read().decode(),
        "json": lambda: request.get_json(silent=True),
        "data": lambda: request.data.decode(),
    }

    @app.post("/<first>/<then>")
    def view(first, then):
        said = [read[first](), read[then]()]
        return said if first != "get_data" else [len(said[0]), said[1]]

    return app


@application(
    "the type of a form without a body",
    *(
        ask("/", f"{method} of {kind}", method=method, type=kind)
        for method in ("GET", "POST", "PUT", "DELETE")
        for kind in (MULTIPART, "multipart/form-data", "application/x-www-form-urlencoded; charset=euc-kr")
    ),
)
def nothing_sent(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["GET", "POST", "PUT", "DELETE"])
    def view():
        return [len(fw.request.form), len(fw.request.files), len(fw.request.values), fw.request.get_data().decode()]

    return app


FORM = "application/x-www-form-urlencoded"
TYPES = [
    f"{FORM}; charset=UTF-8; charset=UTF-8",
    f"{FORM}; a=1; a=2",
    f"{FORM}; charset=UTF-8;, {FORM}",
    f"{FORM}; charset=UTF-8, {FORM}; charset=UTF-8",
    f"{FORM}, {FORM}",
]


@application(
    "a type that names a parameter twice",
    *(post("/", kind, body=b"a=1", type=kind) for kind in TYPES),
    *(
        post("/", options, body=UPLOAD, type=f"{MULTIPART}{options}")
        for options in (f"; boundary={BOUNDARY}", "; charset=utf-8; charset=utf-8", f", {MULTIPART}")
    ),
)
def repeated(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: fw.request.form.to_dict(), methods=["POST"])
    return app


@application(
    "an uploaded file",
    post("/", "its mode, in memory", body=UPLOAD, type=MULTIPART),
    post("/", "its mode, on the disk", files={"f": ("a.bin", b"x" * 2_000_000, "application/octet-stream")}),
)
def mode(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: [fw.request.files["f"].mode], methods=["POST"])
    return app


@application(
    "the target of a request as a test sends it",
    get("/"),
)
def raw_target(fw):
    app = fw.App(__name__)
    paths = ["/a%2Fb?x=%20", "/a%20b", "/?q=%ED%95%9C", "/a?b", "/"]

    def seen(path=""):
        return [fw.request.environ["REQUEST_URI"], fw.request.environ["RAW_URI"]]

    app.add_url_rule("/seen/<path:path>", "seen", seen)
    app.add_url_rule("/seen/", "root", seen)

    @app.route("/")
    def view():
        return [app.test_client().get(f"/seen{path}").get_json() for path in paths]

    return app
