"""Layer 3: the application. The core ends here. Standard library only.

The names below are all that a program needs to use the core alone.
"""

from wsgi_apps.application.app import App
from wsgi_apps.application.globals import current_app, g, jsonify, make_response, redirect, request, url_for
from wsgi_apps.messages.request import Request
from wsgi_apps.messages.response import Response

# fmt: off
__all__ = ["App", "Request", "Response", "current_app", "g", "request"]
__all__ += ["jsonify", "make_response", "redirect", "url_for"]
