"""Who keeps an object after the request: a search from the global names of the student's modules."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, cast

from wsgi_apps.tools.check.own import Own, Place, Sources

DEPTH, MOST = 4, 5000  # steps of the search, and objects
LEAVES = (str, bytes, int, float, type(None), type, FunctionType, BuiltinFunctionType, ModuleType)
BUILT_IN = ("builtins", "threading", "_thread")


def kept_by(wanted: object, own: Own, sources: Sources) -> Iterator[tuple[str, Place]]:
    """Yield the global names of the student's modules that lead to an object, each with the line that uses it."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and own.has(file):
            for name, value in list(vars(module).items()):
                if not is_leaf(value) and leads_to(value, wanted):
                    yield name, line_of(name, file, sources)


def leads_to(start: object, wanted: object) -> bool:
    """Return whether an object is, or holds, another one."""
    seen, level = {id(start)}, [start]
    for _ in range(DEPTH):
        below: list[Any] = []
        for one in level:
            if one is wanted:
                return True
            fresh = [part for part in parts(one) if id(part) not in seen and not is_leaf(part)]
            seen |= {id(part) for part in fresh}
            below += fresh
        if len(seen) > MOST:
            return False
        level = below
    return any(one is wanted for one in level)


def parts(one: object) -> list[Any]:
    """Return what a container or an instance holds."""
    if type(one) is dict:
        return list(one.values())
    if type(one) in (list, tuple, set, frozenset):
        return [*cast("list[Any]", one)]
    try:
        held = object.__getattribute__(one, "__dict__") if type(one).__module__ not in BUILT_IN else {}
    except AttributeError:
        return []
    return list(held.values()) if type(held) is dict else []


def is_leaf(one: object) -> bool:
    """Return whether an object holds no other; a proxy is not asked what it stands for."""
    return issubclass(type(one), LEAVES)


def line_of(name: str, file: str, sources: Sources) -> Place:
    """Return the line in a function that puts something into a global name: the first that names environ too."""
    lines = sources.lines(file)
    tree = sources.trees.get(file)
    if tree is None:
        return Place(file, 1)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {node for function in functions for node in ast.walk(function)}
    uses = sorted(node.lineno for node in inside if isinstance(node, ast.Name) and node.id == name)
    return Place(file, next((line for line in uses if "environ" in lines[line - 1]), uses[0] if uses else 1))
