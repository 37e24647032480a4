"""Kill a node under load, and pull a cable: ``python -m tests.servers.faults.of_the_cluster ROUTER [--namespaces] [EACH]``.

It prints what became of the requests as JSON. It wants a network to itself (``in_a_network_of_its_own``).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.servers.faults.load import Load, value
from wsgi_apps.tools.course.nodes import Cluster
from wsgi_apps.tools.course.servers import free_port

EACH = 60  # answers between two events


def main(router: str, namespaces: bool, each: int = EACH) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder), router, free_port(), namespaces=namespaces)
        with cluster, Load(cluster.url) as load:
            found = events(cluster, load, each)
            load.__exit__()
            found |= {"stored": value(cluster.url)}
    counts = load.acknowledged
    return found | {
        "acknowledged": len(counts),
        "lost": len(set(counts) - set(range(1, found["stored"] + 1))),
        "twice": len(counts) - len(set(counts)),
        "failed": len(load.failed),
        "longest": round(max(told.took for told in load.told), 3),
    }


def events(cluster: Cluster, load: Load, each: int) -> dict[str, object]:
    """Hurt the cluster and mend it, with some answers before and after each event."""
    found: dict[str, object] = {}
    load.until(lambda: len(nodes(load, 0)) == cluster.size, "an answer of each node")
    load.more(each)
    found["killed"] = cluster.kill(2)
    before = len(load.told)
    load.more(each)
    found["answered without node2"] = nodes(load, before + load.clients)
    cluster.start(2)
    found["new process"] = cluster.nodes[2].pid
    found["back after"] = round(load.more(1, lambda told: told.node == "node2"), 3)
    if cluster.namespaces:
        cluster.pull(1)
        before = len(load.told)
        found["state"] = cluster.state(1)
        found["stalled"] = round(load.more(each), 3)
        found["answered without the cable"] = nodes(load, before + load.clients)
        cluster.plug(1)
        found["joined after"] = round(load.more(1, lambda told: told.node == "node1"), 3)
    load.more(each)
    return found


def nodes(load: Load, start: int) -> list[str]:
    """Return the nodes that have answered since a place in the list."""
    return sorted({told.node for told in load.told[start:] if told.node})


def in_a_network_of_its_own(*words: str) -> list[str]:
    """Return the command line that runs Python with some words in a network where nobody else is, and with a /run of its own."""
    own = (
        ["unshare", "--net", "--mount"]
        if os.geteuid() == 0
        else ["unshare", "--user", "--map-root-user", "--net", "--mount"]
    )
    prepare = 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$0" "$@"'
    return [*own, "sh", "-c", prepare, sys.executable, *words]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:] if word.isdigit()]
    print(json.dumps(main(sys.argv[1], "--namespaces" in sys.argv, *numbers)))
