"""Run a program as ``python FILE`` does, with its port moved: ``python -m tests.support.as_script PORT FILE``.

A lab's program names the port of the course; here it is given a free one. Nothing else of the program is touched.
"""

import runpy
import sys
from pathlib import Path
from wsgiref import simple_server

import flask

import wsgi_apps

PORT, FILE = int(sys.argv[1]), Path(sys.argv[2])


def moved(make_server):
    return lambda host, port, *more, **options: make_server(host, PORT, *more, **options)


def moved_run(run):
    return lambda app, host=None, port=None, *more, **options: run(app, host, PORT, *more, **options)


simple_server.make_server = moved(simple_server.make_server)
wsgi_apps.App.run = moved_run(wsgi_apps.App.run)
flask.Flask.run = moved_run(flask.Flask.run)
sys.path[0] = str(FILE.parent)
sys.argv = [str(FILE)]
runpy.run_path(str(FILE), run_name="__main__")
