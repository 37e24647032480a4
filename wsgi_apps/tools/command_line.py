"""The command line: what all commands share."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill


class HelpFormatter(RawDescriptionHelpFormatter):
    """Help whose paragraphs are as wide as the terminal. A paragraph with an indented line keeps its lines."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = text.split("\n\n")
        return "\n\n".join(one if "\n  " in f"\n{one}" else fill(one, width) for one in parts)


def parser(name: str, description: str | None, examples: str = "") -> ArgumentParser:
    """Return the parser of a command: its help has a ``description``, the arguments, and ``examples`` at the end."""
    return ArgumentParser(
        prog=f"python -m wsgi_apps {name}",
        description=description,
        epilog=f"Examples:\n{examples.rstrip()}" if examples else None,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
