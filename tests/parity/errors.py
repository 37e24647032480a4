"""Errors: abort, handlers by code and by class, what wins, handlers that fail."""

import json

from .suite import application, ask, get, post, probe, raised, refused, talk


@application(
    "abort",
    get("/code/404", "a code", 404),
    get("/code/400", "another code", 400),
    get("/code/401", "401", 401),
    get("/code/403", "403", 403),
    get("/code/409", "409", 409),
    get("/code/410", "410", 410),
    get("/code/413", "413", 413),
    get("/code/415", "415", 415),
    get("/code/418", "418", 418),
    get("/code/422", "422", 422),
    get("/code/429", "429", 429),
    get("/code/500", "500", 500),
    get("/code/503", "503", 503),
    get("/description", "a description", 404, holds="없는 책입니다"),
    get("/keyword", "a description by name", 400, holds="send a name"),
    get("/markup", "a description with markup is escaped", 400, holds="&lt;b&gt;"),
    get("/response", "a Response", 299),
    get("/class", "a class is raised", 403),
    get("/instance", "an instance is raised", 403, holds="keep out"),
    get("/unknown", "a code that is no error", 500),
    get("/with-response", "an exception that carries a Response", 299),
)
def aborts(fw):
    app = fw.App(__name__)

    @app.route("/class")
    def a_class():
        raise fw.exceptions.Forbidden

    @app.route("/instance")
    def an_instance():
        raise fw.exceptions.Forbidden("keep out")

    @app.route("/with-response")
    def with_response():
        raise fw.exceptions.BadRequest(response=fw.make_response("own", 299))

    app.add_url_rule("/code/<int:code>", "code", lambda code: fw.abort(code))
    app.add_url_rule("/description", "description", lambda: fw.abort(404, "없는 책입니다"))
    app.add_url_rule("/keyword", "keyword", lambda: fw.abort(400, description="send a name"))
    app.add_url_rule("/markup", "markup", lambda: fw.abort(400, "<b>bold</b>"))
    app.add_url_rule("/response", "response", lambda: fw.abort(fw.make_response("mine", 299)))
    app.add_url_rule("/unknown", "unknown", lambda: fw.abort(599))
    return app


@application(
    "error handlers by code",
    get("/missing", "404 of routing", 404),
    get("/abort/404", "404 of abort", 404),
    post("/", "405 of routing keeps Allow only if the handler says so", 405),
    get("/boom", "500 for an exception", 500),
    get("/abort/500", "500 of abort", 500),
    get("/abort/400", "no handler for this code", 400),
    get("/abort/418", "a handler that returns another status", 200),
    get("/abort/410", "a handler that returns a dict", 410),
    get("/abort/409", "a handler that returns the error itself", 409),
    get("/abort/403", "a handler that returns a Response", 403),
    get("/key", "the description is there for the handler", 404),
)
def by_code(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort/<int:code>", "abort", lambda code: fw.abort(code))
    app.add_url_rule("/key", "key", lambda: fw.abort(404, "no such key"))

    @app.errorhandler(404)
    def missing(error):
        return f"nothing at {fw.request.path}: {error.code} {error.name}", 404

    @app.errorhandler(405)
    def not_allowed(error):
        return {"code": error.code, "allowed": sorted(error.valid_methods)}, 405

    @app.errorhandler(500)
    def failed(error):
        original = getattr(error, "original_exception", None)
        return {"code": error.code, "original": type(original).__name__}, 500

    app.register_error_handler(418, lambda error: "tea after all")
    app.register_error_handler(410, lambda error: ({"gone": True}, 410))
    app.register_error_handler(409, lambda error: error)
    app.register_error_handler(403, lambda error: fw.make_response("no", 403, {"X-Handler": "response"}))
    return app


@application(
    "error handlers by class",
    get("/value", "the class itself", 400),
    get("/unicode", "a class below it", 400),
    get("/key", "another class of the program", 404),
    get("/zero", "no handler for this class", 500),
    get("/own", "a class of one's own", 402),
    get("/below", "a class of one's own, below another", 402),
    get("/missing", "a class of HTTP errors", 404),
    get("/teapot", "no handler for this HTTP error", 418),
)
def by_class(fw):
    class OutOfMoney(Exception):
        def __init__(self, amount):
            super().__init__(amount)
            self.amount = amount

    class Bankrupt(OutOfMoney):
        pass

    app = fw.App(__name__)

    def raiser(error):
        def view():
            raise error

        return view

    errors = {
        "value": ValueError("v"),
        "unicode": UnicodeError("u"),
        "key": KeyError("k"),
        "zero": ZeroDivisionError("z"),
        "own": OutOfMoney(3),
        "below": Bankrupt(4),
        "teapot": fw.exceptions.ImATeapot(),
    }
    for name, error in errors.items():
        app.add_url_rule(f"/{name}", name, raiser(error))
    app.register_error_handler(ValueError, lambda error: (f"{type(error).__name__}: {error}", 400))
    app.register_error_handler(KeyError, lambda error: (f"no {error.args[0]}", 404))
    app.register_error_handler(OutOfMoney, lambda error: ({"missing": error.amount}, 402))
    app.register_error_handler(fw.exceptions.NotFound, lambda error: (f"class {error.code}", 404))
    return app


@application(
    "which error handler wins",
    get("/not-found", "a code before HTTPException", 404),
    get("/forbidden", "HTTPException for the rest", 403),
    get("/zero", "Exception for what has no other", 500),
    get("/value", "the nearest class in the hierarchy", 400),
    get("/unicode", "the nearest class, two steps up", 400),
    get("/missing", "a code for a class below it", 404),
    post("/not-found", "HTTPException for 405", 405),
)
def precedence(fw):
    app = fw.App(__name__)

    def raiser(error):
        def view():
            raise error

        return view

    app.add_url_rule("/not-found", "not-found", raiser(fw.exceptions.NotFound()))
    app.add_url_rule("/forbidden", "forbidden", raiser(fw.exceptions.Forbidden()))
    app.add_url_rule("/zero", "zero", raiser(ZeroDivisionError()))
    app.add_url_rule("/value", "value", raiser(ValueError()))
    app.add_url_rule("/unicode", "unicode", raiser(UnicodeDecodeError("utf-8", b"", 0, 1, "x")))
    app.register_error_handler(Exception, lambda error: (f"Exception: {type(error).__name__}", 500))
    app.register_error_handler(ValueError, lambda error: (f"ValueError: {type(error).__name__}", 400))
    app.register_error_handler(fw.exceptions.HTTPException, lambda error: (f"HTTPException: {error.code}", error.code))
    app.register_error_handler(404, lambda error: ("code 404", 404))
    return app


@application(
    "a class and a code for the same error",
    get("/missing", "the code of an HTTP error before its class", 404),
    get("/own", "a class below NotFound has its own handler", 404),
)
def class_and_code(fw):
    class NoSuchBook(fw.exceptions.NotFound):
        pass

    app = fw.App(__name__)

    @app.route("/own")
    def own():
        raise NoSuchBook

    @app.errorhandler(fw.exceptions.HTTPException)
    def any_error(error):
        return f"any: {error.code}", error.code

    @app.errorhandler(NoSuchBook)
    def no_book(error):
        return "no such book", 404

    @app.errorhandler(404)
    def missing(error):
        return "by code", 404

    return app


@application(
    "a handler of Exception alone takes HTTP errors too",
    get("/missing", "404", 404),
    get("/boom", "an exception", 500),
    get("/abort", "abort", 403),
)
def exception_alone(fw):
    app = fw.App(__name__)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(403))

    @app.errorhandler(Exception)
    def every(error):
        return f"caught {type(error).__name__}", getattr(error, "code", 500)

    return app


@application(
    "a handler of InternalServerError gets what a view raised",
    get("/boom", "an exception", 500),
    get("/abort", "abort(500)", 500),
    get("/missing", "not a 404", 404),
)
def internal_server_error(fw):
    app = fw.App(__name__)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(500))

    @app.errorhandler(fw.exceptions.InternalServerError)
    def failed(error):
        return {"original": repr(getattr(error, "original_exception", None)), "type": type(error).__name__}, 500

    return app


@application(
    "the last handler of a code wins",
    get("/missing", "two handlers of 404", 404),
)
def last_handler(fw):
    app = fw.App(__name__)
    app.register_error_handler(404, lambda error: ("first", 404))
    app.register_error_handler(404, lambda error: ("second", 404))
    return app


@application(
    "handlers that fail",
    get("/missing", "a 404 handler that raises", 500),
    get("/abort", "a 403 handler that aborts with 404", 500),
    get("/none", "a handler that returns None", 500),
    get("/boom", "a handler of a class that raises another", 500),
)
def failing_handlers(fw):
    app = fw.App(__name__)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(403))
    app.add_url_rule("/none", "none", lambda: fw.abort(410))
    app.add_url_rule("/boom", "boom", lambda: {}["nothing"])

    @app.errorhandler(404)
    def fails(error):
        raise RuntimeError("the handler fails")

    @app.errorhandler(403)
    def aborts_again(error):
        fw.abort(404)

    @app.errorhandler(410)
    def nothing(error):
        return None

    @app.errorhandler(KeyError)
    def another(error):
        raise ValueError("another") from error

    return app


@application(
    "handlers of routing errors that fail",
    get("/missing", "a 404 handler that aborts with 418", 500),
    post("/there", "a 405 handler that raises", 500),
    talk("are asked once", get("/missing", status=500), get("/notes")),
)
def failing_routing_handlers(fw):
    app = fw.App(__name__)
    notes = []
    app.add_url_rule("/there", "there", lambda: "there")
    app.add_url_rule("/notes", "notes", lambda: notes)

    @app.errorhandler(fw.exceptions.HTTPException)
    def fails(error):
        notes.append(error.code)
        if error.code == 405:
            raise ValueError("the handler fails")
        if error.code == 404:
            fw.abort(418)
        return "handled", error.code

    return app


@application(
    "a 500 handler that fails",
    get(
        "/boom", "leads to an exception out of the App in Flask", "ValueError", differs="failing-500-handler", ours=500
    ),
)
def failing_500(fw):
    app = fw.App(__name__)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)

    @app.errorhandler(500)
    def fails(error):
        raise ValueError("the handler fails")

    return app


@application(
    "a view returns or raises HTTP errors of other kinds",
    get("/redirect", "a redirect that is raised", 302),
    get("/unauthorized", "401 with a challenge", 401),
    get("/method", "405 with its methods", 405),
    get("/range", "416", 416),
    get("/retry", "503 with Retry-After", 503),
    get("/key?name=kim", "a field that is there"),
    get("/key", "a field that is missing", 400),
    get("/form-key", "a form field that is missing", 405),
    post("/form-key", "a form field that is missing from a POST", 400),
)
def other_errors(fw):
    app = fw.App(__name__)

    @app.route("/method")
    def method():
        raise fw.exceptions.MethodNotAllowed(valid_methods=["GET", "POST"])

    @app.route("/range")
    def out_of_range():
        raise fw.exceptions.RequestedRangeNotSatisfiable(5)

    @app.route("/retry")
    def retry():
        raise fw.exceptions.ServiceUnavailable(retry_after=120)

    app.add_url_rule("/redirect", "redirect", lambda: fw.abort(fw.redirect("/elsewhere")))
    app.add_url_rule(
        "/unauthorized",
        "unauthorized",
        lambda: fw.abort(fw.make_response("who?", 401, {"WWW-Authenticate": 'Basic realm="lab"'})),
    )
    app.add_url_rule("/key", "key", lambda: fw.request.args["name"])
    app.add_url_rule("/form-key", "form-key", lambda: fw.request.form["name"], methods=["POST"])
    return app


@application(
    "request, g and session inside an error handler",
    get("/item/7?q=한", "they are those of the request", 500),
    get("/nowhere", "endpoint and view_args are None for 404", 404),
    ask("/item/7", "and for 405", 405, method="DELETE"),
)
def inside_a_handler(fw):
    app = fw.App(__name__)
    app.secret_key = "k"

    @app.before_request
    def before():
        fw.g.seen = "before"

    @app.route("/item/<int:number>")
    def item(number):
        fw.session["number"] = number
        raise RuntimeError("item")

    @app.errorhandler(Exception)
    def handler(error):
        request = fw.request
        words = [
            request.path,
            request.endpoint,
            request.view_args,
            request.args.get("q"),
            fw.g.get("seen"),
            dict(fw.session),
        ]
        return words, getattr(error, "code", 500)

    return app


@application(
    "JSON for every HTTP error, as Flask's documentation shows it",
    get("/missing", "404", 404),
    get("/abort", "a description", 400),
    post("/abort", "405", 405),
)
def json_errors(fw):
    app = fw.App(__name__)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(400, "이름을 보내세요"))

    @app.errorhandler(fw.exceptions.HTTPException)
    def handle(error):
        response = error.get_response()
        response.data = json.dumps(
            {"code": error.code, "name": error.name, "own": error.code == 400 and error.description}
        )
        response.content_type = "application/json"
        return response

    return app


@application(
    "an HTTP error of one's own",
    get("/storage", "raised", 507, holds="no space left"),
    get("/storage/description", "raised with a description", 507, holds="꽉 찼습니다"),
)
def own_http_error(fw):
    class InsufficientStorage(fw.exceptions.HTTPException):
        code = 507
        description = "no space left"

    app = fw.App(__name__)

    @app.route("/storage")
    def storage():
        raise InsufficientStorage

    @app.route("/storage/description")
    def with_description():
        raise InsufficientStorage("꽉 찼습니다")

    return app


@application(
    "an HTTP error of one's own with a handler",
    get("/", "by its class", 507),
)
def own_http_error_handled(fw):
    class InsufficientStorage(fw.exceptions.HTTPException):
        code = 507

    app = fw.App(__name__)

    @app.route("/")
    def root():
        raise InsufficientStorage

    app.register_error_handler(InsufficientStorage, lambda error: ({"full": True}, 507))
    return app


@application(
    "a handler of Exception that passes HTTP errors through",
    get("/missing", "404", 404),
    get("/boom", "an exception", 500),
    get("/abort", "a description", 409, holds="taken"),
)
def pass_through(fw):
    app = fw.App(__name__)
    app.add_url_rule("/boom", "boom", lambda: 1 // 0)
    app.add_url_rule("/abort", "abort", lambda: fw.abort(409, "taken"))

    @app.errorhandler(Exception)
    def handle(error):
        if isinstance(error, fw.exceptions.HTTPException):
            return error
        return {"error": type(error).__name__}, 500

    return app


@application(
    "an error of an API, as Flask's documentation shows it",
    get("/user", "without an argument", 400),
    get("/user?id=9", "of no user", 404),
    get("/user?id=1", "of a user"),
)
def api_error(fw):
    class InvalidAPIUsage(Exception):
        status_code = 400

        def __init__(self, message, status_code=None, payload=None):
            super().__init__()
            self.message = message
            self.status_code = status_code or self.status_code
            self.payload = payload

    app = fw.App(__name__)

    @app.errorhandler(InvalidAPIUsage)
    def invalid(error):
        return fw.jsonify(dict(error.payload or (), message=error.message)), error.status_code

    @app.route("/user")
    def user():
        number = fw.request.args.get("id", type=int)
        if not number:
            raise InvalidAPIUsage("No user id provided!")
        if number != 1:
            raise InvalidAPIUsage("No such user!", status_code=404, payload={"id": number})
        return {"id": number}

    return app


@probe("handlers that can never be asked are refused")
def refused_handlers(fw):
    mistakes = {"a code that is none": 999, "a text": "404", "an instance": ValueError("x"), "a plain class": int}
    return {
        title: refused(lambda what=what: fw.App(__name__).register_error_handler(what, lambda error: ""))
        for title, what in mistakes.items()
    }


@probe("HTTP errors have Werkzeug's names, codes and phrases")
def names(fw):
    wanted = [
        "BadRequest",
        "Unauthorized",
        "Forbidden",
        "NotFound",
        "MethodNotAllowed",
        "NotAcceptable",
        "RequestTimeout",
        "Conflict",
        "Gone",
        "LengthRequired",
        "PreconditionFailed",
        "RequestEntityTooLarge",
        "RequestURITooLarge",
        "UnsupportedMediaType",
        "ImATeapot",
        "UnprocessableEntity",
        "Locked",
        "TooManyRequests",
        "RequestHeaderFieldsTooLarge",
        "InternalServerError",
        "NotImplemented",
        "BadGateway",
        "ServiceUnavailable",
        "GatewayTimeout",
    ]
    return {name: getattr(fw.exceptions, name).code for name in wanted}


@probe("BadRequestKeyError is a KeyError and a BadRequest")
def bad_request_key_error(fw):
    kind = fw.exceptions.BadRequestKeyError
    return issubclass(kind, KeyError), issubclass(kind, fw.exceptions.BadRequest), kind.code


@application(
    "descriptions that are no text",
    get("/exception", "an exception", 400, holds="&lt;no number&gt;"),
    get("/dict", "a dict", 400, holds="field"),
    get("/number", "a number", 400, holds="<p>5</p>"),
    get("/false", "a value that is false", 404, holds="False"),
    get("/handled", "a handler is given the value itself", 409),
)
def descriptions(fw):
    app = fw.App(__name__)
    app.add_url_rule("/exception", "exception", lambda: fw.abort(400, ValueError("<no number>")))
    app.add_url_rule("/dict", "dict", lambda: fw.abort(400, {"field": 1}))
    app.add_url_rule("/number", "number", lambda: fw.abort(400, 5))
    app.add_url_rule("/false", "false", lambda: fw.abort(404, False))
    app.add_url_rule("/handled", "handled", lambda: fw.abort(409, {"field": "김"}))
    app.register_error_handler(409, lambda error: (error.description, 409))
    return app


@probe("an HTTP error of no status in particular")
def without_code(fw):
    error = fw.exceptions.HTTPException("a")
    return error.code, error.description


@application(
    "errors that bring an answer of their own",
    get("/missing", "a 404", 404),
    get("/method", "a 405", 405),
    get("/caught", "get_response of one that was caught", 418),
    ("two of them", (get("/missing", "the first", 404), get("/missing", "the second, the short way", 404))),
)
def with_answers(fw):
    app = fw.App(__name__)

    def missing():
        raise fw.exceptions.NotFound(response=fw.Response("mine", 404))

    def method():
        raise fw.exceptions.MethodNotAllowed(["GET"], response=fw.Response("mine", 405))

    def caught():
        try:
            fw.abort(fw.Response("mine", 418))
        except fw.exceptions.HTTPException as error:
            return error.get_response()

    app.add_url_rule("/missing", "missing", missing)
    app.add_url_rule("/method", "method", method)
    app.add_url_rule("/caught", "caught", caught)
    return app


@application(
    "an aborter of the program's own",
    get("/702", "a code of its own", 402),
    get("/404", "a code of HTTP", 404),
    get("/403", "a code that is replaced", 200),
)
def own_aborter(fw):
    class PaymentRequired(fw.exceptions.HTTPException):
        code = 402
        description = "pay first"

    class OwnApp(fw.App):
        def make_aborter(self):
            return self.aborter_class(extra={702: PaymentRequired})

    app = OwnApp(__name__)
    app.aborter.mapping[403] = PermissionError
    app.register_error_handler(PermissionError, lambda error: str(error))
    app.add_url_rule("/<int:code>", "view", lambda code: fw.abort(code, *(["words"] if code == 403 else [])))
    return app


@probe("what an aborter raises")
def aborted(fw):
    app = fw.App(__name__)
    own = app.aborter_class({404: fw.exceptions.Gone}, {999: KeyError})
    said = [raised(lambda code=code: own(code)) for code in (404, 403, 999)]
    app.aborter = own
    with app.app_context():
        said.append(raised(lambda: fw.abort(404)))
    other = fw.App(__name__).aborter_class
    return [*said, raised(lambda: fw.abort(404)), raised(lambda: other()(999)), sorted(other().mapping)[:3]]
