"""The command line: what all commands share."""

from __future__ import annotations

import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill
from typing import Any, NoReturn

from wsgi_apps.tools.language import LANGUAGES, meant

ENGLISH = LANGUAGES[0]
#: what argparse says is wrong -> the same in Korean
ERRORS = {
    "argument (.+?): (.+)": "인수 {0}: {1}",
    "unrecognized arguments: (.+)": "알 수 없는 인수입니다: {0}",
    "the following arguments are required: (.+)": "빠진 인수가 있습니다: {0}",
    "one of the arguments (.+) is required": "다음 인수 가운데 하나가 필요합니다: {0}",
    "not allowed with argument (.+)": "다음 인수와 함께 쓸 수 없습니다: {0}",
    "ignored explicit argument (.+)": "값을 받지 않는 옵션입니다: {0}",
    "ambiguous option: (.+) could match (.+)": "{0}에 맞는 옵션이 여럿입니다: {1}",
    "expected one argument": "값을 하나 쓰세요",
    "expected at most one argument": "값은 하나까지만 쓸 수 있습니다",
    "expected at least one argument": "값을 하나 이상 쓰세요",
    "invalid int value: (.+)": "정수가 아닙니다: {0}",
    "invalid float value: (.+)": "수가 아닙니다: {0}",
    r"invalid choice: (.+?)(?:, maybe you meant .+)? \(choose from (.+)\)": "{0} 대신 다음 가운데 하나를 쓰세요: {1}.",
}
#: a choice that does not exist, and those that do
CHOICE = re.compile(r"invalid choice: '(.*?)' \(choose from (.+)\)$")


class HelpFormatter(RawDescriptionHelpFormatter):
    """Help whose paragraphs are as wide as the terminal. A paragraph with an indented line keeps its lines."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        parts = text.split("\n\n")
        return "\n\n".join(one if "\n  " in f"\n{one}" else fill(one, width) for one in parts)


class Parser(ArgumentParser):
    """A parser whose errors are in the language of the reader."""

    def __init__(self, *positional: Any, language: str = ENGLISH, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.language = language

    def error(self, message: str) -> NoReturn:
        """Print how the command is used, and what is wrong; exit with status 2."""
        english, korean = near_choice(message)
        if self.language == ENGLISH:
            super().error(f"{message} {english}".rstrip())
        usage = self.format_usage().replace("usage: ", "사용법: ", 1)
        self.exit(2, f"{usage}{self.prog}: {in_korean(message)} {korean}".rstrip() + "\n")


def in_korean(message: str) -> str:
    """Return the Korean of what argparse says; a sentence that is not known stays as it is."""
    for pattern, korean in ERRORS.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return korean.format(*map(in_korean, found.groups()))
    return message


def near_choice(message: str) -> tuple[str, str]:
    """Return the question for the choice that comes nearest to one that does not exist, in each of LANGUAGES."""
    found = CHOICE.search(message)
    return meant(found[1], re.findall(r"[\w-]+", found[2])) if found else ("", "")


def parser(name: str, description: str | None, examples: str = "", language: str = ENGLISH) -> Parser:
    """Return the parser of a command: its help has a ``description``, the arguments, and ``examples`` at the end."""
    return Parser(
        prog=f"python -m wsgi_apps {name}",
        description=description,
        epilog=f"Examples:\n{examples.rstrip()}" if examples else None,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
        language=language,
    )
