"""One check as a job: what goes to the child process, and what comes back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.loading import Target


@dataclass
class Job:
    """What to check, and how. ``requests`` are those of the command line; without any, those of the lab, or GET /."""

    target: Target
    requests: list[Asked] = field(default_factory=list)
    answers: str = ""  # the lab whose expectations are held against the program
    middleware: bool = False
    prefix: bool = False
    static: bool = False
    seconds: float = 5.0  # for one request, and for loading the program
    language: str = "en"  # of the sentences about the answers


def written(job: Job) -> str:
    """Return a job as JSON."""
    data = asdict(job) | {"requests": [table(one) for one in job.requests]}
    return json.dumps(data)


def read(text: str) -> Job:
    """Return the job that JSON describes."""
    data = json.loads(text)
    return Job(**{**data, "target": Target(**data["target"]), "requests": [asked(one) for one in data["requests"]]})


def table(request: Asked) -> dict[str, Any]:
    """Return a request as a table of plain values."""
    return asdict(request) | {"body": request.body.decode("latin-1")}


def asked(data: dict[str, Any]) -> Asked:
    """Return the request that a table describes."""
    headers = tuple((name, value) for name, value in data["headers"])
    return Asked(
        **{**data, "headers": headers, "left_out": tuple(data["left_out"]), "body": data["body"].encode("latin-1")}
    )


@dataclass
class Outcome:
    """What a check found: findings as tables, how much was asked, and the sentence that says why it was stopped."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    situations: int = 0
    requests: int = 0
    seconds: float = 0.0
    stopped: str = ""
    place: tuple[str, int] = ("", 0)
    detail: str = ""
    detail_ko: str = ""  # where it is a sentence
    framework: str = ""
    name: str = ""  # of the callable
