"""Serve an application on uWSGI.

The terminal shows the requests, what the program prints or raises, and uWSGI's errors. All that uWSGI says is in its
log, build/uwsgi/PORT.log.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import tty
from argparse import ArgumentTypeError, Namespace
from dataclasses import dataclass
from errno import EADDRINUSE
from pathlib import Path
from typing import IO

from wsgi_apps.development.short_traceback import short_traceback
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.naming import Named, missing_name, named, resolved
from wsgi_apps.tools.processes import made_folder, start
from wsgi_apps.tools.suggestion import first_request
from wsgi_apps.tools.uwsgi_log import WAIT, UwsgiLog, wants_colours

HOST = "127.0.0.1"
INI = "ini/uwsgi.ini"
LOGS = Path("build/uwsgi")
READY = """{name} is served at http://{address}/ by uWSGI, and at {uwsgi} for nginx. Ctrl-C ends it.
uWSGI's log is {log}. Try in a second terminal:
  {request}
"""
EXAMPLES = """
  python -m wsgi_apps serve wsgi_apps.hello_json   the same as make run
  python -m wsgi_apps serve examples/lab02_methods/ours.py
  python -m wsgi_apps serve hello:app --port 8001 --socket-port 19131
"""
NOT_LOADED = 22  # uWSGI's exit status where no application is loaded


def main(arguments: list[str]) -> int:
    """Serve the application that the command line names until Ctrl-C; return the exit status."""
    options = command_line(arguments)
    try:
        return served(options)
    except Mistake as error:
        print(error, file=sys.stderr)
    except SyntaxError as error:
        print(short_traceback(error), end="", file=sys.stderr)
    return 1


def command_line(arguments: list[str]) -> Namespace:
    """Return the options of the command line."""
    made = parser("serve", __doc__, EXAMPLES)
    made.add_argument("application", help="a module or a file, and a name in it: hello, hello.py or package.module:app")
    made.add_argument("--port", type=port_number, default=8000, help="the port for HTTP (default: 8000)")
    made.add_argument("--socket-port", type=port_number, default=19130, help="the port for nginx (default: 19130)")
    made.add_argument("--log", choices=("quiet", "all"), default="quiet", help="all: show uWSGI's whole log, too")
    return made.parse_args(arguments)


def served(options: Namespace) -> int:
    """Serve an application until uWSGI ends; return its exit status. Raises Mistake with what to write instead."""
    sys.path.insert(0, str(Path.cwd()))
    refuse(missing_file(INI))
    application = found(options.application)
    refuse(
        same_port(options.port, options.socket_port)
        or port_in_use(options.port, "PORT", "--port")
        or port_in_use(options.socket_port, "SOCKET_PORT", "--socket-port")
    )
    with log_file(options.port) as file:
        log = UwsgiLog(file, sys.stderr, options.log == "all", wants_colours(sys.stderr))
        return Serving(application, options.port, options.socket_port, log).run()


def refuse(problem: str) -> None:
    """Raise Mistake if there is a ``problem``."""
    if problem:
        raise Mistake(problem)


def found(text: str) -> Named:
    """Return the application that a ``text`` names. Raises Mistake, and SyntaxError for a source that is not Python."""
    try:
        return resolved(named(text, "python -m wsgi_apps serve"))
    except (Mistake, SyntaxError):
        raise
    except Exception as error:  # an import of the package around the module can raise anything
        place = text.partition(":")[0]
        raise Mistake(f"The package of {place!r} cannot be imported: {type(error).__name__}: {error}.") from error


def log_file(port: int) -> IO[bytes]:
    """Open the log of the server at a port: in the project, or among the temporary files if that is read-only."""
    try:
        return (made_folder(LOGS) / f"{port}.log").open("wb")
    except (Mistake, OSError):
        return tempfile.NamedTemporaryFile(prefix=f"uwsgi-{port}-", suffix=".log", delete=False)


@dataclass
class Serving:
    """A uWSGI that serves an application at two ports, and its log on this terminal."""

    application: Named
    port: int
    socket_port: int
    log: UwsgiLog
    is_ready: bool = False
    is_ending: bool = False

    def run(self) -> int:
        """Start uWSGI, show its log until it ends, and return its exit status."""
        ready, when_ready = os.pipe()
        output, written = opened(self.log.terminal.isatty())
        self.server = start(
            self.words(when_ready),
            env=os.environ | self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            pass_fds=[when_ready],
            process_group=0,  # Ctrl-C is for this process, which hands it on
        )
        os.close(written)
        os.close(when_ready)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.end)
        self.follow(output, ready)
        return self.ended(self.server.wait())

    def words(self, when_ready: int) -> list[str]:
        """Return the command line of uWSGI: its first worker writes a word to a pipe as soon as it takes requests."""
        hook = ["--hook-accepting1-once", f"write:/dev/fd/{when_ready} ready"]
        return [uwsgi_program(), "--ini", INI, "--module", self.application.spelling, *hook, *self.log.options]

    def environment(self) -> dict[str, str]:
        """Return what uWSGI finds in its environment: where it listens, and where the module is."""
        return {
            "WSGI_APPS_HTTP": f"{HOST}:{self.port}",
            "WSGI_APPS_SOCKET": f"{HOST}:{self.socket_port}",
            "PYTHONPATH": self.application.python_path,
        }

    def follow(self, output: int, ready: int) -> None:
        """Hand the log on until uWSGI has ended, and say when it is ready."""
        waiting = [output, ready]
        while output in waiting:
            readable = select.select(waiting, [], [], WAIT)[0]
            if not readable:
                self.log.pause()
                if self.server.poll() is not None:  # a process that the program started has its output open still
                    return
            if output in readable:
                data = read(output)
                self.log.take(data)
                if not data:
                    waiting.remove(output)
            elif ready in readable:
                self.is_ready = bool(os.read(ready, 16))
                waiting.remove(ready)
                if self.is_ready:
                    self.announce()

    def announce(self) -> None:
        """Say where the application is served, and what to try."""
        address, uwsgi = f"{HOST}:{self.port}", f"{HOST}:{self.socket_port}"
        request = first_request(self.application, f"http://{address}")
        name = self.application.shown
        print(
            READY.format(name=name, address=address, uwsgi=uwsgi, log=shown(self.log.file.name), request=request),
            flush=True,
        )

    def end(self, number: int, frame: object) -> None:
        """End uWSGI: at once for Ctrl-C, after the requests in hand for the other signals."""
        self.is_ending = True
        self.log.own.end()
        graceful = number != signal.SIGINT and self.is_ready  # before that uWSGI takes SIGTERM for a reload
        self.server.send_signal(signal.SIGTERM if graceful else signal.SIGINT)

    def ended(self, status: int) -> int:
        """Say in one line how it ended, and return uWSGI's exit status."""
        if self.is_ending:
            start_of_line = "\n" if self.log.terminal.isatty() else ""  # behind the ^C
            count = f"{self.log.answered} request{'' if self.log.answered == 1 else 's'}"
            answered = "" if self.log.is_whole else f" after {count}"
            print(f"{start_of_line}Goodbye{answered}: ports {self.port} and {self.socket_port} are free again.")
        elif status == NOT_LOADED and not (self.application.name or self.log.has_traceback):
            print(missing_name(self.application, []), file=sys.stderr)
        elif status == NOT_LOADED:
            print(f"Nothing is served: uWSGI cannot load {self.application.spelling}. {self.where()}", file=sys.stderr)
        else:
            print(f"uWSGI has ended with status {status}. {self.where()}", file=sys.stderr)
        return status

    def where(self) -> str:
        """Return the sentence that says where the log is."""
        path = shown(self.log.file.name)
        return f"Its log is {path}, and `python -m wsgi_apps doctor log {path}` says what it means."


def shown(path: str) -> str:
    """Return a path as it is shown: from this folder if it is below."""
    return os.path.relpath(path) if Path(path).absolute().is_relative_to(Path.cwd()) else path


def opened(as_terminal: bool) -> tuple[int, int]:
    """Return the two ends of what uWSGI writes to: a pseudo-terminal, at which Python holds no line back, or a pipe."""
    if not as_terminal:
        return os.pipe()
    reading, writing = pty.openpty()
    tty.setraw(writing)  # a line ends as it was written
    return reading, writing


def read(output: int) -> bytes:
    """Return what has come; empty after the last writer has ended."""
    try:
        return os.read(output, 65536)
    except OSError:  # EIO: a pseudo-terminal whose other end is closed
        return b""


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


def same_port(port: int, socket_port: int) -> str:
    """Return what to do if both ports are one, or ``""``."""
    if port != socket_port:
        return ""
    return f"Port {port} cannot be for HTTP and for the uwsgi protocol at once: choose another with --port NUMBER."


def port_in_use(port: int, variable: str, option: str) -> str:
    """Return what to do if a ``port`` cannot be used, or ``""``. ``variable`` is make's word for ``option``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as uWSGI does: a port just freed is free
        try:
            probe.bind((HOST, port))
        except OSError as error:
            first = (
                f"end what uses it (`python -m wsgi_apps doctor port {port}` says what), or "
                if error.errno == EADDRINUSE
                else ""
            )
            choice = f"choose another with {option} NUMBER (make: {variable}=NUMBER)"
            return f"Port {port} of {HOST} cannot be used ({error.strerror}): {first}{choice}."
    return ""


def uwsgi_program() -> str:
    """Return the path of uWSGI: the one beside this Python first, then the one on the PATH."""
    beside = Path(sys.executable).with_name("uwsgi")
    program = str(beside) if beside.exists() else shutil.which("uwsgi")
    if program is None:
        sys.exit("uWSGI is not installed: `make run` does it.")
    return program
