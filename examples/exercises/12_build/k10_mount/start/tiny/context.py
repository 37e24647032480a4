"""What belongs to the request of this moment."""

from contextvars import ContextVar

#: The router and the environ of the request that is being answered in this thread.
CURRENT = ContextVar("CURRENT")


def url_for(endpoint, **values):
    """Return the path of a view, by its name, below the place where the application is mounted."""
    return ""
