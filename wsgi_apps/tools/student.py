"""The number of a student, set once in ``WSGI_APPS_STUDENT``.

The tools use it where the files of the course have 60162176.
"""

from __future__ import annotations

import os
import re

NUMBER = "60162176"
VARIABLE = "WSGI_APPS_STUDENT"
WRONG = (
    f"{VARIABLE} is {{found!r}}: write a number of 4 to 12 digits without a zero in front, such as {NUMBER}.",
    f"{VARIABLE} 값이 {{found!r}}입니다. {NUMBER}처럼 0으로 시작하지 않는 숫자 4~12자리로 쓰세요.",
)


def number() -> str:
    """Return the number of the student, or the one of the course. Raises ValueError with what to write instead."""
    found = os.environ.get(VARIABLE) or NUMBER
    if not re.fullmatch("[1-9][0-9]{3,11}", found):
        spoken = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
        raise ValueError(WRONG[next(filter(None, spoken), "").startswith("ko")].format(found=found))
    return found


def personal(text: str) -> str:
    """Return a text with the number of the student in place of the course's. Raises ValueError."""
    return text.replace(NUMBER, number())
