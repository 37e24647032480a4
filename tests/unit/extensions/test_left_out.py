"""Names of Flask that are not here say what to write instead."""

import importlib
import pkgutil
import re
import subprocess
import sys

import flask
import pytest

import wsgi_apps
from tests.parity.frameworks import FLASK, OURS
from tests.parity.left_out import OBJECTS, names_of
from wsgi_apps import App, Blueprint
from wsgi_apps.extensions.left_out import MODULES, OF_PACKAGE, OF_SCAFFOLD


@pytest.mark.parametrize("name", OF_PACKAGE)
def test_an_import_says_what_to_write(name):
    with pytest.raises(ImportError, match="wsgi_apps has no attribute") as caught:
        exec(f"from wsgi_apps import {name}")
    assert OF_PACKAGE[name] in str(caught.value)
    assert name not in wsgi_apps.__all__


@pytest.mark.parametrize("name", OF_SCAFFOLD)
def test_an_attribute_says_what_to_write(name):
    for thing in (App(__name__), Blueprint("name", __name__)):
        with pytest.raises(AttributeError) as caught:
            getattr(thing, name)
        assert str(caught.value) == f"{type(thing).__name__} has no attribute {name!r}: {OF_SCAFFOLD[name]}"


def test_a_name_that_is_left_out_may_be_set():
    app = App(__name__)
    app.cli = "mine"
    assert (app.cli, "cli" in dir(app), "cli" in dir(App(__name__))) == ("mine", True, False)


def test_another_name_is_an_attribute_error_as_ever():
    with pytest.raises(AttributeError, match="'App' object has no attribute 'rout'") as caught:
        App(__name__).rout  # noqa: B018 (the look-up is the test)
    assert (caught.value.name, hasattr(App(__name__), "rout")) == ("rout", False)
    with pytest.raises(AttributeError, match=r"wsgi_apps has no attribute 'nothing'$"):
        wsgi_apps.nothing  # noqa: B018


def test_every_signal_of_flasks_has_its_advice():
    assert {name for name in vars(flask) if name not in vars(wsgi_apps)} & {*names_of(flask)} <= OF_PACKAGE.keys()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_of_flasks_says_where_its_names_are(name):
    with pytest.raises(ImportError) as caught:
        importlib.import_module(f"wsgi_apps.{name}")
    assert str(caught.value) == f"wsgi_apps has no module {name!r}: {MODULES[name]}"


@pytest.mark.parametrize("advice", [advice for advice in MODULES.values() if "import" in advice])
def test_the_line_that_is_advised_works(advice):
    for line in re.findall(r"`(from [^`]+)`", advice):
        exec(line)
    for module in re.findall(r"(?<!from )\bwsgi_apps\.[a-z_.]+\w", advice):
        importlib.import_module(module)


def test_every_module_of_flasks_is_here_or_has_its_advice():
    modules = {one.name for one in pkgutil.iter_modules(flask.__path__)} - {"__main__", "sansio"}
    here = {one.name for one in pkgutil.iter_modules(wsgi_apps.__path__)}
    assert modules - here == MODULES.keys()


def test_views_are_a_module_of_the_package():
    program = "from wsgi_apps import views\nprint(views.MethodView)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "class_views.MethodView" in done.stdout


def test_the_names_that_an_app_lacks_have_advice_or_are_inner_steps():
    lacking = names_of(OBJECTS["`App`"](FLASK)) - names_of(OBJECTS["`App`"](OURS))
    inner = {"do_teardown_appcontext", "do_teardown_request", "raise_routing_exception", "should_ignore_error"}
    assert lacking - OF_SCAFFOLD.keys() == inner
