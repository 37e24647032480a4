"""Do a job in this process: load the program, check it, and return what was found."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EFBIG
from pathlib import Path
from typing import Any

from wsgi_apps.tools.check import job as jobs
from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.checking import Check, loaded_files
from wsgi_apps.tools.check.findings import Finding, Findings, framework
from wsgi_apps.tools.check.job import Job, Outcome
from wsgi_apps.tools.check.loading import as_asked, lab_of, loaded
from wsgi_apps.tools.check.middleware import middleware_breaches
from wsgi_apps.tools.check.own import Own, Sources
from wsgi_apps.tools.check.probe import Run
from wsgi_apps.tools.check.process import Stopped, watched
from wsgi_apps.tools.check.static import static_breaches
from wsgi_apps.tools.course.asking import in_process
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import Lab, Mistake, Request

AGAIN = 1.0  # seconds after which a program that will not be stopped is ended
DEAF = 86  # the exit status of a process that was ended so


def done(job: Job) -> Outcome:
    """Do a job; whatever ends it early is told in the outcome."""
    outcome, began = Outcome(), time.perf_counter()
    own = Own(job.target.file, job.target.folder)
    patience = Patience(job.seconds)
    try:
        with patience.waiting():
            check(job, own, outcome, patience)
    except Mistake as mistake:
        outcome.stopped, outcome.detail, outcome.detail_ko = "mistake", str(mistake), mistake.korean
    except Stopped as stopped:
        stop(outcome, str(stopped), stopped, own)
    except SystemExit as error:
        stop(outcome, "exits", error, own)
    except BaseException as error:
        full = isinstance(error, OSError) and error.errno == EFBIG
        stop(outcome, "prints" if full else "import", error, own)
    outcome.seconds = round(time.perf_counter() - began, 3)
    return outcome


def stop(outcome: Outcome, why: str, error: BaseException, own: Own) -> None:
    """Note why a check ended early, and at which line of the student's."""
    place = own.raised(error)
    line = error.lineno if isinstance(error, SyntaxError) else place.line
    outcome.stopped, outcome.place = why, (place.file or own.file, line or 0)
    outcome.detail = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]


class Patience:
    """Ends a program that does nothing new for some seconds: it is not asked anything, and loads no module."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.rung, self.modules = seconds, False, 0

    def renew(self) -> None:
        """Begin the seconds again."""
        self.modules = len(sys.modules)
        signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN)

    def ring(self, number: int, frame: Any) -> None:
        """Raise Stopped in the program; end the process if the program has caught that."""
        if self.rung:
            os._exit(DEAF)
        if len(sys.modules) > self.modules:  # a large library, or a slow disk
            return self.renew()
        self.rung = True
        raise Stopped("hangs")

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Watch what is done in this context."""
        before = signal.signal(signal.SIGALRM, self.ring)
        self.renew()
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def check(job: Job, own: Own, outcome: Outcome, patience: Patience) -> None:
    """Load the program and check it."""
    if job.static:
        findings = Findings(Sources([job.target.file]))
        for breach in static_breaches(findings.sources):
            findings.add(breach, "source")
        outcome.findings = [as_table(one) for one in findings.heard()]
        return
    forks: list[int] = []
    os.register_at_fork(before=lambda: forks.append(1))
    outcome.name, application = loaded(job.target, not job.middleware)
    if forks:
        raise Stopped("forks")
    lab = lab_of(job.answers)
    if lab is not None:
        for request in lab.requests:
            patience.renew()
            outcome.answers.append(told(lab, request, in_process(application, request), job))
    run_all(job, own, application, outcome, patience)


def run_all(job: Job, own: Own, application: Any, outcome: Outcome, patience: Patience) -> None:
    """Run all situations."""
    sources = Sources(loaded_files(own))
    home = lab_of(job.target.lab)
    check = Check(application, own, sources, job.prefix, state=bool(home and home.state), renew=patience.renew)
    try:
        if job.middleware:
            check.all([])
            with watched(Run(Asked(), own, sources)):
                for breach in middleware_breaches(application, own, sources):
                    check.findings.add(breach, "middleware")
        else:
            check.all(asked_of(job, home))
    finally:
        outcome.findings = [as_table(one) for one in check.findings.heard()]
        outcome.situations, outcome.requests = len(check.names), check.runs
        outcome.framework = framework(application)


def asked_of(job: Job, home: Lab | None) -> list[Asked]:
    """Return the requests of a job: those of the command line, else those of its lab, else GET /."""
    lab = lab_of(job.answers) or home
    if job.requests or lab is None:
        return job.requests or [Asked()]
    return list(dict.fromkeys(as_asked(request) for request in lab.requests))


def way_of(lab: Lab, job: Job) -> str:
    """Return the way of a lab whose expectations are held against a program: that of its name, or of its callable's."""
    stem = Path(job.target.file).stem
    if stem in lab.ways:
        return stem
    wanted = "ours" if job.target.name == "app" else "raw"
    return wanted if wanted in lab.ways else lab.ways[0]


def told(lab: Lab, request: Request, answer: Any, job: Job) -> dict[str, Any]:
    """Return an answer as a table: the request, why it is made, and what is unexpected in the answer."""
    way = way_of(lab, job)
    return {
        "request": str(request),
        "why": request.reason(job.language),
        "status": answer.status,
        "unexpected": list(unexpected(request, way, answer, job.language)),
    }


def as_table(finding: Finding) -> dict[str, Any]:
    """Return a finding as a table of plain values."""
    place = finding.place
    return {
        "rule": finding.rule,
        "detail": finding.detail,
        "file": place.file,
        "line": place.line,
        "end_line": place.line,
        "text": finding.text,
        "situations": finding.situations,
        "outside": place.outside,
        "asked": None if finding.asked is None else jobs.table(finding.asked),
    }
