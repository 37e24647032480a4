#!/usr/bin/env python3
"""A log file that rotates, by hand: logging is the standard library's, and knows nothing of the web."""

import os
from logging import WARNING, Formatter, getLogger
from logging.handlers import RotatingFileHandler
from pathlib import Path
from wsgiref.simple_server import make_server

LOGS = Path(os.environ.get("WSGI_APPS_LOGS", Path(__file__).parents[2] / "build" / "logs"))
LOGS.mkdir(parents=True, exist_ok=True)
FILE = LOGS / f"{Path(__file__).stem}.log"
ALLOWED = "GET, HEAD, OPTIONS"

logger = getLogger("lab14")
handler = RotatingFileHandler(FILE, maxBytes=2000, backupCount=10, encoding="utf-8", delay=True)
handler.setLevel(WARNING)
handler.setFormatter(Formatter("[%(asctime)s] %(levelname)s in process %(process)d: %(message)s"))
logger.addHandler(handler)


def application(environ, start_response):
    path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
    status, text, more = answer(environ["REQUEST_METHOD"], path)
    body = text.encode("utf-8")
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def answer(method, path):
    """Return the status, the text, and the headers beside the usual ones."""
    if path not in ("/", "/warning"):
        logger.error("no page at %.200r", path)  # %r writes a line break as \n, and .200 limits the length
        return (
            "404 Not Found",
            "There is no such page, and the log says so. 그런 페이지는 없으며, 로그에 기록했습니다.",
            [],
        )
    if method == "OPTIONS":
        return "200 OK", "", [("Allow", ALLOWED)]
    if method not in ("GET", "HEAD"):
        return "405 Method Not Allowed", f"This page takes {ALLOWED}.", [("Allow", ALLOWED)]
    if path == "/warning":
        logger.warning("somebody asked for a warning")
        return "200 OK", "There is a warning in the log now. 로그에 경고가 남았습니다.", []
    logger.info("somebody is greeted")  # below WARNING: it is not written
    return "200 OK", "Hello World!", []


if __name__ == "__main__":
    make_server("127.0.0.1", 29130, application).serve_forever()
