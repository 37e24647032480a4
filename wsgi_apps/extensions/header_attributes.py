"""Attributes of a response that stand for a header: a list of words, such as Vary, or one value, such as Location."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableSet
from typing import Any, Generic, TypeVar

from wsgi_apps.extensions.headers import ResponseHeaders
from wsgi_apps.messages.headers import checked_header

Value = TypeVar("Value")

LONG = 1000  # characters of a header, above which its words are not read again for each change


class HeaderSet(MutableSet[str]):
    """A header that is a list of words: a change of the set changes the ``headers``."""

    def __init__(self, headers: ResponseHeaders, name: str) -> None:
        self.headers, self.name = headers, name
        #: The text that was read or written last, and its words by their names in small letters.
        self._text, self._known = "", dict[str, str]()

    @property
    def text(self) -> str:
        """The value of the header, empty if it is absent."""
        return self.headers.get(self.name, "")

    def replace(self, words: str | Iterable[str]) -> None:
        """Write other words, or a text that has them; without any the header is removed."""
        self.headers[self.name] = words if isinstance(words, str) else ", ".join(words)
        if not self:
            self.headers.remove(self.name)

    def add(self, word: str) -> None:
        """Add a word unless it is there."""
        self.update([word])

    def update(self, words: str | Iterable[str]) -> None:
        """Add those of the words, or of the one word, that are not there; case does not count.

        Only these words are checked, and what is there is not read again: a word costs the same in a long header.
        """
        text = self.text
        if text != self._text:
            self._known = {word.lower(): word for word in self}
            text = ", ".join(self._known.values())
        new: dict[str, str] = {}
        for word in [words] if isinstance(words, str) else words:
            for one in split(word):
                if one.lower() not in self._known:
                    new.setdefault(one.lower(), checked_header(self.name, one)[1])
        self._known |= new
        self._text = ", ".join(filter(None, [text, *new.values()]))
        self.headers.remove(self.name)
        if self._text:
            self.headers.pairs.append((self.name, self._text))

    def discard(self, word: str) -> None:
        """Remove a word if it is there."""
        self.replace([other for other in self if other.lower() != word.lower()])

    def __contains__(self, word: object) -> bool:
        return str(word).lower() in map(str.lower, self)

    def __iter__(self) -> Iterator[str]:
        return split(self.text)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __str__(self) -> str:
        return ", ".join(self)

    to_header = __str__


def split(text: str) -> Iterator[str]:
    """Return the words of a header."""
    return filter(None, map(str.strip, text.split(",")))


class HeaderSetAttribute:
    """An attribute of a response that is the HeaderSet of a header. You can set it to words, text or None."""

    def __init__(self, name: str) -> None:
        self.name, self.key = name, f"_words_of_{name}"
        self.__doc__ = f"The words of the header {name}."

    def __get__(self, response: Any, owner: type) -> HeaderSet:
        """Return the set; that of a long header is kept, since it knows the words already."""
        headers, kept = response.headers, vars(response).get(self.key)
        if kept is not None and kept.headers.pairs is headers.pairs:
            return kept  # type: ignore[no-any-return]
        words = HeaderSet(headers, self.name)
        if len(words.text) > LONG:
            vars(response)[self.key] = words
        return words

    def __set__(self, response: Any, words: str | Iterable[str] | None) -> None:
        HeaderSet(response.headers, self.name).replace(words or ())


class HeaderAttribute(Generic[Value]):
    """An attribute of a response that is a header of one value; None if it is absent, or if ``read`` refuses the text.

    What you set is made text by ``write``; None and False remove the header.
    """

    def __init__(self, name: str, read: Callable[[str], Value], write: Callable[[Any], str] = str) -> None:
        self.name, self.read, self.write = name, read, write
        self.__doc__ = f"The header {name}. It can be set."

    def __get__(self, response: Any, owner: type) -> Value | None:
        value: Value | None = response.headers.get(self.name, type=self.read)
        return value

    def __set__(self, response: Any, value: str | Value | None) -> None:
        if value is None or value is False:
            response.headers.remove(self.name)
        else:
            response.headers[self.name] = "true" if value is True else self.write(value)
