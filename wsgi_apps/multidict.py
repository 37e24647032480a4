"""What a client may send several times under one name: query arguments, form fields, files, cookies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from wsgi_apps.exceptions import BadRequestKeyError

all_values = dict.__getitem__  # super() costs more than the look-up


class MultiDict(dict[str, Any]):
    """A read-only dict of names to values that knows all values of a name and shows the first.

    It is made of a dict of lists, or by ``from_pairs``. A name that is not there raises BadRequestKeyError, which answers
    400: the client left out what the program needs.
    """

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, Any]]) -> MultiDict:
        """Return the MultiDict of ``pairs`` (iterable of name and value), in their order."""
        lists: dict[str, list[Any]] = {}
        for name, value in pairs:
            lists.setdefault(name, []).append(value)
        return cls(lists)

    def __getitem__(self, name: str) -> Any:
        """Return the first value of ``name`` (str). Raises BadRequestKeyError."""
        try:
            return all_values(self, name)[0]
        except KeyError:
            raise BadRequestKeyError(name) from None

    def get(self, name: str, default: Any = None, type: Callable[[Any], Any] | None = None) -> Any:  # noqa: A002
        """Return the first value of ``name`` (str), made into a ``type``; ``default`` if it is absent or cannot be."""
        if name not in self:
            return default
        value = all_values(self, name)[0]
        if type is None:
            return value
        try:
            return type(value)
        except (ValueError, TypeError):
            return default

    def getlist(self, name: str, type: Callable[[Any], Any] | None = None) -> list[Any]:  # noqa: A002
        """Return all values (list) of ``name`` (str) that can be made into a ``type``; none if it is absent."""
        made = []
        for value in super().get(name, ()):
            try:
                made.append(value if type is None else type(value))
            except (ValueError, TypeError):
                continue
        return made

    def items(self, multi: bool = False) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        """Yield the names with their first values; with all their values if ``multi`` (bool)."""
        for name, values in super().items():
            yield from ((name, value) for value in (values if multi else values[:1]))

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()  # without a method of ours, dict(self) would be a dict of the lists

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        """Yield the first value of every name."""
        return (values[0] for values in super().values())

    def lists(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield the names, each with a list of all its values."""
        return ((name, list(values)) for name, values in super().items())

    def to_dict(self, flat: bool = True) -> dict[str, Any]:
        """Return a dict that may be changed: of first values, or of lists if not ``flat`` (bool)."""
        return dict(self.items()) if flat else dict(self.lists())

    def copy(self) -> dict[str, Any]:
        """Return a dict of first values, which may be changed."""
        return self.to_dict()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self.items(multi=True))!r})"

    def _refuse(self, *arguments: object, **keywords: object) -> NoReturn:
        raise TypeError("what the client sent is not changed: take a copy with to_dict() and change that")

    __setitem__ = __delitem__ = setdefault = update = pop = popitem = clear = __ior__ = _refuse
