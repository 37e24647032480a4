"""The mount layer: several WSGI applications side by side, each below a prefix of its own.

SCRIPT_NAME is the part of the path that leads to an application, PATH_INFO the rest (PEP 3333). To mount is to move the
prefix from one to the other, on a copy of environ: the caller's stays as it was, also for a body that is produced late.
"""

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from wsgi_apps.exceptions import NotFound


class Mount:
    """Applications by prefix; the longest prefix that a path begins with, in whole segments, wins. A WSGI application.

    ``default`` is the WSGI application for all other paths, None to answer them 404. ``mounts`` (mapping of a prefix, such
    as ``/api``, to a WSGI application) are added as with ``add``.
    """

    def __init__(self, default: WSGIApplication | None, mounts: Mapping[str, WSGIApplication] | None = None) -> None:
        self.default = NotFound() if default is None else default
        self._applications: dict[str, WSGIApplication] = {}
        self._depth = 0
        for prefix, application in (mounts or {}).items():
            self.add(prefix, application)

    def add(self, prefix: str, application: WSGIApplication) -> None:
        """Mount an ``application`` at a ``prefix`` (str, as text: not percent-encoded).

        Raises ValueError for a prefix that no path has, or that is taken, and TypeError for what is no application.
        """
        wanted = "/" + prefix.strip("/")
        if prefix != wanted or wanted == "/":
            advice = "what is at the root is the default" if wanted == "/" else f"write {wanted!r}"
            raise ValueError(f"the prefix {prefix!r} must start with one slash and end without: {advice}")
        if not callable(application):
            raise TypeError(
                f"{application!r} cannot be mounted at {prefix!r}: write a WSGI application, which is callable"
            )
        key = prefix.encode().decode("latin-1")  # as it will come in environ (PEP 3333, "Unicode Issues")
        if key in self._applications:
            raise ValueError(f"the prefix {prefix!r} is taken: write another one")
        self._applications[key] = application
        self._depth = max(self._depth, key.count("/"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application (PEP 3333): let the application at the longest prefix answer."""
        path = environ.get("PATH_INFO", "")
        prefix = self.prefix_of(path)
        if not prefix:
            return self.default(environ, start_response)
        root = environ.get("SCRIPT_NAME", "").rstrip("/") + prefix
        return self._applications[prefix](
            {**environ, "SCRIPT_NAME": root, "PATH_INFO": path[len(prefix) :]}, start_response
        )

    def prefix_of(self, path: str) -> str:
        """Return the longest prefix (str) that the ``path`` (str, as in environ) begins with; an empty one if none.

        Segments are taken off the right end, from as many as the longest prefix has: the cost is the same for any number
        of mounts, and for any length of path.
        """
        prefix = "/".join(path.split("/", self._depth + 1)[: self._depth + 1])
        while prefix and prefix not in self._applications:
            prefix = prefix.rpartition("/")[0]
        return prefix
