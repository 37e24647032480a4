"""The process that runs the student's programs: a child for each job, with limits, that is ended in any case.

It reads a job a line, and writes a result a line. A child tells what it does as it goes on, so that something is known
of a program that ends the process or never ends.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from wsgi_apps.tools.check import job as check_jobs, work
from wsgi_apps.tools.check.loading import Target
from wsgi_apps.tools.learn.exercise import Exercise, named
from wsgi_apps.tools.learn.running import FAIL, results
from wsgi_apps.tools.learn.sent import Sent, sent
from wsgi_apps.tools.learn.strict import NoCallable, Strict, line_of
from wsgi_apps.tools.learn.values import Values
from wsgi_apps.tools.learn.workspace import SERVED

CPU, MEMORY, FILE = 5, 1024**3, 10 * 1024**2  # seconds, bytes of address space, bytes of a file that is written
PATIENCE = 1.0  # seconds of the processor that a request may take
WAITING = 3.0  # seconds that a check may take, even if other programs need the processor
ALL = 30.0  # seconds for a job, in any case
MUCH = 1024 * 1024  # bytes that a program may print
SHOWN = 2000  # characters of it that are shown
FRAME = re.compile(r'File "([^"]+)", line (\d+)')
STACK = 512 * 1024  # bytes of a thread: eight megabytes each would soon be all of the memory
Table = dict[str, Any]


def main() -> None:
    """Do the jobs that come on standard input, until it ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        replies.write(json.dumps(done(json.loads(line), replies), ensure_ascii=False) + "\n")
        replies.flush()


def done(job: Table, replies: IO[str]) -> Table:
    """Do a job in a child process; return what it told, what it printed, and how it ended."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as hang:
        began = time.perf_counter()
        child = os.fork()
        if not child:
            replies.close()
            in_child(job, told.fileno(), output.fileno(), hang)
        ended = waited(child)
        lines = [json.loads(line) for line in content(told).splitlines() if line.endswith("}")]
        result: Table = {"checks": [], "problem": "", "detail": "", "seconds": time.perf_counter() - began}
        for line in lines:
            result["checks"] += [line["check"]] if "check" in line else []
            result |= {key: value for key, value in line.items() if key != "check"}
        printed, size = content(output)[:SHOWN], os.fstat(output.fileno()).st_size
        return result | {"output": printed} | verdict(result, size, content(hang), ended, job)


def verdict(result: Table, printed: int, hang: str, ended: int | None, job: Table) -> Table:
    """Return the word for how a job ended badly; nothing for one that did not."""
    if printed > MUCH:
        return {"problem": "prints", "detail": f"{printed} bytes"}
    if hang or ended is None or -ended in (signal.SIGXCPU, signal.SIGPROF, signal.SIGALRM):
        folder = Path(job["folder"])
        places = {str(folder / name) for name in job.get("files", ())}
        mine = [found for found in FRAME.findall(hang) if found[0] in places]
        at = asdict(line_of(Path(mine[0][0]), int(mine[0][1]), folder)) if mine else {}
        seconds = WAITING if ended == -signal.SIGALRM else PATIENCE
        return {"problem": "hangs", "detail": f"{seconds:g} s", "at": at}
    if not result.get("end") and not result["problem"]:
        return {"problem": "dies", "detail": str(ended)}
    return {}


def content(file: IO[bytes]) -> str:
    """Return the text of a file that a child has written."""
    return os.pread(file.fileno(), FILE, 0).decode("utf-8", "replace")


def waited(child: int) -> int | None:
    """Wait for a child, and end all that it has started; return its exit status, None for one that had to be ended."""
    end = time.monotonic() + ALL
    status: int | None = None
    while status is None and time.monotonic() < end:
        found, code = os.waitpid(child, os.WNOHANG)
        if found:
            status = os.waitstatus_to_exitcode(code)
        else:
            time.sleep(0.001)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
    return status


def in_child(job: Table, told: int, output: int, hang: IO[bytes]) -> None:
    """Do a job in this process, report the result, and end the process."""
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        text = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 (it ends with the process)
        with redirect_stdout(text), redirect_stderr(text):
            limit()
            Child(job, told, hang).run()
            text.flush()
    finally:
        os._exit(0)


def limit() -> None:
    """Take the limits upon this process."""
    for kind, most in ((resource.RLIMIT_CPU, CPU), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.stack_size(STACK)


def recorded(exercise: Exercise, folder: Path, seed: int) -> list[Any]:
    """Return the responses of a program to the first request of each check, by method, path and query."""
    strict, table = Strict(exercise, folder), []
    for check in exercise.checks:
        if "strict" in check.get("on", ("strict",)) and "send" in check:
            values = Values(seed, exercise.id, check["id"], 0)
            request = sent(values.filled({key: value for key, value in check.items() if key not in ("then", "why")}))
            asked, reply = request.asked(), strict.send(request)
            answer = (f"{reply.status} -", reply.headers, reply.body.decode("latin-1"))
            table.append(((asked.method, f"{asked.path}?{asked.query}"), answer))
    return table


class Child:
    """The process of one job; ``told`` is the file in which it reports its progress."""

    def __init__(self, job: Table, told: int, hang: IO[bytes]) -> None:
        self.job, self.told, self.hang = job, told, hang
        self.folder, self.process, self.forks = Path(job["folder"]), os.getpid(), 0

    def tell(self, **table: Any) -> None:
        """Write a line."""
        os.write(self.told, (json.dumps(table) + "\n").encode())

    def patient(self, requests: int = 1) -> None:
        """Begin the patience again: at its end the process ends, and the line that hangs is written.

        A signal interrupts the thread whose frames are written. ``dump_traceback_later`` reads them from another thread
        while the program goes on, and now and then finds no line, or a frame that is gone.
        """
        signal.setitimer(signal.ITIMER_REAL, WAITING + requests / 100)
        self.renew()

    def renew(self) -> None:
        """Begin the patience with a request again. C code handles the signal, so the program cannot delay it."""
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)

    def run(self) -> None:
        """Run the program, and report how it ended."""
        os.register_at_fork(before=self.forked, after_in_child=lambda: os._exit(0))
        os.chdir(self.folder)
        sys.path.insert(0, str(self.folder))
        for number in (signal.SIGPROF, signal.SIGALRM):
            faulthandler.register(number, self.hang, chain=True)
        self.patient()
        try:
            self.checked() if "check" in self.job else self.exercised()
        except NoCallable as error:
            self.tell(problem="callable", expected=str(error), detail=error.near)
        except SystemExit as error:
            self.tell(problem="exits", detail=f"SystemExit({error.code!r})", at=self.at(error))
        except BaseException as error:
            self.tell(problem="import", detail=f"{type(error).__name__}: {error}", at=self.at(error))
        self.impatient()
        if self.forks:
            self.tell(problem="forks")
        self.tell(end=True)

    def impatient(self) -> None:
        """Wait as long as it takes, from now on."""
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)

    def forked(self) -> None:
        """Count a fork of the program's."""
        self.forks += 1

    def at(self, error: BaseException) -> Table:
        """Return the line of an exception: the innermost one that the student edits, else that of a given file."""
        places = {str(self.folder / name) for name in self.job.get("files", ())}
        if isinstance(error, SyntaxError) and error.filename in places:
            return asdict(line_of(Path(error.filename), error.lineno or 0, self.folder))
        frames = [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)]
        given = [place for place in frames if place[0].is_relative_to(self.folder)]
        mine = [place for place in given if str(place[0]) in places]
        last = (mine or given)[-1:]
        return asdict(line_of(*last[0], self.folder)) if last else {}

    def exercised(self) -> None:
        """Run the checks of an exercise, and of the steps before it."""
        exercise = named(self.job["exercise"], Path(self.job["root"]))
        if self.job.get("record"):
            self.tell(recorded=recorded(exercise, self.folder, self.job["seed"]))
            return
        for step in exercise.steps if not self.job.get("alone") else [exercise]:
            if not self.step(step, "" if step is exercise else f"{step.id}."):
                return

    def step(self, step: Exercise, prefix: str) -> bool:
        """Run the checks of one step; return whether to go on."""

        def told(name: str, request: Sent | None, requests: int) -> None:
            self.patient(requests)
            line, table = ("", {}) if request is None else (request.line, request.table())
            self.tell(now=f"{prefix}{name}", request=line, sent=table)

        strict = Strict(step, self.folder, self.job.get("files"))
        if any("strict" in one.get("on", ("strict",)) for one in step.checks):
            self.tell(now="", request="", sent={})
            strict.callable()
        strict.watch_files()
        strict.renew = self.renew
        for result in results(step, strict, self.job["seed"], self.job.get("every", False), told):
            result.id = prefix + result.id
            self.tell(check=asdict(result))
            if result.status == FAIL and not self.job.get("every"):
                return False
        return True

    def checked(self) -> None:
        """Ask what ``check`` says of the program."""
        module, _, name = self.job["check"].partition(":")
        middleware = module == SERVED
        target = Target(module, str(self.folder), str(self.folder / f"{module.replace('.', '/')}.py"), name)
        self.impatient()
        outcome = work.done(check_jobs.Job(target, middleware=middleware and False))
        self.tell(findings=outcome.findings, stopped=outcome.stopped, because=outcome.detail)


if __name__ == "__main__":
    main()
