"""A barber's counter: ``own`` is what this process has counted, ``sum`` what all have. Do not change it: predict."""

import os
import time
from pathlib import Path

own = 0


def application(environ, start_response):
    global own
    own += 1
    Path(f"{os.getpid()}.count").write_text(str(own))
    total = sum(int(file.read_text()) for file in Path().glob("*.count"))
    text = f"own {own} sum {total}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return Sweeping([text])


class Sweeping(list):
    """A body after which the barber sweeps the floor, and takes no customer for a while."""

    def close(self):
        time.sleep(0.2)
