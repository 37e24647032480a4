"""The page that says what came of the faults."""

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from importlib.metadata import version

from tests.servers.faults.faults import FAULTS, Finding
from tests.support.stores import postgresql_program

HEAD = """# Faults, made on purpose

Written by `make faults`, which makes each fault under load, holds that it really happened, and counts what came of it.
`make test` does each of them shortly, and fails when a promise no longer holds. The load is clients that send a request, read
the answer and send the next, each on a connection of its own; a request counts as acknowledged when its answer has arrived
whole.

What the rows are: `acknowledged`, the increments that clients were told of; `stored`, the count in the store at the end; `lost`,
those acknowledged that are not stored; `twice`, counts that were given to two clients; `failed`, requests that got an error or no
answer, and may be stored or not. Times are in seconds: `back after`, until a node that was started again had answered; `stalled`,
until a number of answers had come after the cable was pulled; `joined after`, until the node had answered when it was back;
`longest`, the longest that a client waited.
"""


def page(findings: Mapping[tuple[str, str], Finding], measured_with: str) -> str:
    """Return the page (str, Markdown): a section a fault, a row a figure."""
    sections = [HEAD]
    for fault in FAULTS:
        ways = {variant: findings[fault.name, variant] for variant in fault.variants}
        sections.append(f"## {fault.name}\n\nPromised: {fault.promise}\n\n{table(ways)}\n")
    return "\n".join([*sections, f"Measured with {measured_with}.\n"])


def table(ways: Mapping[str, Finding]) -> str:
    """Return the figures (str, a Markdown table): a column a variant."""
    names = list(dict.fromkeys(name for finding in ways.values() for name in finding.figures))
    rows = [["", *ways], ["---"] * (len(ways) + 1), ["it happened", *(one.proof for one in ways.values())]]
    rows += [[name, *(told(one.figures.get(name, "")) for one in ways.values())] for name in names]
    rows.append(["promise", *("**broken**" if one.broken else "held" for one in ways.values())])
    return "\n".join(f"| {' | '.join(clean(cell) for cell in row)} |" for row in rows)


def told(figure: object) -> str:
    return ", ".join(map(str, figure)) if isinstance(figure, list) else str(figure)


def clean(text: str) -> str:
    """Return a text without what is of this machine alone."""
    return re.sub(r"/\S*/", ".../", text).replace("|", "\\|")


def versions() -> str:
    """Return what was measured with (str)."""
    nginx = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, encoding="utf-8").stderr.strip()
    redis = subprocess.run(["redis-server", "--version"], capture_output=True, encoding="utf-8").stdout.split()
    postgresql = subprocess.run([postgresql_program("postgres"), "--version"], capture_output=True, encoding="utf-8")
    return ", ".join(
        [
            f"Python {platform.python_version()}",
            f"uWSGI {version('uwsgi')}",
            f"gunicorn {version('gunicorn')}",
            nginx.replace("nginx version: nginx/", "nginx "),
            next(f"Redis {word[2:]}" for word in redis if word.startswith("v=")),
            "PostgreSQL " + postgresql.stdout.split()[2],
            f"{os.cpu_count()} processor cores",
        ]
    )
