"""An attribute that is computed when it is first read."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # an editor knows the one of the standard library, which is used alike
    from functools import cached_property
else:

    class cached_property:  # noqa: N801 (it is used as property is)
        """Compute an attribute when it is first read, and keep it in the object, where it can also be set and deleted.

        ``functools.cached_property`` does the same under a lock (Python 3.11), at twice the cost. Here one thread
        answers a request, so no lock is needed.
        """

        def __init__(self, func: Any) -> None:
            self.func = func
            self.__doc__ = func.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, instance: Any, owner: type) -> Any:
            """Run for the first reading only: from then on Python finds the value in the object itself."""
            if instance is None:
                return self
            value = self.func(instance)
            setattr(instance, self.name, value)  # not through __dict__: an object whose dict was asked for is slower
            return value


__all__ = ["cached_property"]
