"""Requests and values of public bug reports, each of which stands for a kind of fault."""

import datetime
import time
from pathlib import PurePosixPath

from .suite import application, get, probe

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
