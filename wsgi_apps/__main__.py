"""Run a command of the workshop: ``python -m wsgi_apps NAME [ARGUMENT ...]``."""

import sys
from importlib import import_module
from pkgutil import iter_modules

from wsgi_apps import tools


def main(arguments: list[str]) -> int:
    """Run the command (list of str: its name, its arguments); return the exit status (int): 2 for an unknown name."""
    names = sorted(module.name for module in iter_modules(tools.__path__))
    if arguments[:1] == ["--app"]:  # `--app MODULE run`, the order of Flask's command
        arguments = [*arguments[2:3], *arguments[:2], *arguments[3:]]
    if arguments and arguments[0] in names:
        command = import_module(f"{tools.__name__}.{arguments[0]}")
        return int(command.main(arguments[1:]))
    print(f"usage: python -m wsgi_apps NAME [ARGUMENT ...]\nNAME is one of: {', '.join(names)}", file=sys.stderr)
    return 2


def command() -> int:
    """Run as the program ``wsgi-apps``; return the exit status (int)."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(command())
