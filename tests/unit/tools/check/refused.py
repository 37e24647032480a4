"""Run by each Python of the machine: what its ``wsgiref.validate`` refuses of an application, and which rule says so.

It prints one JSON object: the conditions of the validator, and for each application whether it is refused, and its
rules.
"""

import ast
import inspect
import json
import warnings
import wsgiref.validate

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.checking import Check
from wsgi_apps.tools.check.own import Own, Sources

TEXT = [("Content-Type", "text/plain")]


def says(status="200 OK", headers=TEXT, result=(b"",), before=None):
    def application(environ, start_response):
        if before is not None:
            before(environ)
        start_response(status, headers)
        return result if result is None or isinstance(result, (str, bytes)) else list(result)

    return application


def header(name, value="x"):
    return says(headers=[*TEXT, (name, value)])


def late(environ, start_response):
    yield b"x"
    start_response("200 OK", TEXT)


def by_keyword(environ, start_response):
    start_response(status="200 OK", headers=TEXT)
    return [b""]


def strange_exc_info(environ, start_response):
    start_response("200 OK", TEXT, "no triple")
    return [b""]


def writes_text(environ, start_response):
    start_response("200 OK", TEXT)("x")
    return [b""]


def reads(call):
    return says(before=lambda environ: call(environ["wsgi.input"]))


#: condition of the validator -> an application that breaks it, and the rule; "server" for what a server does wrong
CONDITIONS = {
    "len(args) == 2": "server",
    "iterator is not None and iterator != False": (says(result=None), "W401"),
    "len(args) == 2 or len(args) == 3": "server",
    "not kw": (by_keyword, "W105"),
    "check_string_type(status, 'Status')": (says(status=200), "W201"),
    "len(status_code) == 3": (says(status="20 OK"), "W202"),
    "status_int >= 100": (says(status="000 OK"), "W202"),
    "type(headers) is list": (says(headers=tuple(TEXT)), "W301"),
    "type(item) is tuple": (says(headers=[*TEXT, ["X-A", "x"]]), "W302"),
    "len(item) == 2": (says(headers=[*TEXT, ("X-A", "x", "y")]), "W302"),
    "check_string_type(name, 'Header name')": (header(b"X-A"), "W303"),
    "check_string_type(value, 'Header value')": (header("X-A", 1), "W303"),
    "name.lower() != 'status'": (header("Status", "200"), "W308"),
    "'\\n' not in name and ':' not in name": (header("X:A"), "W304"),
    "header_re.search(name)": (header("1-A"), "W316"),
    "not name.endswith('-') and (not name.endswith('_'))": (header("X-A-"), "W316"),
    "bad_header_value_re": (header("X-A", "a\rb"), "W305"),
    "Content-Type where there is no body": (says(status="204 No Content"), "W315"),
    "no Content-Type": (says(headers=[]), "W317"),
    "exc_info is None or type(exc_info) is tuple": (strange_exc_info, "W106"),
    "not isinstance(iterator, (str, bytes))": (says(result=b"x"), "W403"),
    "isinstance(iterator, str)": (says(result="x"), "W402"),
    "len(args) == 1": (reads(lambda stream: stream.read()), "W501"),
    "input.close()": (reads(lambda stream: stream.close()), "W509"),
    "errors.close()": (says(before=lambda environ: environ["wsgi.errors"].close()), "W509"),
    "type(s) is str": (says(before=lambda environ: environ["wsgi.errors"].write(b"x")), "W701"),
    "type(s) is bytes": (writes_text, "W402"),
    "False": (says(result=("x",)), "W402"),
    "self.check_start_response": (late, "W104"),
    **dict.fromkeys(["len(args) <= 1", "type(v) is bytes", "type(lines) is list", "type(line) is bytes"], "server"),
    **dict.fromkeys(["not self.closed", "self.closed", "0"], "server"),
}
NAMED = ("check_environ", "check_input", "check_errors")  # functions that look at the server alone


def conditions():
    """Return the conditions that stand in the validator of this Python, but for those on the server's environ."""
    tree = ast.parse(inspect.getsource(wsgiref.validate))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name not in NAMED]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    calls = [node for part in functions + classes for node in ast.walk(part) if isinstance(node, ast.Call)]
    named = [(getattr(call.func, "id", ""), call) for call in calls]
    asserted = {ast.unparse(call.args[0]) for name, call in named if name == "assert_"}
    return asserted | {ast.unparse(call) for name, call in named if name == "check_string_type"}


def refused(application):
    """Return whether the validator refuses an application."""
    environ = Asked("POST", body=b"hello").environ(lambda rule, detail: None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = wsgiref.validate.validator(application)(environ, lambda *_: lambda _: None)
            for _ in result:
                pass
            result.close()
        except (AssertionError, TypeError, ValueError):
            return True
    return False


def rules(application):
    """Return the rules that an application breaks."""
    check = Check(application, Own(__file__), Sources([__file__]))
    check.crowd = lambda base: None
    return sorted({finding.rule for finding in check.all([Asked()])})


if __name__ == "__main__":
    cases = {name: case for name, case in CONDITIONS.items() if case != "server"}
    told = {name: [refused(application), rule, rules(application)] for name, (application, rule) in cases.items()}
    print(json.dumps({"conditions": sorted(conditions()), "cases": told}))
