"""What ``request`` says of a request."""

from .suite import application, ask, get, post, probe, raised, talk

ATTRIBUTES = [
    "method",
    "path",
    "full_path",
    "query_string",
    "script_root",
    "root_path",
    "url",
    "base_url",
    "url_root",
    "root_url",
    "host",
    "host_url",
    "scheme",
    "is_secure",
    "remote_addr",
    "remote_user",
    "endpoint",
    "view_args",
    "mimetype",
    "content_type",
    "content_length",
    "is_json",
    "is_multithread",
    "is_multiprocess",
    "is_run_once",
    "blueprint",
    "access_route",
    "referrer",
    "range",
    "if_range",
    "max_form_parts",
    "routing_exception",
]


def described(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


@application(
    "the attributes of a request",
    get("/show", "a plain one"),
    get("/show?q=1&q=2&r=%ED%95%9C", "with a query"),
    get("/show?", "with an empty query"),
    get("/show?a=b%20c+d&e=%26", "with an escaped query"),
    get("/show/한글", "with a Korean path"),
    get("/show/a b", "with a space in the path"),
    get("/show/a%20b", "with a percent sign in the path", differs="percent-in-url"),
    get("/show", "mounted", mount="/60162176"),
    get("/show?q=1", "mounted twice", mount="/a/b"),
    get("/show/x", "mounted at a Korean prefix", mount="/한글"),
    get("/show/x?y=%ED%95%9C%EA%B8%80", "Korean in path, query and mount", mount="/가"),
    get("/show", "with a port", headers={"Host": "localhost:8000"}),
    get("/show", "with the default port", headers={"Host": "localhost:80"}),
    get("/show", "over https", environ={"wsgi.url_scheme": "https"}),
    get("/show", "over https with its port", headers={"Host": "localhost:443"}, environ={"wsgi.url_scheme": "https"}),
    get("/show", "with a name in capitals", headers={"Host": "LocalHost"}, differs="host-case"),
    post("/show", "a POST of JSON", json={"a": 1}),
    post("/show", "a POST of a form", form={"a": "1"}),
    post("/show", "a POST of text", body=b"hi", type="text/plain; charset=UTF-8"),
    post("/show", "a POST of nothing", type="text/plain"),
    ask("/show", "a PUT", method="PUT", body=b"x"),
    ask("/show", "a HEAD", method="HEAD"),
    get("/show", "JSON of another kind", headers={"Content-Type": "application/vnd.api+json"}),
    get("/show", "from another address", environ={"REMOTE_ADDR": "10.0.0.7", "REMOTE_USER": "kim"}),
    get("/show", "with a host that is none", headers={"Host": "local host"}, differs="host-invalid", ours=400),
    get("/show", "with a referrer", headers={"Referer": "http://localhost/before"}),
    get(
        "/show", "forwarded headers mean nothing", headers={"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"}
    ),
)
def attributes(fw):
    app = fw.App(__name__)
    names = [name for name in ATTRIBUTES if name not in DROPPED]

    @app.route("/show", methods=["GET", "POST", "PUT"])
    @app.route("/show/<name>", methods=["GET", "POST"])
    def show(name=None):
        return {attribute: described(getattr(fw.request, attribute, "no such attribute")) for attribute in names}

    return app


#: Attributes of Flask that are not promised: nobody's first program reads them.
DROPPED = {
    "is_multithread",
    "is_multiprocess",
    "is_run_once",
    "blueprint",
    "access_route",
    "range",
    "if_range",
    "max_form_parts",
    "routing_exception",
    "root_url",
}


@application(
    "request.args",
    get("/args?a=1&a=2&b=", "repeated and empty"),
    get("/args?name=%ED%95%9C%EA%B8%80", "Korean"),
    get("/args?a=1+2%2B3", "plus signs"),
    get("/args?a", "a name without a value"),
    get("/args?=1", "a value without a name"),
    get("/args?a=1;b=2", "a semicolon is data"),
    get("/args?a=%ff", "bytes that are not UTF-8", differs="form-bytes"),
    get("/args?a=%zz", "percent signs that escape nothing"),
    get("/args?a=%00", "a NUL"),
    get("/args?&&a=1&", "empty pairs"),
    get("/args?=1&&a", "empty pairs after one without a name"),
    get("/args?a=b=c", "an equals sign in the value"),
    get("/args", "none"),
    get("/typed?n=7&m=x", "get with a type"),
    get("/typed", "get with a default"),
)
def args(fw):
    app = fw.App(__name__)

    @app.route("/args")
    def show():
        found = fw.request.args
        return [
            list(found.items(multi=True)),
            sorted(found),
            len(found),
            found.to_dict(),
            found.to_dict(flat=False),
            [found.getlist(name) for name in sorted(found)],
            "a" in found,
            found.get("zzz"),
            found.get("zzz", "default"),
            bool(found),
            list(found.lists()),
        ]

    @app.route("/typed")
    def typed():
        found = fw.request.args
        return [
            found.get("n", type=int),
            found.get("m", type=int),
            found.get("m", 3, type=int),
            found.get("z", 4, type=int),
            found.getlist("n", type=int),
            found.getlist("m", type=int),
        ]

    return app


@application(
    "request.headers",
    get("/headers", "their values", headers={"X-One": "1", "User-Agent": "curl/8"}),
    get("/headers", "Korean bytes", headers={"X-One": "한글"}),
    post("/headers", "Content-Type and Content-Length are there", json={"a": 1}),
    get("/headers", "authorization", headers={"Authorization": "Basic a2ltOnNlY3JldA=="}),
)
def headers(fw):
    app = fw.App(__name__)

    @app.route("/headers", methods=["GET", "POST"])
    def show():
        found = fw.request.headers
        return [
            found.get("X-One"),
            found.get("x-one"),
            found.get("Missing"),
            found.get("Missing", "default"),
            "User-Agent" in found,
            "X-Two" in found,
            found.get("Content-Type"),
            found.get("Content-Length"),
            found.get("Host"),
            found["Host"],
            sorted(found.items()),
            sorted([name, value] for name, value in found),
            sorted(found.keys()),
            sorted(found.values()),
            sorted(str(found).split("\r\n")),
            len(found),
            dict(found),
            found.get("Content-Length", type=int),
            str(fw.request.user_agent),
        ]

    return app


@application(
    "a header that is missing",
    get("/", "is the program's mistake where it is asked for by key", 500),
)
def missing_header(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: fw.request.headers["X-Nothing"])
    return app


@application(
    "credentials of the client",
    get("/", "basic", headers={"Authorization": "Basic a2ltOnNlY3JldA=="}),
    get("/", "Korean", headers={"Authorization": "Basic " + "6rmAOuu5hOuwgA=="}),
    get("/", "none", 401),
    get("/", "broken base64", 401, headers={"Authorization": "Basic !!!"}),
    get("/", "no credentials", headers={"Authorization": "Basic"}, differs="authorization", ours=401),
    get("/", "a bearer's token", headers={"Authorization": "Bearer abc.def"}),
)
def authorization(fw):
    app = fw.App(__name__)

    @app.route("/")
    def root():
        found = fw.request.authorization
        if found is None:
            return "who?", 401, {"WWW-Authenticate": 'Basic realm="lab"'}
        return [found.type, found.username, found.password, found.token]

    return app


@application(
    "request.cookies",
    get("/", "two", headers={"Cookie": "a=1; b=two"}),
    get("/", "none"),
    get("/", "a quoted value", headers={"Cookie": 'a="x y"'}),
    get("/", "Korean", headers={"Cookie": "a=한글"}, differs="cookie-utf-8"),
    get("/", "an equals sign in the value", headers={"Cookie": "a=b=c"}),
    get("/", "an empty value", headers={"Cookie": "a=; b=1"}),
    get("/", "spaces around", headers={"Cookie": " a = 1 ;  b=2"}),
    get("/", "a repeated name", headers={"Cookie": "a=1; a=2"}),
    get("/", "a space in the value", headers={"Cookie": "a=x y; b=1"}, differs="cookie-values"),
    get("/", "a quote in the value", headers={"Cookie": 'a=x"y; b=1'}, differs="cookie-values"),
    get("/", "letters, digits and signs", headers={"Cookie": "a=!#$%&'()*+-./:<=>?@[]^_`{|}~"}),
    get("/", "an octal escape", headers={"Cookie": 'a="\\355\\225\\234"'}),
)
def cookies(fw):
    app = fw.App(__name__)

    @app.route("/")
    def show():
        found = fw.request.cookies
        return [found.get("a"), found.get("b"), found.get("zzz", "default"), dict(found), "a" in found]

    return app


@application(
    "what request has where nothing matched",
    get("/nowhere?q=1", "404", 404),
    post("/there", "405", 405),
)
def unmatched(fw):
    app = fw.App(__name__)
    app.add_url_rule("/there", "there", lambda: "there")

    @app.errorhandler(fw.exceptions.HTTPException)
    def show(error):
        request = fw.request
        return [request.endpoint, request.view_args, request.url, request.method, request.args.get("q")], error.code

    return app


@application(
    "request is a proxy",
    get("/", "of the present request"),
    talk("of each request in turn", get("/?n=1"), get("/?n=2")),
)
def proxy(fw):
    app = fw.App(__name__)

    def elsewhere():
        return fw.request.args.get("n")

    @app.route("/")
    def root():
        return [
            elsewhere(),
            isinstance(fw.request._get_current_object(), fw.Request),
            bool(fw.request),
            fw.current_app.name,
        ]

    return app


@application(
    "request.environ",
    get("/", "is the server's own", environ={"x.own": "mine"}),
)
def environ(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: [fw.request.environ["x.own"], fw.request.environ["PATH_INFO"]])
    return app


@application(
    "a Request class of one's own",
    get("/", "is what the proxy gives"),
)
def request_class(fw):
    class Mine(fw.Request):
        @property
        def shout(self):
            return self.path.upper()

    app = fw.App(__name__)
    app.request_class = Mine
    app.add_url_rule("/", "root", lambda: fw.request.shout)
    return app


@application(
    "limits of a Request class of one's own",
    post("/data", "a body below", body=b"abcd"),
    post("/data", "a body above", 413, body=b"abcde"),
    post("/form", "a form above", 413, form={"a": "12345"}),
    post("/form", "a multipart form above", 413, form={"a": "1"}, files={}),
)
def limits(fw):
    class Small(fw.Request):
        max_content_length = 4

    app = fw.App(__name__)
    app.request_class = Small
    app.add_url_rule("/data", "data", lambda: fw.request.data, methods=["POST"])
    app.add_url_rule("/form", "form", lambda: dict(fw.request.form), methods=["POST"])
    return app


@application(
    "limits of the parts of a form, of a Request class of one's own",
    post("/", "as many", form={"a": "1"}, files={"b": ("b.txt", b"b", "text/plain")}),
    post("/", "too many", 413, form={"a": "1", "b": "2", "c": "3"}, files={}),
    post("/", "a large one", 413, form={"a": "x" * 5000}, files={}),
)
def limits_of_parts(fw):
    class Small(fw.Request):
        max_form_parts = 2
        max_form_memory_size = 1000

    app = fw.App(__name__)
    app.request_class = Small
    app.add_url_rule("/", "root", lambda: dict(fw.request.form), methods=["POST"])
    return app


@application(
    "request.range",
    *(
        get("/", header, headers={"Range": header})
        for header in ("bytes=0-1", "bytes=3-", "bytes=-2", "bytes=3-1", "x")
    ),
    get("/", "none"),
    get("/", "behind the end", headers={"Range": "bytes=9-"}),
    get("/", "to behind the end", headers={"Range": "bytes=3-9"}),
)
def asked_range(fw):
    app = fw.App(__name__)

    @app.route("/")
    def root():
        found = fw.request.range
        return [] if found is None else [found.units, found.ranges, found.range_for_length(5)]

    return app


@application(
    "request.values",
    *(
        ask("/?a=0&b=2", f"of {method}", method=method, form={"a": "1"})
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND")
    ),
)
def values(fw):
    app = fw.App(__name__)
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"]
    app.add_url_rule(
        "/", "root", lambda: sorted(list(pair) for pair in fw.request.values.items(multi=True)), methods=methods
    )
    return app


@application(
    "conditions and preferences of the client",
    get("/", "Accept", headers={"Accept": "text/html;q=0.5, application/json"}),
    get("/", "no Accept"),
    get("/", "anything", headers={"Accept": "*/*"}),
    get("/", "languages", headers={"Accept-Language": "ko-KR, en;q=0.5"}),
    get("/", "the language of a country", headers={"Accept-Language": "ko-KR"}),
    get("/", "a language of no use", headers={"Accept-Language": "fr"}),
    get("/", "a type of no use", headers={"Accept": "image/png"}),
    get("/", "a type that is not wanted", headers={"Accept": "text/html;q=0, */*;q=0.1"}),
    get("/", "a type with a parameter", headers={"Accept": "application/json;version=1, text/html;q=0.5"}),
    get("/", "a weight that is none", headers={"Accept": "text/html;q=x, application/json;q=7, text/*;q=0.1"}),
    get(
        "/",
        "what a browser sends",
        headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
    ),
    get("/", "any language", headers={"Accept-Language": "*"}),
    get("/", "a language and another country's", headers={"Accept-Language": "en-GB,en;q=0.9,ko;q=0.8"}),
    get("/", "a language whose countries are offered", headers={"Accept-Language": "zh, ko;q=0.5"}),
)
def preferences(fw):
    app = fw.App(__name__)

    @app.route("/")
    def root():
        kinds, languages = fw.request.accept_mimetypes, fw.request.accept_languages
        return [
            kinds.best_match(["text/html", "application/json"]),
            languages.best_match(["en", "ko"]),
            *(languages.best_match(offer) for offer in (["ko-KR", "ko"], ["ko", "en-US"], ["ko_KR", "zh_TW"], [])),
            [kinds["text/html"], kinds["application/json"], kinds.quality("image/png")],
            [list(kinds), list(languages), len(kinds), bool(kinds)],
            [str(kinds), str(languages), kinds.best, languages.best],
            [languages["ko-kr"], "KO" in languages, languages[0] if languages else None],
        ]

    return app


@probe("request outside a request is refused")
def outside(fw):
    return [
        raised(lambda: fw.request.path),
        raised(lambda: fw.session.get("a")),
        raised(lambda: fw.g.a),
        raised(lambda: fw.current_app.name),
    ]


@application(
    "how often a request may still be handed on",
    get("/", "a number", headers={"Max-Forwards": "3"}),
    get("/", "no number", headers={"Max-Forwards": "three"}),
    get("/", "no header"),
)
def max_forwards(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: [fw.request.max_forwards])
    return app


@application(
    "TRUSTED_HOSTS and what the router found",
    get("/a/1", "a rule"),
    get("/nowhere", "no rule", 404),
)
def trusted(fw):
    app = fw.App(__name__)
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    seen = {}

    @app.before_request
    def look():
        seen.update(endpoint=fw.request.endpoint, args=fw.request.view_args, rule=str(fw.request.url_rule))
        seen.update(error=type(fw.request.routing_exception).__name__)

    app.add_url_rule("/a/<b>", "v", lambda b: seen)
    app.register_error_handler(404, lambda error: (seen, 404))
    return app
