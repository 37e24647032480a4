"""The debug page: it shows the line of the program, the request and the traceback, and runs nothing."""

import pytest

from wsgi_apps import App, render_template
from wsgi_apps.development.traceback_page import EXPLAINS, traceback_page


def test_it_shows_text_and_no_markup():
    try:
        raise ValueError("<script>")
    except ValueError as error:
        response = traceback_page(error)
    assert response.status_code == 500
    assert "ValueError: &lt;script&gt;" in response.text
    assert "test_traceback_page.py" in response.text
    assert "<script" not in response.text
    assert "<form" not in response.text


@pytest.fixture
def client(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.html").write_text("x")
    app = App(__name__, root_path=tmp_path, static_folder=None)
    app.debug = True

    @app.get("/boom/<int:number>")
    def boom(number):
        return number // 0  # here

    @app.get("/nothing")
    def nothing():
        """Return None."""

    app.add_url_rule("/template", "template", lambda: render_template("indx.html"))
    return app.test_client()


def page(client, path, explains=True):
    headers = {"Cookie": "secret=1", "X-Test": "<b>"}
    return client.get(path, headers=headers, environ_overrides={EXPLAINS: explains})


def test_the_line_of_the_program_is_marked_and_the_framework_is_folded(client):
    text = page(client, "/boom/7?a=1").text
    assert "return number // 0  # here</mark>" in text
    assert text.index("in boom</h2>") < text.index("<details>") < text.index("in dispatch_request")
    for cell in (
        "GET /boom/7",
        "a=1",
        "/boom/&lt;int:number&gt;",
        "{&#x27;number&#x27;: 7}",
        "&lt;b&gt;",
        "(not shown)",
    ):
        assert f"<td>{cell}</td>" in text
    assert "secret=1" not in text


def test_a_view_that_returned_nothing_is_shown(client):
    text = page(client, "/nothing").text
    assert "in nothing</h2>" in text
    assert "@app.get(&quot;/nothing&quot;)</mark>" in text
    assert "<details open>" in text


def test_a_missing_template_lists_those_that_there_are(client):
    text = page(client, "/template").text
    assert "Did you mean <b>index.html</b>?" in text
    assert "<li>index.html</li>" in text


def test_a_path_without_a_rule_lists_the_rules(client):
    response = page(client, "/bom/1")
    assert response.status_code == 404
    assert "No rule of this application matches <b>/bom/1</b>" in response.text
    assert "<td>/boom/&lt;int:number&gt;</td><td>GET, HEAD, OPTIONS</td><td>boom</td>" in response.text


def test_nobody_else_is_told_the_rules(client):
    assert "boom" not in page(client, "/bom/1", explains=False).text
    client.application.debug = False
    assert "boom" not in page(client, "/bom/1").text
