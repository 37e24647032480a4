"""Which view answers: rules, methods, slashes, converters, defaults."""

from .suite import application, ask, get, post, probe, raised, refused


@application(
    "methods",
    get("/get"),
    post("/get", "POST where only GET is", 405),
    ask("/get", "HEAD comes with GET", method="HEAD"),
    ask("/get", "OPTIONS is automatic", method="OPTIONS"),
    ask("/both", "OPTIONS names every method", method="OPTIONS"),
    post("/both", "POST where it is"),
    ask("/both", "DELETE where it is not", 405, method="DELETE"),
    ask("/predict", "PUT", method="PUT"),
    get("/predict", "GET where only POST and PUT are", 405),
    ask("/predict", "HEAD where GET is not", 405, method="HEAD"),
    ask("/options", "a view of its own for OPTIONS", method="OPTIONS"),
    ask("/no-options", "OPTIONS that are turned off", 405, method="OPTIONS"),
    ask("/short/get", "HEAD of app.get", method="HEAD"),
    post("/short/post", "app.post"),
    ask("/short/put", "app.put", method="PUT"),
    ask("/short/patch", "app.patch", method="PATCH"),
    ask("/short/delete", "app.delete", method="DELETE"),
    get("/short/delete", "GET of app.delete", 405),
    ask("/split", "GET of a URL with two views"),
    post("/split", "POST of a URL with two views"),
    ask("/split", "OPTIONS of a URL with two views", method="OPTIONS"),
    ask("/split", "DELETE of a URL with two views", 405, method="DELETE"),
    ask("/lower", "methods in small letters", method="PUT"),
    ask("/attribute", "the view's own methods", method="POST"),
    get("/attribute", "not among the view's own methods", 405),
    ask("/get", "a method that nobody knows", 405, method="BREW"),
    ask("/missing", "OPTIONS of an unknown path", 404, method="OPTIONS"),
    ask("/missing", "HEAD of an unknown path", 404, method="HEAD"),
)
def methods(fw):
    app = fw.App(__name__)

    def name():
        return fw.request.method

    def own():
        return "own options", 200, {"X-Own": "yes"}

    def with_methods():
        return fw.request.method

    with_methods.methods = ["POST", "PUT"]
    app.add_url_rule("/get", "get", name)
    app.add_url_rule("/both", "both", name, methods=["GET", "POST"])
    app.add_url_rule("/predict", "predict", name, methods=["POST", "PUT"])
    app.add_url_rule("/options", "options", own, methods=["GET", "OPTIONS"])
    app.add_url_rule("/no-options", "no-options", name, methods=["GET"], provide_automatic_options=False)
    app.get("/short/get")(lambda: "get")
    app.post("/short/post", endpoint="short-post")(name)
    app.put("/short/put", endpoint="short-put")(name)
    app.patch("/short/patch", endpoint="short-patch")(name)
    app.delete("/short/delete", endpoint="short-delete")(name)
    app.add_url_rule("/split", "split-get", lambda: "reads", methods=["GET"])
    app.add_url_rule("/split", "split-post", lambda: "writes", methods=["POST"])
    app.add_url_rule("/lower", "lower", name, methods=["put"])
    app.add_url_rule("/attribute", "attribute", with_methods)
    return app


@application(
    "slashes at the end",
    get("/folder/", "a rule with a slash"),
    get("/folder", "its URL without the slash redirects", 308),
    post("/folder", "a POST redirects as well", 308),
    get("/folder?q=1&r=%ED%95%9C", "the query goes along", 308),
    get("/folder", "the mount goes along", 308, mount="/60162176"),
    get("/file", "a rule without a slash"),
    get("/file/", "its URL with a slash is another", 404),
    get("/loose", "strict_slashes off, as written"),
    get("/loose/", "strict_slashes off, with the slash"),
    get("/loose-folder", "strict_slashes off for a rule with a slash"),
    get("/한글", "a Korean path redirects in percent-encoding", 308),
    get("//folder/", "leading slashes collapse"),
    get("/a//b", "slashes in a row merge by a redirect", 308),
    get("/user/kim//", "an extra empty segment", 308),
    ask("/folder", "OPTIONS redirects", 308, method="OPTIONS"),
    ask("/posts", "a wrong method does not redirect", 404, method="GET"),
    get("/folder", "a redirect that the mount's end decides", 308, mount="/a/b"),
    get("", "an empty path is the root", 308, mount="/m"),
)
def slashes(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/folder/", "folder", lambda: "folder", methods=["GET", "POST"])
    app.add_url_rule("/file", "file", lambda: "file")
    app.add_url_rule("/loose", "loose", lambda: fw.request.path, strict_slashes=False)
    app.add_url_rule("/loose-folder/", "loose-folder", lambda: fw.request.path, strict_slashes=False)
    app.add_url_rule("/한글/", "korean", lambda: "한글")
    app.add_url_rule("/a/b", "ab", lambda: "ab")
    app.add_url_rule("/user/<name>/", "user", lambda name: name)
    app.add_url_rule("/posts/", "posts", lambda: "posts", methods=["POST"])
    return app


@application(
    "slashes set for the whole App",
    get("/folder", "strict_slashes off: no redirect"),
    get("/file/", "strict_slashes off: an extra slash"),
    get("/a//b", "merge_slashes off: not found", 404),
    get("/strict", "a rule may be strict still", 308),
)
def slashes_of_the_app(fw):
    app = fw.App(__name__)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.add_url_rule("/folder/", "folder", lambda: fw.request.path)
    app.add_url_rule("/file", "file", lambda: fw.request.path)
    app.add_url_rule("/a/b", "ab", lambda: "ab")
    app.add_url_rule("/strict/", "strict", lambda: "strict", strict_slashes=True)
    return app


@application(
    "converters",
    get("/int/7", "int"),
    get("/int/007", "int with zeros in front"),
    get("/int/-7", "int takes no sign", 404),
    get("/int/abc", "int takes no letters", 404),
    get("/signed/-7", "int that may be signed"),
    get("/float/1.5", "float"),
    get("/float/1", "float needs its point", 404),
    get("/string/a%b", "string"),
    get("/string/a/b", "string stops at a slash", 404),
    get("/two/kr", "string of a length"),
    get("/two/kor", "string of another length", 404),
    get("/path/a/b/c", "path"),
    get("/path/a//c", "path keeps two slashes"),
    get("/path/", "path is never empty", 404),
    get("/edit/a/b/edit", "path with something after it"),
    get("/any/yes", "any"),
    get("/any/maybe", "any of others", 404),
    get("/uuid/12345678-1234-5678-1234-567812345678", "uuid"),
    get("/uuid/1234", "uuid of another form", 404),
    get("/limits/5", "int within min and max"),
    get("/limits/11", "int above max", 404),
    get("/digits/0042", "int of fixed_digits"),
    get("/digits/42", "int of too few digits", 404),
    get("/pair/3-kim.txt", "several variables in a segment"),
    get("/string/한글 글", "Korean and a space"),
)
def converters(fw):
    app = fw.App(__name__)
    rules = {
        "int": "/int/<int:value>",
        "signed": "/signed/<int(signed=True):value>",
        "float": "/float/<float:value>",
        "string": "/string/<string:value>",
        "two": "/two/<string(length=2):value>",
        "path": "/path/<path:value>",
        "edit": "/edit/<path:value>/edit",
        "any": '/any/<any(yes, no, "per haps"):value>',
        "uuid": "/uuid/<uuid:value>",
        "limits": "/limits/<int(min=1, max=10):value>",
        "digits": "/digits/<int(fixed_digits=4):value>",
        "pair": "/pair/<int:number>-<name>.<ending>",
    }

    def show(**values):
        return {name: [type(value).__name__, str(value)] for name, value in sorted(values.items())}

    for name, rule in rules.items():
        app.add_url_rule(rule, name, show)
    return app


@application(
    "a converter of one's own",
    get("/list/a+b+c", "to_python"),
    get("/even/4", "a value that it takes"),
    get("/even/5", "a value that it refuses", 404),
    get("/odd/x", "a regex that does not match", 404),
    get("/url", "to_url"),
)
def own_converters(fw):
    class ListConverter(fw.BaseConverter):
        def to_python(self, value):
            return value.split("+")

        def to_url(self, value):
            return "+".join(fw.BaseConverter.to_url(self, item) for item in value)

    class EvenConverter(fw.BaseConverter):
        regex = r"\d+"

        def to_python(self, value):
            if int(value) % 2:
                raise fw.ValidationError
            return int(value)

    app = fw.App(__name__)
    app.url_map.converters["list"] = ListConverter
    app.url_map.converters["even"] = EvenConverter
    app.add_url_rule("/list/<list:items>", "list", lambda items: items)
    app.add_url_rule("/even/<even:number>", "even", lambda number: [number])
    app.add_url_rule("/odd/<even:number>", "odd", lambda number: [number])
    app.add_url_rule("/url", "url", lambda: fw.url_for("list", items=["하나", "two"]))
    return app


@application(
    "a converter with arguments of its own",
    get("/code/ab1", "an argument of the rule"),
    get("/code/ab12", "another length", 404),
)
def converter_arguments(fw):
    class Code(fw.BaseConverter):
        def __init__(self, url_map, letters, digits=1):
            super().__init__(url_map)
            self.regex = f"[a-z]{{{letters}}}[0-9]{{{digits}}}"

    app = fw.App(__name__)
    app.url_map.converters["code"] = Code
    app.add_url_rule("/code/<code(2, digits=1):value>", "code", lambda value: value)
    return app


@application(
    "defaults of a rule",
    get("/page/", "the default"),
    get("/page/2", "a value"),
    get("/page/1", "the default, spelled out, redirects", 308),
    get("/build", "url_for leaves the default out"),
    get("/fixed", "a default without a variable"),
)
def defaults(fw):
    app = fw.App(__name__)

    @app.route("/page/", defaults={"number": 1})
    @app.route("/page/<int:number>")
    def page(number):
        return [number]

    app.add_url_rule("/build", "build", lambda: [fw.url_for("page", number=1), fw.url_for("page", number=3)])
    app.add_url_rule("/fixed", "fixed", lambda kind: kind, defaults={"kind": "fixed"})
    return app


@application(
    "which rule goes first",
    get("/users/me", "a static rule before a variable"),
    get("/users/kim", "the variable for the rest"),
    post("/users/me", "another method looks further"),
    get("/n/5", "int before string"),
    get("/n/five", "string for what int refuses"),
    get("/files/a/b", "path for what has slashes"),
    get("/files/a", "string before path"),
    get("/twice", "the first of two rules alike"),
)
def order(fw):
    app = fw.App(__name__)
    rules = [
        ("/users/<name>", "user", ["GET", "POST"]),
        ("/users/me", "me", ["GET"]),
        ("/n/<text>", "text", ["GET"]),
        ("/n/<int:number>", "number", ["GET"]),
        ("/files/<path:rest>", "path", ["GET"]),
        ("/files/<name>", "file", ["GET"]),
        ("/twice", "first", ["GET"]),
    ]
    for rule, endpoint, allowed in rules:
        app.add_url_rule(rule, endpoint, lambda **values: [fw.request.endpoint, values], methods=allowed)
    return app


@application(
    "endpoints and rules as the view sees them",
    get("/named/3", "an endpoint of its own name"),
    get("/plain", "the name of the function"),
    get("/rule/4", "the rule itself"),
)
def endpoints(fw):
    app = fw.App(__name__)

    @app.route("/named/<int:number>", endpoint="another name")
    def named(number):
        return [fw.request.endpoint, fw.request.view_args]

    @app.route("/plain")
    def plain():
        return [fw.request.endpoint, fw.request.view_args]

    @app.route("/rule/<int:number>")
    def rule(number):
        return [str(fw.request.url_rule), sorted(fw.request.url_rule.methods)]

    return app


@application(
    "a view for an endpoint that was registered before it",
    get("/later", "app.endpoint"),
    get("/never", "a rule whose endpoint has no view", 500),
)
def endpoint_first(fw):
    app = fw.App(__name__)
    app.add_url_rule("/later", endpoint="later")
    app.add_url_rule("/never", endpoint="never")

    @app.endpoint("later")
    def view():
        return "now"

    return app


@probe("a mistake in a rule is refused when it is registered")
def refused_rules(fw):
    mistakes = {
        "no slash in front": "name",
        "an unknown converter": "/<nothing:a>",
        "a variable twice": "/<a>/<a>",
        "an open bracket": "/<a",
        "an empty rule": "",
    }
    return {
        title: refused(lambda rule=rule: fw.App(__name__).add_url_rule(rule, "x", lambda **values: ""))
        for title, rule in mistakes.items()
    }


@probe("methods given as a text are refused")
def methods_as_text(fw):
    return raised(lambda: fw.App(__name__).add_url_rule("/", "x", lambda: "", methods="POST"))


@probe("app.get takes no methods")
def get_with_methods(fw):
    return raised(lambda: fw.App(__name__).get("/", methods=["POST"]))


@probe("the rules can be listed")
def rules_listed(fw):
    app = fw.App(__name__, static_folder=None)
    app.add_url_rule("/a/<int:b>", "a", lambda b: "", methods=["GET", "POST"])
    app.add_url_rule("/c", "c", lambda: "")
    return sorted((str(rule), rule.endpoint, sorted(rule.methods)) for rule in app.url_map.iter_rules())
