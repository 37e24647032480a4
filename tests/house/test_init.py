"""The public names, and the package without WebOb."""

import builtins
import subprocess
import sys
from pathlib import Path

import pytest

import wsgi_apps
from wsgi_apps import application

FILE = Path(wsgi_apps.__file__)
VIEWS = FILE.with_name("views.py")


def test_every_public_name_is_there():
    assert [name for name in wsgi_apps.__all__ if not hasattr(wsgi_apps, name)] == []
    assert wsgi_apps.__all__ == sorted(wsgi_apps.__all__)


def executed(missing, file=FILE):
    """Run a file of the package where a library is not installed; return its names."""

    def fake(name, *arguments):
        if name in ("wsgi_apps.flask_api", "wsgi_apps.extensions.class_views"):
            raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)
        return __import__(name, *arguments)

    names = {"__name__": "wsgi_apps", "__builtins__": vars(builtins) | {"__import__": fake}}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    return names


def test_without_webob_there_is_the_core():
    names = executed("webob")
    assert names["App"] is application.App
    assert names["request"] is application.request
    with pytest.raises(ImportError, match=r"wsgi_apps\.session needs WebOb: activate the environment"):
        names["__getattr__"]("session")
    with pytest.raises(AttributeError, match="nonesuch"):
        names["__getattr__"]("nonesuch")


@pytest.mark.parametrize("missing", ["webob", "markupsafe"])
def test_without_webob_the_views_say_what_to_do(missing):
    with pytest.raises(
        ImportError, match=r"^wsgi_apps\.views needs WebOb: activate the environment with `\."
    ) as raised:
        executed(missing, VIEWS)
    assert raised.type is ImportError


@pytest.mark.parametrize("file", [FILE, VIEWS], ids=["the package", "the views"])
def test_other_missing_library_is_not_hidden(file):
    with pytest.raises(ModuleNotFoundError, match="jinja2"):
        executed("jinja2", file)


def test_first_callables_need_no_library():
    """With the standard library alone, as on a server whose Python has nothing else."""
    program = (
        "import sys; sys.path.insert(0, '.'); import wsgi_apps.hello, wsgi_apps.hello_json, wsgi_apps.routing.router"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], cwd=FILE.parent.parent, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
