"""Configuration, logging and what an App tells of itself."""

import io
import json
import logging
import os
import sys
import tempfile
import tomllib
from logging.handlers import RotatingFileHandler
from pathlib import Path
from unittest.mock import patch

from .suite import application, ask, get, post, probe, raised, refused


@application(
    "TESTING lets errors through",
    get("/boom", "an exception leaves the App", "ZeroDivisionError"),
    get("/abort", "an HTTP error does not", 403),
    get("/handled", "a handled error does not", 400),
)
def testing(fw):
    app = fw.App(__name__)
    app.testing = True
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(403))
    app.add_url_rule("/handled", "handled", lambda: {}["x"])
    app.register_error_handler(KeyError, lambda error: ("handled", 400))
    return app


@application(
    "PROPAGATE_EXCEPTIONS lets errors through",
    get("/boom", "an exception leaves the App", "ZeroDivisionError"),
)
def propagate(fw):
    app = fw.App(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    return app


@application(
    "DEBUG",
    get("/boom", "leaves an exception to the debugger", "ZeroDivisionError", differs="debug-page", ours=500),
    get("/missing", "does nothing to a 404", 404),
    get("/key", "leaves a missing field to the debugger too", "BadRequestKeyError", differs="debug-page", ours=400),
)
def debug(fw):
    app = fw.App(__name__)
    app.debug = True
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/key", "key", lambda: fw.request.args["name"])
    return app


@application(
    "SERVER_NAME",
    get("/", "is the host of external URLs"),
    get("/", "is their host, whatever host was asked", headers={"Host": "other.example"}),
)
def server_name(fw):
    app = fw.App(__name__)
    app.config["SERVER_NAME"] = "lab.example:8000"
    app.add_url_rule("/", "root", lambda: fw.url_for("root", _external=True))
    return app


@application(
    "PROPAGATE_EXCEPTIONS off goes before TESTING",
    get("/boom", "an exception is a 500", 500),
)
def no_propagation(fw):
    app = fw.App(__name__)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    return app


@application(
    "TRAP_HTTP_EXCEPTIONS and TRAP_BAD_REQUEST_ERRORS",
    get("/key", "a missing key leaves the App in testing", "BadRequestKeyError"),
)
def traps(fw):
    app = fw.App(__name__)
    app.config.update(TESTING=True, TRAP_BAD_REQUEST_ERRORS=True)
    app.add_url_rule("/key", "key", lambda: fw.request.args["x"])
    return app


@application(
    "TRUSTED_HOSTS",
    get("/", "a host that is listed"),
    get("/", "with a port", headers={"Host": "localhost:8000"}),
    get("/", "below a listed domain", headers={"Host": "a.example.com"}),
    get("/", "the listed domain itself", headers={"Host": "example.com"}),
    get("/", "another host", 400, headers={"Host": "evil.example"}),
    get("/", "a host that ends alike", 400, headers={"Host": "evilexample.com"}),
    get("/", "a broken host", 400, headers={"Host": "local host"}),
    get("/nowhere", "another host, at an unknown path", 400, headers={"Host": "evil.example"}),
    ask("/", "another host, by OPTIONS", 400, method="OPTIONS", headers={"Host": "evil.example"}),
)
def trusted_hosts(fw):
    app = fw.App(__name__)
    app.config["TRUSTED_HOSTS"] = ["localhost", ".example.com"]
    app.add_url_rule("/", "root", lambda: fw.url_for("root", _external=True))
    return app


@application(
    "TRUSTED_HOSTS with a port",
    get("/", "is the name alone", headers={"Host": "lab.example"}),
    get("/", "is the name with another port", headers={"Host": "lab.example:8000"}),
    get("/", "is no other name", 400, headers={"Host": "evil.example:5000"}),
)
def trusted_port(fw):
    app = fw.App(__name__)
    app.config["TRUSTED_HOSTS"] = ["lab.example:5000"]
    app.add_url_rule("/", "root", lambda: fw.url_for("root", _external=True))
    return app


@application(
    "TRUSTED_HOSTS that are none",
    get("/", "trust everybody", headers={"Host": "evil.example"}),
)
def trusted_nobody(fw):
    app = fw.App(__name__)
    app.config["TRUSTED_HOSTS"] = []
    app.add_url_rule("/", "root", lambda: [fw.request.host, fw.url_for("root", _external=True)])
    return app


@application(
    "TRUSTED_HOSTS as a text",
    get("/", "are one name", headers={"Host": "lab.example"}),
    get("/", "are no other", 400, headers={"Host": "evil.example"}),
)
def trusted_text(fw):
    app = fw.App(__name__)
    app.config["TRUSTED_HOSTS"] = "lab.example"
    app.add_url_rule("/", "root", lambda: fw.request.host)
    return app


@application(
    "wsgi_app may be wrapped",
    get("/", "by a middleware"),
    get("/missing", "for errors as well", 404),
)
def wrapped(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: [fw.request.environ["x.middleware"], fw.request.path])
    inner = app.wsgi_app

    def middleware(environ, start_response):
        def start(status, headers, *more):
            return start_response(status, [*headers, ("X-Middleware", "yes")], *more)

        return inner(environ | {"x.middleware": "seen"}, start)

    app.wsgi_app = middleware
    return app


@application(
    "a view that calls another App",
    get("/", "keeps its own request"),
)
def nested(fw):
    inner = fw.App("inner")
    inner.add_url_rule("/inner", "inner", lambda: fw.request.path)
    app = fw.App(__name__)

    @app.route("/")
    def root():
        fw.g.mine = 1
        text = inner.test_client().get("/inner").text
        return [text, fw.request.path, fw.g.mine, fw.current_app.name == app.name]

    return app


@probe("the defaults of the configuration")
def config_defaults(fw):
    app = fw.App(__name__)
    names = [
        "DEBUG",
        "TESTING",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "MAX_FORM_MEMORY_SIZE",
        "MAX_FORM_PARTS",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_PATH",
        "SESSION_COOKIE_DOMAIN",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_REFRESH_EACH_REQUEST",
        "APPLICATION_ROOT",
        "SERVER_NAME",
        "PREFERRED_URL_SCHEME",
        "TRUSTED_HOSTS",
        "SEND_FILE_MAX_AGE_DEFAULT",
        "PROPAGATE_EXCEPTIONS",
        "TEMPLATES_AUTO_RELOAD",
    ]
    return {name: app.config.get(name, "not there") for name in names} | {
        "lifetime": str(app.config["PERMANENT_SESSION_LIFETIME"])
    }


@probe("the configuration is a dict with ways to fill it")
def config_object(fw):
    app = fw.App(__name__)

    class Settings:
        COLOUR = "blue"
        lower = "not taken"

    app.config.from_object(Settings)
    app.config.from_mapping(SIZE=3, small=4)
    app.config["OWN"] = 1
    app.config.update(OTHER=2)
    wanted = ("COLOUR", "lower", "SIZE", "small", "OWN", "OTHER")
    return [app.config.get(name) for name in wanted], isinstance(app.config, dict), app.config.get_namespace("OW")


SETTINGS = """
COLOUR = "blue"
SIZE = 3
small = "not taken"
"""


@probe("the configuration is read from files and from the environment")
def config_from_elsewhere(fw):
    app = fw.App(__name__)
    with tempfile.TemporaryDirectory() as folder:
        python, toml, text = (Path(folder) / name for name in ("settings.py", "settings.toml", "settings.json"))
        python.write_text(SETTINGS)
        toml.write_text('SHAPE = "round"\n')
        text.write_text('{"NAME": "한글", "small": 1}')
        app.config.from_pyfile(str(python))
        app.config.from_file(str(text), load=json.load)
        app.config.from_file(str(toml), load=tomllib.load, text=False)
        names = {
            "FLASK_NUMBER": "5",
            "FLASK_LIST": "[1, 2]",
            "FLASK_WORD": "plain",
            "FLASK_TREE__LEAF": "1",
            "SETTINGS": str(python),
            "SETT_OF": "one",
            "SETT_TO": "two",
        }
        with patch.dict(os.environ, names):
            app.config.from_prefixed_env("FLASK")
            app.config.from_prefixed_env("FLASK_TREE_", loads={"1": "one"}.__getitem__)
            app.config.from_prefixed_env("SETT", loads={"one": 1}.__getitem__)
            found = app.config.from_envvar("SETTINGS")
    wanted = ("COLOUR", "SIZE", "small", "NAME", "SHAPE", "NUMBER", "LIST", "WORD", "TREE", "LEAF", "OF", "TO")
    return [app.config.get(name) for name in wanted], found, raised(lambda: app.config["NOTHING"])


@probe("a configuration may be pairs")
def config_of_pairs(fw):
    app = fw.App(__name__)
    app.config.from_mapping([("A", 1), ("b", 2)], C=3)
    return [app.config.get(name) for name in ("A", "b", "C")]


@probe("a configuration that is not there is refused, or passed over where that is wanted")
def config_missing(fw):
    app = fw.App(__name__)
    return [
        refused(lambda: app.config.from_pyfile("nothing.py")),
        app.config.from_pyfile("nothing.py", silent=True),
        refused(lambda: app.config.from_envvar("NOT_SET_ANYWHERE")),
        app.config.from_envvar("NOT_SET_ANYWHERE", silent=True),
        app.config.from_object("tests.parity.frameworks"),
        app.config["FLASK"] is not None,
    ]


@probe("debug and testing are settings")
def debug_and_testing(fw):
    app = fw.App(__name__)
    before = (app.debug, app.testing)
    app.debug = True
    app.testing = True
    after = (app.config["DEBUG"], app.config["TESTING"])
    app.config["DEBUG"] = False
    return before, after, app.debug


@probe("app.logger")
def logger(fw):
    app = fw.App(f"{fw.name}.logger")
    records = []

    class Handler(logging.Handler):
        def emit(self, record):
            records.append((record.levelname, record.getMessage()))

    handler = Handler()
    app.logger.addHandler(handler)
    app.logger.setLevel(logging.INFO)

    @app.route("/")
    def root():
        app.logger.info("안녕 %s", fw.request.path)
        app.logger.debug("not seen")
        app.logger.error("an error")
        fw.current_app.logger.warning("a warning")
        return "logged"

    app.test_client().get("/")
    app.logger.removeHandler(handler)
    return records, app.logger.name == app.name, app.logger is app.logger


@probe("the log line of an exception")
def log_of_an_exception(fw):
    app = fw.App(f"{fw.name}.log_of_an_exception", static_folder=None)
    records, handler = [], logging.Handler()
    handler.emit = lambda record: records.append((record.levelname, record.getMessage(), record.exc_info[0].__name__))
    app.logger.addHandler(handler)
    app.add_url_rule("/<name>", "boom", lambda name: name.nothing, methods=["GET", "POST"])
    client = app.test_client()
    statuses = [client.get("/boom").status_code, client.post('/김\'s "boom"?a=1').status_code]
    app.logger.removeHandler(handler)
    return statuses, records


@probe("app.logger speaks of everything with DEBUG on")
def debug_logger(fw):
    app = fw.App(f"{fw.name}.debug_logger")
    app.debug = True
    quiet = fw.App(f"{fw.name}.quiet_logger")
    return app.logger.isEnabledFor(logging.DEBUG), quiet.logger.isEnabledFor(logging.DEBUG)


@probe("a rotating file takes an error line for each 404")
def rotating_file(fw):
    app = fw.App(f"{fw.name}.rotating_file")

    @app.errorhandler(404)
    def missing(error):
        app.logger.error("Page not found: %s", fw.request.path)
        return "page not found", 404

    with tempfile.TemporaryDirectory() as folder:
        handler = RotatingFileHandler(f"{folder}/test.log", maxBytes=2000, backupCount=10, encoding="utf-8")
        handler.setLevel(logging.WARNING)
        app.logger.addHandler(handler)
        for number in range(100):
            app.test_client().get(f"/없음/{number}")
        app.logger.removeHandler(handler)
        handler.close()
        return sorted(file.name for file in Path(folder).iterdir())


@probe("an exception is logged once, with its traceback")
def logged_exception(fw):
    app = fw.App(f"{fw.name}.logged_exception")
    records = []

    class Handler(logging.Handler):
        def emit(self, record):
            records.append((record.levelname, record.exc_info[0].__name__ if record.exc_info else None))

    handler = Handler()
    app.logger.addHandler(handler)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(404))
    client = app.test_client()
    statuses = [client.get("/boom").status_code, client.get("/abort").status_code, client.get("/nowhere").status_code]
    app.logger.removeHandler(handler)
    return statuses, records


@probe("a traceback goes to wsgi.errors where no handler is")
def to_wsgi_errors(fw):
    app = fw.App(f"{fw.name}.to_wsgi_errors")
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    errors = io.StringIO()
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        app.test_client().get("/boom", environ_overrides={"wsgi.errors": errors})
    finally:
        root.handlers = handlers
    return "ZeroDivisionError" in errors.getvalue(), "Traceback" in errors.getvalue(), "/boom" in errors.getvalue()


@probe("extensions, view_functions and the like are there to be read")
def registries(fw):
    app = fw.App(__name__)
    app.add_url_rule("/a", "a", len)
    return [
        app.view_functions["a"] is len,
        isinstance(app.extensions, dict),
        sorted(app.view_functions),
        app.secret_key,
    ]


@probe("setting an App up after its first request is refused")
def late_setup(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: "")
    app.test_client().get("/")
    return [
        refused(lambda: app.add_url_rule("/b", "b", lambda: "")),
        refused(lambda: app.before_request(lambda: None)),
        refused(lambda: app.errorhandler(404)(lambda error: "")),
        refused(lambda: app.endpoint("root")(lambda: "")),
        refused(lambda: app.template_filter("loud")(str.upper)),
        refused(lambda: app.template_test("big")(str.isupper)),
        refused(lambda: app.template_global("now")(lambda: "now")),
        refused(lambda: app.add_template_filter(str.upper)),
        refused(lambda: app.add_template_test(str.isupper)),
        refused(lambda: app.add_template_global(len)),
    ]


@probe("app.app_context gives current_app and g")
def app_context(fw):
    app = fw.App(__name__)
    with app.app_context():
        fw.g.a = 1
        inside = [fw.current_app.name == app.name, fw.g.a, fw.current_app._get_current_object() is app]
    return inside, raised(lambda: fw.current_app.name)


@probe("teardown_appcontext runs at the end of an application context")
def teardown_appcontext(fw):
    notes = []
    app = fw.App(__name__)
    app.teardown_appcontext(lambda error: notes.append(type(error).__name__))
    app.add_url_rule("/", "root", lambda: "x")
    app.test_client().get("/")
    with app.app_context():
        notes.append("inside")
    return notes


@application(
    "a program that mounts an App by hand",
    get("/who", "SCRIPT_NAME is the prefix", mount="/api"),
    post("/who", "for every method", mount="/api"),
)
def mounted(fw):
    app = fw.App(__name__)
    app.add_url_rule(
        "/who", "who", lambda: [fw.request.script_root, fw.request.path, fw.url_for("who")], methods=["GET", "POST"]
    )
    return app


@probe("from_object imports what a name leads to, however it is written")
def names_of_objects(fw):
    found = []
    with tempfile.TemporaryDirectory() as folder, patch("sys.path", [folder, *sys.path]):
        package = Path(folder, f"settings_of_{fw.name.lower()}")
        package.mkdir()
        Path(package, "__init__.py").write_text("PLACE = 'package'")
        Path(package, "lab.py").write_text("PLACE = 'module'\nclass Dev:\n    PLACE = 'class'\n")
        for name in ("", ".lab", ".lab.Dev", ".lab:Dev"):
            app = fw.App(__name__)
            app.config.from_object(package.name + name)
            found.append(app.config["PLACE"])
        found.append(raised(lambda: app.config.from_object(f"{package.name}.nowhere")) != "")
    return found


@probe("open_resource reads text in UTF-8 unless another encoding is named")
def encodings(fw):
    with tempfile.TemporaryDirectory() as folder:
        app = fw.App(__name__, root_path=folder)
        Path(folder, "utf-8").write_bytes("김".encode())
        Path(folder, "euc-kr").write_bytes("김".encode("euc-kr"))
        with app.open_resource("utf-8", "r") as one, app.open_resource("euc-kr", "r", "euc-kr") as other:
            return one.read(), other.read()


@probe("Flask is the name of the class")
def flask_name(fw):
    return fw.Flask is fw.App, fw.Config is fw.App.config_class


@probe("a configuration and settings of an App's own")
def own_config(fw):
    class OwnConfig(fw.Config):
        def shout(self):
            return self["WORD"].upper()

    class OwnApp(fw.App):
        config_class = OwnConfig
        default_config = {**fw.App.default_config, "WORD": "word", "MAX_FORM_PARTS": 7}

    class MadeApp(fw.App):
        def make_config(self, instance_relative=False):
            config = super().make_config(instance_relative)
            config["MADE"] = instance_relative
            return config

    app, made = OwnApp(__name__), MadeApp(__name__, instance_relative_config=True)
    return app.config.shout(), app.config["MAX_FORM_PARTS"], app.config["TESTING"], made.config["MADE"], made.debug


@probe("the instance folder")
def instance(fw):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "settings.py").write_text("WORD = 'of the instance'")
        app = fw.App(__name__, instance_path=folder, instance_relative_config=True)
        app.config.from_pyfile("settings.py")
        with app.open_instance_resource("new.txt", "w") as file:
            file.write("글")
        with app.open_instance_resource("new.txt") as file:
            read = file.read()
        is_there = app.instance_path == folder
    paths = [fw.App(name).instance_path for name in (__name__, "tests", "json", "pytest", "none.at.all")]
    return app.config["WORD"], read, is_there, paths, raised(lambda: fw.App(__name__, instance_path="relative"))


@probe("what a shell knows")
def shell_context(fw):
    app = fw.App(__name__)
    app.shell_context_processor(lambda: {"seven": 7})
    names = app.make_shell_context()
    return sorted(names), names["app"] is app, names["seven"], len(app.shell_context_processors)
