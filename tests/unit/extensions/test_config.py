"""The ways to fill a configuration."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from wsgi_apps import App
from wsgi_apps.extensions.config import DEFAULTS, Config


@pytest.fixture
def config(tmp_path):
    return Config(tmp_path, {})


class Settings:
    COLOUR = "blue"
    lower = "left out"


def test_an_object_and_its_dotted_name(config, monkeypatch):
    config.from_object(Settings)
    assert config == {"COLOUR": "blue"}
    monkeypatch.setattr("tests.support.work.SETTINGS", SimpleNamespace(SIZE=3), raising=False)
    config.from_object("tests.support.work.SETTINGS")
    assert config["SIZE"] == 3


def test_a_module_by_its_name(config, monkeypatch, tmp_path):
    (tmp_path / "settings_of_a_test.py").write_text("PORT = 80\n")
    monkeypatch.syspath_prepend(tmp_path)
    config.from_object("settings_of_a_test")
    assert config == {"PORT": 80}


def test_a_mapping_and_keywords(config):
    assert config.from_mapping({"A": 1, "b": 2}, C=3)
    assert config.from_mapping(D=4)
    assert config == {"A": 1, "C": 3, "D": 4}


def test_a_python_file_below_the_root(config, tmp_path):
    (tmp_path / "settings.cfg").write_text("A = 1 + 1\nb = 0\n")
    assert config.from_pyfile("settings.cfg")
    assert config == {"A": 2}
    assert not config.from_pyfile("missing.cfg", silent=True)
    with pytest.raises(FileNotFoundError):
        config.from_pyfile("missing.cfg")


def test_a_variable_that_names_a_python_file(config, tmp_path, monkeypatch):
    (tmp_path / "settings.cfg").write_text("A = 1\n")
    monkeypatch.setenv("LAB_SETTINGS", "settings.cfg")
    assert config.from_envvar("LAB_SETTINGS")
    monkeypatch.delenv("LAB_SETTINGS")
    assert not config.from_envvar("LAB_SETTINGS", silent=True)
    with pytest.raises(RuntimeError, match="'LAB_SETTINGS' is not set"):
        config.from_envvar("LAB_SETTINGS")


def test_a_file_in_another_format(config, tmp_path):
    (tmp_path / "settings.json").write_text('{"A": [1]}')
    assert config.from_file("settings.json", json.load)
    assert config.from_file("settings.json", json.load, text=False)
    assert config == {"A": [1]}
    assert not config.from_file("missing.json", json.load, silent=True)
    with pytest.raises(FileNotFoundError):
        config.from_file("missing.json", json.load)


def test_variables_with_a_prefix(config, monkeypatch):
    for name, value in [("LAB_N", "3"), ("LAB_TEXT", "three"), ("LAB_DB__PORT", "5432"), ("OTHER", "1")]:
        monkeypatch.setenv(name, value)
    assert config.from_prefixed_env("LAB")
    assert config == {"N": 3, "TEXT": "three", "DB": {"PORT": 5432}}


def test_a_namespace(config):
    config.update(DB_HOST="h", DB_PORT=1, OTHER=2)
    assert config.get_namespace("DB_") == {"host": "h", "port": 1}
    assert config.get_namespace("DB_", lowercase=False, trim_namespace=False) == {"DB_HOST": "h", "DB_PORT": 1}


def test_attributes_of_an_application_stand_for_settings():
    app = App(__name__)
    app.debug, app.secret_key = True, "key"
    assert (app.config["DEBUG"], app.config["SECRET_KEY"], app.testing) == (True, "key", False)
    app.permanent_session_lifetime = timedelta(hours=1)
    assert app.permanent_session_lifetime == timedelta(seconds=3600)
    app.config["PERMANENT_SESSION_LIFETIME"] = 60
    assert app.permanent_session_lifetime == timedelta(minutes=1)


def test_an_application_does_not_change_the_defaults():
    App(__name__).config["DEBUG"] = True
    assert DEFAULTS["DEBUG"] is False
