"""Run several nodes behind a router on this machine, and stop some of them.

The command prints where everything is. Then it takes these words, until Ctrl-D or Ctrl-C. Type them, or send them from
another terminal with --tell "kill 2".

  kill N    end node N at once (signal 9)
  start N   start it again
  pull N    pull its network cable (with --namespaces)
  plug N    put the cable back (with --namespaces)
  status    show the state of every node
"""

from __future__ import annotations

import os
import signal
import socket
import stat
import sys
import threading
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from wsgi_apps.development.short_traceback import HEAD, short_traceback
from wsgi_apps.tools.command_line import parser
from wsgi_apps.tools.course.manifest import Mistake
from wsgi_apps.tools.course.nodes import MODULE, ROUTERS, Cluster
from wsgi_apps.tools.loading import APPLICATION
from wsgi_apps.tools.naming import Named, missing_name, named, resolved
from wsgi_apps.tools.serve import NOT_LOADED, missing_file, port_in_use, port_number, refuse

READY = """
{size} nodes of {module} are behind {url} ({router}); they count in {store}.
{nodes}
Their logs are in {folder}. Try in another terminal:

  curl -i -X POST {url}/increase

Here: kill N, start N, pull N, plug N, status. Ctrl-C ends everything.
"""
FOLDER = Path("build/cluster")
EAR = "ear"  # a socket in that folder, at which the cluster listens to other terminals
ONE_AT_A_TIME = threading.Lock()
WORDS = "Write kill, start, pull or plug and the number of a node, or status."


def main(arguments: list[str]) -> int:
    """Run a cluster as the command line says; return the exit status."""
    options = command_line(arguments)
    if options.tell is not None:
        return tell(options.tell)
    try:
        refuse(missing_file("ini/cluster_node.ini") or runs_already() or port_in_use(options.port, "PORT", "--port"))
        application = resolved(named(options.module, "python -m wsgi_apps cluster --module"))
        return run_named(cluster_of(options, application), application)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
    except SyntaxError as error:
        print(short_traceback(error), end="", file=sys.stderr)
    return 1


def command_line(arguments: list[str]) -> Namespace:
    """Return the options of the command line."""
    made = parser("cluster", __doc__)
    made.add_argument("--router", choices=ROUTERS, default="http", help="the router (default: http, uWSGI's)")
    made.add_argument(
        "--nodes", type=int, choices=range(1, 10), default=3, metavar="N", help="how many, 1 to 9 (default: 3)"
    )
    made.add_argument("--namespaces", action="store_true", help="give each node a network of its own; needs root")
    made.add_argument("--port", type=port_number, default=8000, help="the port of the router (default: 8000)")
    made.add_argument("--node-port", type=port_number, default=19130, help="the port of each node (default: 19130)")
    made.add_argument("--module", default=MODULE, metavar="APPLICATION", help=f"{APPLICATION} (default: {MODULE})")
    made.add_argument("--tell", metavar="'WORD N'", help="send a word to the cluster that runs in this folder")
    return made.parse_args(arguments)


def cluster_of(options: Namespace, application: Named) -> Cluster:
    """Return the cluster of an application that the options describe."""
    return Cluster(
        FOLDER.resolve(),
        *(options.router, options.port, options.nodes, options.namespaces, application.shown),
        counter_url=os.environ.get("COUNTER_URL", ""),
        environment={"PYTHONPATH": application.python_path},
        node_port=options.node_port,
    )


def run_named(cluster: Cluster, application: Named) -> int:
    """Run a cluster; return the exit status. Raises Mistake, about the name if the module has no application."""
    try:
        return run(cluster)
    except Mistake:
        if application.name or any(node.poll() != NOT_LOADED for node in cluster.nodes.values()):
            raise
        if HEAD.encode() in (cluster.folder / "node1.log").read_bytes():  # the program has raised an exception
            raise
        raise missing_name(application, []) from None


def run(cluster: Cluster) -> int:
    """Run a cluster until Ctrl-D, Ctrl-C or a signal; return the exit status. Raises Mistake if it does not start."""
    for asked in (signal.SIGTERM, signal.SIGHUP):  # a terminal that is closed sends SIGHUP
        signal.signal(asked, lambda number, frame: sys.exit(128 + number))
    try:
        with cluster:
            print(introduction(cluster), flush=True)
            threading.Thread(target=listen, args=[cluster], daemon=True).start()
            obey(cluster)
    except KeyboardInterrupt:
        pass
    return 0


def introduction(cluster: Cluster) -> str:
    """Return what is printed as soon as the cluster runs."""
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
    """Carry out the lines of standard input until it ends. Without one, wait for a signal."""
    kind = os.fstat(sys.stdin.fileno()).st_mode
    if not (sys.stdin.isatty() or stat.S_ISFIFO(kind) or stat.S_ISREG(kind)):
        signal.pause()
    for line in sys.stdin:
        print(reply(cluster, line)[1], flush=True)


def listen(cluster: Cluster) -> None:
    """Carry out the lines that other terminals send, each on a connection of its own, as long as this process runs."""
    ear, deaf = cluster.folder / EAR, cluster.folder / f"{EAR}.new"
    deaf.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(deaf))
        server.listen()
        deaf.replace(ear)  # who finds it can connect to it
        while True:
            connection, _ = server.accept()
            # A terminal that goes away before the reply must not end this loop.
            with suppress(OSError), connection, connection.makefile("rw", encoding="utf-8", errors="replace") as other:
                line = other.readline()
                status, text = reply(cluster, line)
                other.write(f"{status}\n{text}\n")
                print(f"From another terminal, {line.strip()!r}:\n{text}", flush=True)


def runs_already() -> str:
    """Return what to do if a cluster runs in this folder: a second one would write to its logs and its store."""
    with socket.socket(socket.AF_UNIX) as connection:
        if connection.connect_ex(str(FOLDER / EAR)):
            return ""
    return 'A cluster runs in this folder already: end it with Ctrl-C, or tell it what to do with --tell "WORD N".'


def tell(words: str) -> int:
    """Send words to the cluster that runs in this folder, and print its reply; return the exit status."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(FOLDER / EAR))
            with connection.makefile("rw", encoding="utf-8") as other:
                other.write(words + "\n")
                other.flush()
                status = int(other.readline())
                print(other.read(), end="", file=sys.stderr if status else sys.stdout)
                return status
    except (OSError, ValueError):  # no cluster listens, or it ended before the reply
        print("No cluster runs in this folder: start one with make cluster.", file=sys.stderr)
        return 1


def reply(cluster: Cluster, line: str) -> tuple[int, str]:
    """Carry out a line, one at a time; return 0 and what was done, or 2 and what to write instead."""
    with ONE_AT_A_TIME:
        try:
            return 0, done(cluster, line.split())
        except Mistake as mistake:
            return 2, str(mistake)


def done(cluster: Cluster, words: list[str]) -> str:
    """Carry out one line; return what was done. Raises Mistake."""
    if words == ["status"]:
        return "\n".join(cluster.state(number) for number in cluster.numbers)
    if len(words) != 2 or words[0] not in ("kill", "start", "pull", "plug") or not is_number(words[1]):
        raise Mistake(WORDS)
    getattr(cluster, words[0])(int(words[1]))
    return cluster.state(int(words[1]))


def is_number(text: str) -> bool:
    """Return whether a text could be the number of a node."""
    return text.isascii() and text.isdigit() and len(text) < 4
