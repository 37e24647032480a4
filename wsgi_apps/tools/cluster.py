"""Run several nodes behind a router on this machine: ``python -m wsgi_apps cluster``, and hurt them.

It prints where everything is, and then takes these words, typed or piped in, until Ctrl-D or Ctrl-C:

  kill N    end node N at once (signal 9)         start N   start it again
  pull N    pull its network cable                plug N    put it back (both with --namespaces)
  status    say how every node is
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.nodes import MODULE, ROUTERS, Cluster
from wsgi_apps.tools.serve import missing_file, port_in_use, port_number

READY = """
{size} nodes of {module} are behind {url} ({router}); they count in {store}.
{nodes}
Their logs are in {folder}. Try in another terminal:

  curl -i -X POST {url}/increase

Here: kill N, start N, pull N, plug N, status. Ctrl-D ends everything.
"""
WORDS = "Write kill, start, pull or plug and the number of a node, or status."


def main(arguments: list[str]) -> int:
    """Run a cluster as the command line (list of str) says; return the exit status (int)."""
    parser = ArgumentParser(
        prog="python -m wsgi_apps cluster", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--router", choices=ROUTERS, default="http", help="what stands in front (default: http, uWSGI's)"
    )
    parser.add_argument("--nodes", type=int, choices=range(1, 10), default=3, metavar="N", help="1 to 9 (default 3)")
    parser.add_argument("--namespaces", action="store_true", help="a network of its own for each node; needs root")
    parser.add_argument("--port", type=port_number, default=8000, help="where clients come (default 8000)")
    parser.add_argument("--node-port", type=port_number, default=19130, help="where each node listens (default 19130)")
    parser.add_argument("--module", default=MODULE, help=f"what the nodes serve (default {MODULE})")
    options = parser.parse_args(arguments)
    problem = missing_file("ini/cluster_node.ini") or port_in_use(options.port, "PORT", "--port")
    if problem:
        print(problem, file=sys.stderr)
        return 1
    cluster = Cluster(
        Path("build/cluster").resolve(),
        *(options.router, options.port, options.nodes, options.namespaces, options.module),
        counter_url=os.environ.get("COUNTER_URL", ""),
        node_port=options.node_port,
    )
    try:
        with cluster:
            print(introduction(cluster), flush=True)
            obey(cluster)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def introduction(cluster: Cluster) -> str:
    """Return what there is (str), once it runs."""
    return READY.format(
        size=cluster.size,
        module=cluster.module,
        url=cluster.url,
        router=cluster.router,
        store=cluster.counter_url.rpartition("@")[2],
        nodes="\n".join(f"  {cluster.state(number)}" for number in cluster.numbers),
        folder=cluster.folder,
    )


def obey(cluster: Cluster) -> None:
    """Carry out what is typed, line by line, until the input ends. A line that is not understood is answered."""
    for line in sys.stdin:
        try:
            print(done(cluster, line.split()), flush=True)
        except Mistake as mistake:
            print(mistake, flush=True)


def done(cluster: Cluster, words: list[str]) -> str:
    """Carry out one line (list of str); return what was done (str). Raises Mistake."""
    if words == ["status"]:
        return "\n".join(cluster.state(number) for number in cluster.numbers)
    if len(words) != 2 or words[0] not in ("kill", "start", "pull", "plug") or not words[1].isdigit():
        raise Mistake(WORDS)
    getattr(cluster, words[0])(int(words[1]))
    return cluster.state(int(words[1]))
