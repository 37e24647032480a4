#!/usr/bin/env python3
"""The trap: a connection that is opened when the module is imported, and so before uWSGI forks its workers."""

import json
import os
import threading

import psycopg

from examples.lab20_state_outside.counters.in_postgresql import ADD, TABLE

connection = psycopg.connect(os.environ["COUNTER_URL"], autocommit=True)  # one socket; every worker inherits it
connection.execute(TABLE)


def application(environ, start_response):
    (count,) = connection.execute(ADD, ["visits"]).fetchone()
    found = {"count": count, "process": os.getpid(), "thread": threading.current_thread().name}
    body = json.dumps(found).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
