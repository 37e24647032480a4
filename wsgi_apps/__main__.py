"""Run a command of the workshop: ``python -m wsgi_apps NAME [ARGUMENT ...]``."""

import sys
from importlib import import_module
from pkgutil import iter_modules

from wsgi_apps import tools

SHARED = ("course",)  # what the commands share is not a command


def main(arguments: list[str]) -> int:
    """Run a command, given as its name and its arguments; return the exit status, 2 for an unknown name."""
    names = sorted(module.name for module in iter_modules(tools.__path__) if module.name not in SHARED)
    usage = f"usage: python -m wsgi_apps NAME [ARGUMENT ...]\nNAME is one of: {', '.join(names)}"
    if arguments[:1] in (["--help"], ["-h"]):
        print(usage)
        return 0
    name, *others = name_first(arguments) or [""]
    if name in names:
        return int(import_module(f"{tools.__name__}.{name}").main(others))
    print(usage, file=sys.stderr)
    return 2


def name_first(arguments: list[str]) -> list[str]:
    """Return the arguments with the options after the name; Flask puts them first: ``--app MODULE --debug run``."""
    place = 0
    while arguments[place : place + 1] and arguments[place].startswith("-"):
        place += 2 if arguments[place] == "--app" else 1
    return [*arguments[place : place + 1], *arguments[:place], *arguments[place + 1 :]]


def command() -> int:
    """Run as the program ``wsgi-apps``; return the exit status."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(command())
