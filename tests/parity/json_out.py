"""JSON in the response."""

import dataclasses
import datetime
import decimal
import io
import uuid

from .suite import application, get, probe, raised


@dataclasses.dataclass
class Point:
    x: int
    y: int
    name: str = "점"


class Html:
    def __html__(self):
        return "<b>html</b>"


VALUES = {
    "date": {"day": datetime.date(2026, 11, 20)},
    "datetime": {"at": datetime.datetime(2026, 11, 20, 12, 30, 15)},
    "datetime-utc": {"at": datetime.datetime(2026, 11, 20, 12, 30, 15, tzinfo=datetime.UTC)},
    "datetime-seoul": {
        "at": datetime.datetime(2026, 11, 20, 12, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    },
    "decimal": {"price": decimal.Decimal("12.50")},
    "uuid": {"id": uuid.UUID(int=5)},
    "dataclass": {"point": Point(1, 2)},
    "html": {"markup": Html()},
    "korean": {"이름": "김종현"},
    "emoji": {"a": "🍜"},
    "order": {"b": 1, "a": 2, "c": {"z": 1, "y": 2}},
    "integer-keys": {1: "a", 2: "b"},
    "nested": {"a": [{"b": [1, None, True, 1.5]}]},
    "escapes": {"a": '<script>"\\/\n\u2028</script>'},
    "tuple": {"a": (1, 2)},
    "big": {"n": 2**70, "f": 1e300},
    "empty": {},
}


@application(
    "values as JSON",
    *(get(f"/{name}") for name in VALUES),
    get("/object", "an object that is no JSON", 500),
    get("/set", "a set is no JSON", 500),
    get("/bytes", "bytes are no JSON", 500),
    get("/mixed-keys", "keys that cannot be sorted", 500),
)
def values(fw):
    app = fw.App(__name__)
    every = VALUES | {"object": {"a": object()}, "set": {"a": {1}}, "bytes": {"a": b"b"}, "mixed-keys": {"a": 1, 2: 3}}
    for name, value in every.items():
        app.add_url_rule(f"/{name}", name, lambda value=value: value)
    return app


@application(
    "jsonify",
    get("/dict", "a dict"),
    get("/keywords", "keywords"),
    get("/list", "a list"),
    get("/arguments", "several arguments"),
    get("/one", "one value"),
    get("/none", "None"),
    get("/nothing", "no arguments"),
    get("/both", "arguments and keywords together", 500),
    get("/status", "with a status", 201),
    get("/headers", "the response may be changed", 202),
    get("/dataclass", "a dataclass"),
    get("/number", "a number"),
    get("/text", "a text"),
)
def jsonify(fw):
    app = fw.App(__name__)

    def headers():
        response = fw.jsonify(a=1)
        response.status_code = 202
        response.headers["X-A"] = "1"
        return response

    views = {
        "dict": lambda: fw.jsonify({"b": 1, "a": "한글"}),
        "keywords": lambda: fw.jsonify(b=1, a=2),
        "list": lambda: fw.jsonify([1, 2]),
        "arguments": lambda: fw.jsonify(1, "two", [3]),
        "one": lambda: fw.jsonify(3.5),
        "none": lambda: fw.jsonify(None),
        "nothing": lambda: fw.jsonify(),
        "both": lambda: fw.jsonify(1, a=2),
        "status": lambda: (fw.jsonify(a=1), 201),
        "headers": lambda: (headers(), {"X-B": "2"}),
        "dataclass": lambda: fw.jsonify(Point(3, 4)),
        "number": lambda: fw.jsonify(7),
        "text": lambda: fw.jsonify("글"),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    return app


@application(
    "settings of app.json",
    get("/", "keys unsorted, no ASCII, another type"),
)
def settings(fw):
    app = fw.App(__name__)
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    app.json.mimetype = "application/vnd.lab+json"
    app.add_url_rule("/", "root", lambda: {"b": "한글", "a": 1})
    return app


@probe("Korean leaves as ASCII escapes unless told otherwise")
def ascii_escapes(fw):
    app = fw.App(__name__)
    app.add_url_rule("/", "root", lambda: {"a": "한"})
    escaped = app.test_client().get("/").data
    app.json.ensure_ascii = False
    return "한".encode() in escaped, "한".encode() in app.test_client().get("/").data


@application(
    "a JSON provider that makes its own responses",
    get("/", "a dict", 201),
    ("two of them", (get("/", "the first", 201), get("/", "the second", 201))),
)
def own_response(fw):
    class Created(type(fw.App(__name__).json)):
        def response(self, *values, **items):
            answer = super().response(*values, **items)
            answer.status_code = 201
            return answer

    app = fw.App(__name__)
    app.json = Created(app)
    app.add_url_rule("/", "root", lambda: {"a": 1})
    return app


@probe("the functions of json, in an application and outside")
def functions(fw):
    values = [{"b": 1, "a": "글"}, [None, 1.5], datetime.date(2026, 11, 20), decimal.Decimal("1.50")]
    app = fw.App(__name__)
    app.json.sort_keys = app.json.ensure_ascii = False

    def said():
        file = io.StringIO()
        fw.json.dump(values, file, indent=1)
        texts = [fw.json.dumps(value) for value in values] + [fw.json.dumps(values[0], sort_keys=True)]
        loaded = fw.json.load(io.BytesIO(b'{"a": 1.5}')), fw.json.loads("[1.5]", parse_float=str), fw.json.loads(b"2")
        return texts, file.getvalue(), loaded, raised(lambda: fw.json.loads("{")), raised(lambda: fw.json.dumps(print))

    outside = said()
    with app.app_context():
        return outside, said(), fw.json.jsonify(a=1).get_data()


@probe("dump and load of a provider of the program's own")
def own_provider(fw):
    class Provider(fw.json.provider.DefaultJSONProvider):
        ensure_ascii = False

        @staticmethod
        def default(value):
            if isinstance(value, datetime.date):
                return value.isoformat()
            return fw.json.provider.DefaultJSONProvider.default(value)

        def loads(self, text, **options):
            return ["own", super().loads(text, **options)]

    app, file = fw.App(__name__), io.StringIO()
    app.json = Provider(app)
    app.json.dump({"day": datetime.date(2026, 11, 20), "name": "김", "money": decimal.Decimal("1")}, file)
    with app.app_context():
        seen = fw.json.loads("1"), fw.json.dumps(datetime.date(2026, 1, 2))
        return (
            file.getvalue(),
            app.json.load(io.StringIO("[1]")),
            seen,
            fw.jsonify(datetime.date(2026, 1, 3)).get_data(),
        )
