"""What cannot be written in one line of exercise.toml."""

from wsgiref.util import setup_testing_defaults


def long_path(application, draw):
    """Return what is wrong with the response to a path of 20,000 characters."""
    environ = {"PATH_INFO": "/" + draw("hex") * 625 + "!"}
    setup_testing_defaults(environ)
    statuses = []
    application(environ, lambda status, headers, exc_info=None: statuses.append(status))
    return [] if statuses and statuses[0].startswith("404") else [f"20,000 characters: expected 404, got {statuses}"]
