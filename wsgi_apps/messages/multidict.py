"""Several values under one name: a client may repeat query arguments, form fields, files and cookies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, overload

from wsgi_apps.exceptions import BadRequestKeyError

#: The values of a name: texts, or files.
Value = TypeVar("Value")
Made = TypeVar("Made")
Default = TypeVar("Default")

all_values: Any = dict.__getitem__  # super() costs more than the look-up


class FirstValues(Generic[Value]):
    """The base class of headers and fields: of the values of a name the first one counts."""

    def every(self, name: str) -> Iterable[Value]:
        """Return all values of a name; none if it is absent."""
        raise NotImplementedError

    @overload
    def get(self, name: str) -> Value | None: ...
    @overload
    def get(self, name: str, default: Value | Default) -> Value | Default: ...
    @overload
    def get(self, name: str, *, type: Callable[[Value], Made]) -> Made | None: ...
    @overload
    def get(self, name: str, default: Default, type: Callable[[Value], Made]) -> Made | Default: ...
    def get(self, name: str, default: Any = None, type: Callable[[Any], Any] | None = None) -> Any:  # noqa: A002
        """Return the first value of a name, converted by ``type``; ``default`` if absent or refused by ``type``."""
        for value in self.every(name):
            try:
                return value if type is None else type(value)
            except (ValueError, TypeError):
                break
        return default

    @overload
    def getlist(self, name: str) -> list[Value]: ...
    @overload
    def getlist(self, name: str, type: Callable[[Value], Made]) -> list[Made]: ...
    def getlist(self, name: str, type: Callable[[Any], Any] | None = None) -> list[Any]:  # noqa: A002
        """Return all values of a name, converted by ``type``, without those that it refuses."""
        made = []
        for value in self.every(name):
            try:
                made.append(value if type is None else type(value))
            except (ValueError, TypeError):
                continue
        return made


class MultiDict(FirstValues[Value], dict[str, Value]):  # type: ignore[misc]  # get() knows of types
    """A read-only dict of names to values that knows all values of a name and shows the first.

    It is made of a dict of lists, or by ``from_pairs``. A name that is absent raises BadRequestKeyError, which answers
    400: the client left out a field that the program needs.
    """

    if TYPE_CHECKING:

        def __init__(self, lists: Mapping[str, list[Value]] = ...) -> None: ...

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, Value]]) -> MultiDict[Value]:
        """Return the MultiDict of pairs of a name and a value, in their order."""
        lists: dict[str, Any] = {}
        for name, value in pairs:
            lists.setdefault(name, []).append(value)
        return cls(lists)

    def __getitem__(self, name: str) -> Value:
        """Return the first value of a name. Raises BadRequestKeyError."""
        try:
            return all_values(self, name)[0]  # type: ignore[no-any-return]
        except KeyError:
            pass  # raised below, the error keeps no KeyError as its context: the two would be a circle of references
        raise BadRequestKeyError(name)

    def every(self, name: str) -> Iterable[Value]:
        """Return all values of a name; none if it is absent."""
        return all_values(self, name) if name in self else ()

    def items(self, multi: bool = False) -> Iterator[tuple[str, Value]]:  # type: ignore[override]
        """Yield the names with their first values; with all their values if ``multi``."""
        for name, values in self.lists():
            yield from ((name, value) for value in (values if multi else values[:1]))

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()  # without a method of ours, dict(self) would be a dict of the lists

    def values(self) -> Iterator[Value]:  # type: ignore[override]
        """Yield the first value of every name."""
        return (value for _, value in self.items())

    def lists(self) -> Iterator[tuple[str, list[Value]]]:
        """Yield the names, each with a list of all its values."""
        return ((name, all_values(self, name).copy()) for name in self)

    @overload
    def to_dict(self) -> dict[str, Value]: ...
    @overload
    def to_dict(self, flat: bool) -> dict[str, Any]: ...
    def to_dict(self, flat: bool = True) -> dict[str, Any]:
        """Return a dict that you may change: of first values, or of lists if not ``flat``."""
        return dict(self.items()) if flat else dict(self.lists())

    def copy(self) -> dict[str, Value]:
        """Return a dict of first values, which you may change."""
        return self.to_dict()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self.lists()),)  # a copy, and a pickle, are made of the lists

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self.items(multi=True))!r})"

    def _refuse(self, *arguments: object, **keywords: object) -> NoReturn:
        raise TypeError("the fields of a request cannot be changed: take a copy with to_dict() and change that")

    __setitem__ = __delitem__ = setdefault = update = pop = popitem = clear = __ior__ = _refuse
