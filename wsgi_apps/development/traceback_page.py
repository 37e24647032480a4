"""The debug page: the traceback of an unhandled exception. It shows text and runs nothing."""

from __future__ import annotations

from html import escape
from traceback import format_exception

from wsgi_apps.extensions.response import Response

#: The key of environ with which the development server allows this page.
EXPLAINS = "wsgi_apps.explains"
PAGE = """<!doctype html>
<html lang=en>
<title>{title}</title>
<h1>{title}</h1>
<p>The program raised this exception. Only the development server shows it, in debug mode, to its own machine.</p>
<pre>{traceback}</pre>
"""


def traceback_page(error: BaseException) -> Response:
    """Return the response 500 that shows an ``error`` with its traceback."""
    title = f"{type(error).__name__}: {error}"
    text = "".join(format_exception(error))
    return Response(PAGE.format(title=escape(title), traceback=escape(text)), 500, mimetype="text/html")
