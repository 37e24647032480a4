"""Secrets in shown texts: known by the name beside them, and masked at every other place too."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from json import dumps
from urllib.parse import quote, quote_plus, unquote_plus

#: The names beside which a secret stands; those of settings about it, such as ``session_cookie_name``, are left out.
NAMES = re.compile(
    r"(?!.*[_-](?:interface|name|path|domain)$)"
    r".*(?:passw|secret|token|api[-_ ]?key|authorization|cookie|credential|csrf|session|private)",
    re.IGNORECASE | re.DOTALL,
)
#: A name and a quoted text behind it, as JSON and Python write them.
WRITTEN = re.compile(
    r"""(?<![\w.-])([\w.-]{1,80})["']?\]?\s{0,9}[:=]\s{0,9}[rbfu]{0,2}(["'])((?:\\.|(?!\2)[^\\\n])+)\2"""
)
#: A field of a form in several parts (RFC 7578): its name, the rest of its head, its value.
PART = re.compile(r'name="([^"\r\n]+)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)')
FIELD = re.compile(r"(?:^|[?&\s])([^=&?\s]+)=([^&\s]+)")  # of a query or an urlencoded form
PARTS = re.compile(r"[\s=;,]+")
CUT = "…"  # ends a text that was cut
LEAST = 6  # characters of a secret that is masked where no name stands beside it
#: Words around secrets that are not secret: words of headers, and the names themselves.
USUAL = {"bearer", "digest", "httponly", "secure", "samesite", "strict", "domain", "expires", "max-age"}
USUAL |= {"cookie", "set-cookie", "session", "authorization", "token", "password", "secret", "csrf_token", "api_key"}
USUAL |= {"secret_key", "x-api-key"}


@lru_cache(maxsize=1000)  # the same names come again with every line that is shown
def is_secret(name: str) -> bool:
    """Return whether a name of a variable, a key, a header or a field is that of a secret."""
    return bool(NAMES.match(name))


class Mask:
    """Remembers secrets and writes dots in their place. With ``shows`` it remembers nothing."""

    def __init__(self, shows: bool = False) -> None:
        self.shows = shows
        self.known: dict[str, int] = {}
        self.pattern: re.Pattern[str] | None = None

    def hidden(self, text: str) -> str:
        """Remember a secret, and return what is shown in its place: dots and its length."""
        if self.shows:
            return text
        for part in (text, *parts_of(text)):
            if len(part) >= LEAST and part.lower() not in USUAL:
                self.known |= dict.fromkeys(spellings(part), len(part))
                self.pattern = None
        return dots(len(text))

    def remember_in(self, text: str) -> None:
        """Remember the secrets that stand behind their names in a text: JSON, source, or a form."""
        written = [(found[1], found[3]) for found in WRITTEN.finditer(text)]
        for name, secret in [*written, *PART.findall(text)]:
            if is_secret(name):
                self.hidden(secret)

    def remember_fields(self, text: str) -> None:
        """Remember the secrets among the fields of a query or an urlencoded form."""
        for name, value in FIELD.findall(text):
            if is_secret(unquote_plus(name)):
                self.hidden(unquote_plus(value))

    def __call__(self, text: str) -> str:
        """Return a text with dots in the place of every secret that is known by now."""
        if not self.known:
            return text
        if self.pattern is None:
            longest_first = sorted(self.known, key=lambda one: (-len(one), one))
            self.pattern = re.compile("|".join(map(re.escape, longest_first)))
        return self.without_beginning(self.pattern.sub(lambda found: dots(self.known[found[0]]), text))

    def without_beginning(self, text: str) -> str:
        """Return a text without the beginning of a secret at the place where the text was cut."""
        head, cut, tail = text.rpartition(CUT)
        if not cut or len(tail) > 1:  # only the quote of a value may stand behind
            return text
        head, closing = (head[:-1], head[-1]) if head[-1:] in ("'", '"') else (head, "")
        for secret, length in self.known.items():
            for size in range(min(len(secret), len(head)), 3, -1):
                if head.endswith(secret[:size]):
                    return f"{head[:-size]}{dots(length)}{closing}{cut}{tail}"
        return text


def dots(length: int) -> str:
    """Return what stands in the place of a secret of this length."""
    return f"••••({length})"


def parts_of(text: str) -> Iterator[str]:
    """Yield the parts of a secret that may stand alone elsewhere; the name in front of a value is not one."""
    names = set(re.findall(r"(?:^|[\s;,])([\w.-]+)=(?=[^=\s;,])", text))
    yield from (part for part in PARTS.split(text) if part not in names)
    scheme, _, credentials = text.partition(" ")
    if scheme.lower() == "basic":  # RFC 7617: name and password in Base64
        try:
            name, _, password = b64decode(credentials).decode().partition(":")
        except (Error, UnicodeDecodeError):
            return
        yield from (f"{name}:{password}", password)


def spellings(text: str) -> set[str]:
    """Return the forms in which a secret may stand in a text: as it is, escaped, and as the letters of its bytes."""
    letters = text.encode("utf-8", "surrogatepass").decode("latin-1")
    escaped = {repr(text)[1:-1], repr(letters)[1:-1], ascii(text)[1:-1], dumps(text)[1:-1], escape(text)}
    urls = {quote(text, safe="", errors="replace"), quote_plus(text, errors="replace")}
    return {text, letters, *escaped, *urls}
