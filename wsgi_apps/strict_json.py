"""JSON text to a Python value, by RFC 8259 and nothing beyond it. Standard library only."""

import json
import re
from collections import Counter
from itertools import accumulate
from typing import Any

from wsgi_apps.exceptions import BadRequest

DEPTH = 200  # arrays and objects inside each other; Python's stack holds far more


def parse_json(body: bytes) -> Any:
    """Return the JSON value of ``body``, always read as UTF-8 (RFC 8259, 8.1).

    Raises BadRequest with the position of an error in the syntax or the encoding. Python's parser takes more than JSON
    has: NaN, infinite numbers, the same name twice in one object, half a surrogate pair, endless nesting. Each of them
    raises BadRequest too.
    """
    try:
        text = body.decode("utf-8").removeprefix("\ufeff")  # a byte order mark may be ignored (RFC 8259, 8.1)
        value = DECODER.decode(text)
        if b"\\u" in body and (b"\\ud" in body or b"\\uD" in body):
            json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails for half a pair
    except UnicodeDecodeError as error:
        raise not_json(f"byte 0x{body[error.start]:02x} at offset {error.start} is not UTF-8") from None
    except UnicodeEncodeError as error:
        raise not_json(f"{error.object[error.start]!a} is half a surrogate pair") from None
    except json.JSONDecodeError as error:
        problem = f"{error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}"
        raise not_json(problem if text else "it is empty") from None
    except RecursionError:
        raise not_json("it is nested too deeply") from None
    except ValueError:
        raise not_json("it holds a number of too many digits") from None
    if len(text) > DEPTH and text.count("[") + text.count("{") > DEPTH and nesting(text) > DEPTH:
        raise not_json(f"it is nested deeper than {DEPTH} levels")
    return value


def not_json(problem: str) -> BadRequest:
    """Return the error 400 that names the ``problem`` of a JSON body."""
    return BadRequest(f'The body is not valid JSON: {problem}. Send JSON in UTF-8, such as {{"name": "JongHyun"}}.')


def object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of ``pairs``. Raises BadRequest for a repeated name: parsers disagree on it (RFC 8259, 4)."""
    result = dict(pairs)
    if len(result) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise not_json(f"one object has the name {name!r} twice")
    return result


def finite(digits: str) -> float:
    """Return the number that ``digits`` mean. Raises BadRequest for one that would become infinity."""
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise not_json(f"the number {digits[:20]} is too large")
    return number


def refuse_constant(name: str) -> float:
    """Raise BadRequest for NaN, Infinity and -Infinity, which Python's parser would take (RFC 8259, 6)."""
    raise not_json(f"{name} is not a JSON value")


DECODER = json.JSONDecoder(object_pairs_hook=object_without_repeats, parse_float=finite, parse_constant=refuse_constant)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
BRACKET = re.compile(r"[\[\]{}]")


def nesting(text: str) -> int:
    """Return the depth of a valid JSON text: how many arrays and objects are inside each other at most."""
    brackets = BRACKET.findall(STRING.sub("", text))
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)
