"""The program of lab 20, with a path whose worker is killed while it holds uWSGI's lock."""

import os
import signal

import uwsgi

from examples.lab20_state_outside.raw import application as counter


def application(environ, start_response):
    if environ["PATH_INFO"] == "/hold":
        uwsgi.lock()
        os.kill(os.getpid(), signal.SIGKILL)
    return counter(environ, start_response)
