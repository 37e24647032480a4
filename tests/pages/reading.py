"""How much there is to read: lines of code, of files and of the functions that requests pass through."""

import ast
import io
import sys
import tokenize
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.support.servers import ROOT
from wsgi_apps.tools.course.asking import application_of, in_process

PACKAGE = ROOT / "wsgi_apps"
TOOLS = set((PACKAGE / "tools").rglob("*.py"))
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@cache
def code(path):
    """Return the numbers of the lines of a Python file that hold code: no blank line, comment or text by itself."""
    text = path.read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for one in tokens if one.type not in NO_CODE for line in range(one.start[0], one.end[0] + 1)}
    texts = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr) and is_text(node.value)]
    return lines - {line for text in texts for line in range(text.lineno, text.end_lineno + 1)}


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def functions(path):
    """Return the functions of a file: the line at which Python says that each begins, and the lines of its code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    begin = {node: min([node.lineno, *(one.lineno for one in node.decorator_list)]) for node in found}
    return {begin[node]: code(path) & set(range(begin[node], node.end_lineno + 1)) for node in found}


class Passed:
    """What was called: functions of some packages (folders), as pairs of the file (Path) and the line at which it begins."""

    def __init__(self, *packages):
        self.packages = tuple(f"{package}/" for package in packages)
        self.places = set()

    @contextmanager
    def watching(self):
        before = sys.getprofile()
        sys.setprofile(self.watch)
        try:
            yield
        finally:
            sys.setprofile(before)

    def watch(self, frame, event, argument):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(self.packages):
            self.places.add((Path(code.co_filename), code.co_firstlineno))

    @property
    def functions(self):
        return {(path, begin) for path, begin in self.places if begin in functions(path) and path not in TOOLS}

    @property
    def lines(self):
        return {(path, line) for path, begin in self.functions for line in functions(path)[begin]}


def passed(labs, start, *packages):
    """Send the requests of some labs to the ways whose names have a ``start``; the first two requests do more than others."""
    found = Passed(*packages)
    for lab in labs:
        for way in (way for way in lab.ways if way.startswith(start)):
            application = application_of(lab, way)
            for request in (one for one in lab.requests if way in one.expect):
                in_process(application, request)
                in_process(application, request)
                with found.watching():
                    in_process(application, request)
    return found
