"""Blueprints: what Flask says otherwise, and what the short way must not leave out."""

import pytest

from tests.support.strict import call, environ_for
from wsgi_apps import App, Blueprint, request


@pytest.fixture
def shop():
    shop = Blueprint("shop", __name__, url_prefix="/shop")
    shop.add_url_rule("/", "index", lambda: "shop")
    return shop


@pytest.fixture
def app():
    app = App(__name__, static_folder=None)
    app.add_url_rule("/", "index", lambda: "app")
    return app


def answer(app, path, **more):
    return call(app, environ_for(path=path, **more))


def test_a_hook_of_a_blueprint_sees_a_short_answer(app, shop):
    @shop.after_request
    def mark(response):
        response.headers["Mark"] = "shop"
        return response

    app.register_blueprint(shop)
    assert [answer(app, path).header("Mark") for path in ("/shop/", "/")] == ["shop", None]


def test_a_blueprint_that_is_registered_later_takes_part(app, shop):
    app.register_blueprint(shop)
    outer = Blueprint("outer", __name__, url_prefix="/outer")
    app.add_url_rule("/early", "outer.early", lambda: request.blueprint)
    assert app.blueprints_of("outer.early") == ()
    app.register_blueprint(outer)
    assert app.blueprints_of("outer.early") == (outer,)
    assert answer(app, "/early").text == "outer"


def test_a_hook_that_returns_nothing_is_told_so(app, shop, caplog):
    shop.after_request(lambda response: None)
    app.register_blueprint(shop)
    assert answer(app, "/shop/").status == 500
    assert "returned None: return the response that it was given" in caplog.text


def test_a_teardown_that_fails_stops_no_other(app, shop, caplog):
    ends = []
    app.teardown_request(ends.append)
    shop.teardown_request(lambda error: 1 // 0)
    app.register_blueprint(shop)
    assert answer(app, "/shop/").text == "shop"
    assert (ends, "ZeroDivisionError" in caplog.text) == ([None], True)


@pytest.mark.parametrize(("option", "words"), [("subdomain", "nginx"), ("cli_group", "programs of their own")])
def test_an_option_that_is_left_out_says_what_to_do(app, shop, option, words):
    with pytest.raises(TypeError, match=words):
        app.register_blueprint(shop, **{option: "x"})


def test_mistakes_are_told_in_a_sentence(app, shop):
    app.register_blueprint(shop)
    with pytest.raises(
        AssertionError, match=r"blueprint.get comes after the blueprint 'shop' was registered|add_url_rule"
    ):
        shop.get("/x")(print)
    with pytest.raises(ValueError, match="this blueprint is registered: write register_blueprint"):
        app.register_blueprint(shop)
    with pytest.raises(ValueError, match="another blueprint has that name"):
        app.register_blueprint(Blueprint("shop", __name__))
    assert repr(shop) == "<Blueprint 'shop'>"


def test_a_path_without_a_slash_is_refused_with_the_whole_rule(app):
    blueprint = Blueprint("a", __name__, url_prefix="shop")
    blueprint.add_url_rule("/x", "x", print)
    with pytest.raises(ValueError, match="the rule 'shop/x' must start with one slash"):
        app.register_blueprint(blueprint)
