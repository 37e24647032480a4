"""Running the scripts of a lab as a terminal does, on ports and with folders of their own."""

import os
import subprocess
from contextlib import contextmanager

from tests.support.servers import BIN, HOST, ROOT, free_port


class Scripts:
    """The scripts of one lab, in an environment where all servers of the course have free ports."""

    def __init__(self, lab, folder):
        self.folder = ROOT / "examples" / lab
        self.logs = folder / "logs"
        self.http, self.socket, self.front, self.gunicorn = (free_port() for _ in range(4))
        self.environment = os.environ | {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PYTHONWARNINGS": "ignore:'cgi' is deprecated",
            "WSGI_APPS_HTTP": f"{HOST}:{self.http}",
            "WSGI_APPS_SOCKET": f"{HOST}:{self.socket}",
            "WSGI_APPS_GUNICORN": f"{HOST}:{self.gunicorn}",
            "WSGI_APPS_LOGS": str(self.logs),
            "NGINX_PORT": str(self.front),
        }

    def run(self, name, *words):
        """Run a script to its end; return its status and what it said."""
        done = subprocess.run(
            [self.folder / name, *words],
            cwd="/",  # a script finds its project wherever it is called from
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )
        return done.returncode, done.stdout.decode()

    @contextmanager
    def started(self, *words):
        """Start the lab's servers as services, and stop them."""
        status, said = self.run("start", *words)
        try:
            assert status == 0, said
            yield said
        finally:
            self.run("stop")


def curl(url, *words):
    """Return what curl prints."""
    return subprocess.run(["curl", "-sS", "-m", "20", *words, url], capture_output=True, text=True, check=True).stdout


def curl_later(url):
    """Start a curl that will wait for its answer."""
    return subprocess.Popen(
        ["curl", "-sS", "-m", "20", url], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
