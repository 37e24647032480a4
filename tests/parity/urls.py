"""Building URLs."""

from .suite import application, get, probe, raised

BUILD = {
    "a variable": ("user", {"name": "kim"}),
    "a Korean variable": ("user", {"name": "김"}),
    "a variable with a slash": ("user", {"name": "a/b"}),
    "a variable with odd characters": ("user", {"name": "a b?c#d%&é"}),
    "an int": ("item", {"number": 7}),
    "an int as text": ("item", {"number": "7"}),
    "a float": ("weight", {"value": 1.5}),
    "a path": ("file", {"rest": "a/b c"}),
    "a query": ("hello", {"q": "한글", "page": 2}),
    "a query with a list": ("hello", {"q": ["a", "b"]}),
    "a query with None": ("hello", {"q": None, "p": ""}),
    "a query with a bool": ("hello", {"q": True}),
    "a query of odd characters": ("hello", {"q": "a b&c=d+e/f"}),
    "a variable and a query": ("user", {"name": "kim", "q": "1"}),
    "an anchor": ("hello", {"_anchor": "top of page"}),
    "an anchor and a query": ("hello", {"_anchor": "끝", "q": 1}),
    "an external URL": ("hello", {"_external": True}),
    "an external URL of another scheme": ("hello", {"_external": True, "_scheme": "https"}),
    "a scheme makes it external": ("hello", {"_scheme": "https"}),
    "a method": ("both", {"_method": "POST"}),
    "a static file": ("static", {"filename": "sub/한글.css"}),
    "a static file with a query": ("static", {"filename": "a.css", "v": "3"}),
    "a rule with more variables": ("many", {"a": 1, "b": 2}),
    "a rule with fewer variables": ("many", {"a": 1}),
    "a default": ("page", {"number": 1}),
    "no default": ("page", {"number": 2}),
    "a folder": ("folder", {}),
}
REFUSED = {
    "an unknown endpoint": ("nothing", {}),
    "an endpoint that is nearly right": ("hallo", {}),
    "a missing variable": ("user", {}),
    "a converter that refuses": ("item", {"number": "x"}),
    "a value that is not among any's": ("choice", {"value": "never"}),
}


def with_rules(fw):
    app = fw.App(__name__)
    rules = {
        "hello": "/hello",
        "user": "/user/<name>",
        "item": "/item/<int:number>",
        "weight": "/weight/<float:value>",
        "file": "/file/<path:rest>",
        "choice": "/choice/<any(a, b):value>",
        "folder": "/folder/",
    }
    for endpoint, rule in rules.items():
        app.add_url_rule(rule, endpoint, lambda **values: fw.request.url)
    app.add_url_rule("/both/get", "both", lambda: "", methods=["GET"])
    app.add_url_rule("/both/post", "both", methods=["POST"])
    app.add_url_rule("/many/<a>", "many", lambda **values: "")
    app.add_url_rule("/many/<a>/<b>", "many")
    app.add_url_rule("/page/", "page", lambda number: "", defaults={"number": 1})
    app.add_url_rule("/page/<int:number>", "page")
    return app


@application(
    "url_for",
    *(get(f"/build?what={title}", title) for title in BUILD),
    *(
        get(f"/build?what={title}", f"{title}, in a mount", mount="/60162176")
        for title in ("a query", "an external URL", "a static file")
    ),
    get("/build?what=a variable", "in a Korean mount", mount="/한글", differs="mount-korean"),
    get("/build?what=an external URL", "of another host", headers={"Host": "lab.example:8000"}),
    get("/build?what=an external URL", "over https", environ={"wsgi.url_scheme": "https"}),
    get(
        "/build?what=an external URL",
        "over https with its port",
        headers={"Host": "lab.example:443"},
        environ={"wsgi.url_scheme": "https"},
    ),
    *(get(f"/build?what={title}", f"refuses {title}", 500) for title in REFUSED),
    *(get(f"/raises?what={title}", f"raises BuildError for {title}") for title in REFUSED),
)
def url_for(fw):
    app = with_rules(fw)

    @app.route("/build")
    def build():
        endpoint, values = (BUILD | REFUSED)[fw.request.args["what"]]
        return [fw.url_for(endpoint, **values)]

    @app.route("/raises")
    def raises():
        endpoint, values = REFUSED[fw.request.args["what"]]
        return [raised(lambda: fw.url_for(endpoint, **values))]

    return app


@application(
    "url_for inside an error handler",
    get("/nowhere", "builds as elsewhere", 404, mount="/m"),
)
def in_handler(fw):
    app = with_rules(fw)
    app.register_error_handler(404, lambda error: ([fw.url_for("hello", q="1")], 404))
    return app


@probe("app.url_for is the same as url_for")
def of_the_app(fw):
    app = with_rules(fw)
    with app.test_request_context("/", base_url="http://lab.example/m"):
        return [app.url_for("user", name="김"), fw.url_for("user", name="김"), fw.url_for("hello", _external=True)]


@probe("url_for without a request wants SERVER_NAME")
def without_request(fw):
    app = with_rules(fw)
    with app.app_context():
        found = raised(lambda: fw.url_for("hello"))
    app.config.update(SERVER_NAME="lab.example:8000", APPLICATION_ROOT="/m", PREFERRED_URL_SCHEME="https")
    with app.app_context():
        return found, fw.url_for("hello", q=1), fw.url_for("hello", _external=False)


@probe("the error of an unknown endpoint suggests the nearest one")
def suggestion(fw):
    app = with_rules(fw)
    with app.test_request_context("/"):
        try:
            fw.url_for("hallo")
        except Exception as error:
            return "hello" in str(error), "hallo" in str(error), isinstance(error, LookupError)
    return None


@probe("url_build_error_handlers have the last word")
def build_error_handlers(fw):
    app = with_rules(fw)
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/handled/{endpoint}")
    with app.test_request_context("/"):
        return fw.url_for("nothing")


@probe("url_defaults and url_value_preprocessor see the values")
def url_processors(fw):
    app = fw.App(__name__)

    @app.url_value_preprocessor
    def pull(endpoint, values):
        if values:
            fw.g.language = values.pop("language", None)

    app.add_url_rule("/<language>/about", "about", lambda: fw.g.language)
    app.add_url_rule("/<language>/link", "link", lambda: fw.url_for("about"))

    @app.url_defaults
    def add(endpoint, values):
        if "language" in fw.g:
            values.setdefault("language", fw.g.language)

    client = app.test_client()
    return client.get("/ko/about").text, client.get("/en/link").text


@probe("a variable may have any name")
def names_of_variables(fw):
    app = fw.App(__name__)
    app.add_url_rule("/<app>/<self>/<values>", "named", print)
    with app.test_request_context():
        return fw.url_for("named", app="a", self="b", values="c"), app.url_for("named", app="a", self="b", values="c")


@probe("url_defaults and url_build_error_handlers see the values, and the handlers the rest as well")
def what_is_handed_on(fw):
    app, seen = with_rules(fw), []
    app.url_defaults(lambda endpoint, values: seen.append(sorted(values)))
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/{sorted(values)}")
    with app.test_request_context():
        return fw.url_for("user", name="a", _anchor="b"), fw.url_for("nothing", name="a", _scheme="https"), seen


@probe("_scheme goes with a host")
def schemes(fw):
    app = with_rules(fw)
    with app.test_request_context(base_url="http://lab.example/"):
        return (
            fw.url_for("hello", _scheme="", _external=True),
            fw.url_for("hello", _scheme="https"),
            raised(lambda: fw.url_for("hello", _scheme="https", _external=False)),
        )


@application(
    "a rule to build with, which no path finds",
    get("/link", "its path is built"),
    get("/files/a", "nobody answers there", 404),
    get("/page", "nor at a path without variables", 404),
)
def build_only(fw):
    app = fw.App(__name__)
    app.add_url_rule("/files/<name>", "file", build_only=True)
    app.add_url_rule("/page", "page", build_only=True)
    app.add_url_rule("/link", "link", lambda: [fw.url_for("file", name="a"), fw.url_for("page")])
    return app
