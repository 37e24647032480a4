"""The request that a command suggests first: the application answers it well."""

import pytest

from wsgi_apps.tools.course.asking import application_of, curl, in_process
from wsgi_apps.tools.course.manifest import labs
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
    ('@app.post("/a")\ndef f(): ...\n@bp.route("/hello/<name>")\ndef g(name): ...\n', "/hello/JongHyun"),
    ('app.add_url_rule("/x", "x", f)\n', "/x"),
    ('@app.get("/x")\ndef f(): ...\napplication = Mount(None, {"/api": app})\n', "/api/x"),
    ('app.route(RULE)\nd.get("key")\n', "/"),
]


@pytest.mark.parametrize(("text", "path"), PROGRAMS)
def test_a_program_suggests_one_of_its_rules(text, path, tmp_path):
    (tmp_path / "prog.py").write_text(f"app = App(__name__)\n{text}")
    assert first_request(resolved(named(str(tmp_path / "prog.py"), "")), URL) == f"curl -i {URL}{path}"
