"""Compare our router with Werkzeug's on random requests over random rule tables.

Run it as ``python -m tests.parity.fuzz 300000``, with a second number for another seed.
"""

import sys
from random import Random
from time import monotonic

from tests.support.tables import (
    ask_ours,
    ask_theirs,
    build_ours,
    build_theirs,
    environ_of,
    random_request,
    random_table,
    random_values,
)


def fuzz(count: int, seed: int) -> None:
    """Make ``count`` requests; the first that is answered differently ends the run with its table."""
    random = Random(seed)
    begun = monotonic()
    done = tables = built = 0
    kinds: dict[str, int] = {}
    while done < count:
        table = random_table(random)
        tables += 1
        for _ in range(min(30, count - done)):
            path, method = random_request(random, table)
            script_name, query = (
                random.choice(["", "", "/app", "/\xed\x95\x9c"]),
                random.choice(["", "q=1", "q=\xc3\xa9&r=%20&%"]),
            )
            environ = environ_of(path, method, script_name, query)
            expected, answer = ask_theirs(table, environ), ask_ours(table, environ)
            if answer != expected and expected[0] != "broken":
                sys.exit(
                    f"{method} {path!r} on {script_name!r}?{query!r}\n{table}\nWerkzeug: {expected}\nours:     {answer}"
                )
            kinds[expected[0]] = kinds.get(expected[0], 0) + 1
            done += 1
        for _ in range(5):
            request = (
                random.choice(["one", "two", "three"]),
                random_values(random),
                random.choice([None, None, "GET", "POST"]),
            )
            expected, answer = build_theirs(table, *request), build_ours(table, *request)
            if answer != expected:
                sys.exit(f"build{request}\n{table}\nWerkzeug: {expected}\nours:     {answer}")
            built += 1
    print(f"{done} requests over {tables} rule tables and {built} built paths agree with Werkzeug, seed {seed},")
    print(f"{monotonic() - begun:.0f} s:", ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())))


if __name__ == "__main__":
    fuzz(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
