"""The command line: what all commands share."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter


def parser(name: str, description: str | None, examples: str = "") -> ArgumentParser:
    """Return the parser of a command: its help has a ``description``, the arguments, and ``examples`` at the end."""
    return ArgumentParser(
        prog=f"python -m wsgi_apps {name}",
        description=description,
        epilog=f"Examples:\n{examples.rstrip()}" if examples else None,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
