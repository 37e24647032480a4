"""The request that a command suggests first: the application answers it well."""

import shlex
import sys

import pytest
from werkzeug.test import Client

from wsgi_apps.tools.course.asking import application_of, curl, in_process
from wsgi_apps.tools.course.manifest import EXAMPLES, labs
from wsgi_apps.tools.loading import load
from wsgi_apps.tools.naming import named, resolved
from wsgi_apps.tools.suggestion import first_request

URL = "http://127.0.0.1:8000"
WAYS = [(lab, way) for lab in labs() for way in lab.ways]


@pytest.mark.parametrize(("lab", "way"), WAYS, ids=[f"{lab.name}/{way}" for lab, way in WAYS])
def test_a_lab_suggests_a_request_that_is_answered_with_2xx(lab, way):
    shown = first_request(resolved(named(str(lab.folder / f"{way}.py"), "")), URL)
    (asked,) = [one for one in lab.requests if curl(one, URL).replace("curl ", "curl -i ", 1) == shown][:1]
    if not lab.prepare:
        assert in_process(application_of(lab, way), asked).status // 100 == 2


def test_the_two_of_the_lowest_layer():
    assert first_request(resolved(named("wsgi_apps.hello", "")), URL) == f"curl -i {URL}/"
    assert first_request(resolved(named("wsgi_apps.hello_json", "")), URL).startswith(f"curl -X POST {URL}/60162176 -H")


PROGRAMS = [
    ('@app.route("/")\ndef f(): ...\n', "/"),
    ('@app.route("/a", methods=["POST"])\ndef f(): ...\n@app.get("/b")\ndef g(): ...\n', "/b"),
    ('@app.post("/a")\ndef f(): ...\n@other.route("/hello/<name>")\ndef g(name): ...\n', "/hello/JongHyun"),
    ('app.add_url_rule("/x", "x", f)\n', "/x"),
    ('@app.get("/x")\ndef f(): ...\napplication = Mount(None, {"/api": app})\n', "/api/x"),
    ('app.route(RULE)\nd.get("key")\n', "/"),
]


@pytest.mark.parametrize(("text", "path"), PROGRAMS)
def test_a_program_suggests_one_of_its_rules(text, path, tmp_path):
    (tmp_path / "prog.py").write_text(f"app = App(__name__)\n{text}")
    assert first_request(resolved(named(str(tmp_path / "prog.py"), "")), URL) == f"curl -i {URL}{path}"


APP = "from wsgi_apps import App, Blueprint, Flask, request\nfrom wsgi_apps.views import MethodView\n"
NOTES = (
    f'{APP}notes = Blueprint("notes", __name__, url_prefix="/notes")\n@notes.route("/list")\ndef show(): return "x"\n'
)
VIEW = "class V(MethodView):\n    def post(self): return 'x'\n"
PROJECTS = {
    "a blueprint with a prefix": (
        {"prog.py": f"{NOTES}app = App(__name__)\napp.register_blueprint(notes)\n"},
        "/notes/list",
    ),
    "a blueprint at another prefix": (
        {
            "prog.py": f'{NOTES}P = "/60162176"\napp = App(__name__)\napp.register_blueprint(notes, url_prefix=f"{{P}}/n")\n'
        },
        "/60162176/n/list",
    ),
    "a blueprint that is not registered": (
        {"prog.py": f'{NOTES}app = App(__name__)\n@app.get("/a/<int:n>")\ndef f(n): return str(n)\n'},
        "/a/1",
    ),
    "a blueprint in a blueprint": (
        {
            "prog.py": f'{NOTES}api = Blueprint("api", __name__, url_prefix="/api")\napi.register_blueprint(notes)\n'
            "app = App(__name__)\napp.register_blueprint(api)\n"
        },
        "/api/notes/list",
    ),
    "blueprints in a loop": (
        {"prog.py": f"{NOTES}app = App(__name__)\nfor one in (notes,):\n    app.register_blueprint(one)\n"},
        "/notes/list",
    ),
    "the empty rule of a blueprint": (
        {
            "prog.py": f'{APP}b = Blueprint("b", __name__)\n@b.get("")\ndef f(): return "x"\napp = App(__name__)\n'
            'app.register_blueprint(b, url_prefix="/b")\n'
        },
        "/b",
    ),
    "a factory": (
        {
            "prog.py": f"{APP}def create_app():\n    from m_notes import notes\n    app = Flask(__name__)\n"
            '    app.register_blueprint(notes, url_prefix="/n")\n    return app\n',
            "m_notes.py": NOTES,
        },
        "/n/list",
    ),
    "a package": (
        {
            "prog/__init__.py": f"{APP}from . import web\napp = App(__name__)\napp.register_blueprint(web.views.notes)\n",
            "prog/web/__init__.py": "from . import views\n",
            "prog/web/views.py": NOTES,
        },
        "/notes/list",
    ),
    "rules in another file": (
        {
            "prog.py": f"{APP}from m_rules import register\napp = App(__name__)\nregister(app)\n",
            "m_rules.py": 'def register(app):\n    @app.route("/r")\n    def f(): return "x"\n',
        },
        "/r",
    ),
    "two applications": (
        {
            "prog.py": f'{APP}a = App("a")\n@a.get("/a")\ndef f(): return "x"\napp = App("b")\n'
            '@app.get("/b")\ndef g(): return "x"\n'
        },
        "/b",
    ),
    "applications that are mounted": (
        {
            "prog.py": f'{NOTES}from wsgi_apps import Mount\nb = App("b")\nb.register_blueprint(notes)\n'
            'other = Mount(None, {"/other": b})\napp = Mount(None)\napp.add("/m", b)\n'
        },
        "/m/notes/list",
    ),
    "a form": (
        {"prog.py": f'{APP}app = App(__name__)\n@app.post("/p")\ndef f(): return request.form["a"]\n'},
        "/p -d a=JongHyun",
    ),
    "a form that anything may be in": (
        {"prog.py": f'{APP}app = App(__name__)\n@app.post("/p")\ndef f(): return "x"\n'},
        "/p -d name=JongHyun",
    ),
    "JSON": (
        {
            "prog.py": f'{APP}app = App(__name__)\n@app.route("/p", methods=("POST",))\ndef f():\n'
            '    data = request.get_json()\n    return data["a"] + data.get("b")\n'
        },
        """/p -H "Content-Type: application/json" -d '{"a": "JongHyun", "b": "JongHyun"}'""",
    ),
    "a MethodView with POST alone": (
        {"prog.py": f'{APP}{VIEW}app = App(__name__)\napp.add_url_rule("/v", view_func=V.as_view("v"))\n'},
        "/v -d name=JongHyun",
    ),
    "a DELETE": ({"prog.py": f'{APP}app = App(__name__)\n@app.delete("/d")\ndef f(): return "x"\n'}, "/d"),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_request_has_the_whole_rule_and_is_answered_with_2xx(name, tmp_path, monkeypatch):
    files, expected = PROJECTS[name]
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("sys.modules", {k: v for k, v in sys.modules.items() if k.split(".")[0] not in MODULES})
    monkeypatch.chdir(tmp_path)
    shown = first_request(resolved(named("prog", "")), URL)
    method = shown.split()[3] if " -X " in shown else "GET"
    assert shown == f"curl -i {'' if method == 'GET' else f'-X {method} '}{URL}{expected}"
    words = shlex.split(shown.partition(URL)[2])
    options = dict(zip(words[1::2], words[2::2], strict=True))
    kind = options.get("-H", "Content-Type: application/x-www-form-urlencoded").partition(": ")[2]
    client = Client(load("prog"))
    assert client.open(words[0], method=method, data=options.get("-d", ""), content_type=kind).status_code == 200


MODULES = {"prog", "m_notes", "m_rules"}


@pytest.mark.parametrize("file", ["m_notes.py", "m_rules.py"])
def test_a_file_that_is_not_python_is_not_read(file, tmp_path):
    (tmp_path / file).write_text("def (")
    (tmp_path / "prog.py").write_text(f"import {file[:-3]}\napp = App()\n@app.get('/x')\ndef f(): ...\n")
    assert first_request(resolved(named(str(tmp_path / "prog.py"), "")), URL) == f"curl -i {URL}/x"


def test_the_programs_of_a_lab_beside_its_ways_have_their_prefixes():
    folder = EXAMPLES / "lab16_mounting"
    for name, path in (("by_blueprint", "/60162176/one/"), ("by_mount", "/60162176/mount/")):
        shown = first_request(resolved(named(str(folder / f"{name}.py"), "")), URL)
        assert shown.startswith(f"curl -i {URL}{path}")
