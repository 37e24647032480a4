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

`make faults` writes this page. It makes each fault under load, proves that the fault happened, and counts the results.
`make test` makes each fault for a short time, and fails if a promise does not hold any more. The load consists of clients. Each
client has a connection of its own. It sends a request, reads the response, and sends the next request. A request is acknowledged
when the whole response has arrived.

The rows of the tables:

| row | meaning |
|---|---|
| `acknowledged` | increments that a client got a response for |
| `stored` | the count in the store at the end |
| `lost` | acknowledged increments that are not stored |
| `twice` | counts that two clients got |
| `failed` | requests that got an error or no response; the store may have counted them |
| `back after` | seconds until a node that was started again has answered |
| `stalled` | seconds until a fixed number of responses has come after the cable was pulled |
| `joined after` | seconds until the node has answered after its cable was back |
| `longest` | the longest time, in seconds, that a client waited |
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
    rows = [["", *ways], ["---"] * (len(ways) + 1), ["proof", *(one.proof for one in ways.values())]]
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
