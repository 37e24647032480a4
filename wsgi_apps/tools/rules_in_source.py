"""The rules that a program registers, read from its source: the program does not run.

The rules of a blueprint have the prefixes below which it is registered, and those of a mounted application the prefix
of its mount. Blueprints and views may be in other files of the program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wsgi_apps.tools.naming import CLASSES, Named, mentions, tops

METHODS = ("get", "post", "put", "patch", "delete")
STEPS = {"route", "add_url_rule", "add", *METHODS}  # the methods that register a rule
MOUNT = "Mount"
FRAMEWORK = "wsgi_apps"  # its own files are not read
MOST_FILES = 100
DEEPEST = 8  # blueprints in blueprints, and names that are imported from one file after the other
Key = tuple[Path, str]  # a file, and a name in it


@dataclass(frozen=True)
class Rule:
    """A rule: its text with all prefixes, its methods, and the function of its view if that is in the same file."""

    text: str
    methods: list[str]
    view: ast.FunctionDef | None = None


@dataclass
class Source:
    """A file of a program: what its names mean, and what it registers."""

    file: Path
    tree: ast.Module
    tops: dict[str, ast.expr | None]
    imported: dict[str, Key] = field(default_factory=dict)
    blueprints: dict[str, str] = field(default_factory=dict)  # the prefixes of their own
    loops: dict[str, list[str]] = field(default_factory=dict)  # the names that a variable of a loop goes through

    def text(self, node: ast.expr | None) -> str | None:
        """Return the text that an expression is: a constant, a name of one, or such texts joined; None for another."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            value = self.tops.get(node.id)
            return self.text(value) if isinstance(value, (ast.Constant, ast.JoinedStr, ast.BinOp)) else None
        if isinstance(node, ast.FormattedValue):
            return self.text(node.value)
        parts = node.values if isinstance(node, ast.JoinedStr) else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        texts = [self.text(part) for part in parts or ()]
        return "".join(map(str, texts)) if texts and None not in texts else None

    def kind(self, name: str) -> str:
        """Return the class of which a name at the top level of the file is an instance, empty for another name."""
        value = self.tops.get(name)
        return name_of(value.func).rpartition(".")[2] if isinstance(value, ast.Call) else ""

    def calls(self) -> Iterator[tuple[str, str, ast.Call]]:
        """Yield each call of a method: the name of the object, the name of the method, and the call."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield name_of(node.func.value), node.func.attr, node


def name_of(node: ast.expr) -> str:
    """Return the name of an object as it is written, ``views.notes``; empty for another expression."""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return the value of a keyword of a call, None if it is not there."""
    return next((one.value for one in call.keywords if one.arg == name), None)


class Sources:
    """The files of a program, from that of its application on."""

    def __init__(self, application: Named) -> None:
        self.root = application.folder
        self.files: dict[Path, Source] = {}
        self.parents: list[tuple[Key, Key, str | None]] = []  # what is registered, where, and its prefix if it has one
        waiting = [application.file] if application.file else []
        while waiting and len(self.files) < MOST_FILES:
            file = waiting.pop(0)
            if file not in self.files and (source := self.read(file)):
                self.files[file] = source
                waiting += [place for place, _ in source.imported.values()]
        self.application = self.key(application.file, application.name) if application.file else None
        for source in self.files.values():
            self.parents += [*self.registered(source), *self.mounted(source)]

    def read(self, file: Path) -> Source | None:
        """Return a file of the program, None if it cannot be read."""
        with suppress(OSError, SyntaxError, ValueError):
            source = Source(file, ast.parse(file.read_bytes()), tops(file))
            for node in ast.walk(source.tree):
                self.take(node, source)
            return source
        return None

    def take(self, node: ast.AST, source: Source) -> None:
        """Note what the names of a file mean: imported ones, blueprints, and the variables of loops."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            source.imported |= dict(self.imports(node, source.file))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if name_of(node.value.func).rpartition(".")[2] == "Blueprint":
                prefix = source.text(keyword(node.value, "url_prefix")) or ""
                source.blueprints |= {name_of(target): prefix for target in node.targets}
        elif isinstance(node, ast.For) and isinstance(node.iter, (ast.Tuple, ast.List)):
            source.loops[name_of(node.target)] = [name_of(one) for one in node.iter.elts]

    def imports(self, node: ast.Import | ast.ImportFrom, file: Path) -> Iterator[tuple[str, Key]]:
        """Yield the names that a statement imports from files of the program, and where they come from."""
        if isinstance(node, ast.Import):
            for one in node.names:
                if found := self.module(self.root, one.name):
                    yield one.asname or one.name, (found, "")
            return
        folder = file.parents[node.level - 1] if node.level else self.root
        for one in node.names:
            inner = f"{node.module}.{one.name}" if node.module else one.name
            if found := self.module(folder, inner):
                yield one.asname or one.name, (found, "")
            elif found := self.module(folder, node.module or ""):
                yield one.asname or one.name, (found, one.name)

    def module(self, folder: Path, name: str) -> Path | None:
        """Return the file of a module of the program, by its name from a folder on; None for a module of a library."""
        if name.partition(".")[0] == FRAMEWORK:
            return None
        place = folder.joinpath(*filter(None, name.split(".")))
        places = [place / "__init__.py", *([place.with_suffix(".py")] if name else [])]
        return next((one for one in places if one.is_file()), None)

    def key(self, file: Path, name: str, depth: int = DEEPEST) -> Key:
        """Return where an object is made, by a name of a file."""
        source = self.files.get(file)
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            place = source.imported.get(".".join(parts[:count])) if source and depth else None
            if place:
                return self.key(place[0], ".".join(filter(None, [place[1], *parts[count:]])), depth - 1)
        return file, name

    def registered(self, source: Source) -> Iterator[tuple[Key, Key, str | None]]:
        """Yield the blueprints that a file registers."""
        for owner, method, call in source.calls():
            if method == "register_blueprint" and call.args:
                written = name_of(call.args[0])
                for name in source.loops.get(written, [written]):
                    prefix = source.text(keyword(call, "url_prefix"))
                    yield self.key(source.file, name), self.key(source.file, owner), prefix

    def mounted(self, source: Source) -> Iterator[tuple[Key, Key, str | None]]:
        """Yield the applications that a file mounts: ``application = Mount(main, {"/api": app})``."""
        for owner, method, call in source.calls():
            if method == "add" and source.kind(owner) == MOUNT and len(call.args) > 1:
                child = self.key(source.file, name_of(call.args[1]))
                yield child, self.key(source.file, owner), source.text(call.args[0])
        for name, value in source.tops.items():
            if not (isinstance(value, ast.Call) and source.kind(name) == MOUNT):
                continue
            mount = self.key(source.file, name)
            for part in [*value.args, *(one.value for one in value.keywords)]:
                if isinstance(part, ast.Dict):
                    for prefix, app in zip(part.keys, part.values, strict=True):
                        yield self.key(source.file, name_of(app)), mount, source.text(prefix) or ""
                elif name_of(part):
                    yield self.key(source.file, name_of(part)), mount, ""

    def prefixes(self, key: Key, depth: int = DEEPEST) -> list[str]:
        """Return the prefixes below which the rules of an object are; none if it is not a part of the application."""
        file, name = key
        source = self.files.get(file)
        if key == self.application or source is None:
            return [""]
        above = [(parent, prefix) for child, parent, prefix in self.parents if child == key]
        own = source.blueprints.get(name)
        if above and depth:
            return [
                outer.rstrip("/") + (own or "" if prefix is None else prefix)
                for parent, prefix in above
                for outer in self.prefixes(parent, depth - 1)
            ]
        is_left_out = own is not None or (source.kind(name) in {*CLASSES, MOUNT} and not self.wraps(name))
        return [] if is_left_out else [""]

    def wraps(self, name: str) -> bool:
        """Return whether the application is made from an object of this name, ``application = Middleware(app)``."""
        if self.application is None or not self.application[1]:
            return True
        source = self.files.get(self.application[0])
        return source is not None and mentions(source.tops.get(self.application[1]), name)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules of the application."""
        for source in self.files.values():
            views = {
                id(decorator): node
                for node in ast.walk(source.tree)
                if isinstance(node, ast.FunctionDef)
                for decorator in node.decorator_list
            }
            for owner, step, call in source.calls():
                text = source.text(call.args[0]) if call.args else None
                if step in STEPS and text is not None and source.kind(owner) != MOUNT:
                    methods = [step.upper()] if step in METHODS else methods_of(call, source)
                    for prefix in self.prefixes(self.key(source.file, owner)):
                        whole = joined(prefix, text)
                        if whole.startswith("/"):
                            yield Rule(whole, methods, views.get(id(call)))


def joined(prefix: str, text: str) -> str:
    """Return a rule below a prefix. An empty rule is the prefix itself."""
    return f"{prefix.rstrip('/')}/{text.lstrip('/')}" if prefix and text else prefix + text


def methods_of(call: ast.Call, source: Source) -> list[str]:
    """Return the methods that a call names, or those of its MethodView; GET if it names none."""
    listed = keyword(call, "methods")
    if listed is not None:
        return [str(source.text(one)).upper() for one in getattr(listed, "elts", ())]
    for view in [*call.args[1:], keyword(call, "view_func")]:
        if isinstance(view, ast.Call) and isinstance(view.func, ast.Attribute) and view.func.attr == "as_view":
            return of_class(name_of(view.func.value), source) or ["GET"]
    return ["GET"]


def of_class(name: str, source: Source) -> list[str]:
    """Return the methods for which a class of a file has a function."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            return [one.name.upper() for one in node.body if isinstance(one, ast.FunctionDef) and one.name in METHODS]
    return []
