"""Serve MODULE:application with the standard library alone: ``python -m tests.support.wsgiref_server MODULE PORT``."""

import sys
from importlib import import_module
from wsgiref.simple_server import make_server

module, port = sys.argv[1:]
make_server("127.0.0.1", int(port), import_module(module).application).serve_forever()
