"""The request to try first: one that the application answers with 2xx, found without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from wsgi_apps.development.first_page import first_page
from wsgi_apps.tools.course.asking import curl
from wsgi_apps.tools.course.manifest import CALLABLES, Mistake, read
from wsgi_apps.tools.naming import LAB, Named, tops
from wsgi_apps.tools.student import personal

METHODS = ("get", "post", "put", "patch", "delete")
#: module -> the request, for the two that have no rules
KNOWN = {
    "wsgi_apps.hello_json": (
        """-X POST {url}/60162176 -H "Content-Type: application/json; charset=utf-8" --data '{{"name":"JongHyun"}}'"""
    ),
}


def first_request(application: Named, url: str) -> str:
    """Return the curl command that sends the first request to the application at a URL."""
    known = KNOWN.get(application.module)
    if known:
        return f"curl {personal(known).format(url=url)}"
    return of_lab(application, url) or f"curl -i {url}{of_rules(application)}"


def of_lab(application: Named, url: str) -> str:
    """Return the first request of a lab's list that a way of it answers with 2xx, empty for any other application."""
    if application.file is None or not (application.file.parent / LAB).is_file():
        return ""
    way = application.file.stem
    try:
        lab = read(application.file.parent)
    except Mistake:
        return ""
    way = way if way in lab.ways else lab.ways[0]
    asked = [one for one in lab.requests if one.expect[way]["status"] // 100 == 2]
    return curl(asked[0], url).replace("curl ", "curl -i ", 1) if asked and application.file.stem in CALLABLES else ""


def of_rules(application: Named) -> str:
    """Return a path that one of the rules in the source answers to GET; ``/`` if none is seen."""
    if application.file is None:
        return "/"
    return mounted_at(application) + (first_page(rules_in(application.file)) or "/")


def mounted_at(application: Named) -> str:
    """Return the first prefix of an application that is a Mount, ``Mount(None, {"/api": app})``; else an empty one."""
    made = tops(application.file).get(application.name) if application.file else None
    if made is None or getattr(getattr(made, "func", None), "id", "") != "Mount":
        return ""
    keys = [key for node in ast.walk(made) if isinstance(node, ast.Dict) for key in node.keys]
    return str(getattr(keys[0], "value", "")) if keys else ""


def rules_in(file: Path) -> Iterator[tuple[str, list[str] | None]]:
    """Yield the rules in a source, ``app.route("/x", methods=["GET"])`` and the like, and their methods."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        step = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if step in ("route", "add_url_rule", "add", *METHODS) and isinstance(node, ast.Call) and node.args:
            text = getattr(node.args[0], "value", None)
            if isinstance(text, str) and text.startswith("/"):
                yield text, [step.upper()] if step in METHODS else methods_of(node)


def methods_of(call: ast.Call) -> list[str] | None:
    """Return the methods that a call names; GET where it names none."""
    for keyword in call.keywords:
        if keyword.arg == "methods":
            listed = getattr(keyword.value, "elts", ())
            return [str(getattr(one, "value", "")).upper() for one in listed]
    return ["GET"]
