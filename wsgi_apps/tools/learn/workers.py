"""The other end of ``worker``, which gives it jobs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from wsgi_apps.tools.course.servers import ROOT
from wsgi_apps.tools.processes import start

Table = dict[str, Any]


class Worker:
    """A process that runs programs: started at its first job, and ended with this process."""

    def __init__(self) -> None:
        self.started: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def begin(self) -> subprocess.Popen[bytes]:
        """Return the process, and start it if it does not run."""
        if self.started is None or self.started.poll() is not None:
            path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
            self.started = start(
                [sys.executable, "-m", "wsgi_apps.tools.learn.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            )
        return self.started

    def do(self, folder: Path, **job: Any) -> Table:
        """Do a job in a folder; return its result."""
        process = self.begin()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        process.stdin.write((json.dumps(job | {"folder": str(folder)}) + "\n").encode())
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            self.end()
            return {"checks": [], "problem": "dies", "detail": "worker", "output": "", "seconds": 0.0}
        return json.loads(line)  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process."""
        if self.started is not None:
            for pipe in (self.started.stdin, self.started.stdout):
                if pipe is not None:
                    pipe.close()
            self.started.terminate()
            self.started.wait()
            self.started = None
