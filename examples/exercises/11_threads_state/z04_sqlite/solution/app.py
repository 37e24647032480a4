"""A petition: POST /NAME adds a signature to the count in petition.db, and says which number it is."""

import sqlite3
from contextlib import closing


def opened():
    """Return a connection, which waits for up to 5 seconds while another one writes."""
    store = sqlite3.connect("petition.db", timeout=5, isolation_level=None)
    store.execute("PRAGMA synchronous = OFF")  # quick, and unsafe when the power fails
    return store


with closing(opened()) as store:
    store.execute("CREATE TABLE IF NOT EXISTS petition (signatures INTEGER)")
    store.execute("INSERT INTO petition SELECT 0 WHERE NOT EXISTS (SELECT * FROM petition)")


def application(environ, start_response):
    with closing(opened()) as store:
        [(number,)] = store.execute("UPDATE petition SET signatures = signatures + 1 RETURNING signatures")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{environ.get('PATH_INFO', '')}: signature {number}".encode("latin-1")]
