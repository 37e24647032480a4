"""The listings of the page on Flask's extensions do what the page says."""

import re

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.utils import secure_filename

from tests.support.servers import ROOT
from tests.support.strict import call, environ_for
from wsgi_apps import App, request

TEXT = (ROOT / "docs" / "flask_extensions.md").read_text(encoding="utf-8")


@pytest.fixture
def listings():
    found = []
    for number, text in enumerate(re.findall(r"(?ms)^```python\n(.*?)^```", TEXT)):
        names = {"__name__": f"listing{number}"}
        exec(compile(text, f"listing {number}", "exec"), names)
        found.append(names)
    return found


def test_flasks_package_has_no_context_here(listings):
    assert call(listings[0]["app"]).text == "False"


def test_a_login_and_a_header_for_other_sites(listings):
    client = listings[1]["app"].test_client()
    assert client.get("/mine").status_code == 401
    client.post("/login")
    answer = client.get("/mine", headers={"Origin": "https://friend.example"})
    assert (answer.text, answer.headers["Access-Control-Allow-Origin"]) == ("Hello kim!", "https://friend.example")
    assert "Access-Control-Allow-Origin" not in client.get("/mine", headers={"Origin": "https://b.example"}).headers


def test_a_flask_application_beside_ours(listings):
    application = listings[2]["application"]
    assert [call(application, environ_for(path=path)).text for path in ("/", "/admin/")] == ["ours", "Flask, at /admin"]


def test_functions_and_middleware_of_werkzeug_run():
    assert check_password_hash(generate_password_hash("word", "pbkdf2"), "word")
    app = App(__name__)
    app.add_url_rule("/", "index", lambda: f"{request.remote_addr} {secure_filename('../a b.txt')}")
    app.wsgi_app = ProxyFix(app.wsgi_app)
    environ = environ_for() | {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert call(app, environ).text == "192.0.2.7 a_b.txt"


def test_both_sides_of_the_table_of_imports_can_be_imported():
    rows = re.findall(r"(?m)^\| `(from [^`]+)` \| `(from [^`]+)` \|$", TEXT)
    assert len(rows) >= 6
    for row in rows:
        for line in row:
            exec(line, {})
