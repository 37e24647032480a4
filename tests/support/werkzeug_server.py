"""Serve MODULE:application with Werkzeug's development server: ``python -m tests.support.werkzeug_server MODULE PORT``."""

import sys
from importlib import import_module

from werkzeug.serving import run_simple

module, port = sys.argv[1:]
run_simple("127.0.0.1", int(port), import_module(module).application, threaded=True)  # threaded, as `flask run` has it
