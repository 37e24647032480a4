"""A log file that each of several processes rotates for itself: lines are lost."""

import os
import time
from logging import WARNING, Formatter
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wsgi_apps import App, request

LOGS = Path(os.environ.get("WSGI_APPS_LOGS", Path(__file__).parents[2] / "build" / "logs"))
LOGS.mkdir(parents=True, exist_ok=True)
FILE = LOGS / f"{Path(__file__).stem}.log"

app = App(__name__)
handler = RotatingFileHandler(FILE, maxBytes=2000, backupCount=10, encoding="utf-8", delay=True)
handler.setLevel(WARNING)
handler.setFormatter(Formatter("[%(asctime)s] %(levelname)s in process %(process)d: %(message)s"))
app.logger.addHandler(handler)


@app.route("/slow/<int:seconds>")
def slow(seconds):
    app.logger.warning("a slow page begins")
    time.sleep(seconds)
    app.logger.warning("a slow page ends")
    return "That took a while.\n"


@app.errorhandler(404)
def no_page(error):
    app.logger.error("no page at %.200r", request.path)  # %r writes a line break as \n, and .200 limits the length
    return "There is no such page, and the log says so.", 404
