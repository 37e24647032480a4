"""A program that answers with its environ, for the questions about it: each value as ``ascii()`` writes it.

It is copied into the folder that is served, so it imports nothing of this package.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with environ as JSON."""
    body = json.dumps({key: ascii(value) for key, value in environ.items()}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
