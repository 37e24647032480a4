"""Measure everything and write docs/speed.md and docs/speed.svg: ``python -m tests.bench``, about three minutes."""

import sys
from pathlib import Path

from tests.bench.jobs import wrong_answers
from tests.bench.page import Results, page, versions
from tests.bench.peers import makers
from tests.bench.plot import plot
from tests.bench.processes import imports, loads, memories, program
from tests.bench.timing import TABLES, measure

DOCS = Path(__file__).parents[2] / "docs"
SECONDS = 50  # for the jobs in this process


def main() -> int:
    """Measure and write; return the exit status (int): 1 if a peer gives a wrong answer."""
    peers = makers()
    program("wrk")
    wrong = [
        f"{name}, {line}" for name, make in peers.items() for count in TABLES for line in wrong_answers(make(count))
    ]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    results = Results(
        say("jobs", measure(peers, SECONDS)),
        say("uWSGI", loads()),
        say("imports", imports()),
        say("memory", memories()),
        versions(),
    )
    (DOCS / "speed.md").write_text(page(results), encoding="utf-8")
    (DOCS / "speed.svg").write_text(plot(results.times), encoding="utf-8")
    print(f"{DOCS.name}/speed.md and {DOCS.name}/speed.svg are written.")
    return 0


def say(what: str, result):
    """Print that a part is measured, and return the result."""
    print(f"measured: {what}", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
