"""The mount: several WSGI applications side by side, each below a prefix of its own.

SCRIPT_NAME is the part of the path that leads to an application, PATH_INFO the rest (PEP 3333). A mount moves the
prefix from PATH_INFO to SCRIPT_NAME, in a copy of environ. The caller's environ stays as it was, even for a late body.
"""

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.exceptions import NotFound


class Mount:
    """A WSGI application that hands each request to the application at the longest prefix of its path.

    A prefix, such as ``/api``, is made of whole segments. ``default`` answers all other paths; None: they are answered
    404. ``mounts`` maps prefixes to applications, and each pair is given to ``add``.
    """

    def __init__(self, default: WSGIApplication | None, mounts: Mapping[str, WSGIApplication] | None = None) -> None:
        self.default = NotFound() if default is None else default
        self._applications: dict[str, WSGIApplication] = {}
        self._depth = 0
        for prefix, application in (mounts or {}).items():
            self.add(prefix, application)

    def add(self, prefix: str, application: WSGIApplication) -> None:
        """Mount an ``application`` at a decoded ``prefix``.

        Raises ValueError for a prefix that no path can have or that is taken, TypeError for an object that is not
        callable.
        """
        wanted = "/" + prefix.strip("/")
        if prefix != wanted or wanted == "/":
            advice = "the application at the root is the default" if wanted == "/" else f"write {wanted!r}"
            raise ValueError(f"the prefix {prefix!r} must start with one slash and not end with one: {advice}")
        if not callable(application):
            raise TypeError(f"{application!r} cannot be mounted at {prefix!r}: write a WSGI application, a callable")
        key = prefix.encode().decode("latin-1")  # as environ has it (PEP 3333, "Unicode Issues")
        if key in self._applications:
            raise ValueError(f"the prefix {prefix!r} is taken: write another one")
        self._applications[key] = application
        self._depth = max(self._depth, key.count("/"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333): call the application at the longest prefix."""
        path = environ.get("PATH_INFO", "")
        prefix = self.prefix_of(path)
        if not prefix:
            return self.default(environ, start_response)
        root = environ.get("SCRIPT_NAME", "").rstrip("/") + prefix
        below = {**environ, "SCRIPT_NAME": root, "PATH_INFO": path[len(prefix) :]}
        return self._applications[prefix](below, start_response)

    def prefix_of(self, path: str) -> str:
        """Return the longest prefix of a ``path``, which is written as in environ; empty if no prefix fits.

        The search begins with as many segments as the longest prefix has, and takes them off one by one from the right.
        Its cost depends neither on the number of mounts nor on the length of the path.
        """
        prefix = "/".join(path.split("/", self._depth + 1)[: self._depth + 1])
        while prefix and prefix not in self._applications:
            prefix = prefix.rpartition("/")[0]
        return prefix
