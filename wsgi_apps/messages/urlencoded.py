"""Fields of a query string or of an urlencoded form: ``name=JongHyun&age=21`` (WHATWG URL, 5)."""

from __future__ import annotations

from urllib.parse import unquote_plus

from wsgi_apps.environ import decoded
from wsgi_apps.exceptions import RequestEntityTooLarge
from wsgi_apps.messages.multidict import MultiDict


def parse_fields(text: str, most: int | None = 1000, largest: int | None = 500_000) -> MultiDict[str]:
    """Return the fields of ``text`` (str, one character a byte): at most ``most`` (int) of ``largest`` bytes (int) each.

    Only ``&`` separates fields: a ``;`` that some programs split at and others do not lets two programs read two
    different things from one text. What is not UTF-8 becomes U+FFFD. Raises RequestEntityTooLarge above a limit.
    """
    if most is not None and text.count("&") >= most:
        raise RequestEntityTooLarge(f"There are more than {most} fields. Send at most that many.")
    if largest is not None and len(text) > largest and max(map(len, text.split("&"))) > largest:
        raise RequestEntityTooLarge(f"A field is larger than {largest} bytes. Send at most that many.")
    if not text.isascii():
        text = decoded(text)
    fields: dict[str, list[str]] = {}
    encoded = "%" in text or "+" in text
    for field in text.split("&"):
        if not field:
            continue  # nothing stands between two && and is no field
        name, _, value = field.partition("=")
        if encoded:
            name, value = unquote_plus(name), unquote_plus(value)
        if name in fields:
            fields[name].append(value)
        else:
            fields[name] = [value]
    return MultiDict(fields)
