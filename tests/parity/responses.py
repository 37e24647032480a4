"""Response objects: making them, reading them, changing them; redirects and cookies."""

import datetime

from .suite import application, get, probe, raised, talk


@application(
    "make_response",
    get("/text", "of a text"),
    get("/pair", "of two arguments", 404),
    get("/triple", "of three arguments", 201),
    get("/tuple", "of a tuple", 201),
    get("/dict", "of a dict"),
    get("/list", "of a list"),
    get("/response", "of a Response"),
    get("/nothing", "of nothing"),
    get("/bytes", "of bytes"),
    get("/generator", "of a generator"),
    get("/wsgi", "of a WSGI callable"),
    get("/wsgi-untyped", "of a WSGI callable that names no type"),
    get("/error", "of an HTTP error", 404),
    get("/rendered", "of a rendered template"),
    get("/headers", "with headers alone"),
    get("/app", "app.make_response", 202),
)
def make_response(fw):
    app = fw.App(__name__)
    make = fw.make_response

    def wsgi(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"wsgi"]

    def untyped(environ, start_response):
        start_response("200 OK", [("X-A", "1")])
        return [b"wsgi"]

    views = {
        "wsgi-untyped": lambda: make(untyped),
        "text": lambda: make("hello"),
        "pair": lambda: make("lost", 404),
        "triple": lambda: make("made", 201, {"X-A": "1"}),
        "tuple": lambda: make(("made", 201)),
        "dict": lambda: make({"a": 1}),
        "list": lambda: make([1, 2]),
        "response": lambda: make(fw.Response("x", headers={"X-A": "1"})),
        "nothing": lambda: make(),
        "bytes": lambda: make(b"\x00"),
        "generator": lambda: make(text for text in "ab"),
        "wsgi": lambda: make(wsgi),
        "error": lambda: make(fw.exceptions.NotFound()),
        "rendered": lambda: make(fw.render_template_string("<p>{{ 1 + 1 }}</p>")),
        "headers": lambda: make("x", {"X-A": "1"}),
        "app": lambda: app.make_response(("x", 202)),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@probe("the attributes of a Response can be read")
def attributes(fw):
    app = fw.App(__name__)
    with app.test_request_context("/"):
        response = fw.make_response("한글", 201, {"X-A": "1"})
        found = [
            response.status.upper(),
            response.status_code,
            response.mimetype,
            response.content_type.lower(),
            response.data,
            response.get_data(),
            response.get_data(as_text=True),
            response.headers["X-A"],
            response.headers.get("x-a"),
            response.headers.get("nothing"),
            response.headers.get("nothing", "default"),
            "X-A" in response.headers,
            response.content_length,
            response.location,
            response.is_json,
            response.get_json(silent=True),
            response.is_streamed,
            sorted({"Content-Type", "X-A"} & set(response.headers.keys())),
        ]
        made = fw.jsonify(a=[1])
        return [*found, made.is_json, made.json, made.get_json(), made.mimetype]


@application(
    "the attributes of a Response can be set",
    get("/status-code", "status_code", 418),
    get("/status", "status as a line", 299),
    get("/status-number", "status as a number", 202),
    get("/data", "data as bytes"),
    get("/data-text", "data as text"),
    get("/set-data", "set_data"),
    get("/mimetype", "mimetype"),
    get("/mimetype-json", "mimetype of JSON"),
    get("/mimetype-binary", "mimetype that is no text"),
    get("/content-type", "content_type"),
    get("/header", "a header"),
    get("/header-int", "a header with an int"),
    get("/header-add", "headers.add"),
    get("/header-set", "headers.set"),
    get("/header-extend", "headers.extend"),
    get("/header-update", "headers.update"),
    get("/header-setdefault", "headers.setdefault"),
    get("/header-remove", "headers.remove"),
    get("/header-del", "del headers[...]"),
    get("/header-del-missing", "del of a header that is not there"),
    get("/header-setdefault-int", "headers.setdefault with an int"),
    get("/header-pop", "headers.pop"),
    get("/header-options", "headers.add with options"),
    get("/header-getlist", "headers.getlist"),
    get("/header-getlist-type", "headers.getlist with a type"),
    get("/header-set-options", "headers.set with options"),
    get("/header-odd-options", "headers.add with odd options"),
    get("/header-operator", "headers |="),
    get("/header-of-a-set", "headers.extend with a set"),
    get("/location", "location", 201),
    get("/cache", "cache_control"),
    get("/last-modified", "last_modified"),
    get("/expires", "expires"),
    get("/vary", "vary"),
    get("/vary-words", "the words of vary"),
    get("/vary-remove", "vary, some words less"),
    get("/vary-all", "vary, all words less"),
    get("/vary-none", "vary = None"),
    get("/vary-clear", "vary.clear"),
    get("/vary-set", "vary of a set of one"),
    get("/vary-text", "vary of a text"),
    get("/etag", "set_etag"),
    get("/age", "age and retry_after"),
    get("/content-language", "content_language"),
    get("/allow", "allow"),
)
def setting(fw):
    app = fw.App(__name__)
    day = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)

    def assign(name, value):
        return lambda response: setattr(response, name, value)

    def cache(response):
        response.cache_control.max_age = 60
        response.cache_control.public = True

    def removing(response, method, name):
        response.headers["X-A"] = "1"
        response.headers["X-B"] = "2"
        getattr(response.headers, method)(name)

    def listed(response):
        response.headers.add("X-A", "1")
        response.headers.add("X-A", "2")
        response.set_data(",".join(response.headers.getlist("X-A")))

    def joined(response):
        response.headers |= {"X-A": "1", "Content-Type": "text/plain"}

    def some(response):
        response.vary = ["Accept", "Cookie"]

    def words(response):
        found = [bool(response.vary), len(response.vary), str(response.vary)]
        some(response)
        vary = response.vary
        missing = raised(lambda: vary.remove("X"))
        found += [
            bool(vary),
            len(vary),
            str(vary),
            vary.to_header(),
            list(vary),
            "cookie" in vary,
            "X" in vary,
            missing,
        ]
        response.set_data(repr(found))

    changes = {
        "status-code": assign("status_code", 418),
        "status": assign("status", "299 Quite Fine"),
        "status-number": assign("status", 202),
        "data": assign("data", b"bytes"),
        "data-text": assign("data", "글"),
        "set-data": lambda response: response.set_data("set"),
        "mimetype": assign("mimetype", "text/plain"),
        "mimetype-json": assign("mimetype", "application/json"),
        "mimetype-binary": assign("mimetype", "image/png"),
        "content-type": assign("content_type", "text/csv; charset=euc-kr"),
        "header": lambda response: response.headers.__setitem__("X-A", "1"),
        "header-int": lambda response: response.headers.__setitem__("MY_HEADER", 1234),
        "header-add": lambda response: [response.headers.add("X-A", str(n)) for n in (1, 2)],
        "header-set": lambda response: [response.headers.set("X-A", str(n)) for n in (1, 2)],
        "header-extend": lambda response: response.headers.extend({"X-A": "1", "X-B": ["2", "3"]}),
        "header-update": lambda response: response.headers.update({"Content-Type": "text/plain", "X-B": "2"}),
        "header-setdefault": lambda response: response.headers.setdefault("Content-Type", "text/never"),
        "header-del-missing": lambda response: response.headers.__delitem__("X-Nothing"),
        "header-setdefault-int": lambda response: response.set_data(repr(response.headers.setdefault("X-A", 5))),
        "header-remove": lambda response: removing(response, "remove", "X-A"),
        "header-del": lambda response: removing(response, "__delitem__", "X-A"),
        "header-pop": lambda response: removing(response, "pop", "x-a"),
        "header-options": lambda response: response.headers.add(
            "Content-Disposition", "attachment", filename="a b.txt"
        ),
        "header-getlist": listed,
        "header-getlist-type": lambda response: response.set_data(
            repr(response.headers.getlist("content-length", int))
        ),
        "header-set-options": lambda response: response.headers.set("Content-Type", "text/plain", charset="utf-8"),
        "header-odd-options": lambda response: response.headers.add(
            "Content-Disposition", "attachment", filename='a"b\\c.txt', size=None, x_own=5
        ),
        "header-operator": joined,
        "header-of-a-set": lambda response: response.headers.extend({"X-A": {"1"}}),
        "location": lambda response: (assign("location", "/made/7")(response), assign("status_code", 201)(response)),
        "cache": cache,
        "last-modified": assign("last_modified", day),
        "expires": assign("expires", day),
        "vary": lambda response: response.vary.add("Accept"),
        "vary-words": words,
        "vary-remove": lambda response: [some(response), response.vary.remove("accept"), response.vary.discard("X")],
        "vary-all": lambda response: [some(response), *map(response.vary.discard, ("Accept", "Cookie"))],
        "vary-none": lambda response: [some(response), assign("vary", None)(response)],
        "vary-clear": lambda response: [some(response), response.vary.clear()],
        "vary-set": assign("vary", {"Accept"}),
        "vary-text": assign("vary", "Accept, Cookie"),
        "etag": lambda response: response.set_etag("abc"),
        "age": lambda response: (assign("age", 5)(response), assign("retry_after", 7)(response)),
        "content-language": lambda response: response.content_language.add("ko"),
        "allow": lambda response: response.allow.update(["GET", "PUT"]),
    }

    def view(change):
        def answer():
            response = fw.make_response("hello")
            change(response)
            return response

        return answer

    for name, change in changes.items():
        app.add_url_rule(f"/{name}", name, view(change))
    return app


@application(
    "redirect",
    get("/plain", "302 by itself", 302),
    *(get(f"/code/{code}", f"{code}", code) for code in (301, 302, 303, 305, 307, 308)),
    get("/named", "the code by name", 307),
    get("/external", "to another host", 302),
    get("/korean", "to Korean", 302),
    get("/space", "to a URL with a space", 302),
    get("/relative", "to a relative URL", 302),
    get("/endpoint", "to url_for", 302, mount="/60162176"),
    get("/query", "with a query", 302),
    get("/host", "to a host with a Korean name", 302),
    get("/user", "to a Korean name without a scheme", 302),
    get("/address", "to an address", 302),
    get("/markup", "a URL with markup", 302),
    get("/app", "app.redirect", 303),
    get("/wrong", "a code that is no redirect", differs="redirect-code", ours=500),
)
def redirects(fw):
    app = fw.App(__name__)
    app.add_url_rule("/code/<int:code>", "code", lambda code: fw.redirect("/target", code))
    views = {
        "plain": lambda: fw.redirect("/target"),
        "named": lambda: fw.redirect("/target", code=307),
        "external": lambda: fw.redirect("https://example.com/x?y=1#z"),
        "korean": lambda: fw.redirect("/한글?질문=답"),
        "space": lambda: fw.redirect("/a b"),
        "relative": lambda: fw.redirect("target"),
        "endpoint": lambda: fw.redirect(fw.url_for("plain", q="한")),
        "query": lambda: fw.redirect("/target?a=1&b=%20"),
        "host": lambda: fw.redirect("http://한글.example:8080/길?질문=답#길"),
        "user": lambda: fw.redirect("//kim@한글/"),
        "address": lambda: fw.redirect("http://[::1]/길"),
        "markup": lambda: fw.redirect('/"><script>'),
        "app": lambda: app.redirect("/target", 303),
        "wrong": lambda: fw.redirect("/target", 200),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "a URL in a header that letters outside ASCII stand in",
    get("/header", "Location", 302),
    get("/attribute", "response.location", 302),
    get("/tuple", "in a tuple", 302),
    get("/latin", "of Latin-1", 302),
    get("/space", "a space", 302),
    get("/host", "a Korean host", 302),
    get("/name", "Location in small letters", 302),
    get("/encoded", "what is encoded stays", 302),
    get("/content", "Content-Location", 302),
)
def location(fw):
    app = fw.App(__name__)

    def sent(url, name="Location"):
        response = fw.Response("", 302)
        response.headers[name] = url
        return response

    def attribute():
        response = fw.Response("", 302)
        response.location = "/한글"
        return response

    views = {
        "header": lambda: sent("/한글?질문=답#길"),
        "attribute": attribute,
        "tuple": lambda: ("", 302, {"Location": "/한글"}),
        "latin": lambda: sent("/café"),
        "space": lambda: sent("/a b"),
        "host": lambda: sent("http://한글.example:8080/길"),
        "name": lambda: sent("/한글", "location"),
        "encoded": lambda: sent("/%ED%95%9C?a=%20"),
        "content": lambda: sent("/한글.json", "Content-Location"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@probe("a Response as text is one line for a log")
def as_text(fw):
    class Own(fw.Response):
        pass

    responses = (
        fw.Response("hello 글"),
        fw.Response(part for part in "ab"),
        Own(b"", 418),
        fw.Response(["a", "b"], "299 Fine"),
    )
    return [[str(response).lower(), repr(response).lower(), f"{response}".lower()] for response in responses]


@application(
    "cookies that are set",
    get("/plain"),
    get("/korean", "a Korean value"),
    get("/odd", "a value with a semicolon, a comma, quotes and a space"),
    get("/max-age", "max_age"),
    get("/max-age-delta", "max_age as a timedelta"),
    get("/expires", "expires"),
    get("/expires-number", "expires as a number"),
    get("/path", "path"),
    get("/no-path", "no path"),
    get("/korean-path", "a Korean path"),
    get("/odd-path", "a path with a space and a question mark"),
    get("/korean-domain", "a Korean domain"),
    get("/domain-port", "a domain with a port"),
    get("/domain", "domain"),
    get("/secure", "secure and httponly"),
    get("/samesite", "samesite"),
    get("/partitioned", "partitioned"),
    get("/two", "two of them"),
    get("/delete", "deleted"),
    get("/delete-options", "deleted with path and domain"),
    get("/empty", "an empty value"),
    get("/no-value", "no value"),
    talk("that come back", get("/korean"), get("/echo?n=a")),
    talk("that come back, odd ones", get("/odd"), get("/echo?n=a")),
    talk("that are deleted do not come back", get("/plain"), get("/delete"), get("/echo?n=a")),
)
def set_cookie(fw):
    app = fw.App(__name__)
    cookies = {
        "plain": {},
        "korean": {"value": "한글"},
        "odd": {"value": 'a;b,c "d\\e'},
        "max-age": {"max_age": 60},
        "max-age-delta": {"max_age": datetime.timedelta(hours=1)},
        "expires": {"expires": datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)},
        "expires-number": {"expires": 1900000000},
        "path": {"path": "/a/b"},
        "no-path": {"path": None},
        "korean-path": {"path": "/한글"},
        "odd-path": {"path": "/a b?c"},
        "korean-domain": {"domain": "한글.kr"},
        "domain": {"domain": "example.com"},
        "domain-port": {"domain": "example.com:80"},
        "secure": {"secure": True, "httponly": True},
        "samesite": {"samesite": "Strict"},
        "partitioned": {"partitioned": True},
        "empty": {"value": ""},
    }

    def view(options):
        def answer():
            response = fw.make_response("set")
            response.set_cookie("a", **({"value": "1"} | options))
            return response

        return answer

    for name, options in cookies.items():
        app.add_url_rule(f"/{name}", name, view(options))

    def changed(*changes):
        def answer():
            response = fw.make_response("set")
            for method, arguments, keywords in changes:
                getattr(response, method)(*arguments, **keywords)
            return response

        return answer

    app.add_url_rule(
        "/two", "two", changed(("set_cookie", ("a", "1"), {}), ("set_cookie", ("b", "2"), {"httponly": True}))
    )
    app.add_url_rule("/no-value", "no-value", changed(("set_cookie", ("a",), {})))
    app.add_url_rule("/delete", "delete", changed(("delete_cookie", ("a",), {})))
    app.add_url_rule(
        "/delete-options", "delete-options", changed(("delete_cookie", ("a",), {"path": "/x", "domain": "example.com"}))
    )
    app.add_url_rule("/echo", "echo", lambda: [fw.request.cookies.get(fw.request.args["n"])])
    return app


@application(
    "conditional responses made by hand",
    get("/", "no condition"),
    get("/", "If-None-Match that matches", 304, headers={"If-None-Match": '"abc"'}),
    get("/", "If-None-Match that is weak", 304, headers={"If-None-Match": 'W/"abc"'}),
    get("/", "If-None-Match of another", headers={"If-None-Match": '"xyz"'}),
    get("/", "If-None-Match of several", 304, headers={"If-None-Match": '"xyz", "abc"'}),
    get("/", "If-None-Match of anything", 304, headers={"If-None-Match": "*"}),
)
def conditional(fw):
    app = fw.App(__name__)

    @app.route("/")
    def root():
        response = fw.make_response("hello")
        response.set_etag("abc")
        return response.make_conditional(fw.request)

    return app


@probe("a header with a line break is refused when it is set")
def line_break(fw):
    with fw.App(__name__).test_request_context("/"):
        response = fw.make_response("x")
        return bool(raised(lambda: response.headers.__setitem__("X-A", "a\r\nB: c")))


@probe("a Response can be made outside a request")
def outside(fw):
    response = fw.Response("글", 201, {"X-A": "1"}, mimetype="text/plain")
    return response.status_code, response.get_data(), response.headers["X-A"], response.mimetype


@probe("a Response is a WSGI application")
def is_wsgi(fw):
    started = []
    body = b"".join(
        fw.Response("hello", 202)(
            {
                "REQUEST_METHOD": "GET",
                "SCRIPT_NAME": "",
                "PATH_INFO": "/",
                "SERVER_NAME": "l",
                "SERVER_PORT": "80",
                "wsgi.url_scheme": "http",
            },
            lambda status, headers, exc_info=None: started.append(status[:3]),
        )
    )
    return started, body


@probe("Response.call_on_close runs when the response is closed")
def call_on_close(fw):
    closed = []
    app = fw.App(__name__)

    @app.route("/")
    def root():
        response = fw.make_response("x")
        response.call_on_close(lambda: closed.append("closed"))
        return response

    app.test_client().get("/").close()
    return closed
