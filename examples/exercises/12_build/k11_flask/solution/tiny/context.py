"""What belongs to the request of this moment."""

from contextvars import ContextVar
from urllib.parse import quote

from tiny.router import SAFE, text_of

#: The router and the Request that is being answered in this thread.
CURRENT = ContextVar("CURRENT")


class CurrentRequest:
    """A proxy object: it stands for the request of this moment."""

    def __getattr__(self, name):
        return getattr(CURRENT.get()[1], name)


request = CurrentRequest()


def url_for(endpoint, **values):
    """Return the path of a view, by its name, below the place where the application is mounted."""
    router, current = CURRENT.get()
    return quote(text_of(current.environ.get("SCRIPT_NAME", "")), SAFE) + router.build(endpoint, values)
