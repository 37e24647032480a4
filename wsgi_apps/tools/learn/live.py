"""Asking a program on a real server, over a socket."""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from pathlib import Path

from wsgi_apps.tools.course.asking import HOST
from wsgi_apps.tools.learn.exercise import Exercise
from wsgi_apps.tools.learn.expecting import last_line
from wsgi_apps.tools.learn.reply import At, Reply
from wsgi_apps.tools.learn.sent import Sent
from wsgi_apps.tools.learn.server import Server, Setup, connected, started
from wsgi_apps.tools.learn.strict import line_of
from wsgi_apps.tools.learn.workspace import served
from wsgi_apps.tools.uwsgi_lines import OWN

SILENCE = 3.0  # seconds after which a server "hangs"
STARTING = 10.0  # the same for the first request, where a student's file says what is loaded and when
IN_HAND = 0.15  # seconds after which a request is in a worker's hands
LOADING = 0.5  # seconds in which a server ends that takes connections, and then cannot load the program
ERROR = re.compile(r"(?i)error|exception|cannot|unable|unrecog|no such|invalid")
REQUEST = re.compile(r"\[pid: |\{address|127\.0\.0\.1 - |your process address space|\*\*\* uWSGI is running")
OF_NGINX = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[\w+\] ")
STATUS = re.compile(rb"HTTP/1\.[01] (\d\d\d)")
TRACEBACK = "Traceback (most"
FRAME = re.compile(r'File "([^"]+)", line (\d+)')


class Live:
    """The student's program on a real server, which is started at its first request."""

    def __init__(self, name: str, exercise: Exercise, folder: Path, files: list[str] | None = None) -> None:
        self.name, self.exercise, self.folder = name, exercise, folder
        self.files = exercise.files if files is None else files
        self.servers: dict[tuple[str, int], tuple[Server, bool]] = {}
        self.lock = threading.Lock()

    def server(self, mount: str = "", node: int = 0) -> tuple[Server, bool]:
        """Return a server with something mounted, and whether it takes connections."""
        with self.lock:
            if (mount, node) not in self.servers:
                self.servers[mount, node] = started(self.name, self.setup(mount))
            return self.servers[mount, node]

    def setup(self, mount: str) -> Setup:
        """Return what is served, and how."""
        config = self.exercise.kind == "config"
        settings = {"threads": 4} if self.exercise.kind == "threads" else {}
        settings |= self.exercise.table.get("gunicorn" if self.name == "gunicorn" else "uwsgi", {})
        return Setup(self.folder, served(self.exercise), mount, settings, config)

    def send(self, sent: Sent, node: int = 0) -> Reply:
        """Send a request, and return what came."""
        server, listening = self.server(sent.mount, node)
        since = server.size
        if not listening:
            return self.refused(server)
        waits = self.exercise.kind == "config" and not server.has_answered
        reply = answered(server.port, sent, STARTING if waits else SILENCE)
        if not reply.status and not server.has_answered and server.gone(LOADING):
            return self.refused(server)
        server.has_answered = True
        reply.url, reply.hosts = sent.url, (sent.host, f"{HOST}:{server.port}")
        reply.errors = server.said(since)
        reply.at = self.line(reply.errors)
        return reply

    def refused(self, server: Server) -> Reply:
        """Return the reply for a server that does not serve, with its last words."""
        text = server.said()
        problem = "start" if server.gone() or not server.processes else "hangs"
        return Reply(problem=problem, detail=telling(text), errors=text, at=self.line(text))

    def line(self, log: str) -> At:
        """Return the innermost line of the last traceback in a log that is in a file that the student edits."""
        places = {str(self.folder / name) for name in self.files}
        found = [pair for pair in FRAME.findall(log[log.rfind(TRACEBACK) :]) if pair[0] in places]
        return line_of(Path(found[-1][0]), int(found[-1][1]), self.folder) if found else At()

    def signalled(self, sent: Sent, seconds: float) -> tuple[Reply, float]:
        """Send a request, end the server with SIGTERM meanwhile; return the reply, and after how long it was gone."""
        server, _ = self.server(sent.mount)
        replies: list[Reply] = []
        asking = threading.Thread(target=lambda: replies.append(self.send(sent)))
        asking.start()
        time.sleep(IN_HAND)
        server.processes[0].send_signal(signal.SIGTERM)
        began = time.monotonic()
        gone = server.gone(seconds)
        asking.join()
        return replies[0], time.monotonic() - began if gone else -1.0

    def end(self) -> None:
        """End the servers."""
        for server, _ in self.servers.values():
            server.end()
        self.servers.clear()


def telling(log: str) -> str:
    """Return the most useful line of a log: an error, or else the last line that is not the server's own."""
    news = [line for line in log.splitlines() if line.strip() and not is_common(line)]
    errors = [line for line in news if ERROR.search(line)]
    return (errors or news[-1:] or [last_line(log)])[0].strip()


def last_words(log: str) -> dict[str, str]:
    """Return the last line of each server in a log, by its name; uWSGI's is also that of the program.

    A line about a request is none, and neither is one that uWSGI writes about itself.
    """
    lines = (line.strip() for line in log.splitlines() if line.strip())
    return {"nginx" if OF_NGINX.match(line) else "uwsgi": line for line in lines if not is_common(line)}


def is_common(line: str) -> bool:
    """Return whether a server writes such a line of its log in any case: about itself, or about a request."""
    return bool(OWN.match(line) or REQUEST.match(line))


def answered(port: int, sent: Sent, silence: float = SILENCE) -> Reply:
    """Send a request to a port, and return the reply; ``silence`` is in seconds."""
    received = b""
    try:
        with connected(port) as connection:
            connection.settimeout(silence)
            connection.sendall(sent.wired())
            if sent.half_close:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
                if whole(received, sent.method):
                    break
    except TimeoutError:
        if not received:
            return Reply(problem="hangs")
    except OSError as error:
        if not received:
            return Reply(problem="no reply", detail=type(error).__name__)
    return parsed(received)


def whole(received: bytes, method: str) -> bool:
    """Return whether a response has come to its end, by its Content-Length."""
    head, found, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(found) and method != "HEAD" and length is not None and len(body) >= int(length[1])


def parsed(received: bytes) -> Reply:
    """Return what the bytes of a response say."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    status = STATUS.match(first)
    if status is None:
        return Reply(problem="no reply", detail=received[:80].decode("utf-8", "replace"))
    headers = [
        (name.decode("latin-1").strip(), value.decode("latin-1").strip())
        for name, _, value in (line.partition(b":") for line in lines)
    ]
    made = Reply(int(status[1]), headers, body)
    if made.values("Transfer-Encoding") == ["chunked"]:
        made.body = unchunked(body)
    elif length := made.values("Content-Length"):
        made.body = body[: int(length[0])] if length[0].isdigit() else body
    return made


def unchunked(body: bytes) -> bytes:
    """Return a chunked body without its frames."""
    out = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        digits = size.partition(b";")[0].strip()
        length = int(digits, 16) if re.fullmatch(rb"[0-9A-Fa-f]{1,8}", digits) else 0
        if not length:
            break
        out, body = out + rest[:length], rest[length + 2 :]
    return out
