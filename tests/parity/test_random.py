"""Random requests, random answers and random programs: Flask and wsgi_apps agree on them as well.

What the two do differently on purpose (see the differences) is not made here.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from tests.support.strict import environ_for

from .files import HERE, TIME
from .frameworks import FLASK, OURS
from .meaning import body_of, cookies_of, meaning_of
from .suite import send

BOTH = (FLASK, OURS)
KOREAN = "한".encode().decode("latin-1")
LIMITED = settings(max_examples=250, deadline=None)


def words(*pieces: str, most: int = 10) -> st.SearchStrategy[str]:
    """Return texts that are made of pieces."""
    return st.lists(st.sampled_from(pieces), max_size=most).map("".join)


# no letter that is a hexadecimal digit: a single % before two of them would escape a byte that is not UTF-8
QUERIES = words(
    "x",
    "y",
    "z",
    "=",
    "&",
    "+",
    "%20",
    "%2B",
    "%26",
    "%3D",
    "%ED%95%9C",
    "%00",
    "%zz",
    "/",
    "?",
    ";",
    "'",
    "~",
)
VALUES = words("a", "1", "=", ",", "%20", "/", ":", "@", "!", "(", "&", most=6)
COOKIES = st.lists(st.tuples(st.sampled_from("abc"), VALUES), max_size=4).map(
    lambda pairs: "; ".join(f"{name}={value}" for name, value in pairs)
)
KINDS = st.lists(
    st.tuples(
        st.sampled_from(["text/html", "application/json", "image/png", "text/*", "*/*", "text/plain"]),
        st.sampled_from(["", ";q=0.5", ";q=0.9", ";q=0.1"]),
    ),
    max_size=4,
).map(lambda pairs: ", ".join("".join(pair) for pair in pairs))
PARTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b c", KOREAN, ""]),
        st.sampled_from([None, "x.txt", KOREAN + ".png", 'a\\"b', "a;b"]),
        st.sampled_from([None, "text/plain", "image/png"]),
        words("x", "\r\n", "--frontie", "--", KOREAN, "\r", "\n", most=5),
    ),
    max_size=4,
)


def multipart(parts: list[tuple[str, str | None, str | None, str]]) -> bytes:
    """Return a multipart body with the boundary ``frontier``, which the parts hold but for its last letter."""
    body = ""
    for name, filename, kind, data in parts:
        body += f'--frontier\r\nContent-Disposition: form-data; name="{name}"'
        body += "" if filename is None else f'; filename="{filename}"'
        body += "" if kind is None or filename is None else f"\r\nContent-Type: {kind}"
        body += f"\r\n\r\n{data}\r\n"
    return (body + "--frontier--\r\n").encode("latin-1")


JSON_TEXTS = words("{", "}", '"a"', ":", "1", ",", "[", "]", "null", "1.5", '"\\u00e9"', " ", "true", "-", '"', KOREAN)
BODIES = st.one_of(
    st.just((b"", None)),
    QUERIES.map(lambda text: (text.encode("latin-1"), "application/x-www-form-urlencoded")),
    PARTS.map(lambda parts: (multipart(parts), "multipart/form-data; boundary=frontier")),
    JSON_TEXTS.map(lambda text: (text.encode("latin-1"), "application/json")),
    JSON_TEXTS.map(lambda text: (text.encode("latin-1"), "text/plain")),
)


RANGES = st.sampled_from(["bytes=0-", "bytes=1-2", "bytes=-3", "bytes=0-99", "bytes=10-", "bytes=9-9", "bytes=2-1000"])
EARLIER = "Tue, 14 Nov 2023 22:13:19 GMT"


def echoing(fw: Any) -> Any:
    """Return an App that tells all that it reads of a request."""
    app = fw.App("echo", static_folder=str(HERE / "static"), static_url_path="/static")
    request = fw.request

    @app.route("/<path:rest>", methods=["GET", "POST"])
    @app.route("/", methods=["GET", "POST"])
    def echo(rest: str = "") -> Any:
        return {
            "rest": rest,
            "path": [request.path, request.script_root, request.base_url, request.full_path],
            "args": list(request.args.items(multi=True)),
            "cookies": list(request.cookies.items(multi=True)),
            "form": list(request.form.items(multi=True)),
            "files": [
                [name, file.filename, file.mimetype, file.read().decode("latin-1")]
                for name, file in request.files.items(multi=True)
            ],
            "json": request.get_json(silent=True),
            "kinds": request.accept_mimetypes.best_match(["text/html", "application/json", "image/png"]),
            "type": [request.mimetype, request.is_json, request.content_length],
        }

    return app


ECHOING = [(fw, echoing(fw)) for fw in BOTH]


def meanings(apps: list[tuple[Any, Any]], **request: Any) -> list[Any]:
    """Send a request to both and return what the answers mean."""
    found = []
    for fw, app in apps:
        environ = environ_for(**request)
        found.append(meaning_of(str(environ["REQUEST_METHOD"]), environ, send(fw, app, environ)))
    return found


@LIMITED
@given(QUERIES, COOKIES, KINDS, BODIES)
def test_a_random_request_is_read_alike(query, cookies, kinds, body):
    data, content_type = body
    more = {"HTTP_COOKIE": cookies, "HTTP_ACCEPT": kinds} | ({"CONTENT_TYPE": content_type} if content_type else {})
    flask, ours = meanings(ECHOING, method="POST", path="/", body=data, query=query, **more)
    assert flask["status"] == 200
    assert ours == flask


@LIMITED
@given(words("/", "a", "..", ".", KOREAN, "static", "a.txt", "sub", " ", ";", most=8))
def test_a_random_path_leads_to_the_same(path):
    flask, ours = meanings(ECHOING, path=f"/{path}")
    assert ours == flask


@LIMITED
@given(
    st.one_of(
        st.fixed_dictionaries(
            {}, optional={"HTTP_RANGE": RANGES, "HTTP_IF_RANGE": st.sampled_from([TIME, EARLIER, '"x"'])}
        ),
        st.fixed_dictionaries(
            {},
            optional={
                "HTTP_IF_NONE_MATCH": st.sampled_from(['"x"', "*", 'W/"x", "y"']),
                "HTTP_IF_MODIFIED_SINCE": st.sampled_from([TIME, EARLIER, "yesterday"]),
            },
        ),
    ),
    st.sampled_from(["GET", "HEAD"]),
)
def test_a_random_range_of_a_file_is_the_same(headers, method):
    flask, ours = meanings(ECHOING, method=method, path="/static/digits.bin", **headers)
    assert ours == flask


TEXTS = words(
    "a", " ", "한글", "/", "?", "#", "%20", "&", "=", "+", "\\", '"', "'", "<", "..", "é", "~", ";", "🍜", "-", "{{"
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
URL_VALUES = st.dictionaries(
    st.sampled_from(["name", "number", "rest", "value", "q", "page", "_anchor"]),
    st.one_of(TEXTS, st.integers(0, 99), st.none(), st.lists(TEXTS, max_size=2)),
    max_size=4,
)
TEMPLATES = [
    "{{ x }}",
    '<p title="{{ x }}">',
    "{{ x|tojson }}",
    "{{ x|e }}{{ x|safe }}",
    "{% if x %}y{% endif %}",
    "{{ x|urlencode }}",
]


def answering(fw: Any) -> Any:
    """Return an App whose only view does what the test has put into ``app.task``."""
    app = fw.App("answer", static_folder=None)
    app.secret_key = "k"
    rules = {
        "user": "/user/<name>",
        "item": "/item/<int:number>",
        "file": "/f/<path:rest>",
        "weight": "/w/<float:value>",
    }
    for endpoint, rule in rules.items():
        app.add_url_rule(rule, endpoint, lambda **values: "")
    app.add_url_rule("/page/", "page", lambda **values: "", defaults={"page": 1})
    app.add_url_rule("/page/<int:page>", "page")
    app.add_url_rule("/", "root", lambda: app.task(fw))
    app.add_url_rule("/session", "session", lambda: {"value": fw.session.get("value")})
    return app


ANSWERING = [(fw, answering(fw)) for fw in BOTH]


def answers(task: Any) -> list[Any]:
    for _, app in ANSWERING:
        app.task = task
    return meanings(ANSWERING)


@LIMITED
@given(JSON_VALUES)
def test_a_random_value_makes_the_same_json(value):
    flask, ours = answers(lambda fw: fw.jsonify(value))
    assert ours == flask


@LIMITED
@given(st.sampled_from(TEMPLATES), JSON_VALUES)
def test_a_random_value_makes_the_same_page(template, value):
    flask, ours = answers(lambda fw: fw.render_template_string(template, x=value))
    assert ours == flask


@LIMITED
@given(st.sampled_from(["user", "item", "file", "weight", "page", "session"]), URL_VALUES, st.booleans())
def test_random_values_make_the_same_url(endpoint, values, external):
    def task(fw):
        try:
            return [fw.url_for(endpoint, _external=external, **values)]
        except Exception as error:
            return [isinstance(error, ValueError | LookupError | TypeError)]

    flask, ours = answers(task)
    assert ours == flask


@LIMITED
@given(
    st.one_of(st.just("text"), st.just(b"bytes"), st.just({"a": 1}), st.just([1]), st.none(), st.just(5)),
    st.sampled_from([200, 201, "201 Made", "404", 404, None, "418 I am"]),
    st.sampled_from(
        [
            {},
            {"X-A": "1"},
            [("X-A", "1"), ("X-A", "2")],
            None,
            {"Content-Type": "text/csv"},
            {"X-A": ["1", "2"]},
            {"X-A": 5},
        ]
    ),
    st.integers(0, 4),
)
def test_a_random_tuple_makes_the_same_answer(body, status, headers, shape):
    forms = [body, (body, status), (body, headers), (body, status, headers), (body, status, headers, 1)]
    flask, ours = answers(lambda fw: forms[shape])
    assert ours == flask


@LIMITED
@given(words("a", " ", "한글", "=", ",", ";", '"', "\\", "é", "%", "\n", "🍜", "/", most=8))
def test_a_random_cookie_comes_back_alike(value):
    def task(fw):
        if "n" in fw.request.cookies:
            return [fw.request.cookies["n"]]
        response = fw.make_response("set")
        response.set_cookie("n", value)
        return response

    for fw, app in ANSWERING:
        app.task = task
        environ = environ_for()
        cookies = cookies_of(send(fw, app, environ).headers, {})
        assert body_of(send(fw, app, environ_for(HTTP_COOKIE=f"n={cookies['n']}"))) == [value]


@LIMITED
@given(JSON_VALUES)
def test_a_random_value_comes_back_from_the_session(value):
    def task(fw):
        fw.session["value"] = value
        return "set"

    found = []
    for fw, app in ANSWERING:
        app.task = task
        cookies = cookies_of(send(fw, app, environ_for()).headers, {})
        environ = environ_for(path="/session", HTTP_COOKIE=f"session={cookies['session']}")
        found.append(send(fw, app, environ).body)
    flask, ours = found
    assert ours == flask


# Random programs


class Broke(Exception):
    pass


class BrokeBadly(Broke):
    pass


OWN = {
    "Broke": Broke,
    "BrokeBadly": BrokeBadly,
    "KeyError": KeyError,
    "LookupError": LookupError,
    "Exception": Exception,
}
RAISED = [
    "Broke",
    "BrokeBadly",
    "KeyError",
    "NotFound",
    "Forbidden",
    "InternalServerError",
    "BadRequestKeyError",
    403,
    404,
    500,
    418,
]
HANDLED = [404, 403, 500, 418, 405, *OWN, "HTTPException", "NotFound", "InternalServerError", "BadRequest"]
CALM = ["text", "tuple", "dict"]
PROGRAMS = st.fixed_dictionaries(
    {
        "path": st.sampled_from(["/view", "/view", "/view", "/nowhere", "/folder", "/posts"]),
        "before": st.lists(st.sampled_from([None, None, None, *CALM, *RAISED]), max_size=2),
        "view": st.sampled_from([*CALM, *RAISED]),
        "handlers": st.dictionaries(st.sampled_from(HANDLED), st.sampled_from([*CALM, "itself", *RAISED]), max_size=4),
        "after": st.lists(st.sampled_from(["as it is", "header", "another", "status"]), max_size=2),
        "testing": st.booleans(),
    }
)


def act(fw: Any, action: Any, error: BaseException | None = None) -> Any:
    """Do what a hook, a view or a handler of a random program does."""
    if action in OWN:
        raise OWN[action]("own")
    if isinstance(action, int):
        fw.abort(action)
    if action == "itself":
        return error if hasattr(error, "code") else "no HTTP error"
    answers = {None: None, "text": "text", "tuple": ("tuple", 299, {"X-A": "1"})}
    answers["dict"] = {
        "error": type(error).__name__,
        "original": type(getattr(error, "original_exception", None)).__name__,
    }
    if action in answers:
        return answers[action]
    raise getattr(fw.exceptions, action)


def program(fw: Any, plan: dict[str, Any], notes: list[Any]) -> Any:
    """Return the App of a plan; what runs is noted."""
    app = fw.App("program", static_folder=None)
    app.testing = plan["testing"]
    app.logger.disabled = True

    def noting(name: str, action: Any) -> Any:
        def run(*error: Any) -> Any:
            notes.append([name, *(type(one).__name__ for one in error)])
            return act(fw, action, *error)

        return run

    def after(kind: str) -> Any:
        def change(response: Any) -> Any:
            notes.append(["after", response.status_code])
            if kind == "status":
                response.status_code = 297
            if kind == "header":
                response.headers["X-After"] = "yes"
            return fw.make_response("another", 298) if kind == "another" else response

        return change

    for action in plan["before"]:
        app.before_request(noting("before", action))
    for kind in plan["after"]:
        app.after_request(after(kind))
    app.teardown_request(noting("teardown", None))
    for what, action in plan["handlers"].items():
        kind = what if isinstance(what, int) else OWN.get(what) or getattr(fw.exceptions, what)
        app.register_error_handler(kind, noting(f"handler of {what}", action))
    for rule in ("/view", "/folder/"):
        app.add_url_rule(rule, rule, noting("view", plan["view"]))
    app.add_url_rule("/posts", "posts", noting("view", plan["view"]), methods=["POST"])
    return app


def life(fw: Any, plan: dict[str, Any]) -> tuple[Any, Any]:
    """Return what a program answers, or what leaves it, and what ran."""
    notes: list[Any] = []
    environ = environ_for(path=plan["path"])
    try:
        answer = meaning_of("GET", environ, send(fw, program(fw, plan, notes), environ))
    except AssertionError:
        raise
    except Exception as error:
        answer = type(error).__name__
    return answer, notes


@settings(max_examples=500, deadline=None)
@given(PROGRAMS)
def test_a_random_program_lives_alike(plan):
    flask, ours = life(FLASK, plan), life(OURS, plan)
    if isinstance(flask[0], str) and not plan["testing"]:
        assert isinstance(ours[0], dict)  # a handler of 500 failed, and ours answers still: one of the differences
    else:
        assert ours == flask
