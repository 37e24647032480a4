"""The process in which a program is checked: with limits, and apart from the one that reports."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from wsgi_apps.tools.check import job as jobs
from wsgi_apps.tools.check.job import Job, Outcome
from wsgi_apps.tools.check.work import DEAF, done

CPU = 60  # seconds of the processor
MEMORY = 2 * 1024**3  # bytes of address space
FILE = 10 * 1024**2  # bytes of a file that the program writes, what it prints among them
ROOT = Path(__file__).resolve().parents[3]


def outcome_of(job: Job, patience: float = 300.0) -> Outcome:
    """Return what a child process found, or why it found nothing after ``patience`` seconds."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as output:
        result = Path(folder) / "outcome.json"
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        started = subprocess.Popen(
            [sys.executable, "-m", "wsgi_apps.tools.check.child", str(result)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"},
        )
        ended = wait(started, jobs.written(job).encode(), patience)
        if result.exists():
            return Outcome(**json.loads(result.read_text(encoding="utf-8")))
        output.seek(0, os.SEEK_END)
        printed = output.tell() > FILE // 2
        deaf = not ended or started.returncode == DEAF
        why = "prints" if printed else "hangs" if deaf else "dies"
        return Outcome(stopped=why, place=(job.target.file, 0), detail=str(started.returncode))


def wait(started: subprocess.Popen[bytes], text: bytes, patience: float) -> bool:
    """Give a child its job, and return whether it ended by itself; whatever it has started is ended with it."""
    try:
        started.communicate(text, timeout=patience)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def limited() -> None:
    """Take the limits upon this process."""
    for kind, most in ((resource.RLIMIT_CPU, CPU), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(file: str) -> int:
    """Do the job that comes on standard input, and write its outcome to a file."""
    job = jobs.read(sys.stdin.read())
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    limited()
    os.register_at_fork(after_in_child=lambda: os._exit(0))  # one process is checked
    outcome = done(job)
    part = Path(f"{file}.part")
    part.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
    part.replace(file)
    sys.stdout.flush()
    os._exit(0)  # threads that the program has left behind do not matter


if __name__ == "__main__":
    main(sys.argv[1])
