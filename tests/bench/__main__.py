"""Measure everything and write docs/speed.md and its pictures: ``python -m tests.bench``, four to five minutes."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.bench.bars import picture
from tests.bench.jobs import wrong_answer
from tests.bench.page import Results, Rounds, page, versions
from tests.bench.peers import jobs_of, makers
from tests.bench.plot import plot
from tests.bench.processes import IMPORTS, ROUNDS, imports, loads, memories, program
from tests.bench.steps import bars, measure_steps
from tests.bench.timing import TABLES, Applications, applications, measure

DOCS = Path(__file__).parents[2] / "docs"
SECONDS = 75  # for the jobs in this process
PART_OF_STEPS = 0.2  # as much more for the steps


def main(arguments: list[str] | None = None) -> int:
    """Measure and write; return the exit status, 1 if a peer does a job wrongly."""
    options = read(arguments)
    program("wrk")
    made = say("applications", applications(makers()))
    wrong = mistakes(made)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    steps = say("steps", measure_steps(options.seconds * PART_OF_STEPS))
    times, rounds = say("jobs", measure(made, options.seconds))
    results = Results(
        times,
        Rounds(rounds, options.server_rounds, options.imports),
        say("uWSGI", loads(options.server_rounds)),
        say("imports", imports(options.imports)),
        say("memory", memories()),
        versions(),
        steps,
    )
    (options.to / "speed.md").write_text(page(results), encoding="utf-8")
    (options.to / "speed.svg").write_text(plot(results.times), encoding="utf-8")
    (options.to / "steps.svg").write_text(picture(bars(steps)), encoding="utf-8")
    print(f"{options.to.name}/speed.md, speed.svg and steps.svg are written.")
    return 0


def read(arguments: list[str] | None) -> Namespace:
    """Return the options: a short run is for a look at the page, not for its numbers."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--to", type=Path, default=DOCS, help="the folder to write to")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for the jobs in this process")
    parser.add_argument("--server-rounds", type=int, default=ROUNDS, help="of every peer and job on uWSGI")
    parser.add_argument("--imports", type=int, default=IMPORTS, help="of every peer")
    return parser.parse_args(arguments)


def mistakes(made: Applications) -> list[str]:
    """Return a sentence for every job that a peer does wrongly."""
    return [
        f"{name}, {count:,} rules, {sentence}"
        for count in TABLES
        for name in dict.fromkeys(name for _, name, _ in made)
        for job in jobs_of(name)
        if (sentence := wrong_answer(made[count, name, job.extra], job))
    ]


def say(what: str, result):
    """Print that a part is done, and return the result."""
    print(f"done: {what}", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
