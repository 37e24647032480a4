"""The test client and the contexts of a test."""

import io
import itertools

from werkzeug.datastructures import FileStorage, MultiDict

from .suite import probe, raised, refused


def small(fw):
    """Return an App that tells what it was asked."""
    app = fw.App(__name__)
    app.secret_key = "k"
    request = fw.request

    @app.route("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def echo():
        return {
            "method": request.method,
            "args": list(request.args.items(multi=True)),
            "form": list(request.form.items(multi=True)),
            "files": [
                [name, file.filename, file.read().decode(), file.mimetype] for name, file in request.files.items()
            ],
            "json": request.get_json(silent=True),
            "data": request.get_data(as_text=True) if request.mimetype in ("", "text/plain") else None,
            "type": request.mimetype,
            "own": request.headers.get("X-Own"),
            "authorization": request.headers.get("Authorization"),
            "cookies": dict(request.cookies),
            "url": request.url,
            "script": request.script_root,
            "agent": "agent" if request.headers.get("User-Agent") else None,
            "remote": request.remote_addr,
            "secure": request.is_secure,
        }

    @app.route("/set/<name>/<value>")
    def put(name, value):
        response = fw.make_response("set")
        response.set_cookie(name, value)
        return response

    @app.route("/session")
    def session():
        fw.session["count"] = fw.session.get("count", 0) + 1
        return dict(fw.session)

    app.add_url_rule("/text", "text", lambda: ("한글", 201, {"X-A": "1"}))
    app.add_url_rule("/go", "go", lambda: fw.redirect("/go2"))
    app.add_url_rule("/go2", "go2", lambda: fw.redirect(fw.url_for("text")))
    app.add_url_rule("/see", "see", lambda: fw.redirect("/echo", 303), methods=["POST"])
    app.add_url_rule("/again", "again", lambda: fw.redirect("/echo", 307), methods=["POST"])
    app.add_url_rule("/found", "found", lambda: fw.redirect("/echo", 302), methods=["POST"])
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    return app


CALLS = {
    "get": ("get", {}),
    "get with a query in the URL": ("get", {"path": "/echo?a=1&a=2"}),
    "get with a query as a dict": ("get", {"query_string": {"a": "한", "b": ["1", "2"]}}),
    "get with a query as a text": ("get", {"query_string": "a=1&b=2"}),
    "post of JSON": ("post", {"json": {"a": [1, "글"]}}),
    "post of JSON that is a list": ("post", {"json": [1]}),
    "post of a form": ("post", {"data": {"a": "1", "b": "글", "c": ["x", "y"]}}),
    "post of a form with a number": ("post", {"data": {"a": 1}}),
    "post of bytes": ("post", {"data": b"bytes"}),
    "post of a text": ("post", {"data": "글", "content_type": "text/plain"}),
    "post of a file": ("post", {"data": lambda: {"f": (io.BytesIO(b"file"), "a.txt"), "n": "1"}}),
    "post of a file with a type": ("post", {"data": lambda: {"f": (io.BytesIO(b"file"), "a.bin", "text/x-own")}}),
    "post of a file with a Korean name": ("post", {"data": lambda: {"f": (io.BytesIO(b"file"), "한글.txt")}}),
    "post of a form with bytes": ("post", {"data": {"a": "글".encode()}}),
    "get with None in its query": ("get", {"query_string": {"a": None, "b": ""}}),
    "content_type goes before the headers": (
        "post",
        {"data": b"[1]", "headers": {"Content-Type": "text/plain"}, "content_type": "application/json"},
    ),
    "post of a form as multipart": ("post", {"data": {"a": "1"}, "content_type": "multipart/form-data"}),
    "post of nothing": ("post", {}),
    "put": ("put", {"json": {}}),
    "patch": ("patch", {"data": {"a": "1"}}),
    "delete": ("delete", {}),
    "open": ("open", {"method": "PUT"}),
    "headers as a dict": ("get", {"headers": {"X-Own": "1"}}),
    "headers as a list": ("get", {"headers": [("X-Own", "1")]}),
    "another base_url": ("get", {"base_url": "https://lab.example/m/"}),
    "environ": ("get", {"environ_overrides": {"REMOTE_ADDR": "10.0.0.1"}}),
    "environ_base": ("get", {"environ_base": {"REMOTE_ADDR": "10.0.0.2"}}),
    "content_type": ("post", {"data": b"[1]", "content_type": "application/json"}),
    "mimetype": ("post", {"data": b"text", "mimetype": "text/plain"}),
    "mimetype goes before content_type": ("post", {"data": b"text", "mimetype": "text/plain", "content_type": "a/b"}),
    "mimetype of a form": ("post", {"data": {"a": "1"}, "mimetype": "multipart/form-data"}),
    "mimetype of JSON": ("post", {"json": [1], "mimetype": "application/vnd.api+json"}),
    "auth": ("get", {"auth": ("kim", "p:w")}),
    "auth in Korean": ("get", {"auth": ("김", "글")}),
    "auth goes before the headers": ("get", {"auth": ("a", "b"), "headers": {"Authorization": "Bearer x"}}),
    "a whole URL": ("get", {"path": "http://other.example/echo?a=1"}),
    "a whole URL without a host": ("get", {"path": "https:/echo?a=1"}),
    "None for what is not given": ("get", dict.fromkeys(["headers", "query_string", "data", "json", "base_url"])),
    "get with a query of pairs": ("get", {"query_string": [("a", "1"), ("b", None), ("a", 2)]}),
    "get with a query of tuples": ("get", {"query_string": {"a": ("1", "2")}}),
    "a header twice": ("get", {"headers": [("X-Own", "1"), ("x-own", "2")]}),
    "a header of several values": ("get", {"headers": {"X-Own": ["1", "2"]}}),
    "url_scheme": ("get", {"url_scheme": "https"}),
    "an empty body": ("post", {"data": "", "content_type": "text/plain"}),
    "an empty form": ("post", {"data": {}}),
    "post of a form with None": ("post", {"data": {"a": None, "b": ["", None]}}),
    "post of a multipart form with None": ("post", {"data": {"a": None}, "content_type": "multipart/form-data"}),
    "post of a form as multipart with a boundary": (
        "post",
        {"data": {"a": "1"}, "content_type": "multipart/form-data; boundary=x"},
    ),
    "post of a form, multipart in the headers": (
        "post",
        {"data": {"a": "1"}, "headers": {"Content-Type": "multipart/form-data"}},
    ),
    "post of JSON with a type in the headers": ("post", {"json": [1], "headers": {"Content-Type": "text/x-json"}}),
    "post of a form with repeated names": ("post", {"data": lambda: MultiDict([("a", "1"), ("a", "2")])}),
    "post of a FileStorage": ("post", {"data": lambda: {"f": FileStorage(io.BytesIO(b"x"), "a.txt")}}),
    "post of a FileStorage with a type": (
        "post",
        {"data": lambda: {"f": FileStorage(io.BytesIO(b"x"), "a.txt", content_type="text/x-own")}},
    ),
    "post of a file that was not chosen": ("post", {"data": lambda: {"f": (io.BytesIO(), "")}}),
}


def register(title, method, keywords):
    @probe(f"the test client: {title}")
    def call(fw):
        given = {name: value() if callable(value) else value for name, value in keywords.items()}
        path = given.pop("path", "/echo")
        response = getattr(small(fw).test_client(), method)(path, **given)
        return response.status_code, response.json


for call_title, (call_method, call_keywords) in CALLS.items():
    register(call_title, call_method, call_keywords)


@probe("the test client: head and options")
def head_and_options(fw):
    client = small(fw).test_client()
    head, options = client.head("/text"), client.options("/text")
    return head.status_code, head.data, options.status_code, sorted(options.headers["Allow"].replace(",", " ").split())


@probe("the test client: what a response shows")
def response(fw):
    found = small(fw).test_client().get("/text")
    return [
        found.status_code,
        found.status.split()[0],
        found.data,
        found.text,
        found.get_data(as_text=True),
        found.headers["X-A"],
        found.headers.get("x-a"),
        found.mimetype,
        found.content_type.lower(),
        found.json if found.is_json else "no JSON",
        found.content_length,
        "한글" in found.get_data(as_text=True),
        found.request.path,
    ]


@probe("the test client: the length that an answer names")
def lengths(fw):
    app = small(fw)
    app.add_url_rule("/empty", "empty", lambda: ("", 204))
    app.add_url_rule("/stream", "stream", lambda: (part for part in ("a", "b")))
    client = app.test_client()
    answers = [send(path) for path in ("/text", "/empty", "/stream") for send in (client.get, client.head)]
    return [[answer.data, answer.headers.get("Content-Length"), answer.content_length] for answer in answers]


@probe("the test client: as a context inside another context")
def context_inside(fw):
    app = small(fw)
    with app.app_context():
        with app.test_client() as client:
            client.get("/echo?a=1")
            inside = fw.request.args["a"]
        return inside, fw.current_app.name == app.name, fw.has_request_context()


@probe("the test client: as a context inside itself")
def context_inside_itself(fw):
    def twice():
        with small(fw).test_client() as client, client:
            pass

    return raised(twice)


@probe("the test client: JSON of a response that is none")
def no_json(fw):
    found = small(fw).test_client().get("/text")
    return found.get_json(silent=True)


@probe("the test client: cookies stay between calls")
def cookies(fw):
    client = small(fw).test_client()
    client.get("/set/a/1")
    client.get("/set/b/2")
    first = client.get("/echo").json["cookies"]
    client.delete_cookie("a")
    client.set_cookie("c", "3")
    return first, client.get("/echo").json["cookies"], client.get_cookie("b").value, client.get_cookie("zzz")


@probe("the test client: without cookies")
def no_cookies(fw):
    client = small(fw).test_client(use_cookies=False)
    client.get("/set/a/1")
    return client.get("/echo").json["cookies"]


@probe("the test client: each client has cookies of its own")
def own_cookies(fw):
    app = small(fw)
    one, two = app.test_client(), app.test_client()
    one.get("/set/a/1")
    return one.get("/echo").json["cookies"], two.get("/echo").json["cookies"]


@probe("the test client: follow_redirects")
def follow(fw):
    client = small(fw).test_client()
    found = client.get("/go", follow_redirects=True)
    plain = client.get("/go")
    return [
        found.status_code,
        found.text,
        found.request.path,
        [one.status_code for one in found.history],
        plain.status_code,
        plain.location,
    ]


@probe("the test client: a POST that is redirected")
def follow_post(fw):
    client = small(fw).test_client()
    paths = ("/see", "/found", "/again")
    return [client.post(path, data={"a": "1"}, follow_redirects=True).json for path in paths]


@probe("the test client: the session stays between calls")
def session(fw):
    client = small(fw).test_client()
    return [client.get("/session").json for _ in range(3)]


@probe("the test client: session_transaction")
def session_transaction(fw):
    client = small(fw).test_client()
    with client.session_transaction() as session:
        session["count"] = 10
    found = client.get("/session").json
    with client.session_transaction() as session:
        return found, dict(session)


@probe("the test client: as a context keeps the request")
def context(fw):
    with small(fw).test_client() as client:
        client.get("/session?a=1")
        inside = [fw.request.args["a"], fw.request.path, fw.session["count"]]
    return inside, raised(lambda: fw.request.path)


@probe("the test client: errors of the App")
def errors(fw):
    app = small(fw)
    outside = app.test_client().get("/boom").status_code
    app.testing = True
    return outside, raised(lambda: app.test_client().get("/boom")), app.test_client().get("/nowhere").status_code


@probe("the test client: a Korean path")
def korean(fw):
    app = fw.App(__name__)
    app.add_url_rule("/안녕/<name>", "hello", lambda name: [name, fw.request.path, fw.request.args.get("q")])
    client = app.test_client()
    return client.get("/안녕/김?q=한").json, client.get("/%EC%95%88%EB%85%95/a%20b").json


@probe("the test client: a stream")
def stream(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: (part for part in ("a", "b")))
    found = app.test_client().get("/")
    return found.data, found.text


@probe("the test client: the base URL as the second argument")
def base_url_second(fw):
    client = small(fw).test_client()
    return [send("/echo", "https://lab.example/m").json["url"] for send in (client.get, client.post, client.open)]


@probe("the test client: data and json at once are refused")
def two_bodies(fw):
    return raised(lambda: small(fw).test_client().post("/echo", data={"a": "1"}, json={}))


@probe("the test client: REMOTE_ADDR is the client's own")
def remote_address(fw):
    app = small(fw)
    with app.test_request_context():
        return fw.request.remote_addr, app.test_client().get("/echo").json["remote"]


@probe("the test client: a whole URL below APPLICATION_ROOT")
def application_root(fw):
    app = small(fw)
    app.config["APPLICATION_ROOT"] = "/m"
    client = app.test_client()
    return [client.get(path).json["url"] for path in ("/echo", "https://lab.example/echo")]


@probe("the test client: headers stay when a redirect is followed")
def headers_stay(fw):
    client = small(fw).test_client()
    client.set_cookie("a", "1")
    sent = {"X-Own": "1", "Content-Type": "application/json", "Authorization": "Bearer x"}
    paths = ("/see", "/again")
    answers = [client.post(path, data="[1]", headers=sent, follow_redirects=True).json for path in paths]
    return [[one[name] for name in ("own", "authorization", "json", "type", "cookies", "remote")] for one in answers]


@probe("the test client: only redirects to the same host are followed")
def external(fw):
    app = small(fw)
    app.add_url_rule("/to", "to", lambda: fw.redirect(fw.request.args["url"]))
    client = app.test_client()
    urls = ("http://localhost/echo", "https://localhost:99/echo", "http://other.example/echo", "//sub.localhost/echo")
    return [raised(lambda url=url: client.get("/to", query_string={"url": url}, follow_redirects=True)) for url in urls]


@probe("the test client: the history of each answer")
def histories(fw):
    found = small(fw).test_client().get("/go", follow_redirects=True)
    return [[one.request.path, len(one.history)] for one in (*found.history, found)]


@probe("the test client: cookies of other hosts and of hosts below a domain")
def cookie_domains(fw):
    app = small(fw)

    @app.route("/both")
    def both():
        response = fw.make_response("set")
        response.set_cookie("own", "1")
        response.set_cookie("all", "2", domain="lab.example")
        return response

    client = app.test_client()
    client.set_cookie("exact", "3", domain="lab.example")
    client.set_cookie("below", "4", domain="lab.example", origin_only=False, httponly=True, samesite="Lax", max_age=9)
    client.get("/both", base_url="http://a.lab.example:8000")
    hosts = ("lab.example", "a.lab.example", "a.lab.example:8000", "b.lab.example", "otherlab.example", "localhost")
    return [client.get("/echo", base_url=f"http://{host}").json["cookies"] for host in hosts]


@probe("the test client: the path of a cookie that names none")
def cookie_paths(fw):
    app = small(fw)
    headers = {"Set-Cookie": "a=1"}
    app.add_url_rule("/한/set", "plain", lambda: ("set", 200, headers))
    app.add_url_rule("/한/<name>", "below", lambda name: dict(fw.request.cookies))
    client = app.test_client()
    client.get("/한/set")
    return client.get("/한/echo").json, client.get("/echo").json["cookies"]


@probe("the test client: what get_cookie gives")
def get_cookie(fw):
    client = small(fw).test_client()
    client.get("/set/a/글")
    client.set_cookie("b", "1", domain="lab.example", path="/m", origin_only=False)
    found = [client.get_cookie("a"), client.get_cookie("b", "lab.example", "/m")]
    names = ("key", "value", "decoded_value", "domain", "path", "origin_only")
    return [[getattr(one, name) for name in names] for one in found], client.get_cookie("b")


@probe("the test client: cookies are forgotten")
def forgotten(fw):
    client = small(fw).test_client()
    for name, attributes in {"a": {"max_age": 0}, "b": {"expires": 0}, "c": {"expires": 1}}.items():
        client.set_cookie(name, "1")
        client.set_cookie(name, "", **attributes)
    return [client.get_cookie(name) is None for name in "abc"]


@probe("the test client: a session in a mount")
def session_in_a_mount(fw):
    client = small(fw).test_client()
    with client.session_transaction(base_url="http://lab.example/마운트") as session:
        session["count"] = 10
    return [client.get("/session", base_url=f"http://{host}/마운트").json for host in ("lab.example", "localhost")]


def endless(fw):
    """Return an App with a stream that has no end, and a list of what has happened to it."""
    app, happened = fw.App(__name__), []

    def numbers():
        try:
            for number in itertools.count():
                yield f"data: {number}\n\n"
        finally:
            happened.append("closed")

    @app.route("/")
    def root():
        response = fw.Response(numbers(), mimetype="text/event-stream")
        response.call_on_close(lambda: happened.append("called"))
        return response

    app.add_url_rule("/short", "short", lambda: fw.Response(part for part in ("a", "b")))
    return app, happened


@probe("the test client: the first pieces of a stream without an end")
def endless_stream(fw):
    app, happened = endless(fw)
    response = app.test_client().get("/")
    pieces = iter(response.response)
    first = [next(pieces), next(pieces), response.is_streamed, list(happened)]
    response.close()
    with app.test_client().get("/") as second:
        return first, happened, next(iter(second.response)), second.mimetype


@probe("the test client: buffered")
def buffered(fw):
    client = endless(fw)[0].test_client()
    return [
        [answer.is_streamed, answer.data, answer.is_streamed, answer.headers.get("Content-Length")]
        for answer in (client.get("/short", buffered=True), client.get("/short", buffered=False), client.get("/short"))
    ]


@probe("the test client: a response as a context")
def response_context(fw):
    with small(fw).test_client().get("/text") as found:
        return found.status_code


@probe("test_request_context: request, url_for and g")
def request_context(fw):
    app = small(fw)
    with app.test_request_context("/echo?a=1", method="POST", data={"b": "글"}, headers={"X-Own": "1"}):
        fw.g.x = 1
        request = fw.request
        found = [
            request.method,
            request.path,
            request.args["a"],
            request.form["b"],
            request.headers["X-Own"],
            request.endpoint,
        ]
        return [*found, fw.url_for("text"), fw.g.x, fw.current_app.name == app.name, request.full_path]


@probe("test_request_context: JSON")
def request_context_json(fw):
    with small(fw).test_request_context("/echo", method="POST", json={"a": "글"}):
        return fw.request.get_json(), fw.request.is_json


@probe("test_request_context: base_url and query_string")
def request_context_base(fw):
    with small(fw).test_request_context("/echo", base_url="https://lab.example/m", query_string={"q": "한"}):
        return fw.request.url, fw.url_for("text", _external=True), fw.request.script_root


@probe("test_request_context: a path that nothing matches")
def request_context_missing(fw):
    with small(fw).test_request_context("/nowhere"):
        return fw.request.endpoint, fw.request.path


@probe("test_request_context: the default path")
def request_context_default(fw):
    with fw.App(__name__).test_request_context():
        return fw.request.path, fw.request.method, fw.request.host


@probe("test_request_context: the hooks can be run by hand")
def by_hand(fw):
    app = small(fw)
    app.before_request(lambda: "stopped" if fw.request.args.get("stop") else None)
    with app.test_request_context("/text?stop=1"):
        stopped = app.preprocess_request()
    with app.test_request_context("/text"):
        return stopped, app.preprocess_request()


@probe("test_request_context: request_context of an environ")
def of_an_environ(fw):
    app = small(fw)
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/echo", "SCRIPT_NAME": "", "QUERY_STRING": "a=1", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
    }  # fmt: skip
    with app.request_context(environ):
        return fw.request.path, fw.request.args["a"]


@probe("test_client_class and the environ of every call")
def environ_base(fw):
    client = small(fw).test_client()
    client.environ_base["REMOTE_ADDR"] = "10.1.1.1"
    return client.get("/echo").json["remote"]


@probe("the test client: None in a form is refused")
def none_in_a_form(fw):
    return refused(lambda: small(fw).test_client().post("/echo", data={"a": None}))


@probe("a misspelled keyword of the test client is refused")
def misspelled(fw):
    return refused(lambda: small(fw).test_client().get("/echo", jsn={}))


@probe("a test client of the program's own")
def own_client(fw):
    app = fw.App(__name__)

    class Client(type(app.test_client())):
        def __init__(self, *arguments, **keywords):
            self.word = keywords.pop("word", "none")
            super().__init__(*arguments, **keywords)

        def shout(self, path):
            return self.get(path).get_data(as_text=True).upper() + self.word

    app.test_client_class = Client
    app.add_url_rule("/", "root", lambda: "root")
    return app.test_client().shout("/"), app.test_client(word="given").shout("/")
