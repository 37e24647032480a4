"""The request to try first: one that the application answers with 2xx, found without running it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from shlex import quote
from urllib.parse import urlencode

from wsgi_apps.development.first_page import EXAMPLES, filled, first_page
from wsgi_apps.tools.course.asking import curl
from wsgi_apps.tools.course.manifest import CALLABLES, Mistake, read
from wsgi_apps.tools.naming import LAB, Named
from wsgi_apps.tools.rules_in_source import Sources
from wsgi_apps.tools.student import personal

ELSEWHERE = {"args", "headers", "cookies", "environ", "config"}  # what a view reads beside the body
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
    return of_lab(application, url) or of_rules(application, url)


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


def of_rules(application: Named, url: str) -> str:
    """Return a request that one of the rules in the source answers: GET if one does, and ``/`` if none is seen."""
    rules = list(Sources(application).rules())
    page = first_page((rule.text, rule.methods) for rule in rules)
    others = [rule for rule in rules if filled(rule.text) and rule.methods]
    if page or not others:
        return f"curl -i {quote(url + (page or '/'))}"
    first = others[0]
    method = next((one for one in first.methods if one not in ("HEAD", "OPTIONS")), first.methods[0])
    if method in ("HEAD", "OPTIONS", "DELETE"):
        return f"curl -i -X {method} {quote(url + filled(first.text))}"
    return f"curl -i -X {method} {quote(url + filled(first.text))} {data_for(first.view)}"


def data_for(view: ast.FunctionDef | None) -> str:
    """Return curl's words for a body with what a view reads: fields of a form, or JSON; a name, if none is seen."""
    nodes = list(ast.walk(view)) if view else []
    is_json = any(getattr(node, "attr", "") in ("json", "get_json") for node in nodes)
    names = list(dict.fromkeys(name for node in nodes for name in names_read(node, is_json))) or ["name"]
    if is_json:
        return f"""-H "Content-Type: application/json" -d {quote(json.dumps(dict.fromkeys(names, EXAMPLES[""])))}"""
    return f"-d {quote(urlencode(dict.fromkeys(names, EXAMPLES[''])))}"


def names_read(node: ast.AST, is_json: bool) -> Iterator[str]:
    """Yield the name that an expression reads, ``request.form["name"]`` or ``request.form.get("name")``."""
    owner, key = (node.value, node.slice) if isinstance(node, ast.Subscript) else (None, None)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        owner, key = node.func.value, node.args[0]
    if (
        isinstance(key, ast.Constant)
        and isinstance(key.value, str)
        and (is_json or getattr(owner, "attr", "") == "form")
    ):
        yield key.value
