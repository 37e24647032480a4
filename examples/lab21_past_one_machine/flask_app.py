"""The counter of lab 20, unchanged, with a hook that adds one header: which node has answered."""

import os

from examples.lab20_state_outside.flask_app import app

NODE = os.environ.get("NODE", "alone")


@app.after_request
def name_the_node(response):
    response.headers["Node"] = NODE
    return response


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=29130)
