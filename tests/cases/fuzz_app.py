"""Send random requests to a whole App in process; each response of 500, and each exception that leaves it, is a failure.

Run it as ``python -m tests.cases.fuzz_app 200000``, with a second number for another seed.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic

from tests.cases.corpus import BAD, BODIES, GOOD, GOOD_BODIES, KEYS
from tests.support.strict import ENDLESS, Input, call, environ_for
from wsgi_apps import (
    App,
    Mount,
    Request,
    Response,
    abort,
    flash,
    get_flashed_messages,
    jsonify,
    redirect,
    render_template_string,
    request,
    send_file,
    session,
    url_for,
)
from wsgi_apps.exceptions import HTTPException

NAMES = sorted(name for name in dir(Request) if not name.startswith("_"))
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
ODD_METHODS = ["", "get", "TRACE", "CONNECT", "G\xff", "GET /", "한"]
SEGMENTS = [
    "",
    "names",
    "form",
    "json",
    "file",
    "static",
    "a.txt",
    "\xed\x95\x9c.txt",
    "login",
    "move",
    "page",
    "number",
    "7",
    "1.5",
]
SEGMENTS += [
    "stream",
    "date",
    "path",
    "x",
    "y-z.w",
    "..",
    ".",
    "%2e%2e",
    "\\",
    "\x00",
    "\xff",
    "\xed\xa0\x80",
    "a" * 300,
    "-" * 100,
]
SEGMENTS += ["00000000-0000-4000-8000-000000000000", "abort", "404", "999", "mounted"]
PATHS = ["/names", "/form", "/json", "/date", "/login", "/file", "/static/a.txt", "/move", "/page/x", "/page/a-b.c"]
PATHS += [
    "/names/\xed\x95\x9c",
    "/number/7",
    "/number/-1.5/",
    "/stream/",
    "/stream",
    "/mounted/names",
    "/mounted/static/a.txt",
]
CONDITIONS = ["HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"]
LEAST = 5  # bytes


def made(folder: Path, **settings: object) -> App:
    """Return an application with one view for each thing that a client's words may reach."""
    static = folder / "static"
    static.mkdir(exist_ok=True)
    for name in ("a.txt", "한.txt"):
        (static / name).write_text("0123456789", encoding="utf-8")
    app = App("fuzzed", root_path=folder)
    app.secret_key = "key"
    app.config.from_mapping(settings)
    for rule, view in VIEWS.items():
        app.add_url_rule(rule, rule, view, methods=METHODS[:1] + METHODS[2:6])
    app.register_error_handler(404, lambda error: (render_template_string("{{ path }}", path=request.path), 404))
    app.after_request(lambda response: response)
    return app


def names(**values: object) -> object:
    """Read every public name of the request."""
    found = []
    for name in NAMES:
        try:
            found.append(str(getattr(request, name))[:9])
        except HTTPException as error:
            found.append(str(error.code))
    return jsonify(found, sorted(map(str, values.values())))


def form() -> object:
    files = [(name, file.filename, file.mimetype, len(file.read())) for name, file in request.files.items(multi=True)]
    return jsonify(
        list(request.form.items(multi=True)), files, request.values.to_dict(flat=False), dict(request.cookies)
    )


def login() -> object:
    session["user"] = request.values.get("user", "nobody")
    flash(request.query_string.decode("latin-1"))
    session.permanent = "keep" in request.args
    return render_template_string("{{ session.user }} {{ get_flashed_messages() }}")


def move() -> object:
    target = url_for("/page/<path:name>", name=request.args.get("name", "x"), q=request.full_path, _external=True)
    return redirect(target, 303)


def page(name: str) -> object:
    response = Response(render_template_string("{{ name }} {{ said }}", name=name, said=get_flashed_messages()))
    response.set_cookie("name", name)
    response.headers["X-Link"] = url_for("/page/<path:name>", name=name)
    response.vary.add("Cookie")
    response.add_etag()
    return response.make_conditional(request)


def date() -> object:
    response = Response("date")
    for moment in (request.date, request.if_modified_since, request.if_unmodified_since):
        if moment is not None:
            response.last_modified = moment
    chosen = (
        request.accept_mimetypes.best_match(["text/html", "text/plain"]),
        request.accept_languages.best_match(["ko", "en"]),
    )
    response.mimetype = chosen[0] or "text/plain"
    response.content_language = chosen[1]
    return response.make_conditional(request)


def stream() -> object:
    body = request.stream
    return Response(iter(lambda: body.read(3), b""), mimetype="text/plain")


VIEWS = {
    "/names": names,
    "/names/<path:rest>": names,
    "/number/<int:n>": lambda n: str(n),
    "/number/<float(signed=True):n>/": lambda n: str(n),
    "/number/<uuid:n>": lambda n: str(n),
    "/page/<a>-<b>.<c>": names,
    "/page/<path:name>": page,
    "/form": form,
    "/json": lambda: {"json": request.get_json(), "args": request.args},
    "/file": lambda: send_file("static/a.txt", as_attachment="save" in request.args),
    "/login": login,
    "/move": move,
    "/stream/": stream,
    "/date": date,
    "/abort/<int:code>": lambda code: abort(code if code in (400, 404, 418) else 400),
}


class Fuzzer:
    """Random requests, made of the words of the corpus and changes of them."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = Random(seed)
        plain = made(folder)
        strict = made(folder, TRUSTED_HOSTS=["localhost", ".example.com"], MAX_FORM_PARTS=3, MAX_CONTENT_LENGTH=200)
        self.applications = [plain, strict, Mount(plain, {"/mounted": strict, "/\ud55c": plain})]
        sent = call(plain, environ_for(path="/login", query="user=kim&keep=1")).header("Set-Cookie")
        self.cookie = str(sent).partition(";")[0]

    def changed(self, text: str) -> str:
        """Return a text with a few characters changed, left out, doubled, or taken from elsewhere."""
        random = self.random
        for _ in range(random.choice([0, 0, 1, 1, 2, 5])):
            start = random.randrange(len(text) + 1)
            stop = min(len(text), start + random.choice([0, 1, 1, 3, 20]))
            put = random.choice(
                ["", chr(random.randrange(256)), random.choice(BAD), text[start:stop] * random.choice([2, 50])]
            )
            text = text[:start] + put + text[stop:]
        return text

    def text(self) -> str:
        random = self.random
        return self.changed(random.choice(random.choice([BAD, GOOD, [self.cookie]])))

    def path(self) -> str:
        random = self.random
        if random.random() < 0.7:
            return random.choice(PATHS)
        return self.changed("/" + "/".join(random.choices(SEGMENTS, k=random.randrange(1, 5))))

    def body(self) -> bytes:
        body = self.random.choice(self.random.choice([BODIES, GOOD_BODIES]))
        return self.changed(body.decode("latin-1")).encode("latin-1", "replace")

    def environ(self) -> dict[str, object]:
        """Return the environ of a request."""
        random = self.random
        body = self.body()
        environ = environ_for(
            random.choice(METHODS if random.random() < 0.95 else ODD_METHODS),
            self.path(),
            body,
            query=random.choice(["", "user=kim&keep", "name=" + self.text(), self.text()]),
            script_name=random.choice(["", "", "/app", self.text()]),
            terminated=random.choice([None, None, True]),
            CONTENT_TYPE=random.choice([*GOOD[-12:], self.text()]),
        )
        for key in random.choices(KEYS, k=random.choice([0, 1, 2, 3, 8])):
            environ[key] = self.text()
        if random.random() < 0.1:
            environ[random.choice(CONDITIONS)] = random.choice(
                ["*", "bytes=0-4", "bytes=-3", "Fri, 01 Jan 2100 00:00:00 GMT"]
            )
        if random.random() < 0.3:
            environ["HTTP_COOKIE"] = self.changed(self.cookie)
        length = str(environ.get("CONTENT_LENGTH") or "").strip()
        announced = int(length) if length.isascii() and length.isdigit() and len(length) < 4000 else 0
        is_endless = environ.get("wsgi.input_terminated") and not length
        environ["wsgi.input"] = Input(body, ENDLESS if is_endless else announced, random.choice([None, LEAST]))
        return environ

    def failure(self) -> tuple[int, str]:
        """Send a request; return the status, and what is wrong, an empty text if nothing is."""
        environ = self.environ()
        application = self.random.choice(self.applications)
        shown = {key: value for key, value in environ.items() if not key.startswith("wsgi.") or key.endswith("scheme")}
        try:
            answer = call(application, dict(environ), validate=False)
        except Exception as error:
            return 0, f"{type(error).__name__}: {error}\n{shown}\n{environ['wsgi.input'].stream.getvalue()!r}"
        is_wrong = answer.status >= 500 and answer.status != 501  # 501: a coding or a method that nobody knows
        said = f"{answer.status}\n{shown}\n{environ['wsgi.input'].stream.getvalue()!r}\n{answer.log}"
        return answer.status, said if is_wrong else ""


def fuzz(count: int, seed: int = 1) -> Counter[int]:
    """Send ``count`` requests; the first that fails ends the run. Return how often each status was answered."""
    statuses: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(seed, Path(folder))
        for number in range(count):
            status, failure = fuzzer.failure()
            if failure:
                raise SystemExit(f"request {number} of seed {seed}: {failure}")
            statuses[status] += 1
    return statuses


if __name__ == "__main__":
    begun = monotonic()
    wanted, chosen = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found = ", ".join(f"{number} {status}" for status, number in sorted(fuzz(wanted, chosen).items()))
    print(f"{wanted} requests to a whole App, seed {chosen}, {monotonic() - begun:.0f} s: {found}")
