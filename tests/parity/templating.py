"""Templates."""

from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup

from .suite import application, get, probe, raised, talk


@application(
    "render_template_string",
    get("/t?name=김", "a text"),
    get("/t?name=<script>alert(1)</script>", "markup is escaped"),
    get("/t?name=%22%27%26", "quotes are escaped"),
    get("/markup", "Markup is not escaped"),
    get("/safe", "the safe filter"),
    get("/undefined", "a variable that is not defined is empty"),
    get("/undefined-attribute", "an attribute of it is a mistake", 500),
    get("/syntax", "a syntax error is the program's mistake", 500),
    get("/globals?q=1", "request, g, config, url_for, get_flashed_messages"),
    get("/session", "session"),
    get("/filters", "the filters of Jinja"),
    get("/tojson", "tojson"),
    get("/autoescape", "autoescape may be turned off"),
)
def strings(fw):
    app = fw.App(__name__)
    app.secret_key = "k"
    app.config["COLOUR"] = "blue"
    render = fw.render_template_string

    def use_globals():
        fw.g.word = "g<"
        return render(
            "{{ request.args.q }} {{ request.path }} {{ g.word }} {{ config.COLOUR }} {{ config['COLOUR'] }} "
            "{{ url_for('globals', a=1) }} {{ get_flashed_messages() }}"
        )

    def use_session():
        fw.session["user"] = "kim"
        return render("{{ session.user }} {{ session['user'] }}")

    views = {
        "t": lambda: render('<p title="{{ name }}">{{ name }}</p>', name=fw.request.args["name"]),
        "markup": lambda: render("{{ a }}{{ b }}", a=Markup("<b>"), b="<b>"),
        "safe": lambda: render("{{ a|safe }}{{ a|e }}", a="<b>"),
        "undefined": lambda: render("[{{ nothing }}]"),
        "undefined-attribute": lambda: render("[{{ nothing.more }}]"),
        "syntax": lambda: render("{% if %}"),
        "globals": use_globals,
        "session": use_session,
        "filters": lambda: render("{{ [3,1,2]|sort|join(', ') }} {{ 'abc'|upper }} {{ 3.14159|round(2) }}"),
        "tojson": lambda: render("<script>var a = {{ a|tojson }};</script>", a={"b": "</script><'&>", "a": [1]}),
        "autoescape": lambda: render("{% autoescape false %}{{ a }}{% endautoescape %}", a="<b>"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "render_template",
    get("/hello", "if and else, without a name"),
    get("/hello?name=김<", "with a name"),
    get("/child", "inheritance and include"),
    get("/text", "a text file is not escaped"),
    get("/xml", "XML is escaped"),
    get("/missing", "a template that is not there", 500),
    get("/choice", "the first of several that is there"),
    get("/outside", "a template outside the folder", 500),
    get("/macro", "a macro that is imported"),
    get("/status", "with a status", 404),
)
def templates(fw):
    app = fw.App(__name__, template_folder="templates")
    render = fw.render_template
    views = {
        "hello": lambda: render("hello.html", name=fw.request.args.get("name")),
        "child": lambda: render("child.html", items=["<a>", "b"]),
        "text": lambda: render("plain.txt", name="<b>"),
        "xml": lambda: render("feed.xml", name="<b>"),
        "missing": lambda: render("nothing.html"),
        "choice": lambda: render(["nothing.html", "hello.html"], name="둘"),
        "outside": lambda: render("../views.py"),
        "macro": lambda: render("uses_macro.html"),
        "status": lambda: (render("hello.html", name="lost"), 404),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "no template folder",
    get("/text", "a text is a template"),
    get("/file", "no file is", 500),
)
def no_folder(fw):
    app = fw.App(__name__, template_folder=None)
    app.add_url_rule("/text", "text", lambda: fw.render_template_string("{{ a }}", a="<b>"))
    app.add_url_rule("/file", "file", lambda: fw.render_template("hello.html"))
    return app


@application(
    "options of Jinja",
    get("/", "go before those of the App"),
    get("/file", "the loader is one of them"),
)
def options(fw):
    app = fw.App(__name__)
    app.jinja_options = {
        "autoescape": False,
        "auto_reload": True,
        "trim_blocks": True,
        "loader": DictLoader({"a.html": "{{ a }} of the dict"}),
    }
    app.add_url_rule("/", "root", lambda: fw.render_template_string("{% if a %}\n{{ a }}{% endif %}", a="<b>"))
    app.add_url_rule("/file", "file", lambda: fw.render_template("a.html", a="<b>"))
    return app


@application(
    "what an App adds to its templates",
    get("/processor", "context processors"),
    get("/explicit", "what the view says goes first"),
    get("/request-first", "a processor runs once for each template"),
)
def additions(fw):
    app = fw.App(__name__)
    render = fw.render_template_string

    @app.context_processor
    def first():
        return {"site": "lab", "path": fw.request.path}

    @app.context_processor
    def second():
        return {"double": lambda number: number * 2}

    views = {
        "processor": lambda: render("{{ site }} {{ path }} {{ double(4) }}"),
        "explicit": lambda: render("{{ site }}", site="mine"),
        "request-first": lambda: render("{{ request.endpoint }} {{ site }}"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "template_filter",
    get("/", "with and without a name of its own"),
)
def filters(fw):
    app = fw.App(__name__)

    @app.template_filter()
    def shout(text):
        return text.upper() + "!"

    @app.template_filter("back")
    def reverse(text):
        return text[::-1]

    app.add_url_rule("/", "root", lambda: fw.render_template_string("{{ 'a'|shout }} {{ 'ab'|back }} {{ '<'|back }}"))
    return app


@application(
    "add_template_filter, template_test and template_global",
    get("/", "in a template"),
)
def tests_and_globals(fw):
    app = fw.App(__name__)
    app.add_template_filter(lambda text: f"({text})", "wrap")

    @app.template_test("even")
    def is_even(number):
        return number % 2 == 0

    @app.template_global("answer")
    def answer():
        return 42

    template = "{{ '<'|wrap }} {{ 4 is even }} {{ 5 is even }} {{ answer() }}"
    app.add_url_rule("/", "root", lambda: fw.render_template_string(template))
    return app


@application(
    "jinja_env",
    get("/", "may be changed before the first request"),
    talk("and stays changed", get("/"), get("/")),
)
def environment(fw):
    app = fw.App(__name__)
    app.jinja_env.filters["twice"] = lambda text: text * 2
    app.jinja_env.globals["site"] = "lab"
    app.add_url_rule("/", "root", lambda: fw.render_template_string("{{ 'ab'|twice }} {{ site }}"))
    return app


@probe("a template can be rendered in an application context alone")
def no_request(fw):
    app = fw.App(__name__)
    app.config["COLOUR"] = "blue"
    with app.app_context():
        return fw.render_template_string("{{ 1 + 1 }} {{ config.COLOUR }}")


@probe("a template outside every context is refused")
def no_context(fw):
    return raised(lambda: fw.render_template_string("x")) != ""


@probe("TEMPLATES_AUTO_RELOAD is known")
def auto_reload(fw):
    app = fw.App(__name__)
    return app.config["TEMPLATES_AUTO_RELOAD"], app.jinja_env.auto_reload


@application(
    "templates that are streamed",
    get("/file?name=<b>", "a file"),
    get("/text?a=1", "a text, which reads the request"),
    get("/first", "the first one that exists"),
    get("/missing", "none that exists", 500),
    get("/late", "an error in the middle of it", "ZeroDivisionError"),
    get("/context", "the context processors"),
)
def streamed(fw):
    app = fw.App(__name__)
    app.context_processor(lambda: {"site": "lab"})
    loop = "{% for name in names %}{{ name }} {{ request.args.a }} {% endfor %}"
    views = {
        "file": lambda: fw.stream_template("hello.html", name=fw.request.args["name"]),
        "text": lambda: fw.stream_template_string(loop, names=["김", "<i>"]),
        "first": lambda: fw.stream_template(["none.html", "plain.txt"]),
        "missing": lambda: fw.stream_template("none.html"),
        "late": lambda: fw.stream_template_string("a{{ 1 / 1 }}{% for n in [1, 0] %}{{ 1 / n }}{% endfor %}"),
        "context": lambda: fw.stream_template_string("{{ site }} {{ g.get('x', 'y') }} {{ config.DEBUG }}"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@probe("templates are streamed in an application context alone")
def streamed_without_a_request(fw):
    with fw.App(__name__).app_context():
        pieces = fw.stream_template_string("{% for n in [1, 2] %}{{ n }}{% endfor %}")
        return hasattr(pieces, "__next__"), "".join(pieces)


@probe("get_template_attribute")
def attributes(fw):
    app = fw.App(__name__)
    with app.test_request_context("/here"):
        field = fw.get_template_attribute("macros.html", "field")
        missing = raised(lambda: fw.get_template_attribute("macros.html", "nothing"))
        return field("<a>"), missing, raised(lambda: fw.get_template_attribute("none.html", "a"))


@probe("an environment and a loader of the program's own")
def own_environment(fw):
    class OwnApp(fw.App):
        def create_jinja_environment(self):
            environment = super().create_jinja_environment()
            environment.globals["site"] = "lab"
            return environment

        def create_global_jinja_loader(self):
            return ChoiceLoader([DictLoader({"own.html": "{{ site }} {{ a }}"}), super().create_global_jinja_loader()])

        def select_jinja_autoescape(self, filename):
            return filename == "own.html"

    app = OwnApp(__name__)
    with app.test_request_context("/x"):
        texts = [
            fw.render_template("own.html", a="<"),
            fw.render_template("plain.txt"),
            fw.render_template("hello.html"),
        ]
        texts.append(fw.render_template_string("{{ a }}", a="<"))
    return texts, "hello.html" in app.jinja_env.list_templates(), "own.html" in app.jinja_env.list_templates()


@probe("the loader of an App may be set")
def own_loader(fw):
    app = fw.App(__name__)
    app.jinja_loader = ChoiceLoader([DictLoader({"a.html": "of the dict"}), app.jinja_loader])
    bare = fw.App(__name__, template_folder=None)
    with app.app_context():
        texts = [fw.render_template("a.html"), fw.render_template("plain.txt")]
    with bare.app_context():
        return texts, bare.jinja_loader, raised(lambda: fw.render_template("plain.txt"))


@probe("update_template_context")
def updated(fw):
    app = fw.App(__name__)
    app.context_processor(lambda: {"a": 1, "b": 2})
    with app.test_request_context("/x"):
        values = {"b": 3, "c": 4}
        app.update_template_context(values)
        return {name: values[name] for name in "abc"}
