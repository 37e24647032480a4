"""Blueprints."""

from .suite import application, ask, get, post, probe, raised, refused, talk


def endpoints(fw):
    """Return a view that tells where it is."""

    def view(**values):
        request = fw.request
        return fw.jsonify(request.endpoint, request.blueprint, request.blueprints, sorted(values.items()))

    return view


@application(
    "where the rules of a blueprint are",
    get("/shop/", "below its prefix"),
    get("/shop", "the slash is added", 308),
    get("/shop/item/3", "with a variable"),
    get("/item/3", "not without the prefix", 404),
    get("/again/item/3", "registered again under another name and prefix"),
    get("/bare/", "without a prefix"),
    get("/late", "a prefix that the registration gives, and an empty rule"),
    get("/late/x", "and one of letters"),
    get("/folder/x", "a prefix with a slash at its end"),
    get("/same", "the endpoint of an application's rule may be in a blueprint"),
    get("/endpoint", "the endpoint decorator takes the full name"),
    post("/shop/", "methods", 405),
    ask("/shop/item/3", "the options of a rule", 200, method="OPTIONS"),
    ask("/shop/delete", "a decorator by method", 200, method="DELETE"),
    get("/shop/default", "defaults of a rule and of the blueprint"),
    get("/other/default", "defaults of the registration"),
)
def rules(fw):
    app, view = fw.App(__name__), endpoints(fw)
    shop = fw.Blueprint("shop", __name__, url_prefix="/shop")
    shop.add_url_rule("/", "index", view)
    shop.add_url_rule("/item/<int:number>", "item", view)
    shop.add_url_rule("/default", "default", view, defaults={"a": 1, "b": 2})
    shop.delete("/delete", endpoint="delete")(view)
    app.register_blueprint(shop, url_defaults={"b": 3, "c": 4})
    app.register_blueprint(shop, url_prefix="/again", name="again", url_defaults={"c": 4})
    app.register_blueprint(shop, url_prefix="/other", name="other", url_defaults={"c": 5})
    bare = fw.Blueprint("bare", __name__, url_defaults={"d": 1})
    bare.add_url_rule("/bare/", "index", view)
    bare.add_url_rule("/endpoint", "by_decorator")
    bare.endpoint("bare.by_decorator")(view)
    app.register_blueprint(bare)
    late = fw.Blueprint("late", __name__)
    late.add_url_rule("", "empty", view)
    late.add_url_rule("x", "letters", view)
    app.register_blueprint(late, url_prefix="/late")
    folder = fw.Blueprint("folder", __name__, url_prefix="/folder/")
    folder.add_url_rule("/x", "x", view)
    app.register_blueprint(folder)
    app.add_url_rule("/same", "shop.same", view)
    return app


@application(
    "nested blueprints",
    get("/parent/child/grandchild/", "three of them"),
    get("/parent/child/", "two of them"),
    get("/parent/", "one of them"),
    get("/parent/other/", "one inside with a prefix of its registration"),
    get("/parent/bare", "one inside without a prefix"),
    get("/alone/", "one inside one without a prefix"),
    get("/second/child/", "the same one in another"),
)
def nested(fw):
    app, view = fw.App(__name__), endpoints(fw)

    def blueprint(name, prefix=None, rule="/"):
        made = fw.Blueprint(name, __name__, url_prefix=prefix)
        made.add_url_rule(rule, "index", view)
        return made

    parent, child, grandchild = (blueprint(name, f"/{name}") for name in ("parent", "child", "grandchild"))
    child.register_blueprint(grandchild)
    parent.register_blueprint(child)
    parent.register_blueprint(blueprint("other", "/unused"), url_prefix="/other")
    parent.register_blueprint(blueprint("bare", rule="/bare"))
    app.register_blueprint(parent)
    around = fw.Blueprint("around", __name__)
    around.register_blueprint(blueprint("alone"), url_prefix="/alone")
    app.register_blueprint(around)
    second = blueprint("second", "/second")
    second.register_blueprint(child, name="kid")
    app.register_blueprint(second)
    return app


@application(
    "the hooks of blueprints",
    talk("of a view in two blueprints", get("/a/b/"), get("/notes")),
    talk("of a view in one", get("/a/"), get("/notes")),
    talk("of a view in another", get("/c/"), get("/notes")),
    talk("of a view of the application", get("/"), get("/notes")),
    talk("of no view", get("/a/none", status=404), get("/notes")),
    talk("one that answers", get("/a/?stop=a"), get("/notes")),
    talk("one outside that answers for a view inside", get("/a/b/?stop=a"), get("/notes")),
    talk("one inside that answers", get("/a/b/?stop=a.b"), get("/notes")),
    talk("a view that fails", get("/a/b/fails", status=500), get("/notes")),
    talk("a value that is changed", get("/a/value/1"), get("/notes")),
    talk("OPTIONS", ask("/a/", method="OPTIONS"), get("/notes")),
    talk("HEAD", ask("/a/b/", method="HEAD"), get("/notes")),
)
def hooks(fw):
    app = fw.App(__name__)
    notes = []
    first, inner, other = (fw.Blueprint(name, __name__, url_prefix=f"/{name}") for name in "abc")

    def add_hooks(scaffold, name):
        def before():
            notes.append(f"before {name}")
            return f"stopped by {name}" if fw.request.args.get("stop") == name else None

        def after(response):
            notes.append(f"after {name}")
            return response

        def values(endpoint, view_args):
            notes.append(f"values {name} {endpoint}")
            if view_args and "value" in view_args:
                view_args["value"] += 1

        scaffold.before_request(before)
        scaffold.after_request(after)
        scaffold.after_request(lambda response: notes.append(f"second after {name}") or response)
        scaffold.teardown_request(lambda error: notes.append(f"end {name} {type(error).__name__}"))
        scaffold.url_value_preprocessor(values)

    for scaffold, name in ((first, "a"), (app, "app"), (inner, "a.b"), (other, "c")):
        add_hooks(scaffold, name)

    @other.before_app_request
    def before_all():
        notes.append("before all")

    @other.after_app_request
    def after_all(response):
        notes.append("after all")
        response.headers["After-All"] = "1"
        return response

    @other.teardown_app_request
    def end_all(error):
        notes.append("end all")

    @other.app_url_value_preprocessor
    def values_all(endpoint, values):
        notes.append("values all")

    def view(**values):
        @fw.after_this_request
        def after(response):
            notes.append("after this")
            return response

        notes.append("view")
        return fw.jsonify(values)

    def fails():
        raise RuntimeError("view")

    for scaffold in (app, first, inner, other):
        scaffold.add_url_rule("/", "index", view)
    first.add_url_rule("/value/<int:value>", "value", view)
    inner.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/notes", "notes", lambda: fw.jsonify(list(notes)))
    first.register_blueprint(inner)
    app.register_blueprint(first)
    app.register_blueprint(other)
    return app


ERRORS = ["404", "405", "418", "500", "lookup", "key", "value", "http", "type"]


@application(
    "the error handlers of blueprints",
    *(get(f"{place}/{error}", status=200) for place in ("", "/a", "/a/b") for error in ERRORS if error != "500"),
    *(get(f"{place}/500", status=200) for place in ("", "/a", "/a/b")),
    get("/none", "no rule"),
    get("/a/none", "no rule below a prefix"),
    post("/a/404", "a method below a prefix", 200),
)
def error_handlers(fw):
    app = fw.App(__name__)
    first, inner = (fw.Blueprint(name, __name__, url_prefix=f"/{name}") for name in "ab")
    raises = {
        "404": lambda: fw.abort(404),
        "405": lambda: fw.abort(405),
        "418": lambda: fw.abort(418),
        "500": lambda: 1 // 0,
        "lookup": lambda: [][1],
        "key": lambda: {}["a"],
        "value": lambda: int("a"),
        "http": lambda: fw.abort(409),
        "type": lambda: len(1),
    }

    def handle(scaffold, name, *kinds):
        for kind in kinds:

            def handler(error, kind=kind):
                return f"{name} {getattr(kind, '__name__', kind)} {type(error).__name__}"

            scaffold.register_error_handler(kind, handler)

    handle(app, "app", 404, 500, KeyError, fw.exceptions.HTTPException, ValueError)
    handle(first, "a", 404, 418, LookupError, TypeError)
    handle(inner, "a.b", fw.exceptions.HTTPException, Exception, KeyError)
    first.app_errorhandler(418)(lambda error: "for all")
    for name, view in raises.items():
        for scaffold in (app, first, inner):
            scaffold.add_url_rule(f"/{name}", name, lambda view=view: view())
    first.register_blueprint(inner)
    app.register_blueprint(first)
    return app


@application(
    "the folders of blueprints",
    get("/shop/page", "a template of its own"),
    get("/shop/plain", "the application's template goes first"),
    get("/shop/base", "a template of the application"),
    get("/page", "a template of the blueprint for a view of the application", 500),
    get("/shop/static/shop.css", "its static files"),
    get("/shop/static/none.css", "one that is not there", 404),
    get("/shop/static/a.txt", "not those of the application", 404),
    get("/static/shop.css", "nor the other way", 404),
    get("/files/shop.css", "below a path of its own, where nothing is in front", 200),
    get("/inner/page", "a blueprint inside finds the templates of all"),
)
def folders(fw):
    app = fw.App(__name__)
    shop = fw.Blueprint(
        "shop",
        __name__,
        template_folder="blueprint/templates",
        static_folder="blueprint/static",
        url_prefix="/shop",
    )
    bare = fw.Blueprint("bare", __name__, static_folder="blueprint/static", static_url_path="/files")
    inner = fw.Blueprint("inner", __name__, url_prefix="/inner")
    app.context_processor(lambda: {"site": "app", "place": "app"})
    shop.context_processor(lambda: {"place": "shop"})
    inner.app_context_processor(lambda: {"site": "of all"})
    shop.add_url_rule("/", "index", lambda: "index")
    inner.add_url_rule("/", "index", lambda: "index")
    for scaffold in (app, shop, inner):
        scaffold.add_url_rule("/page", "page", lambda: fw.render_template("shop/page.html", name="<b>"))
    shop.add_url_rule("/plain", "plain", lambda: fw.render_template("plain.txt"))
    shop.add_url_rule(
        "/base", "base", lambda: fw.render_template("hello.html", name=fw.url_for(".static", filename="x"))
    )
    bare.register_blueprint(inner)
    app.register_blueprint(shop)
    app.register_blueprint(bare)
    return app


@application(
    "url_for in blueprints",
    *(get(f"{place}/?to={to}", status=200) for place in ("", "/a", "/a/b") for to in (
        "index", ".index", "a.index", ".b.index", "a.b.index", ".nothing", ".static", "b.index")),
)  # fmt: skip
def urls(fw):
    app = fw.App(__name__)
    first = fw.Blueprint("a", __name__, url_prefix="/a", static_folder="static")
    inner = fw.Blueprint("b", __name__, url_prefix="/b")

    def view(**values):
        options = {"filename": "x"} if "static" in fw.request.args["to"] else {}
        try:
            return fw.url_for(fw.request.args["to"], **options)
        except LookupError as error:
            return type(error).__name__

    for scaffold in (app, first, inner):
        scaffold.add_url_rule("/", "index", view)
    first.register_blueprint(inner)
    app.register_blueprint(first)
    return app


@application(
    "a language in the path of a blueprint",
    get("/ko/about", "taken out of the values, and put into URLs"),
    get("/en/about", "in another language"),
    get("/", "and where there is none"),
)
def languages(fw):
    app = fw.App(__name__)
    site = fw.Blueprint("site", __name__, url_prefix="/<lang>")

    @site.url_defaults
    def add_language(endpoint, values):
        values.setdefault("lang", fw.g.get("lang", "xx"))

    @site.url_value_preprocessor
    def take_language(endpoint, values):
        fw.g.lang = values.pop("lang")

    @site.app_url_defaults
    def add_mark(endpoint, values):
        values["mark"] = endpoint

    @site.route("/about")
    def about():
        return f"{fw.g.lang} {fw.url_for('.about')} {fw.url_for('index')} {fw.url_for('site.about', lang='de')}"

    app.add_url_rule("/", "index", lambda: fw.url_for("site.about"))
    app.register_blueprint(site)
    return app


@application("what a blueprint adds to all templates", get("/"))
def template_functions(fw):
    app, shop = fw.App(__name__), fw.Blueprint("shop", __name__)

    @shop.app_template_filter()
    def shout(text):
        return text.upper()

    @shop.app_template_test("even")
    def is_even(number):
        return number % 2 == 0

    @shop.app_template_global("answer")
    def answer():
        return 42

    shop.add_app_template_filter(len, "size")
    shop.add_app_template_test(str.isupper, "loud")
    shop.add_app_template_global(max)
    source = "{{ 'a'|shout }} {{ 2 is even }} {{ answer() }} {{ 'abc'|size }} {{ 'A' is loud }} {{ max(1, 2) }}"
    app.add_url_rule("/", "index", lambda: fw.render_template_string(source))
    app.register_blueprint(shop)
    return app


@probe("what is recorded for the registration of a blueprint")
def recorded(fw):
    app, said = fw.App(__name__), []
    shop = fw.Blueprint("shop", __name__, url_prefix="/shop", url_defaults={"a": 1})
    inner = fw.Blueprint("inner", __name__, url_prefix="/inner")

    def note(state):
        said.append((state.blueprint.name, state.app is app, state.first_registration, state.url_prefix))
        said.append((state.name, state.name_prefix, state.url_defaults, sorted(state.options)))

    shop.record(note)
    shop.record_once(lambda state: said.append("once"))
    shop.record(lambda state: state.add_url_rule("/x", "x", lambda: "x"))
    inner.record(note)
    shop.register_blueprint(inner)
    app.register_blueprint(shop, colour="blue")
    app.register_blueprint(shop, url_prefix="/again", name="again", url_defaults={"b": 2})
    rules = sorted((rule.rule, rule.endpoint) for rule in app.url_map.iter_rules())
    return said, rules, list(app.blueprints), [one.name for one in app.iter_blueprints()]


@probe("a blueprint with a state of its own")
def own_state(fw):
    class Shop(fw.Blueprint):
        def make_setup_state(self, app, options, first_registration=False):
            state = super().make_setup_state(app, options, first_registration)
            state.url_prefix = "/own"
            return state

    app, shop = fw.App(__name__, static_folder=None), Shop("shop", __name__)
    shop.add_url_rule("/x", "x", lambda: "x")
    app.register_blueprint(shop)
    return [rule.rule for rule in app.url_map.iter_rules()]


@probe("what blueprints refuse")
def refusals(fw):
    def late(shop):
        fw.App(__name__).register_blueprint(shop)
        return [raised(lambda act=act: act(shop)) for act in (
            lambda shop: shop.add_url_rule("/", "x", print),
            lambda shop: shop.before_request(print),
            lambda shop: shop.app_errorhandler(404)(print),
            lambda shop: shop.register_blueprint(fw.Blueprint("x", __name__)),
            lambda shop: shop.record(print),
            lambda shop: shop.errorhandler(404)(print),
        )]  # fmt: skip

    def after_a_request(shop):
        app = fw.App(__name__)
        app.test_client().get("/")
        return raised(lambda: app.register_blueprint(shop))

    def twice(shop):
        app = fw.App(__name__)
        app.register_blueprint(shop)
        others = shop, fw.Blueprint("shop", __name__)
        return [raised(lambda one=one: app.register_blueprint(one)) for one in others]

    def dotted():
        pass

    dotted.__name__ = "a.b"
    acts = (
        late,
        after_a_request,
        twice,
        lambda shop: [raised(lambda name=name: fw.Blueprint(name, __name__)) for name in ("", "a.b")],
        lambda shop: raised(lambda: shop.register_blueprint(shop)),
        lambda shop: raised(lambda: shop.add_url_rule("/", "a.b", print)),
        lambda shop: raised(lambda: shop.add_url_rule("/", view_func=dotted)),
        lambda shop: refused(lambda: shop.send_static_file("x")),
        lambda shop: raised(lambda: [shop.add_url_rule(f"/{view}", "same", view) for view in (print, len)] and
                            fw.App(__name__).register_blueprint(shop)),
    )  # fmt: skip
    return [act(fw.Blueprint("shop", __name__)) for act in acts]


@probe("what a blueprint tells of itself")
def attributes(fw):
    shop = fw.Blueprint("shop", __name__, "blueprint/static", None, "blueprint/templates", "/shop", root_path="/srv")
    bare = fw.Blueprint("bare", __name__)
    with bare.open_resource("templates/plain.txt", "r") as file:
        text = file.read()
    names = (
        "name",
        "import_name",
        "url_prefix",
        "template_folder",
        "root_path",
        "has_static_folder",
        "static_url_path",
    )
    return [[getattr(one, name) for name in names] for one in (shop, bare)], text, bare.jinja_loader, shop.static_folder


@probe("url_for of a blueprint's name outside a request")
def outside(fw):
    app = fw.App(__name__)
    app.config["SERVER_NAME"] = "lab.example"
    app.add_url_rule("/", "index", print)
    with app.app_context():
        return raised(lambda: fw.url_for(".index")) != "", fw.url_for("index")
