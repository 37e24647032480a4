"""Templates."""

import os
import threading

import pytest

from tests.support.strict import call
from wsgi_apps import App, render_template, render_template_string, request, session


@pytest.fixture
def app(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "hello.html").write_text("<p>{{ name }}</p>")
    (tmp_path / "templates" / "hello.txt").write_text("{{ name }}")
    return App(__name__, root_path=tmp_path)


NAMES = [(None, True), ("a.html", True), ("a.HTM", True), ("a.svg", True), ("a.txt", False), ("html", False)]


@pytest.mark.parametrize(("name", "escaped"), NAMES)
def test_what_is_escaped(app, name, escaped):
    assert app.jinja_env.autoescape(name) is escaped


def test_templates_by_name(app):
    with app.app_context():
        assert render_template("hello.html", name="<b>") == "<p>&lt;b&gt;</p>"
        assert render_template(["none.html", "hello.txt"], name="<b>") == "<b>"
        assert render_template_string("{{ name }}", name="<b>") == "&lt;b&gt;"


def test_what_every_template_knows(app):
    app.secret_key = "key"
    app.context_processor(lambda: {"who": "kim", "name": "processor"})
    text = "{{ request.path }} {{ session.user }} {{ g.get('x') }} {{ config.DEBUG }} {{ url_for('static', filename='a') }} {{ who }} {{ name }}"

    @app.route("/")
    def root():
        session["user"] = "kim"
        return render_template_string(text, name=request.method)

    assert call(app).text == "/ kim None False /static/a kim GET"


def test_threads_that_come_first_at_once_share_one_environment(app, monkeypatch):
    barrier, made = threading.Barrier(4), []

    create = App.create_jinja_environment

    def slow(app):
        threading.Event().wait(0.01)  # long enough for the other threads to come here, if they could
        return create(app)

    def enter(number):
        barrier.wait(10)
        app.add_template_global(lambda: number, f"number{number}")
        made.append(app.jinja_env)

    monkeypatch.setattr(App, "create_jinja_environment", slow)
    threads = [threading.Thread(target=enter, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, made))) == 1
    assert {"number0", "number1", "number2", "number3"} <= app.jinja_env.globals.keys()


def test_json_in_a_template(app):
    with app.app_context():
        assert render_template_string("{{ value|tojson }}", value={"b": "<", "a": 1}) == '{"a": 1, "b": "\\u003c"}'


def test_changed_template_is_read_again_in_debug_mode(tmp_path):
    """Debug mode is chosen after a filter was registered, as ``app.run(debug=True)`` does."""
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "a.txt"
    page.write_text("one")
    app = App(__name__, root_path=tmp_path)
    app.template_filter("loud")(str.upper)
    app.debug = True
    with app.app_context():
        assert render_template("a.txt") == "one"
        page.write_text("two")
        os.utime(page, (1, 1))
        assert render_template("a.txt") == "two"
