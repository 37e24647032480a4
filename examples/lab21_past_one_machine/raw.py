"""The counter of lab 20, unchanged, behind a callable that adds one header: which node has answered."""

import os
from wsgiref.simple_server import make_server

from examples.lab20_state_outside.raw import application as counter

NODE = os.environ.get("NODE", "alone")


def application(environ, start_response):
    """Call the counter, and put the name of this node into its headers."""

    def with_node(status, headers):
        return start_response(status, [*headers, ("Node", NODE)])

    return counter(environ, with_node)


if __name__ == "__main__":
    with make_server("127.0.0.1", 29130, application) as server:
        server.serve_forever()
