"""The fields of a query string or of an urlencoded form: ``name=JongHyun&age=21`` (WHATWG URL, 5)."""

from urllib.parse import parse_qsl

from wsgi_apps.environ import decoded
from wsgi_apps.exceptions import RequestEntityTooLarge
from wsgi_apps.messages.multidict import MultiDict


def parse_urlencoded(text: str, most: int | None = 1000, largest: int | None = 500_000) -> MultiDict[str]:
    """Return the fields of ``text``, one character a byte: at most ``most`` fields of ``largest`` bytes each.

    Only ``&`` separates fields. Some programs split at a ``;`` and others do not: two programs would read two different
    things from one text. Bytes that are not UTF-8 become U+FFFD. Raises RequestEntityTooLarge above a limit.
    """
    if most is not None and text.count("&") >= most:
        raise RequestEntityTooLarge(f"There are more than {most} fields. Send at most that many.")
    if largest is not None and len(text) > largest and max(map(len, text.split("&"))) > largest:
        raise RequestEntityTooLarge(f"A field is larger than {largest} bytes. Send at most that many.")
    return MultiDict.from_pairs(parse_qsl(decoded(text), keep_blank_values=True))
