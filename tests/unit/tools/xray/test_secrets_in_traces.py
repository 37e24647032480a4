"""No secret is in a trace: neither where its name stands nor anywhere else."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.unit.tools.xray import secret_program
from wsgi_apps import App, session
from wsgi_apps.tools.xray.asked import typed
from wsgi_apps.tools.xray.programs import Program
from wsgi_apps.tools.xray.recording import Options, record
from wsgi_apps.tools.xray.trace import written

SECRETS = [
    "literal-in-the-source",
    "assigned-to-a-local",
    "under-a-key",
    "returned-from-a-call",
    "sent-in-a-cookie",
    "authorization-header",
    "cookie-of-the-client",
    "x-api-key-header",
    "query-argument",
    "query-of-a-header",
    "query-of-a-literal",
    "form-field-종현",
    "second-cookie",
]
HEADERS = (
    ("Authorization", "Bearer authorization-header"),
    ("Cookie", "session=cookie-of-the-client; theme=second-cookie"),
    ("X-Api-Key", "x-api-key-header"),
    ("Content-Type", "application/x-www-form-urlencoded"),
)
PROGRAM = Program("app", "secret_program", secret_program.application, Path(secret_program.__file__))


def text(**options):
    request = typed("POST /login?token=query-argument&page=2")
    body = f"name=kim&password={quote('form-field-종현')}".encode()
    return written(record([PROGRAM], replace(request, headers=HEADERS, body=body), Options(**options)))


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_not_in_the_trace(secret):
    trace = text()
    assert secret not in trace
    assert secret.encode().decode("latin-1") not in trace
    assert quote(secret) not in trace


def test_a_cookie_that_only_the_framework_sees_is_masked():
    app = App(__name__)
    app.secret_key = "key-of-sessions"

    @app.route("/")
    def index():
        session["user"] = "kim"
        return {"csrf_token": "in-the-body"}

    trace = record([Program("app", "app", app, Path(__file__))], typed("GET /"))
    (way,) = trace["ways"]
    assert dict(map(tuple, way["headers"]))["Set-Cookie"].startswith("••••(")
    assert "in-the-body" not in json.dumps(way["events"])
    assert "key-of-sessions" not in json.dumps(trace)


def test_what_is_not_secret_is_there():
    trace = text()
    for one in ("name=kim", "Bearer", "page=2", "••••("):
        assert one in trace


def test_with_show_secrets_all_are_there_and_the_trace_says_so():
    trace = text(show_secrets=True)
    for secret in SECRETS[:-2]:
        assert secret in trace
    assert '"secrets":"shown"' in trace
