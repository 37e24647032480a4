"""What belongs to the request of this moment."""

from contextvars import ContextVar
from urllib.parse import quote

from tiny.router import SAFE, text_of

#: The router and the environ of the request that is being answered in this thread.
CURRENT = ContextVar("CURRENT")


def url_for(endpoint, **values):
    """Return the path of a view, by its name, below the place where the application is mounted."""
    router, environ = CURRENT.get()
    return quote(text_of(environ.get("SCRIPT_NAME", "")), SAFE) + router.build(endpoint, values)
