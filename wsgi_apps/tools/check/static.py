"""The rules that can be seen in the source, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from wsgi_apps.tools.check.own import Place, Sources
from wsgi_apps.tools.check.probe import Breach

SECRET = re.compile(r"(^|_)(token|password|passwd|secret|digest|signature|hmac|api_?key)($|_)", re.IGNORECASE)
RUNS = {"eval", "exec", "pickle.loads", "pickle.load", "yaml.load", "marshal.loads"}
HTML = re.compile(r"<[a-z!/][^>]*", re.IGNORECASE)
ESCAPES = {"escape", "quote", "quoteattr", "ascii", "len", "int", "url_for", "dumps", "str", "repr"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def static_breaches(sources: Sources) -> Iterator[Breach]:
    """Yield what is wrong in the source."""
    for file, tree in sources.trees.items():
        for rule, node in (
            *lengths(tree),
            *reads(tree),
            *globals_of(tree),
            *secrets(tree),
            *programs(tree),
            *html(tree),
        ):
            line = getattr(node, "lineno", 1)
            yield Breach(rule, ast.unparse(node)[:60].partition("\n")[0], Place(file, line))


Nodes = Iterator[tuple[str, ast.AST]]


def lengths(tree: ast.AST) -> Nodes:
    """Yield each ``int(environ["CONTENT_LENGTH"])``, or ``int(environ.get("CONTENT_LENGTH", 0))``."""
    for call in calls(tree):
        looked_up = bool(call.args) and isinstance(call.args[0], (ast.Subscript, ast.Call))
        if name_of(call.func) == "int" and looked_up and "CONTENT_LENGTH" in texts_of(call.args[0]):
            yield "S001", call


def reads(tree: ast.AST) -> Nodes:
    """Yield each ``read()`` of ``environ["wsgi.input"]``, or of a name that is one, without a size."""
    named = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_input(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in calls(tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "read" and not (call.args or call.keywords):
            stream = call.func.value
            yield from [("S002", call)] if is_input(stream) or name_of(stream) in named else []


def globals_of(tree: ast.AST) -> Nodes:
    """Yield each ``global`` in a function that takes environ, or that such a function calls."""
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    handlers = [one for one in functions if takes_environ(one)]
    called = {name_of(call.func) for handler in handlers for call in calls(handler)}
    for function in functions:
        if (function in handlers or function.name in called) and not locked(function):
            yield from (("S003", node) for node in ast.walk(function) if isinstance(node, ast.Global))


def shared_names(sources: Sources) -> Iterator[Place]:
    """Yield the lines of the ``global`` statements."""
    for file, tree in sources.trees.items():
        yield from (Place(file, node.lineno) for node in ast.walk(tree) if isinstance(node, ast.Global))


def secrets(tree: ast.AST) -> Nodes:
    """Yield each ``==`` or ``!=`` that compares a secret with something that is not empty."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            sides = [node.left, node.comparators[0]]
            empty = any(isinstance(side, ast.Constant) and side.value in ("", None, b"") for side in sides)
            if not empty and any(SECRET.search(last_name(side)) for side in sides):
                yield "S004", node


def programs(tree: ast.AST) -> Nodes:
    """Yield each call that runs what it is given, in a function that takes environ or reads a request."""
    for function in ast.walk(tree):
        if isinstance(function, FUNCTIONS) and (takes_environ(function) or "request" in ast.unparse(function)):
            for call in calls(function):
                safe = any("Safe" in ast.unparse(keyword.value) for keyword in call.keywords)
                if name_of(call.func) in RUNS and call.args and not isinstance(call.args[0], ast.Constant) and not safe:
                    yield "S005", call


def html(tree: ast.AST) -> Nodes:
    """Yield each f-string with a tag in it that puts a bare name into the page, in a function that takes environ."""
    for function in ast.walk(tree):
        if isinstance(function, FUNCTIONS) and takes_environ(function):
            for node in ast.walk(function):
                if isinstance(node, ast.JoinedStr) and HTML.search("".join(texts_of(node))) and bare(node, function):
                    yield "S006", node


def bare(string: ast.JoinedStr, function: ast.AST) -> bool:
    """Return whether an f-string has a value that comes from environ and is not escaped."""
    values = [part.value for part in string.values if isinstance(part, ast.FormattedValue)]
    tainted = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and "environ" in ast.unparse(node.value) and not escaped(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return any(not escaped(one) and ("environ" in ast.unparse(one) or name_of(one) in tainted) for one in values)


def escaped(node: ast.AST) -> bool:
    """Return whether a value goes through a function that escapes it, or makes a number of it."""
    return any(name_of(call.func).rpartition(".")[2] in ESCAPES for call in calls(node))


def calls(tree: ast.AST) -> list[ast.Call]:
    """Return the calls in a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(node: ast.AST) -> str:
    """Return a name with its dots, such as ``pickle.loads``, or an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{name_of(node.value)}.{node.attr}".lstrip(".") if isinstance(node, ast.Attribute) else ""


def last_name(node: ast.AST) -> str:
    """Return the last name of an expression: an attribute, or the text of a subscript."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return name_of(node).rpartition(".")[2]


def texts_of(node: ast.AST) -> list[str]:
    """Return the texts in an expression, but not in the second argument of an ``or``."""
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def is_input(node: ast.AST) -> bool:
    """Return whether an expression is ``environ["wsgi.input"]``."""
    return isinstance(node, ast.Subscript) and texts_of(node.slice) == ["wsgi.input"]


def takes_environ(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function has an argument that is called environ."""
    return "environ" in {argument.arg for argument in function.args.args}


def locked(function: ast.AST) -> bool:
    """Return whether a function changes its globals under a lock."""
    return any(
        isinstance(node, ast.With) and "lock" in ast.unparse(node.items[0]).lower() for node in ast.walk(function)
    )
