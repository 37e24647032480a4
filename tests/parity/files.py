"""Static files, send_file and send_from_directory."""

import io
import os
from pathlib import Path
from wsgiref.util import FileWrapper

from .suite import application, ask, get, post, probe, raised

HERE = Path(__file__).parent
MODIFIED = 1_700_000_000
TIME = "Tue, 14 Nov 2023 22:13:20 GMT"
for file in (HERE / "static").rglob("*.*"):
    os.utime(file, (MODIFIED, MODIFIED))


@application(
    "the static folder",
    get("/static/a.txt", "a text"),
    get("/static/style.css", "a style sheet"),
    get("/static/index.html", "HTML"),
    get("/static/data.json", "JSON"),
    get("/static/digits.bin", "bytes"),
    get("/static/noextension", "no extension"),
    get("/static/empty.txt", "an empty file"),
    get("/static/한글.txt", "a Korean name"),
    get("/static/sub/b.txt", "a file in a folder"),
    get("/static/missing.txt", "a file that is not there", 404),
    get("/static/sub", "a folder", 404),
    get("/static/sub/", "a folder with a slash", 404),
    get("/static/", "the folder itself", 404),
    get("/static/../views.py", "a file outside", 404),
    get("/static/sub/../a.txt", "a way back inside", differs="static-dots", ours=404),
    post("/static/a.txt", "POST", 405),
    ask("/static/a.txt", "HEAD", method="HEAD"),
    ask("/static/a.txt", "OPTIONS", method="OPTIONS"),
    get("/static/a.txt", "in a mount", mount="/m"),
    get(
        "/static/a.txt",
        "If-Modified-Since of its time",
        304,
        headers={"If-Modified-Since": "Tue, 14 Nov 2023 22:13:20 GMT"},
    ),
    get(
        "/static/a.txt",
        "If-Modified-Since of an earlier time",
        headers={"If-Modified-Since": "Tue, 14 Nov 2023 22:13:19 GMT"},
    ),
    get(
        "/static/a.txt",
        "If-Modified-Since of a later time",
        304,
        headers={"If-Modified-Since": "Wed, 15 Nov 2023 22:13:20 GMT"},
    ),
    get("/static/a.txt", "If-Modified-Since of no time", headers={"If-Modified-Since": "yesterday"}),
    get("/static/a.txt", "If-None-Match of anything", 304, headers={"If-None-Match": "*"}),
    get("/static/a.txt", "If-None-Match of another", headers={"If-None-Match": '"x"'}),
    get(
        "/static/a.txt",
        "If-None-Match goes before If-Modified-Since",
        headers={"If-None-Match": '"x"', "If-Modified-Since": "Wed, 15 Nov 2023 22:13:20 GMT"},
    ),
    get("/static/digits.bin", "a range", 206, headers={"Range": "bytes=2-4"}),
    get("/static/digits.bin", "a range to the end", 206, headers={"Range": "bytes=7-"}),
    get("/static/digits.bin", "the last bytes", 206, headers={"Range": "bytes=-3"}),
    get("/static/digits.bin", "a range past the end", 206, headers={"Range": "bytes=8-99"}),
    get("/static/digits.bin", "a range behind the end", 416, headers={"Range": "bytes=10-"}),
    get(
        "/static/digits.bin", "a range of another unit", 416, headers={"Range": "items=0-1"}, differs="range", ours=200
    ),
    ask("/static/digits.bin", "HEAD with a range", 206, method="HEAD", headers={"Range": "bytes=2-4"}),
    get(
        "/static/digits.bin",
        "If-Range of its time",
        206,
        headers={"Range": "bytes=0-0", "If-Range": "Tue, 14 Nov 2023 22:13:20 GMT"},
    ),
    get(
        "/static/digits.bin",
        "If-Range of another time",
        headers={"Range": "bytes=0-0", "If-Range": "Tue, 14 Nov 2023 22:13:19 GMT"},
    ),
    get("/static/digits.bin", "a range that is none", 416, headers={"Range": "bytes=a"}, differs="range", ours=200),
    get(
        "/static/digits.bin",
        "a range the wrong way round",
        416,
        headers={"Range": "bytes=5-2"},
        differs="range",
        ours=200,
    ),
    get(
        "/static/digits.bin",
        "two ranges",
        416,
        headers={"Range": "bytes=0-1,3-4"},
        differs="range",
        ours=200,
    ),
    get(
        "/static/digits.bin",
        "a suffix longer than the file",
        416,
        headers={"Range": "bytes=-99"},
        differs="range",
        ours=206,
    ),
    get(
        "/static/digits.bin",
        "If-None-Match with a range",
        206,
        headers={"Range": "bytes=0-1", "If-None-Match": "*"},
        differs="range-conditions",
        ours=304,
    ),
    get(
        "/static/digits.bin",
        "If-Modified-Since with a range",
        206,
        headers={"Range": "bytes=0-1", "If-Modified-Since": TIME, "If-Range": TIME},
        differs="range-conditions",
        ours=304,
    ),
    get("/static/a.txt", "If-Match of anything", 412, headers={"If-Match": "*"}, differs="if-match", ours=200),
    get("/static/a.txt", "If-Match of another", 412, headers={"If-Match": '"x"'}, differs="if-match", ours=200),
    get("/static/empty.txt", "a range of an empty file", headers={"Range": "bytes=0-"}),
    get("/static/empty.txt", "the last bytes of an empty file", headers={"Range": "bytes=-3"}),
    get(
        "/static/digits.bin",
        "If-Range of a later time",
        206,
        headers={"Range": "bytes=0-0", "If-Range": "Wed, 15 Nov 2023 22:13:20 GMT"},
        differs="if-range-later",
        ours=200,
    ),
    get("/static/packed.html.gz", "a packed file", differs="packed"),
    get("/static/a.txt", "an empty If-None-Match", 304, headers={"If-None-Match": "", "If-Modified-Since": TIME}),
    get("/static/digits.bin", "If-Range of another tag", headers={"Range": "bytes=0-0", "If-Range": '"x"'}),
)
def static(fw):
    return fw.App(__name__)


@application(
    "a static folder elsewhere",
    get("/files/data.csv", "static_folder and static_url_path"),
    get("/static/data.csv", "the usual path is free", 404),
    get("/url", "url_for knows it"),
)
def elsewhere(fw):
    app = fw.App(__name__, static_folder="files", static_url_path="/files")
    app.add_url_rule("/url", "url", lambda: fw.url_for("static", filename="data.csv"))
    return app


@application(
    "a static folder of another name",
    get("/files/data.csv", "gives the path its name"),
)
def named(fw):
    return fw.App(__name__, static_folder="files")


@application(
    "a static folder at the root",
    get("/data.csv", "its files"),
    get("/hello", "beside the views"),
)
def at_root(fw):
    app = fw.App(__name__, static_folder="files", static_url_path="")
    app.add_url_rule("/hello", "hello", lambda: "hello")
    return app


@application(
    "no static folder",
    get("/static/a.txt", "no static files", 404),
    get("/url", "no endpoint either", 500),
)
def without(fw):
    app = fw.App(__name__, static_folder=None)
    app.add_url_rule("/url", "url", lambda: fw.url_for("static", filename="a.txt"))
    return app


@application(
    "SEND_FILE_MAX_AGE_DEFAULT",
    get("/static/a.txt", "is the age of static files"),
    get("/send", "and of send_file"),
)
def max_age(fw):
    app = fw.App(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.add_url_rule("/send", "send", lambda: fw.send_file(HERE / "static" / "a.txt"))
    return app


@application(
    "send_file",
    get("/path", "a path"),
    get("/path", "through the server's own way with files", environ={"wsgi.file_wrapper": FileWrapper}),
    get("/text-path", "a path as text"),
    get("/relative", "a path from the App's folder"),
    get("/attachment", "as an attachment"),
    get("/name", "with a name to save it under"),
    get("/korean-name", "with a Korean name"),
    get("/mimetype", "of a type"),
    get("/unknown", "of no known type"),
    get("/bytes", "from memory"),
    get("/bytes-attachment", "from memory, as an attachment"),
    get("/bytes-no-type", "from memory, without a type", 500),
    get("/max-age", "with an age"),
    get("/max-age-function", "with an age by path"),
    get("/max-age-zero", "with no age"),
    get("/max-age-none", "with an age of None"),
    get("/no-conditions", "without conditions", headers={"If-None-Match": "*"}),
    get("/path", "with a condition", 304, headers={"If-None-Match": "*"}),
    get("/no-etag", "without a tag"),
    get("/etag", "with a tag of one's own"),
    get("/last-modified", "with a time of one's own"),
    get("/missing", "that is not there", 500),
    get("/path", "a range", 206, headers={"Range": "bytes=1-2"}),
    get("/bytes", "a range of memory", 206, headers={"Range": "bytes=1-2"}),
    ask("/path", "HEAD", method="HEAD"),
)
def send_file(fw):
    app = fw.App(__name__)
    static = HERE / "static"
    send = fw.send_file

    def memory(**more):
        return send(io.BytesIO(b"in memory"), **more)

    views = {
        "path": lambda: send(static / "a.txt"),
        "text-path": lambda: send(str(static / "style.css")),
        "relative": lambda: send("static/a.txt"),
        "attachment": lambda: send(static / "a.txt", as_attachment=True),
        "name": lambda: send(static / "a.txt", as_attachment=True, download_name="b c.txt"),
        "korean-name": lambda: send(static / "a.txt", as_attachment=True, download_name="한글.txt"),
        "mimetype": lambda: send(static / "a.txt", mimetype="application/x-own"),
        "unknown": lambda: send(static / "noextension"),
        "bytes": lambda: memory(mimetype="text/plain"),
        "bytes-attachment": lambda: memory(as_attachment=True, download_name="m.csv"),
        "bytes-no-type": lambda: memory(),
        "max-age": lambda: send(static / "a.txt", max_age=60),
        "max-age-function": lambda: send(static / "a.txt", max_age=lambda path: len(Path(path).read_bytes())),
        "max-age-zero": lambda: send(static / "a.txt", max_age=0),
        "max-age-none": lambda: send(static / "a.txt", max_age=lambda path: None),
        "no-conditions": lambda: send(static / "a.txt", conditional=False),
        "no-etag": lambda: send(static / "a.txt", etag=False),
        "etag": lambda: send(static / "a.txt", etag="mine"),
        "last-modified": lambda: send(static / "a.txt", last_modified=MODIFIED + 60),
        "missing": lambda: send(static / "missing.txt"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "send_from_directory",
    get("/f/a.txt", "a file"),
    get("/f/sub/b.txt", "a file in a folder"),
    get("/f/missing.txt", "a file that is not there", 404),
    get("/f/../views.py", "a file outside", 404),
    get("/f//etc/passwd", "an absolute path", 308),
    get("/f/sub", "a folder", 404),
    get("/save/a.txt", "as an attachment"),
    get("/relative/data.csv", "a folder from the App's folder"),
    get("/typed/a.txt", "of a type"),
    get("/path", "a Path"),
)
def send_from_directory(fw):
    app = fw.App(__name__)
    send = fw.send_from_directory
    static = HERE / "static"
    app.add_url_rule("/f/<path:name>", "f", lambda name: send(static, name))
    app.add_url_rule("/save/<path:name>", "save", lambda name: send(static, name, as_attachment=True))
    app.add_url_rule("/relative/<path:name>", "relative", lambda name: send("files", name))
    app.add_url_rule("/typed/<path:name>", "typed", lambda name: send(static, name, mimetype="text/x-own"))
    app.add_url_rule("/path", "path", lambda: send(static, Path("sub") / "b.txt"))
    return app


@probe("the folders of an App")
def folders(fw):
    app = fw.App(__name__, static_folder="files", template_folder="templates")
    return [
        Path(app.root_path) == HERE,
        Path(app.static_folder) == HERE / "files",
        app.static_url_path,
        app.template_folder,
        app.has_static_folder,
        fw.App(__name__, static_folder=None).has_static_folder,
        app.import_name == __name__,
        app.name == __name__,
        fw.App("__main__").name != "",
    ]


@probe("app.open_resource reads a file of the App")
def open_resource(fw):
    app = fw.App(__name__)
    with app.open_resource("static/a.txt") as file:
        return file.read(), raised(lambda: app.open_resource("static/missing.txt"))


@probe("app.send_static_file sends one")
def send_static_file(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: app.send_static_file("a.txt"))
    with app.test_client().get("/") as response:
        return response.data, response.mimetype


class Unsought:
    """A file that can be read, and nothing else."""

    def __init__(self):
        self.pieces = [b"hello", b""]

    def read(self, size=-1):
        return self.pieces.pop(0)


@application("a file that can only be read", get("/", "is sent to its end"))
def unsought(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: fw.send_file(Unsought(), mimetype="text/plain", conditional=False))
    return app
