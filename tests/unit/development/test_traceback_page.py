"""The debug page: it shows the line of the program, the request and the traceback, and runs nothing."""

import re

import pytest

from wsgi_apps import App, render_template, request, url_for
from wsgi_apps.development.traceback_page import EXPLAINS, traceback_page


class Rude:
    """A value that must not be asked."""

    def __repr__(self):
        raise AssertionError("it was asked")

    __str__ = __len__ = __bool__ = __eq__ = __hash__ = __repr__


class Silent(Exception):
    """An exception that cannot say what it is."""

    def __str__(self):
        raise ValueError


def test_it_shows_text_and_no_markup():
    try:
        raise ValueError("<script>")
    except ValueError as error:
        response = traceback_page(error)
    assert response.status_code == 500
    assert "<b>ValueError</b> &lt;script&gt;</h1>" in response.text
    assert "test_traceback_page.py" in response.text
    assert "<script" not in response.text
    assert "<form" not in response.text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; ")


def made(folder):
    app = App(__name__, root_path=folder, static_folder=None)
    app.debug = True

    @app.get("/boom/<int:number>")
    def boom(number):
        password, name, rude = "hunter2-hunter2", "종현", Rude()  # noqa: F841
        return number // 0  # 여기

    @app.post("/cause")
    def cause():
        try:
            return request.json["count"]
        except KeyError as error:
            raise RuntimeError("no count") from error

    @app.get("/again/<int:n>")
    def again(n):
        return again(n + 1)

    @app.get("/silent")
    def silent():
        raise Silent

    @app.get("/nothing")
    def nothing():
        """Return None."""

    app.add_url_rule("/template", "template", lambda: render_template("indx.html"))
    app.add_url_rule("/mistyped", "mistyped", lambda: render_template("wrong.html"))
    app.add_url_rule("/link", "link", lambda: url_for("bomb"))
    app.add_url_rule("/link/hi", "other", lambda: url_for("boom"))
    return app


@pytest.fixture
def client(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.html").write_text("x")
    (tmp_path / "templates" / "wrong.html").write_text("<p>\n{{ g.name.first }}")
    return made(tmp_path).test_client()


def page(client, path, explains=True, accept="text/html", method="GET", **more):
    headers = {"Cookie": "secret=1", "X-Test": "<b>", "Accept": accept, **more.pop("headers", {})}
    return client.open(path, method=method, headers=headers, environ_overrides={EXPLAINS: explains}, **more)


def test_the_line_of_the_program_is_marked_and_the_framework_is_folded(client):
    text = page(client, "/boom/7?a=1").text
    assert re.search(r"<mark><i>\d+</i>        return <u>number // 0</u>  # 여기</mark>", text)
    assert text.index("Your line</h2>") < text.index("<details>") < text.index("in dispatch_request")
    for name, text_shown in (
        ("GET", "/boom/7?a=1"),
        ("SCRIPT_NAME", "&#x27;&#x27;"),
        ("PATH_INFO", "&#x27;/boom/7&#x27;"),
        ("rule", "/boom/&lt;int:number&gt; → boom"),
        ("values", "{&#x27;number&#x27;: 7}"),
        ("X-Test", "&lt;b&gt;"),
        ("Cookie", "••••(8)"),
        ("name", "&#x27;종현&#x27;"),
        ("rude", "&lt;Rude 1&gt;"),
    ):
        assert f"<tr><td>{name}</td><td>{text_shown}</td></tr>" in text
    assert "examples/lab10_calculator" in text


def test_no_secret_is_on_the_page(client):
    body = '{"token": "body-token-1", "x": 1}'
    headers = {
        "Authorization": "Bearer header-token-2",
        "X-Api-Key": "header-key-3",
        "Content-Type": "application/json",
    }
    for accept in ("text/html", "*/*"):
        more = {"headers": headers, "accept": accept}
        for text in (
            page(client, "/boom/7?secret=query-secret-4", **more).text,
            page(client, "/cause?secret=query-secret-4", method="POST", data=body, **more).text,
            page(client, "/none?secret=query-secret-4", method="POST", data=body, **more).text,
        ):
            assert re.findall(r"hunter2|(?:body|header|query)-\w+-\d", text) == []
            assert "••••(14)" in text


def test_the_body_is_shown_but_not_read(client):
    sent = {"method": "POST", "headers": {"Content-Type": "application/json"}}
    assert "<pre class=text tabindex=0>{&quot;x&quot;: 1}</pre>" in page(client, "/cause", data='{"x": 1}', **sent).text
    assert "3 bytes that are not text" in page(client, "/none", method="POST", data=b"\xff\xfe\0").text
    assert "… 5000 bytes in all" in page(client, "/none", method="POST", data="가" * 1666 + "ab").text


def test_the_exception_that_came_first_is_shown_too(client):
    text = page(client, "/cause", method="POST", json={"x": 1}).text
    assert "This exception came first: KeyError: &#x27;count&#x27;</h2>" in text
    assert "return <u>request.json[&quot;count&quot;]</u></mark>" in text


def test_a_line_that_calls_itself_is_shown_once(client):
    text = page(client, "/again/1").text
    assert re.search(r"<summary>[^<]*, line \d+, in again \(\d{3} times\)</summary>", text)
    assert text.count("in again") < 10


def test_an_exception_that_cannot_speak_is_named(client):
    assert "<h1><b>Silent</b> </h1>" in page(client, "/silent").text


def test_a_view_that_returned_nothing_is_shown(client):
    text = page(client, "/nothing").text
    assert "The view that answered</h2>" in text
    assert "@app.get(&quot;/nothing&quot;)</mark>" in text


def test_a_missing_template_lists_those_that_there_are(client):
    text = page(client, "/template").text
    assert "Did you mean index.html?" in text
    assert "<tr class=near><td>index.html  ← the nearest</td></tr><tr><td>wrong.html</td></tr>" in text
    assert "examples/lab09_templates" in text


def test_without_a_template_the_page_says_so(tmp_path):
    text = page(made(tmp_path).test_client(), "/template").text
    assert "There is no template in this folder." in text


def test_the_line_of_a_template_is_a_line_of_the_program(client):
    text = page(client, "/mistyped").text
    assert "wrong.html, line 2, in top-level template code" in text
    assert "{{ g.name.first }}" in text


def test_an_endpoint_that_is_not_there_lists_the_rules(client):
    for path in ("/link", "/link/hi"):
        text = page(client, path).text
        near = "<tr class=near><td>/boom/&lt;int:number&gt;  ← the nearest</td><td>GET, HEAD, OPTIONS</td><td>boom</td></tr>"
        assert text.count("<tr class=near>") == text.count(near) == 1


NOT_FOUND = [
    (
        "/bom/1",
        "/boom/&lt;int:number&gt; is the nearest: it has &#x27;boom&#x27; where the path has &#x27;bom&#x27;.",
        "01",
    ),
    ("/boom/x", "/boom/&lt;int:number&gt; is the nearest, but its variable does not take &#x27;x&#x27;.", "03"),
    ("/nothing/", "/nothing is the nearest: it differs in the slash at its end.", "01"),
]


@pytest.mark.parametrize(("path", "sentence", "lab"), NOT_FOUND, ids=[row[0] for row in NOT_FOUND])
def test_a_path_without_a_rule_lists_the_rules(client, path, sentence, lab):
    response = page(client, path)
    assert response.status_code == 404
    assert f"No rule of this application matches {path}." in response.text
    assert sentence in response.text
    assert f"examples/lab{lab}" in response.text
    assert "<td>/boom/&lt;int:number&gt;" in response.text
    assert "<tr><td>/link</td><td>GET, HEAD, OPTIONS</td><td>link</td></tr>" in response.text


def test_a_wrong_method_names_the_right_ones(client):
    response = page(client, "/cause")
    assert (response.status_code, response.headers["Allow"]) == (405, "OPTIONS, POST")
    assert "A rule matches /cause, but it does not take GET. It takes OPTIONS, POST." in response.text
    assert "<td>/cause  ← matches the path</td><td>OPTIONS, POST</td>" in response.text


def test_below_a_mount_both_parts_of_the_path_are_shown(client):
    text = page(client, "/bom/1", base_url="http://localhost/lab").text
    assert "<td>SCRIPT_NAME</td><td>&#x27;/lab&#x27;</td>" in text
    assert "<td>PATH_INFO</td><td>&#x27;/bom/1&#x27;</td>" in text
    assert "SCRIPT_NAME leads to the application, and the rules see PATH_INFO alone." in text


def test_an_endpoint_that_is_an_object_is_not_asked():
    app = App(__name__, static_folder=None)
    app.debug = True
    app.url_map.add("/rude", lambda environ, start_response: [], endpoint=type("Odd", (), {"__str__": Rude.__str__})())
    assert "<td>&lt;Odd 1&gt;</td>" in page(app.test_client(), "/").text


def test_an_application_without_rules_says_so():
    app = App(__name__, static_folder=None)
    app.debug = True
    assert "This application has no rule yet." in page(app.test_client(), "/").text


def test_its_own_error_handler_goes_first(client):
    client.application.register_error_handler(404, lambda error: ("mine", 404))
    assert page(client, "/bom/1").text == "mine"


LANGUAGES = [
    ("ko", "ko"),
    ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
    ("en,ko;q=0.5", "en"),
    ("fr", "en"),
    ("", "en"),
    (";;", "en"),
]


@pytest.mark.parametrize(("header", "language"), LANGUAGES)
def test_the_language_is_that_of_the_browser(client, header, language):
    text = page(client, "/boom/7", headers={"Accept-Language": header}).text
    assert f"<html lang={language}>" in text
    assert ("내 코드의 이 줄" in text) == (language == "ko")


PLAIN = [
    ("*/*", "text/plain"),
    ("application/json", "text/plain"),
    ("text/html", "text/html"),
    ("a/b, text/html;q=0.9", "text/html"),
]


@pytest.mark.parametrize(("accept", "kind"), PLAIN)
@pytest.mark.parametrize("path", ["/boom/7", "/bom/1"])
def test_a_client_that_does_not_ask_for_html_gets_text(client, accept, kind, path):
    response = page(client, path, accept=accept)
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert ("<html" in response.text) == (kind == "text/html")


def test_the_text_has_the_line_and_the_rules(client):
    text = page(client, "/boom/7", accept="*/*").text
    assert text.startswith("GET /boom/7\nZeroDivisionError: integer division or modulo by zero\n")
    assert re.search(r"\n> +\d+          return number // 0  # 여기\n", text)
    assert (
        "\n> /boom/<int:number>  ← the nearest  GET, HEAD, OPTIONS  boom\n" in page(client, "/bom/1", accept="*/*").text
    )


def test_nobody_else_is_told_the_rules(client):
    assert "boom" not in page(client, "/bom/1", explains=False).text
    client.application.debug = False
    assert "boom" not in page(client, "/bom/1").text
