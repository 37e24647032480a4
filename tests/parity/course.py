"""Programs of the course, as a student writes them, with their usual requests and mistakes."""

import json
from http import HTTPStatus

from .suite import application, ask, get, post, talk


@application(
    "three pages",
    get("/"),
    get("/bad"),
    get("/good"),
    get("/ugly", "a page that is not there", 404),
    get("/good", "in a mount", mount="/60162176"),
)
def pages(fw):
    app = fw.App(__name__)

    @app.route("/")
    def index():
        return "Hello, World!"

    @app.route("/bad")
    def bad_world():
        return "Bad World!"

    @app.route("/good")
    def good_world():
        return "Good World!"

    return app


@application(
    "methods and json.dumps",
    get("/bad"),
    post("/bad"),
    post("/predict", "is labelled text/html"),
    ask("/predict", "PUT", method="PUT"),
    get("/predict", "GET", 405),
    ask("/predict", "OPTIONS", method="OPTIONS"),
)
def methods(fw):
    app = fw.App(__name__)

    @app.route("/bad", methods=["GET", "POST"])
    def bad_world():
        return "Bad World!"

    @app.route("/predict", methods=["POST", "PUT"])
    def inference():
        return json.dumps({"hello": "world"}), 200

    return app


@application(
    "variables in the URL",
    get("/Hello/JongHyun"),
    get("/안녕/종현", "Korean"),
    get("/test/7", "int before text"),
    get("/test/abc", "text"),
    get("/numbers/of/-3", "a negative number", 404),
    get("/numbers/of/3/4", "too many parts", 404),
)
def variables(fw):
    app = fw.App(__name__)

    @app.route("/<greeting>/<name>")
    def greet(greeting, name):
        return f"{greeting}, {name}!"

    @app.route("/test/<username>")
    def user(username):
        return f"user {username}"

    @app.route("/test/<int:number>")
    def number_view(number):
        return f"number {number + 1}"

    @app.route("/numbers/of/<int:number>")
    def only_number(number):
        return str(number)

    return app


@application(
    "a status and a header",
    get("/", "HTTPStatus", 404),
    get("/header", "an int in a header"),
)
def status_and_header(fw):
    app = fw.App(__name__)

    @app.route("/")
    def index():
        return fw.make_response("못 찾았습니다", HTTPStatus.NOT_FOUND)

    @app.route("/header")
    def header():
        response = fw.make_response("Hello")
        response.headers["MY_HEADER"] = 1234
        return response

    return app


@application(
    "the request object",
    get("/?name=김종현", headers={"User-Agent": "curl/7.88.1"}),
    get("/", "defaults"),
    post("/?name=x"),
)
def the_request(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["GET", "POST"])
    def index():
        name = fw.request.args.get("name", default="이름 없음")
        client = fw.request.headers.get("User-Agent", "no client")
        return f"{fw.request.method}: {name} uses {client}"

    return app


@application(
    "JSON in and out",
    post("/", "a key", json={"key1": "값"}),
    post("/", "no key", json={"other": 1}),
    post("/", "no JSON", 415, form={"key1": "a"}),
    post("/", "broken JSON", 400, body=b"{", type="application/json"),
    post("/force", "no JSON, forced", body=b'{"key1": "x"}'),
    get("/jsonify"),
    get("/response-class", status=201),
)
def json_in_and_out(fw):
    app = fw.App(__name__)

    @app.route("/", methods=["GET", "POST"])
    def index():
        data = fw.request.get_json()
        return {"method": fw.request.method, "key1": data.get("key1", "No key")}

    @app.route("/force", methods=["POST"])
    def force():
        return fw.request.get_json(force=True)

    @app.route("/jsonify")
    def by_jsonify():
        return fw.jsonify({"name": "김", "client": fw.request.remote_addr})

    @app.route("/response-class")
    def by_class():
        return app.response_class(response=json.dumps({"a": "글"}), status=201, mimetype="application/json")

    return app


@application(
    "a page with a name",
    get("/hello/", "nobody"),
    get("/hello/종현", "somebody"),
    get("/hello/<script>alert(1)", "a script is escaped"),
    get("/hello", "the slash is missing", 308),
)
def hello(fw):
    app = fw.App(__name__)

    @app.route("/hello/")
    @app.route("/hello/<name>")
    def greet(name=None):
        return fw.render_template("hello.html", name=name)

    return app


@application(
    "a calculator",
    get("/12/*/5", "*"),
    get("/12/+/5", "+"),
    get("/12/-/15", "-"),
    get("/12/**/5", "an operator that it does not know", 400),
    get("/-12/*/5", "a negative number", 404),
    get("/x/*/5", "no number", 404),
    get("/"),
    post("/post", "the form", form={"input1": "12", "operator": "*", "input2": "5"}),
    post("/post", "an empty field", 400, form={"input1": "", "operator": "*", "input2": "5"}),
    post("/post", "a missing field", 400, form={"input1": "12"}),
    post("/post", "no numbers", 400, form={"input1": "열둘", "operator": "*", "input2": "5"}),
    get("/post", "GET of the form's target", 405),
)
def calculator(fw):
    app = fw.App(__name__)
    operators = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}

    def calculate(one, operator, two):
        if operator not in operators:
            return {"error": f"unknown operator {operator}"}, 400
        return str(operators[operator](one, two))

    @app.route("/<int:num1>/<string:op>/<int:num2>")
    def by_url(num1, op, num2):
        return calculate(num1, op, num2)

    @app.route("/")
    def form():
        return fw.render_template_string(
            '<form action="{{ url_for("by_form") }}" method=post><input name=input1><input name=operator><input name=input2></form>'
        )

    @app.route("/post", methods=["POST"])
    def by_form():
        try:
            one, two = int(fw.request.form["input1"]), int(fw.request.form["input2"])
        except ValueError:
            fw.abort(400, "send two numbers")
        return calculate(one, fw.request.form["operator"], two)

    return app


@application(
    "a login by query",
    get("/login?user_name=foo&tmp_parameter=bar", "right"),
    get("/login?user_name=foo", "wrong"),
    get("/login", "nothing"),
)
def login(fw):
    app = fw.App(__name__)

    @app.route("/login")
    def check():
        name, parameter = fw.request.args.get("user_name"), fw.request.args.get("tmp_parameter", type=str)
        return fw.jsonify(auth="success" if (name, parameter) == ("foo", "bar") else "failed")

    return app


@application(
    "an upload",
    post(
        "/inference",
        "a file and a field",
        form={"model_type": "iris"},
        files={"img_file": ("a.png", b"\x89PNG", "image/png")},
    ),
    ask(
        "/inference",
        "by PUT",
        method="PUT",
        form={"model_type": "iris"},
        files={"img_file": ("꽃.png", b"\x89PNG", "image/png")},
    ),
    post("/inference", "no image", 400, form={"model_type": "x"}, files={"img_file": ("a.txt", b"text", "text/plain")}),
    post("/inference", "no file", 400, form={"model_type": "x"}),
    post("/inference", "curl -d", 400, body=b"img_file=@a.png", type="application/x-www-form-urlencoded"),
)
def inference(fw):
    app = fw.App(__name__)

    @app.route("/inference", methods=["POST", "PUT"])
    def infer():
        data = fw.request.files["img_file"].read()
        if not data.startswith(b"\x89PNG"):
            return {"error": "no image"}, 400
        return {
            "model": fw.request.form["model_type"],
            "name": fw.request.files["img_file"].filename,
            "size": len(data),
        }

    return app


@application(
    "error pages and hooks",
    talk("in order", get("/"), get("/nowhere", status=404), get("/log")),
)
def error_pages(fw):
    app = fw.App(__name__)
    log = []

    @app.errorhandler(404)
    def page_not_found(error):
        return fw.render_template_string("<h1>{{ error.code }}: {{ request.path }}</h1>", error=error), 404

    @app.before_request
    def before():
        log.append(f"before {fw.request.path}")

    @app.after_request
    def after(response):
        log.append(f"after {response.status_code}")
        response.headers["X-Lab"] = "13"
        return response

    app.add_url_rule("/", "index", lambda: "index")
    app.add_url_rule("/log", "log", lambda: log)
    return app


@application(
    "a prediction",
    post(
        "/predict",
        "four numbers",
        json={"sepal_length": 5.9, "sepal_width": 3.0, "petal_length": 5.1, "petal_width": 1.8},
    ),
    post("/predict", "a missing field", 400, json={"sepal_length": 5.9}),
    post("/predict", "a text", 400, json={"sepal_length": "x", "sepal_width": 3, "petal_length": 5, "petal_width": 1}),
    post("/predict", "a form", 415, form={"sepal_length": "5.9"}),
)
def predict(fw):
    app = fw.App(__name__)

    @app.route("/predict", methods=["POST"])
    def view():
        data = fw.request.get_json()
        try:
            values = [float(data[name]) for name in ("sepal_length", "sepal_width", "petal_length", "petal_width")]
        except (KeyError, ValueError) as error:
            return {"error": str(error)}, 400
        return {"result": [int(sum(values) > 10) * 2]}

    return app


@application(
    "a counter",
    talk("counts", *(get("/increase", f"{number}") for number in range(1, 4))),
)
def counter(fw):
    app = fw.App(__name__)
    count = 0

    @app.route("/increase")
    def increase():
        nonlocal count
        count += 1
        return str(count)

    return app
