"""Step 12: one table of rules. This file is given; the rules and the requests are in routing.toml of the chapter."""

import json
import tomllib

from tiny import App

from wsgi_apps.tools.course.manifest import EXAMPLES

TABLE = tomllib.loads((EXAMPLES / "exercises" / "12_build" / "routing.toml").read_text(encoding="utf-8"))


def view(name):
    """Return a view that answers with its name and its values."""

    def answer(**values):
        return json.dumps([name, values], sort_keys=True, ensure_ascii=False)

    answer.__name__ = name
    return answer


def filled(app):
    """Return an application with a view for each rule of the table."""
    for rule in TABLE["rule"]:
        app.route(rule["text"], methods=rule.get("methods", ["GET"]))(view(rule["name"]))
    return app


application = App(__name__)
application.router.converter("float", r"\d+\.\d+", float)
filled(application)
