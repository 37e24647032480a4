#!/usr/bin/env python3
"""The cure: the transaction asks for the lock at its beginning, before it reads."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

FILE = Path(os.environ.get("COUNTER_FILE", "build/trap.db"))


def connect():
    FILE.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(FILE, timeout=60, isolation_level=None)  # seconds to wait for a lock


with closing(connect()) as first:
    first.executescript("PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS counts; CREATE TABLE counts (count INTEGER)")
    first.execute("INSERT INTO counts VALUES (0)")


def increment(connection):
    connection.execute("BEGIN IMMEDIATE")
    [(count,)] = connection.execute("SELECT count FROM counts")
    connection.execute("UPDATE counts SET count = ?", [count + 1])
    connection.execute("COMMIT")
    return count + 1


def application(environ, start_response):
    try:
        with closing(connect()) as connection:
            count = increment(connection)
    except sqlite3.OperationalError as error:
        print(error, file=environ["wsgi.errors"], flush=True)
        start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
        return [f"{error}\n".encode()]
    found = {"count": count, "process": os.getpid(), "thread": threading.current_thread().name}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [json.dumps(found).encode()]
