"""A plugin of pytest: it records what applications send, and can take ``speed/`` out of the App before it is made.

``RECORD_TO`` names the file that is written, ``SPEED=without`` takes the room out: the one line of ``flask_api`` that imports
it gets the core's App instead.
"""

import json
import os
import re
import sys
from pathlib import Path
from types import ModuleType

#: What differs from run to run: the clock, and what is signed with its time.
CLOCK = re.compile(
    r"""
      \w{3},\ \d\d\ \w{3}\ \d{4}\ \d\d:\d\d:\d\d\ GMT   # a date of HTTP,
    | \d{4}-\d\d-\d\d.\d\d:\d\d:\d\d                      # or of the log
    | (?<=\.)[\w-]{6}\.[\w-]{27}                          # the time and the signature of a session
    | \\"[0-9a-f]{16}\\"                                  # the entity tag of a file that a test has written
    | 0x[0-9a-f]{6,}                                       # the place of an object
    """,
    re.VERBOSE,
)
RECORDED = []


class WithoutSpeed(ModuleType):
    """Stands for ``wsgi_apps.speed.fast_app``."""

    @property
    def FastApp(self):  # noqa: N802 (the name of the class)
        from wsgi_apps.application.app import App

        return App


if os.environ.get("SPEED") == "without":
    sys.modules["wsgi_apps.speed.fast_app"] = WithoutSpeed("wsgi_apps.speed.fast_app")

from wsgi_apps.flask_api import App  # noqa: E402 (after the room was taken out)

answer = App.__call__


def record(self, environ, start_response):
    sent = []

    def start(status, headers, *exc_info):
        sent.append([status, [list(pair) for pair in headers]])
        return start_response(status, headers, *exc_info)

    RECORDED.append(
        [os.environ.get("PYTEST_CURRENT_TEST", ""), environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"), sent]
    )
    try:
        body = answer(self, environ, start)
    except BaseException as error:
        sent.append(type(error).__name__)
        raise
    sent.append(b"".join(body).decode("latin-1") if isinstance(body, list) else "a stream")
    return body


App.__call__ = record


def masked(thing):
    text = CLOCK.sub("...", json.dumps(thing))
    return '"a debug page"' if "Traceback (most recent call last)" in text else text


def pytest_sessionfinish(session):
    Path(os.environ["RECORD_TO"]).write_text("".join(f"{masked(one)}\n" for one in RECORDED), encoding="utf-8")
