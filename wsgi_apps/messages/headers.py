"""Headers: a view on the ``environ`` of a request, and a view on the header list of a response."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from wsgi_apps.environ import TOKEN
from wsgi_apps.messages.multidict import FirstValues

VALUE = re.compile(r"[\t -~\x80-\xff]*")  # RFC 9110, 5.5: no control character but the tab
#: The host in a URL, which follows two slashes (RFC 3986, 3.2).
HOST = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?)([^/?#@:\[\]]+)")
#: Headers that only a server may send (PEP 3333, "Other HTTP Features"; RFC 9110, 7.6.1).
OF_THE_SERVER = {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "status"}
OF_THE_SERVER |= {"te", "trailer", "trailers", "transfer-encoding", "upgrade"}
PLAIN_PATH = re.compile(r"/(?!/)[\w!#$%&'()*+,./:;=?@~-]*", re.ASCII)  # what needs no encoding
UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # the keys of headers without HTTP_ (RFC 3875, 4.1)

HeaderList = list[tuple[str, str]]
HeadersInput = Mapping[str, Any] | Iterable[tuple[str, Any]]


is_token = lru_cache(maxsize=100)(TOKEN.fullmatch)  # a program sets the same few headers again and again


@lru_cache(maxsize=100)  # and asks for the same few
def key_of(name: str) -> str:
    """Return the key in environ of a header, whose name may be in any case."""
    key = name.upper().replace("-", "_")
    return key if key in UNPREFIXED else f"HTTP_{key}"


class Headers(FirstValues[str]):
    """The part that headers of a request and of a response share: they are pairs, and a loop yields pairs."""

    pairs: Any  # a list of pairs of str

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs, repeated ones too; the headers may be changed meanwhile."""
        return iter(list(self.pairs))

    def every(self, name: str) -> list[str]:
        """Return all values of a header; a request has one of each: the server has joined them."""
        name = name.lower()
        return [value for key, value in self.pairs if key.lower() == name]

    def __getitem__(self, name: str) -> str:
        for value in self.every(name):
            return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return self.items()

    def __len__(self) -> int:
        return len(self.pairs)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.every(name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"


class RequestHeaders(Headers):
    """The headers of a request, by names that ignore case, read from its ``environ``."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.environ: dict[str, str] = environ  # those of its keys that are headers

    def __getitem__(self, name: str) -> str:
        return self.environ[key_of(name)]

    def every(self, name: str) -> list[str]:
        """Return the value of a header in a list, which is empty if the header is absent."""
        key = key_of(name)
        return [self.environ[key]] if key in self.environ else []

    @property
    def pairs(self) -> HeaderList:
        """The pairs, without an empty type or length, which servers set where none was sent (PEP 3333)."""
        return [
            (key.removeprefix("HTTP_").replace("_", "-").title(), value)
            for key, value in self.environ.items()
            if (key in UNPREFIXED and value) or (key.startswith("HTTP_") and key[5:] not in UNPREFIXED)
        ]


def ascii_url(url: str) -> str:
    """Return a URL as a header carries it: percent-encoded where needed, with the host as DNS has it.

    Raises ValueError for a host that cannot be a DNS name (RFC 5891).
    """
    if PLAIN_PATH.fullmatch(url):
        return url
    ascii_host = HOST.sub(lambda found: found[1] + found[2].encode("idna").decode("ascii"), url)
    return quote(ascii_host, safe="!#$%&'()*+,/:;=?@[]~")


def checked_header(name: str, value: Any) -> tuple[str, str]:
    """Return a header as PEP 3333 wants it, a pair of str; a number is written out, a URL is percent-encoded.

    Raises ValueError for a header that only a server may send, and for text that would break the response: CR, LF, NUL,
    or letters outside latin-1.
    """
    if not (isinstance(name, str) and is_token(name) and name[-1].isalnum()):  # PEP 3333: no punctuation at the end
        raise ValueError(f"{name!r} is not a header name: write letters, digits and -")
    if name.lower() in OF_THE_SERVER:
        raise ValueError(f"the header {name} is the server's own (PEP 3333): leave it out")
    text = ascii_url(str(value)) if name.lower() in ("location", "content-location") else str(value)
    if not ((text.isascii() and text.isprintable()) or VALUE.fullmatch(text)):
        raise ValueError(f"the header {name}: {text!r} has a character that no header can carry: quote or leave it out")
    return str(name), text


def header_pairs(headers: HeadersInput) -> Iterator[tuple[str, str]]:
    """Yield checked headers of a mapping, in which a value may be a list of values, or of an iterable of pairs."""
    for name, value in headers.items() if type(headers) is dict or isinstance(headers, Mapping) else headers:
        for one in value if isinstance(value, (list, tuple, set)) else [value]:
            yield checked_header(name, one)


class ResponseHeaders(Headers):
    """The headers of a response, by names that ignore case: a view on ``pairs``, the list that is sent.

    Every header is checked where it enters the list.
    """

    def __init__(self, pairs: HeaderList) -> None:
        self.pairs: HeaderList = pairs

    def __setitem__(self, name: str, value: Any) -> None:
        pair = checked_header(name, value)
        self.remove(name)
        self.pairs.append(pair)

    def add(self, name: str, value: Any) -> None:
        """Add a header beside those of the same name."""
        self.pairs.append(checked_header(name, value))

    def setlist(self, name: str, values: Iterable[Any]) -> None:
        """Replace a header by several of the same name."""
        pairs = [checked_header(name, value) for value in values]
        self.remove(name)
        self.pairs += pairs

    def update(self, headers: HeadersInput = (), /, **more: Any) -> None:
        """Replace headers by those of a mapping, in which a value may be a list, or of an iterable of pairs."""
        if isinstance(headers, Headers):
            headers = {name: headers.getlist(name) for name, _ in headers}
        for name, value in {**dict(headers), **more}.items():
            self.setlist(name, value if isinstance(value, (list, tuple, set)) else [value])

    def remove(self, name: str) -> None:
        """Remove every header of a name, if there is one."""
        name = name.lower()
        self.pairs[:] = [pair for pair in self.pairs if pair[0].lower() != name]

    __delitem__ = remove
