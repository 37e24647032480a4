"""The body of a request: raw, JSON, forms, files, limits."""

import hashlib
import io

from .suite import BOUNDARY, application, ask, get, multipart, post

MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
FORM = "application/x-www-form-urlencoded"
NAMELESS = f"--{BOUNDARY}\r\nX: y\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode()
BROKEN = {"differs": "multipart-broken", "ours": 400}


@application(
    "the raw body",
    post("/data", "as data", body=b"raw \xff", type="application/octet-stream"),
    post("/data", "as data without a type", body=b"raw"),
    post("/data", "empty"),
    post("/text", "as text", body="한글".encode()),
    post("/text", "as text that is not UTF-8", body=b"\xff\xfe"),
    post("/twice", "data twice", body=b"twice"),
    post("/get-data", "get_data, then data", body=b"cached"),
    post("/stream", "stream", body=b"streamed"),
    post("/stream-parts", "stream in parts", body=b"a\nb\nc"),
    post("/data", "data of a form is empty", form={"a": "1"}),
    post("/data-form", "get_data, then form", form={"a": "1"}),
    post("/form-data", "form, then get_data", form={"a": "1"}, differs="form-then-data"),
    get("/data", "of a GET", body=b"why not"),
)
def raw(fw):
    app = fw.App(__name__)
    request = fw.request
    views = {
        "data": lambda: [request.data.decode("latin-1"), request.content_length],
        "text": lambda: [request.get_data(as_text=True)],
        "twice": lambda: [request.data.decode(), request.data.decode()],
        "get-data": lambda: [request.get_data().decode(), request.data.decode()],
        "stream": lambda: [request.stream.read().decode()],
        "stream-parts": lambda: [
            request.stream.read(2).decode(),
            request.stream.readline().decode(),
            request.stream.read(9).decode(),
        ],
        "data-form": lambda: [request.get_data().decode(), request.form.to_dict()],
        "form-data": lambda: [request.form.to_dict(), request.get_data().decode()],
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    return app


@application(
    "JSON in the body",
    post("/json", "an object", json={"name": "김", "n": 1}),
    post("/json", "a list", json=[1, 2]),
    post("/json", "a text", json="text"),
    post("/json", "null", json=None),
    post("/json", "with a charset", body=b'{"a": 1}', type="application/json; charset=utf-8"),
    post("/json", "of a +json type", body=b'{"a": 1}', type="application/vnd.api+json"),
    post("/json", "a type in capitals", body=b'{"a": 1}', type="Application/JSON"),
    post("/json", "another type", 415, body=b'{"a": 1}', type="text/plain"),
    post("/json", "no type", 415, body=b'{"a": 1}'),
    post("/json", "broken", 400, body=b'{"a": ', type="application/json"),
    post("/json", "empty", 400, body=b"", type="application/json"),
    post("/json", "a lone surrogate", body=b'"\\ud800"', type="application/json", differs="json-surrogates", ours=400),
    post("/json", "a pair of surrogates", body=b'"\\ud83c\\udf5c"', type="application/json"),
    post("/json", "not UTF-8", 400, body=b'{"a": "\xff"}', type="application/json"),
    post("/force", "force ignores the type", body=b'{"a": 1}', type="text/plain"),
    post("/force", "force without a type", body=b'{"a": 1}'),
    post("/force", "force of broken JSON", 400, body=b"{", type="text/plain"),
    post("/silent", "silent gives None for broken JSON", body=b"{", type="application/json"),
    post("/silent", "silent gives None for another type", body=b"{}", type="text/plain"),
    post("/silent", "silent and good", json={"a": 1}),
    post("/both", "force and silent", body=b"{", type="text/plain"),
    post("/both", "force and silent and good", body=b"[1]", type="text/plain"),
    post("/twice", "get_json twice", json={"a": [1]}),
    post("/attribute", "request.json", json={"a": 1}),
    post("/attribute", "request.json of another type", 415, form={"a": "1"}),
    post("/is", "is_json", json={}),
    post("/is", "is_json of a form", form={"a": "1"}),
    get("/json", "of a GET without a body", 415),
    post("/key", "a key that is missing is the program's mistake", 500, json={}),
    post("/default", "a key with a default", json={}),
    post("/silent-then-loud", "silent, then aloud", 400, body=b"{", type="application/json"),
)
def json_in(fw):
    app = fw.App(__name__)
    request = fw.request

    def twice():
        first = request.get_json()
        return [first, request.get_json() is first]

    def silent_then_loud():
        request.get_json(silent=True)
        return [request.get_json()]

    views = {
        "json": lambda: [request.get_json()],
        "force": lambda: [request.get_json(force=True)],
        "silent": lambda: [request.get_json(silent=True)],
        "both": lambda: [request.get_json(force=True, silent=True)],
        "twice": twice,
        "attribute": lambda: [request.json],
        "is": lambda: [request.is_json, request.mimetype],
        "key": lambda: request.get_json()["name"],
        "default": lambda: request.get_json().get("name", "No key"),
        "silent-then-loud": silent_then_loud,
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    return app


@application(
    "a form in the body",
    post("/form", "fields", form={"input1": "12", "operator": "*", "한글": "값"}),
    post("/form", "a repeated field", form={"a": ["1", "2"]}),
    post("/form", "an empty field", form={"a": ""}),
    post("/form", "an empty body", type=FORM),
    post("/form", "no type", body=b"a=1"),
    post("/form", "JSON is no form", json={"a": 1}),
    post("/form", "plus and percent", body=b"a=b+c%2Bd%26e", type=FORM),
    post("/form", "a name without a value", body=b"a&b=1", type=FORM),
    post("/form", "a semicolon is data", body=b"a=1;b=2", type=FORM),
    post("/form", "a type in capitals", body=b"a=1", type="Application/X-WWW-Form-urlencoded; charset=utf-8"),
    post("/form", "multipart", form={"a": "1", "나": "둘"}, files={}),
    ask("/form", "of a PUT", method="PUT", form={"a": "1"}),
    ask("/form", "of a PATCH", method="PATCH", form={"a": "1"}),
    ask("/form", "of a DELETE", method="DELETE", form={"a": "1"}),
    get("/form", "of a GET", form={"a": "1"}),
    post("/values?a=query&b=2", "values of a POST join query and form", form={"a": "form", "c": "3"}),
    ask("/values?a=query", "values of a PUT", method="PUT", form={"c": "3"}),
    get("/values?a=query", "values of a GET are the query"),
    post("/values", "no values"),
    post("/typed", "get with a type", form={"n": "7", "bad": "x"}),
    post("/key", "a missing field by key", 400, form={"a": "1"}),
)
def forms(fw):
    app = fw.App(__name__)
    request = fw.request
    every = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    @app.route("/form", methods=every)
    def form():
        return [list(request.form.items(multi=True)), request.form.to_dict(flat=False), sorted(request.files)]

    @app.route("/values", methods=every)
    def values():
        found = request.values
        return [
            sorted(found),
            [found.getlist(name) for name in sorted(found)],
            found.get("a"),
            found.get("zzz", "default"),
        ]

    @app.route("/typed", methods=every)
    def typed():
        return [
            request.form.get("n", type=int),
            request.form.get("bad", -1, type=int),
            request.form.get("none", type=int),
        ]

    app.add_url_rule("/key", "key", lambda: request.form["missing"], methods=every)
    return app


@application(
    "multipart bodies that are broken",
    post("/", "no boundary at all", body=b"hello", type=MULTIPART, **BROKEN),
    post("/", "cut off in the middle", body=multipart({"a": "1", "b": "2"}, {})[:-30], type=MULTIPART, **BROKEN),
    post("/", "no boundary in the type", body=b"hello", type="multipart/form-data", **BROKEN),
    post("/", "a part without a name", body=NAMELESS, type=MULTIPART, **BROKEN),
    post("/", "empty", body=b"", type=MULTIPART),
    post(
        "/",
        "line breaks of LF alone",
        body=multipart({"a": "1"}, {}).replace(b"\r", b""),
        type=MULTIPART,
        differs="multipart-lines",
        ours=400,
    ),
    post("/", "text around the parts", body=b"before\r\n" + multipart({"a": "1"}, {}) + b"after", type=MULTIPART),
)
def broken_multipart(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: [fw.request.form.to_dict(), sorted(fw.request.files)], methods=["POST"])
    return app


@application(
    "a form in another charset",
    post("/", "bytes that are not UTF-8", body=b"a=%b0%a1", type=FORM, differs="form-bytes"),
    post("/", "named by the type", body=b"a=%b0%a1", type=f"{FORM}; charset=euc-kr", differs="form-charset", ours=415),
)
def other_charset(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: fw.request.form.to_dict(), methods=["POST"])
    return app


@application(
    "uploaded files",
    post("/upload", "one", form={"kind": "iris"}, files={"img": ("꽃.png", b"\x89PNG\r\n\x00", "image/png")}),
    post("/upload", "two", files={"a": ("a.txt", b"a", "text/plain"), "b": ("b.txt", b"b" * 3000, "text/x-b; v=1")}),
    post("/upload", "an empty one", files={"a": ("a.txt", b"", "text/plain")}),
    post("/upload", "a large one", files={"a": ("big.bin", bytes(range(256)) * 4000, "application/octet-stream")}),
    post("/upload", "none", form={"a": "1"}),
    post("/upload", "no file chosen", files={"a": ("", b"", "application/octet-stream")}),
    post(
        "/upload",
        "several of one name",
        body=b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n{name}\r\n'.encode()
            for name in "xyz"
        )
        + f"--{BOUNDARY}--\r\n".encode(),
        type=MULTIPART,
    ),
    post("/missing", "a missing file by key", 400, files={"a": ("a", b"", "text/plain")}),
    post("/parts", "read in parts", files={"f": ("f.txt", b"line 1\nline 2\n", "text/plain")}),
    post("/save", "saved to a file", files={"f": ("f.txt", b"saved", "text/plain")}),
    ask("/upload", "of a PUT", method="PUT", files={"a": ("a.txt", b"put", "text/plain")}),
)
def uploads(fw):
    app = fw.App(__name__)
    request = fw.request

    @app.route("/upload", methods=["POST", "PUT"])
    def upload():
        files = [
            [
                field,
                file.filename,
                file.mimetype,
                file.content_type,
                file.content_length,
                hashlib.sha256(file.read()).hexdigest(),
                file.name,
            ]
            for field, file in sorted(request.files.items(multi=True), key=lambda pair: (pair[0], pair[1].filename))
        ]
        return [files, request.form.to_dict(), "img" in request.files, len(request.files), bool(request.files.get("a"))]

    app.add_url_rule("/missing", "missing", lambda: request.files["zzz"].filename, methods=["POST"])

    @app.route("/parts", methods=["POST"])
    def parts():
        file = request.files["f"]
        first = file.stream.read(3)
        file.seek(0)
        return [first.decode(), file.readline().decode(), [line.decode() for line in file], file.tell()]

    @app.route("/save", methods=["POST"])
    def save():
        target = io.BytesIO()
        request.files["f"].save(target)
        return [target.getvalue().decode()]

    return app


@application(
    "MAX_CONTENT_LENGTH",
    post("/data", "a body below it", body=b"x" * 100),
    post("/data", "a body above it", 413, body=b"x" * 101),
    post("/form", "a form above it", 413, form={"a": "x" * 200}),
    post("/json", "JSON above it", 413, json={"a": "x" * 200}),
    post("/ignored", "a body that the view never reads", body=b"x" * 200),
    post("/handled", "its own error page", 413, body=b"x" * 200),
)
def content_length(fw):
    app = fw.App(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 100
    request = fw.request
    app.add_url_rule("/data", "data", lambda: [len(request.data)], methods=["POST"])
    app.add_url_rule("/handled", "handled", lambda: [len(request.get_data())], methods=["POST"])
    app.add_url_rule("/form", "form", lambda: request.form.to_dict(), methods=["POST"])
    app.add_url_rule("/json", "json", lambda: [request.get_json()], methods=["POST"])
    app.add_url_rule("/ignored", "ignored", lambda: "ignored", methods=["POST"])

    @app.errorhandler(413)
    def too_large(error):
        return {"limit": 100, "path": request.path}, 413

    return app


@application(
    "MAX_FORM_PARTS and MAX_FORM_MEMORY_SIZE",
    post("/", "few parts", form={"a": "1", "b": "2"}, files={}),
    post("/", "too many parts", 413, form=dict.fromkeys("abcd", "1"), files={}),
    post("/", "a part that is too long", 413, form={"a": "x" * 300}, files={}),
)
def form_limits(fw):
    app = fw.App(__name__)
    app.config["MAX_FORM_PARTS"] = 3
    app.config["MAX_FORM_MEMORY_SIZE"] = 200
    app.add_url_rule("/", "root", lambda: [fw.request.form.to_dict(), sorted(fw.request.files)], methods=["POST"])
    return app


@application(
    "a limit of one request",
    post("/", "is set in the view", 413, body=b"x" * 20),
)
def limit_of_a_request(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["POST"])
    def root():
        fw.request.max_content_length = 10
        return [len(fw.request.get_data())]

    return app


@application(
    "a body of a terminated stream",
    post("/", "without a length", terminated=True, body=b"chunks"),
)
def terminated(fw):
    app = fw.App(__name__)

    app.add_url_rule("/", "root", lambda: [fw.request.get_data().decode()], methods=["POST"])
    return app
