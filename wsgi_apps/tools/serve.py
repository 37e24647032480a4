"""Serve a WSGI application on uWSGI: ``python -m wsgi_apps serve MODULE``.

It checks what uWSGI would only tell in the middle of its log, then becomes uWSGI with ``ini/uwsgi.ini``.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from errno import EADDRINUSE
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
INI = "ini/uwsgi.ini"
READY = """
{module} is served at http://{address}/ by uWSGI, and at {uwsgi} for nginx. Ctrl-C ends it. Try:

  curl {request}
"""
POST = """-X POST http://{address}/60162176 -H "Content-Type: application/json; charset=utf-8" --data '{{"name":"JongHyun"}}'"""
GET = "-i http://{address}/"


def main(arguments: list[str]) -> int:
    """Serve the application that the command line names; return an exit status if it cannot be."""
    parser = ArgumentParser(prog="python -m wsgi_apps serve", description=__doc__)
    parser.add_argument("module", help="such as wsgi_apps.hello_json, or package.module:callable")
    parser.add_argument("--port", type=port_number, default=8000, help="plain HTTP (default 8000)")
    parser.add_argument("--socket-port", type=port_number, default=19130, help="uwsgi protocol (default 19130)")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    problem = (
        missing_file(INI)
        or missing_module(options.module)
        or same_port(options.port, options.socket_port)
        or port_in_use(options.port, "PORT", "--port")
        or port_in_use(options.socket_port, "SOCKET_PORT", "--socket-port")
    )
    if problem:
        print(problem, file=sys.stderr)
        return 1
    address, uwsgi = f"{HOST}:{options.port}", f"{HOST}:{options.socket_port}"
    request = (POST if options.module.startswith("wsgi_apps.hello") else GET).format(address=address)
    ready = announce_when_ready(READY.format(module=options.module, address=address, uwsgi=uwsgi, request=request))
    environment = os.environ | {"WSGI_APPS_HTTP": address, "WSGI_APPS_SOCKET": uwsgi}
    os.execve(uwsgi_program(), ["uwsgi", "--ini", INI, "--module", options.module, *ready], environment)


def port_number(text: str) -> int:
    """Return the port that ``text`` names. Raises ArgumentTypeError, which ends the command with a sentence."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def missing_file(name: str) -> str:
    """Return what to do if a file of the project is not there, or ``""``."""
    if Path(name).is_file():
        return ""
    return f"There is no {name} in this folder: change to the folder of the project first."


def missing_module(name: str) -> str:
    """Return what is wrong with the name of a module, or ``""``."""
    module = name.partition(":")[0]
    try:
        found = find_spec(module) is not None
    except (ImportError, ValueError):
        found = False
    except Exception as error:  # whatever the package around the module does when it is imported
        return f"The package of {module!r} cannot be imported: {type(error).__name__}: {error}."
    return "" if found else f"There is no module {module!r}: give a dotted name such as wsgi_apps.hello_json."


def same_port(port: int, socket_port: int) -> str:
    """Return what is wrong if both ports are one, or ``""``."""
    if port != socket_port:
        return ""
    return f"Port {port} cannot be for HTTP and for the uwsgi protocol at once: choose another with --port NUMBER."


def port_in_use(port: int, variable: str, option: str) -> str:
    """Return the sentence that says who may help if ``port`` cannot be listened on, or ``""``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as uWSGI does: a port just freed is free
        try:
            probe.bind((HOST, port))
        except OSError as error:
            first = "end what uses it, or " if error.errno == EADDRINUSE else ""
            choice = f"choose another with {option} NUMBER (make: {variable}=NUMBER)"
            return f"Port {port} of {HOST} cannot be used ({error.strerror}): {first}{choice}."
    return ""


def uwsgi_program() -> str:
    """Return the path of uWSGI: the one beside this Python first, then the one on the PATH."""
    beside = Path(sys.executable).with_name("uwsgi")
    found = str(beside) if beside.exists() else shutil.which("uwsgi")
    if found is None:
        sys.exit("uWSGI is not installed: `make run` does it.")
    return found


def announce_when_ready(text: str) -> list[str]:
    """Print ``text`` once a worker accepts requests; return uWSGI's arguments for that.

    The worker writes a word into a pipe. If uWSGI ends before, the pipe ends too, and nothing is printed. Who prints is
    a child's child: this process becomes uWSGI, which would report the end of a child that it does not know.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os.close(reading)
        os.set_inheritable(writing, True)
        return ["--hook-accepting1-once", f"write:/dev/fd/{writing} ready"]
    if os.fork() == 0:
        os.close(writing)
        if os.read(reading, 1):
            print(text, flush=True)
    os._exit(0)
