"""Step 11: the Flask files of labs 3 and 8 on tiny, with their import line changed. This file is given."""

from functools import cache
from types import ModuleType

from tiny.errors import HTTPError
from tiny.mount import Mount

from wsgi_apps.tools.course.manifest import EXAMPLES


@cache
def on_tiny(lab):
    """Return the application of a lab's Flask file, which imports from tiny."""
    file = EXAMPLES / lab / "flask_app.py"
    source = file.read_text(encoding="utf-8").replace("from flask import Flask", "from tiny import App as Flask")
    module = ModuleType(lab)
    exec(compile(source, f"{lab}/flask_app.py", "exec"), vars(module))
    return module.app


def lab03(environ, start_response):
    """Answer as lab 3; the file is loaded by the first request."""
    return on_tiny("lab03_url_variables")(environ, start_response)


def lab08(environ, start_response):
    """Answer as lab 8; the file is loaded by the first request."""
    return on_tiny("lab08_json_in")(environ, start_response)


application = Mount(HTTPError(404), {"/lab03": lab03, "/lab08": lab08})
