#!/usr/bin/env python3
"""A log file that rotates: each missing page leaves a line, and the file never grows beyond 2,000 bytes."""

import os
from logging import WARNING, Formatter
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wsgi_apps import Flask, request

LOGS = Path(os.environ.get("WSGI_APPS_LOGS", Path(__file__).parents[2] / "build" / "logs"))
LOGS.mkdir(parents=True, exist_ok=True)
FILE = LOGS / f"{Path(__file__).stem}.log"

app = Flask(__name__)
handler = RotatingFileHandler(FILE, maxBytes=2000, backupCount=10, encoding="utf-8", delay=True)
handler.setLevel(WARNING)
handler.setFormatter(Formatter("[%(asctime)s] %(levelname)s in process %(process)d: %(message)s"))
app.logger.addHandler(handler)


@app.route("/")
def hello():
    app.logger.info("somebody is greeted")  # below WARNING: it is not written
    return "Hello World!"


@app.route("/warning")
def warning():
    app.logger.warning("somebody asked for a warning")
    return "There is a warning in the log now. 로그에 경고가 남았습니다."


@app.errorhandler(404)
def no_page(error):
    app.logger.error("no page at %.200r", request.path)  # %r writes a line break as \n, and .200 limits the length
    return "There is no such page, and the log says so. 그런 페이지는 없으며, 로그에 기록했습니다.", 404


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
