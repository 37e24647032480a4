"""The application that uWSGI serves: the environment says which peer's, and what it has besides."""

import os

from tests.bench.jobs import PLAIN
from tests.bench.peers import maker

application = maker(os.environ["BENCH_PEER"])(extra=os.environ.get("BENCH_EXTRA", PLAIN))
