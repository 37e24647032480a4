"""The fixtures of ``cases.yaml``, written once and built on Flask and on wsgi_apps, and how a case runs on them."""

from __future__ import annotations

import base64
import errno
import gc
import hashlib
import io
import os
import resource
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

from tests.cases.cases import DATA, check, environ_of, of_layer
from tests.support.serving import Outcome, serve
from tests.support.strict import Input, environ_for, need

ELSEWHERE = ("server", "concurrency")
IN_PROCESS = [case for case in of_layer(*(set(DATA["layers"]) - set(ELSEWHERE))) if not case.get("skip")]
SECRET = "SECRET-TOKEN-123 /etc/passwd"
NOBODY = 65534
DAY = 86400


# Views that several fixtures share


def name_of(fw: SimpleNamespace) -> str:
    """Return a name for Apps: loggers go by it, and those of the two frameworks must be two."""
    return f"cases.{fw.name}"


def hello(fw: SimpleNamespace, **options: Any) -> Any:
    """Return an App with GET /hello."""
    app = fw.App(name_of(fw), static_folder=None, **options)
    app.add_url_rule("/hello", "hello", lambda: fw.Response("hello", mimetype="text/plain"))
    return app


def with_view(
    fw: SimpleNamespace, rule: str, view: Callable[..., Any], methods: list[str] | None = None, **config: Any
) -> Any:
    """Return an App with GET /hello and one more view."""
    app = hello(fw)
    app.config.update(config)
    app.add_url_rule(rule, "view", view, methods=methods or ["GET"])
    return app


def build_user(fw):
    return with_view(fw, "/user/<name>", lambda name: {"name": name})


def build_item(fw):
    return with_view(fw, "/item/<int:id>", lambda id: {"id": id})  # noqa: A006 (the name that the case gives it)


def build_path(fw):
    return with_view(fw, "/p/<path:rest>", lambda rest: {"rest": rest})


def build_json(fw, kinds=object):
    def view():
        data = fw.request.get_json()
        if not isinstance(data, dict) or not isinstance(data.get("name"), kinds) or "name" not in data:
            fw.abort(400)
        return {"name": data["name"]}

    return with_view(fw, "/json", view, ["POST"])


def build_json_text(fw):
    return build_json(fw, str)


def build_form(fw):
    def view():
        form = fw.request.form
        return {"name": form["name"], "all": form.getlist("name")}

    limits = {"MAX_CONTENT_LENGTH": 1 << 20, "MAX_FORM_PARTS": 1000, "MAX_FORM_MEMORY_SIZE": 64 << 10}
    return with_view(fw, "/form", view, ["POST"], **limits)


def build_upload(fw):
    def view():
        return [
            {"field": field, "filename": file.filename, **size_and_hash(file)}
            for field, file in fw.request.files.items(multi=True)
        ]

    return with_view(fw, "/upload", view, ["POST"], MAX_CONTENT_LENGTH=16 << 20, MAX_FORM_PARTS=1000)


def size_and_hash(file: Any) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(65536):
        digest.update(piece)
        size += len(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def build_len(fw):
    return with_view(fw, "/len", lambda: {"len": len(fw.request.data)}, ["POST"], MAX_CONTENT_LENGTH=1 << 20)


def build_cookies(fw):
    return with_view(fw, "/cookies", lambda: dict(fw.request.cookies))


def build_setcookie(fw):
    def view():
        args, response = fw.request.args, fw.make_response("set")
        response.set_cookie(args["n"], args["v"], path=args.get("path", "/"), domain=args.get("domain"))
        return response

    return with_view(fw, "/setcookie", view)


def build_session(fw, key="K1", fallbacks=("K0",)):
    app = hello(fw)
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(fallbacks))
    session = fw.session

    @app.post("/s")
    def set_user():
        session["user"] = fw.request.args["user"]
        session.permanent = "permanent" in fw.request.args
        return {"user": session["user"]}

    @app.post("/s/clear")
    def clear():
        session.clear()
        return {"user": session.get("user")}

    app.add_url_rule("/s", "s", lambda: {"user": session.get("user")})
    app.add_url_rule("/s/in", "in", lambda: ["user" in session])
    app.add_url_rule("/nosession", "nosession", lambda: "no session")
    return app


def build_static(fw):
    return fw.App(name_of(fw), static_folder=str(static_root()), static_url_path="/static")


def static_root() -> Path:
    """Return a new folder of files, with files beside it that must stay unseen; any user may read it."""
    top = Path(tempfile.mkdtemp())
    FOLDERS.append(top)
    root = top / "static"
    (root / "sub").mkdir(parents=True)
    (top / "static-private").mkdir()
    files = {
        "a.txt": b"hello", "sub/b.txt": b"b", "한글.txt": "한글".encode(), ".secret": b"OUTSIDE", "noread.txt": b"OUTSIDE",
        "empty": b"", "big.bin": b"0123456789abcdef" * (1 << 18),
    }  # fmt: skip
    for name, data in files.items():
        (root / name).write_bytes(data)
    for name in ("secret.txt", "index.html", "static-private/x.txt"):
        (top / name).write_bytes(b"OUTSIDE")
    (root / "link.txt").symlink_to("../secret.txt")
    os.mkfifo(root / "fifo")
    for folder in (top, root, root / "sub"):
        folder.chmod(0o755)
    (root / "noread.txt").chmod(0)
    return root


FOLDERS: list[Path] = []


def build_go(fw):
    def view():
        target = fw.request.args.get("next") or "/"
        if fw.is_local_url is not None:
            return fw.redirect(target) if fw.is_local_url(target) else fw.abort(400)
        return fw.redirect(target) if urlsplit(urljoin("http://host/", target)).netloc == "host" else fw.abort(400)

    return with_view(fw, "/go", view)


def build_goext(fw):
    app = build_go(fw)
    app.add_url_rule("/goext", "goext", lambda: fw.redirect("https://allowed.example/x"))
    return app


def build_hdr(fw):
    def view():
        response = fw.make_response("hdr")
        response.headers[fw.request.args.get("n", "X-A")] = fw.request.args["v"]
        return response

    return with_view(fw, "/hdr", view)


def build_status(fw):
    def view():
        response = fw.make_response("status")
        response.status = fw.request.args["s"]
        return response

    return with_view(fw, "/status", view)


def build_tpl(fw):
    folder = Path(tempfile.mkdtemp())
    FOLDERS.append(folder)
    (folder / "templates").mkdir()
    (folder / "secret.txt").write_text("OUTSIDE")
    (folder / "templates" / "undef.html").write_text("{{ nothing.more }}")
    (folder / "templates" / "ok.html").write_text("<p>ok</p>")
    app = hello(fw, template_folder=str(folder / "templates"))
    page = '<p title="{{ name }}">{{ name }}</p>'
    app.add_url_rule("/t", "t", lambda: fw.render_template_string(page, name=fw.request.args["name"]))
    app.add_url_rule("/tf", "tf", lambda: fw.render_template(fw.request.args["file"]))
    return app


def build_inner(fw, name):
    app = fw.App(f"{name_of(fw)}.{name}", static_folder=None)
    request = fw.request

    def late():
        environ = request.environ
        return (environ["SCRIPT_NAME"] for _ in range(1))

    app.add_url_rule("/", "root", lambda: name)
    app.add_url_rule(
        "/who", "who", lambda: {"script_name": request.script_root, "path_info": request.path, "url": fw.url_for("who")}
    )
    app.add_url_rule("/go-who", "go-who", lambda: fw.redirect(fw.url_for("who")))
    app.add_url_rule("/boom", "boom", boom)
    app.add_url_rule("/gen-script", "gen-script", late)
    return app


def boom():
    raise RuntimeError(SECRET)


def build_mount(fw):
    outer = hello(fw)
    mounts = {f"/{name}": build_inner(fw, f"inner-{number}") for number, name in enumerate(("api", "api/v2", "한글"))}
    return fw.Mount(outer, mounts | {"/raw": raw})


def raw(environ, start_response):
    """A callable written by hand, which breaks the rules that its path names."""
    return RAW[environ["PATH_INFO"]](environ, start_response)


TEXT = [("Content-Type", "text/plain")]


def raw_ok(environ, start_response):
    start_response("200 OK", [*TEXT])
    return [b"raw"]


def raw_405(environ, start_response):
    start_response("405 Method Not Allowed", [*TEXT, ("Allow", "GET")])
    return [b"raw 405"]


def raw_twice(environ, start_response):
    start_response("200 OK", [*TEXT])
    start_response("200 OK", [*TEXT])
    return [b"twice"]


def raw_exc_after(environ, start_response):
    start_response("200 OK", [*TEXT])
    yield b"part"
    try:
        raise RuntimeError(SECRET)
    except RuntimeError as error:
        start_response("500 Late", [*TEXT], (type(error), error, error.__traceback__))
    yield b"never"


def raw_never(environ, start_response):
    return []


def raw_lazy(environ, start_response):
    start_response("200 OK", [*TEXT])
    yield b"lazy"


def raw_write(environ, start_response):
    write = start_response("200 OK", [*TEXT])
    write(b"w1")
    write(b"w2")
    return [b"end"]


def raw_write_str(environ, start_response):
    start_response("200 OK", [*TEXT])("text")
    return []


def raw_write_late(environ, start_response):
    write = start_response("200 OK", [*TEXT])

    def body():
        yield b"body"
        write(b"late")

    return body()


RAW = {
    "/ok": raw_ok,
    "/405": raw_405,
    "/twice": raw_twice,
    "/exc-after": raw_exc_after,
    "/never": raw_never,
    "/lazy": raw_lazy,
    "/write": raw_write,
    "/write-str": raw_write_str,
    "/write-late": raw_write_late,
}


def build_err(fw):
    app = hello(fw)
    app.add_url_rule("/boom", "boom", boom)

    @app.get("/boom2")
    def boom2():
        fw.g.handler_fails = True
        raise RuntimeError(SECRET)

    @app.errorhandler(500)
    def failed(error):
        if fw.g.get("handler_fails"):
            raise ValueError(SECRET)
        return {"error": 500}, 500

    app.register_error_handler(404, lambda error: ({"error": 404}, 404))
    app.register_error_handler(405, lambda error: ({"error": 405}, 405))
    return app


class Body:
    """An iterable that counts its ends, not the iterator that a server takes from it."""

    def __init__(self, closes: list[object], parts: tuple[bytes, ...] = (b"a", b"b", b"c")) -> None:
        self.closes = closes
        self.parts = parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        self.closes.append(self)


class FailingClose(Body):
    def close(self) -> None:
        super().close()
        raise RuntimeError(SECRET)


def build_gen(fw):
    app = hello(fw)
    app.closes = closes = []

    def late_header():
        made = []

        def parts():
            made[0].headers["X-Late"] = "1"
            yield "late"

        made.append(fw.Response(parts(), mimetype="text/plain"))
        return made[0]

    def view(kind):
        if kind == "lateheader":
            return late_header()
        kinds = {
            "ok": lambda: Body(closes),
            "closeable": lambda: Body(closes),
            "iterable-close": lambda: Body(closes),
            "slow3": lambda: (part for part in ("1", "2", "3")),
            "str": lambda: (part for part in ("text", "글")),
            "none": lambda: None,
            "nothing": lambda: iter(()),
            "close-raises": lambda: FailingClose(closes),
        }
        made = kinds[kind]()
        return fw.Response(made, mimetype="text/plain") if isinstance(made, Body) else made

    app.add_url_rule("/gen/<kind>", "gen", view)
    return app


def build_abs(fw):
    return with_view(
        fw, "/abs", lambda: fw.url_for("hello", _external=True), TRUSTED_HOSTS=["localhost", ".example.com"]
    )


def build_trusted_folder(fw):
    return with_view(fw, "/dir/", lambda: "dir", TRUSTED_HOSTS=["localhost"])


def build_q(fw):
    return with_view(fw, "/q", lambda: {"q": fw.request.args.get("q")}, MAX_FORM_PARTS=1000)


def build_negotiating(fw):
    app = fw.App(name_of(fw), static_folder=None)
    kinds = ["text/plain", "application/json"]
    app.add_url_rule("/hello", "hello", lambda: [fw.request.accept_mimetypes.best_match(kinds)])
    return app


def build_basic(fw):
    app = fw.App(name_of(fw), static_folder=None)

    @app.get("/hello")
    def view():
        found = fw.request.authorization
        if found is None or (found.username, found.password) != ("kim", "secret"):
            return "who?", 401, {"WWW-Authenticate": 'Basic realm="lab"'}
        return "hello"

    return app


def build_splitting(fw):
    app = fw.App(name_of(fw), static_folder=None)
    app.add_url_rule("/hello", "hello", lambda: fw.request.headers.get("X-Forwarded-For", "").split(","))
    return app


def build_wrong_length(fw):
    def view(length, body):
        response = fw.make_response(body)
        response.headers["Content-Length"] = length
        return response

    app = hello(fw)
    app.add_url_rule("/clshort", "short", lambda: view("10", "abc"))
    app.add_url_rule("/cllong", "long", lambda: view("3", "abcdefgh"))
    return app


def build_404_again(fw):
    app = hello(fw)
    app.register_error_handler(404, lambda error: fw.abort(404))
    return app


def raiser(error: type[BaseException]) -> Callable[[], None]:
    def view() -> None:
        raise error(SECRET)

    return view


def build_teardowns(fw):
    app = hello(fw)
    app.notes = notes = []

    def note(number):
        def teardown(error):
            notes.append(number)
            if number == 2:
                raise RuntimeError(SECRET)

        return teardown

    for number in (1, 2, 3):
        app.teardown_request(note(number))
    return app


def build_after_hook(fw):
    app = hello(fw)

    @app.after_request
    def fail(response):
        if fw.request.path == "/hello":
            raise RuntimeError(SECRET)
        return response

    app.add_url_rule("/good", "good", lambda: "good")
    return app


def build_sub(fw):
    app = hello(fw)

    @app.get("/token")
    def token():
        fw.g.token = fw.request.args["x"]
        return fw.g.token

    @app.get("/sub")
    def sub():
        fw.g.token = "outer"
        serve_inside(app, environ_for("GET", "/token", query="x=inner"))
        return [fw.g.token, fw.request.path, fw.request.args.get("x")]

    return app


def serve_inside(app: Any, environ: dict[str, Any]) -> bytes:
    result = app(environ, lambda *arguments: None)
    try:
        return b"".join(result)
    finally:
        getattr(result, "close", list)()


#: The text of ``setup`` -> who builds it, and a plain good request with its status.
FIXTURES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "hello": (hello, {"path": "/hello"}),
    "user": (build_user, {"path": "/user/kim"}),
    "item": (build_item, {"path": "/item/7"}),
    "path": (build_path, {"path": "/p/a/b"}),
    "json": (build_json, {"path": "/json", "body": b'{"name": "kim"}', "CONTENT_TYPE": "application/json"}),
    "json, name must be str": (
        build_json_text,
        {"path": "/json", "body": b'{"name": "kim"}', "CONTENT_TYPE": "application/json"},
    ),
    "form": (build_form, {"path": "/form", "body": b"name=kim", "CONTENT_TYPE": "application/x-www-form-urlencoded"}),
    "upload": (
        build_upload,
        {"path": "/upload", "body": b"--B--\r\n", "CONTENT_TYPE": "multipart/form-data; boundary=B"},
    ),
    "len": (build_len, {"path": "/len", "body": b"hello"}),
    "cookies": (build_cookies, {"path": "/cookies", "HTTP_COOKIE": "a=1"}),
    "setcookie": (build_setcookie, {"path": "/setcookie", "query": "n=a&v=1"}),
    "session": (build_session, {"path": "/s"}),
    "static": (build_static, {"path": "/static/a.txt"}),
    "go": (build_go, {"path": "/go", "query": "next=/hello", "status": 302}),
    "goext": (build_goext, {"path": "/goext", "status": 302}),
    "hdr": (build_hdr, {"path": "/hdr", "query": "v=1"}),
    "status": (build_status, {"path": "/status", "query": "s=299%20Fine", "status": 299}),
    "tpl": (build_tpl, {"path": "/tf", "query": "file=ok.html"}),
    "mount": (build_mount, {"path": "/api/v2/who"}),
    "raw": (build_mount, {"path": "/raw/ok"}),
    "err": (build_err, {"path": "/hello"}),
    "gen": (build_gen, {"path": "/gen/slow3"}),
    "abs": (build_abs, {"path": "/abs"}),
    "GET /q": (build_q, {"path": "/q", "query": "q=1"}),
    "GET /안녕 -> 200 'ok'": (lambda fw: with_view(fw, "/안녕", lambda: "ok"), {"path": "/hello"}),
    "hello with content negotiation": (build_negotiating, {"path": "/hello", "HTTP_ACCEPT": "application/json"}),
    "hello with basic auth": (build_basic, {"path": "/hello", "HTTP_AUTHORIZATION": "Basic a2ltOnNlY3JldA=="}),
    "handler splits a list header": (build_splitting, {"path": "/hello"}),
    "handler returns ('x', 204)": (lambda fw: with_view(fw, "/r204", lambda: ("x", 204)), {"path": "/hello"}),
    "handler": (build_wrong_length, {"path": "/hello"}),
    "hello with strict slashes /dir/, TRUSTED_HOSTS on": (build_trusted_folder, {"path": "/dir/"}),
    "404 handler raises HTTPError(404)": (build_404_again, {"path": "/hello"}),
    "handler raises SystemExit": (lambda fw: with_view(fw, "/exit", raiser(SystemExit)), {"path": "/hello"}),
    "handler raises MemoryError": (lambda fw: with_view(fw, "/oom", raiser(MemoryError)), {"path": "/hello"}),
    "3 teardowns, the 2nd raises": (build_teardowns, {"path": "/missing", "status": 404}),
    "hook": (build_after_hook, {"path": "/good"}),
    "handler calls app(environ2)": (build_sub, {"path": "/token", "query": "x=1"}),
}
#: Other wordings of the same.
ALIASES = {
    "hello + GET /abs -> url_for(external); trusted_hosts=['localhost','.example.com']": "abs",
    "hello with ?q echoed as JSON at GET /q": "GET /q",
    "gen: yields 3 chunks, sets closed flag in finally": "gen",
    "upload, temp dir on a full tmpfs": "upload",
}


# Cookies of the session fixture


def session_cookie(fw: SimpleNamespace, text: str) -> str:
    """Return the Cookie header that a case describes in braces."""
    if "{" not in text:
        return text
    what = text[text.index("{") + 1 : text.rindex("}")]
    return COOKIES[what](fw)


def signed_in(fw, key="K1", at=0, query="user=kim"):
    """Return the session cookie of someone who signed in ``at`` seconds from now."""
    now = time.time()
    with patch("time.time", lambda: now + at):
        outcome = serve(build_session(fw, key, ()), environ_for("POST", "/s", query=query))
    return dict(outcome.headers)["Set-Cookie"].split(";")[0]


def flipped(cookie: str, bits: int) -> str:
    """Return a cookie whose last character of base64 differs in some of its six bits."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return cookie[:-1] + alphabet[alphabet.index(cookie[-1]) ^ bits]


def unsigned(payload: str, header: str) -> str:
    parts = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (header, payload)]
    return f"session={parts[0]}.{parts[1]}."


def with_a_list(fw: SimpleNamespace) -> str:
    """Return a cookie that is signed with the App's own key and holds a list."""
    app = build_session(fw)
    signer = app.session_interface.get_signing_serializer(app)
    return "session=" + signer.dumps([1, 2])


COOKIES: dict[str, Callable[[Any], str]] = {
    "valid": signed_in,
    "valid permanent session": lambda fw: signed_in(fw, query="user=kim&permanent=1"),
    "valid, last char flipped": lambda fw: flipped(signed_in(fw), 0b100000),
    "header alg=none}.{payload": lambda fw: unsigned('{"user":"admin"}', '{"alg":"none"}'),
    "signed with key X": lambda fw: signed_in(fw, "X"),
    "signed with K0": lambda fw: signed_in(fw, "K0"),
    "signed, timestamp older than lifetime": lambda fw: signed_in(fw, at=-40 * DAY, query="user=kim&permanent=1"),
    "signed, timestamp +10 years": lambda fw: signed_in(fw, at=3650 * DAY),
    "8 KiB of base64 'A'": lambda fw: "session=" + "A" * 8192,
    "validly signed JSON list": with_a_list,
    "valid with different base64 padding/trailing bits": lambda fw: flipped(signed_in(fw), 0b000001),
}


# The peculiar servers and machines that cases name


class TextInput:
    """A broken server's ``wsgi.input``."""

    consumed = 0

    def read(self, size: int = -1) -> str:
        return "hello"


class FullDisk(io.StringIO):
    """A ``wsgi.errors`` that cannot be written."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def no_large_files() -> Iterator[None]:
    """Let no file grow past 1 MiB: the nearest thing to a full disk that needs no rights."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Serve as a user whom file modes hold back; root sees everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)


@contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Keep temporary files in a folder of their own, so that what is left can be seen."""
    folder = tempfile.mkdtemp()
    with patch("tempfile.tempdir", folder):
        yield
    shutil.rmtree(folder)


def environ_with_its_server(fw: SimpleNamespace, case: dict[str, Any]) -> dict[str, Any]:
    """Return the environ of a case, with the server and the cookies that it describes."""
    environ = environ_of(case)
    server = case["request"].get("app")
    if server == "input.read(n) returns at most 1 byte":
        given = environ["wsgi.input"]
        environ["wsgi.input"] = Input(given.stream.getvalue(), given.left, most=1)
    if server == "input.read returns 'hello' (str)":
        environ["wsgi.input"] = TextInput()
    if server == "errors stream raises":
        environ["wsgi.errors"] = FullDisk()
    if case["layer"] == "session" and "HTTP_COOKIE" in environ:
        environ["HTTP_COOKIE"] = session_cookie(fw, environ["HTTP_COOKIE"])
    return environ


def good_request(app: Any, given: dict[str, Any], setup: str) -> None:
    """A case counts only if its fixture also answers a plain good request."""
    options = dict(given)
    status, path, body = options.pop("status", 200), options.pop("path"), options.pop("body", b"")
    outcome = serve(app, environ_for("POST" if body else "GET", path, body, **options), tolerant=setup in TOLERATED)
    need(
        outcome.status == status, f"the plain good request gets {outcome.status}: {outcome.body[:300]!r} {outcome.log}"
    )


#: Fixtures that are meant to break the rules of PEP 3333.
TOLERATED = {"raw"}


def run(fw: SimpleNamespace, case: dict[str, Any]) -> Outcome:
    """Run a case on a framework; raise where its outcome is not the promised one."""
    setup = ALIASES.get(case["setup"], case["setup"])
    build, good = FIXTURES[setup]
    try:
        app = build(fw)
        good_request(app, good, setup)
        outcome = outcome_of(fw, case, app, setup)
        judge(case, app, outcome, setup)
        good_request(app, good, setup)
    finally:
        while FOLDERS:
            shutil.rmtree(FOLDERS.pop())
    return outcome


def outcome_of(fw: SimpleNamespace, case: dict[str, Any], app: Any, setup: str) -> Outcome:
    """Serve a case's request in the circumstances that it describes."""
    environ = environ_with_its_server(fw, case)
    options: dict[str, Any] = {
        "tolerant": setup in TOLERATED or case["id"] in ("body-nonbytes", "lifecycle-close-raises")
    }
    if case["request"].get("app") == "harness never iterates":
        options["iterate"] = False
    if case["id"] == "static-truncated-while-sending":
        big = Path(app.static_folder) / "big.bin"
        options |= {"after_first": lambda: os.truncate(big, 70_000), "tolerant": True, "whole": False}
    for name in ("closes", "notes"):
        getattr(app, name, []).clear()
    with ExitStack() as stack:
        for circumstance in circumstances(case):
            stack.enter_context(circumstance())
        outcome = serve(app, environ, **options)
    if case["request"].get("repeat"):
        outcome.kept = kept_alive(app, case)
    return outcome


def circumstances(case: dict[str, Any]) -> list[Callable[[], Any]]:
    if case["id"] == "static-unreadable":
        return [as_nobody]
    if case["id"] == "body-diskfull":
        return [own_temporary_folder, no_large_files]
    return [own_temporary_folder] if case["setup"] == "upload" else []


class Witness:
    """An object that lives as long as the environ that holds it."""


def kept_alive(app: Any, case: dict[str, Any]) -> int:
    """Return how many of the repeated requests are alive after their end."""
    witnesses = []
    for _ in range(case["request"]["repeat"]):
        witness = Witness()
        witnesses.append(weakref.ref(witness))
        serve(app, environ_of(case) | {"tests.witness": witness})
        del witness
    gc.collect()
    return sum(reference() is not None for reference in witnesses)


def judge(case: dict[str, Any], app: Any, outcome: Outcome, setup: str) -> None:
    """Hold an outcome against what the case promises."""
    expect = case["expect"]
    if case["id"] in COUNTED:
        outcome.closes = app.closes
    if case["id"] == "lifecycle-teardown-all":
        need(app.notes == [3, 2, 1], f"the teardowns that ran are {app.notes}")
    if case["id"] == "headers-out-cl-mismatch":
        serve(app, environ_for("GET", "/cllong"))
    if outcome.escaped and not outcome.close_failed:
        meant = setup == "raw" or case["id"] == "static-truncated-while-sending"
        need(
            meant or outcome.escaped in expect.get("escapes_ok", []),
            f"{outcome.escaped} leaves the application: {outcome.log}",
        )
    need(not outcome.close_failed or expect.get("close_may_raise"), "close() raises")
    check(case, outcome)


#: Cases whose view counts the calls of its iterable's close().
COUNTED = {
    "method-head-stream-close",
    "lifecycle-close-never-iterated",
    "lifecycle-iter-vs-iterable",
    "lifecycle-close-raises",
}
