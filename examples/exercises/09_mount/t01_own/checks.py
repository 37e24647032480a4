"""What cannot be seen in a response: whether the environ of the caller is as it was."""

from wsgiref.util import setup_testing_defaults


def untouched(application, draw):
    """Return the keys that the application has changed in the environ of its caller."""
    environ = {"SCRIPT_NAME": "", "PATH_INFO": f"/books/{draw('word')}"}
    setup_testing_defaults(environ)
    before = dict(environ)
    list(application(environ, lambda status, headers, exc_info=None: None))
    keys = [key for key in before if environ.get(key) != before[key]]
    return [f"environ[{key!r}]: {before[key]!r} -> {environ.get(key)!r}" for key in keys]
