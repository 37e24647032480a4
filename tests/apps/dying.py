"""An application that carries a request out and dies before it answers."""

import os
import signal


def application(environ, start_response):
    """Do the work, then end the process as a fault would."""
    print("carried out", file=environ["wsgi.errors"], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
