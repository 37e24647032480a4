"""Run a command: ``python -m wsgi_apps NAME [ARGUMENT ...]``.

Every module and every package of ``tools`` that has a ``main`` is a command.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from wsgi_apps import __version__, tools
from wsgi_apps.tools import student
from wsgi_apps.tools.language import LANGUAGES, language_here, meant

USAGE = "usage: python -m wsgi_apps NAME [ARGUMENT ...]"
MORE = "For more about one of them: python -m wsgi_apps NAME --help"
FOR_MAKE = {"environment"}  # a command that people do not type
PROGRAM = "wsgi_apps"


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name; return its exit status, or 2 for a name that is not a command."""
    sentences = dict(commands())
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        print(listing(sentences))
        return 0
    if arguments[:1] in (["--version"], ["-V"]):
        print(f"{PROGRAM} {__version__} (Python {sys.version.partition(' ')[0]})")
        return 0
    name, *others = name_first(arguments) or [""]
    if name in sentences:
        return run(name, others)
    print(unknown(name, sentences), file=sys.stderr)
    return 2


def commands() -> Iterator[tuple[str, str]]:
    """Yield the name of each command and the first sentence of its module, which is read and not imported."""
    for found in iter_modules(tools.__path__):
        place = Path(tools.__path__[0], found.name)
        source = place / "__init__.py" if found.ispkg else place.with_suffix(".py")
        tree = ast.parse(source.read_bytes())
        if "main" in set(names(tree)):
            yield found.name, (ast.get_docstring(tree) or "").partition("\n")[0]


def names(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the functions of a module, and of what it imports."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def listing(sentences: dict[str, str]) -> str:
    """Return the list of the commands, each with its sentence."""
    lines = [f"  {name:<10} {text}" for name, text in sentences.items() if name not in FOR_MAKE]
    return "\n".join([USAGE, "", *lines, "", MORE])


def unknown(name: str, sentences: dict[str, str]) -> str:
    """Return what to write in place of a name that is not a command: the nearest one, or the list of all."""
    place = LANGUAGES.index(language_here())
    sentence = (f"There is no command {name!r}.", f"{name!r} 명령은 없습니다.")[place]
    near = meant(name, list(sentences))[place]
    if near:
        return f"{USAGE}\n{sentence} {near}"
    return listing(sentences) + (f"\n\n{sentence}" if name and not name.startswith("-") else "")


def run(name: str, arguments: list[str]) -> int:
    """Run a command; return its exit status. A library that is not installed is one sentence."""
    try:
        student.number()
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    try:
        command = import_module(f"{tools.__name__}.{name}")
    except ModuleNotFoundError as error:
        library = str(error.name).partition(".")[0]
        if library == PROGRAM:
            raise
        print(
            f"{name} needs {library}, and this Python does not have it: activate the environment with "
            "`. .venv/bin/activate`, or make one with `make course`. `python3 -m wsgi_apps doctor` checks the rest.",
            file=sys.stderr,
        )
        return 1
    return int(command.main(arguments))


def name_first(arguments: list[str]) -> list[str]:
    """Return the arguments with the options behind the name. Flask's order is ``--app MODULE --debug run``."""
    place = 0
    while arguments[place : place + 1] and arguments[place].startswith("-"):
        place += 2 if arguments[place] == "--app" else 1
    return [*arguments[place : place + 1], *arguments[:place], *arguments[place + 1 :]]


def command() -> int:
    """Run as a program; return the exit status. The reader of its output may end first, as ``head`` does."""
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes it once more at its end
        return 1
    return status


if __name__ == "__main__":
    sys.exit(command())
