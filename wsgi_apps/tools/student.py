"""The number of a student, set once: ``WSGI_APPS_STUDENT`` stands in the place of the number in the files of the course.

The files keep 60162176 and work as they are. The tools replace it in what they show, and in what they start.
"""

from __future__ import annotations

import os
import re

from wsgi_apps.tools.course.manifest import Mistake

VARIABLE = "WSGI_APPS_STUDENT"
NUMBER = "60162176"


def number() -> str:
    """Return the student's number, or that of the course where none is set. Raises Mistake if it is not a number."""
    given = os.environ.get(VARIABLE) or NUMBER
    if not re.fullmatch("[0-9]{4,12}", given):
        raise Mistake(f"{VARIABLE} is {given!r}: write 4 to 12 digits, such as {VARIABLE}={NUMBER}.")
    return given


def personal(text: str) -> str:
    """Return a text with the student's number in it. Raises Mistake."""
    return text.replace(NUMBER, number())
