"""An attribute that is computed when it is first read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class cached_property(Generic[Value]):  # noqa: N801 (it is used as property is)
    """Compute an attribute when it is first read, and keep it in the object, where it can also be set and deleted.

    ``functools.cached_property`` does the same under a lock (Python 3.11), at twice the cost. Here one thread answers a
    request, so no lock is needed.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> cached_property[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object, owner: type) -> Any:
        """Run for the first reading only: from then on Python finds the value in the object itself."""
        if instance is None:
            return self
        value = self.compute(instance)
        setattr(instance, self.name, value)  # not through __dict__: an object whose dict was asked for is slower
        return value
