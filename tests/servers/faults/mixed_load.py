"""Send mixed requests to ``mixed_app``: ``python -m tests.servers.faults.mixed_load URL NUMBER``; prints the statuses as JSON."""

import json
import sys
from collections import Counter
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from urllib.parse import urlsplit

LINES = b"--b\r\nContent-Disposition: form-data; name=%s\r\n\r\n%s\r\n"
UPLOAD = LINES % (b'"field"', b"text") + LINES % (b'"file"; filename="a.bin"', b"x" * 5000) + b"--b--\r\n"
JSON = {"Content-Type": "application/json"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REQUESTS = [
    ("GET", "/", None, {}),
    ("GET", "/hello/%EC%A2%85%ED%98%84/3", None, {}),
    ("POST", "/json", b'{"name": "JongHyun"}', JSON),
    ("POST", "/json", b"{name}", JSON),
    ("POST", "/json", b"name=a", FORM),
    ("POST", "/form", b"a=1&b=2", FORM),
    ("POST", "/form", UPLOAD, MULTIPART),
    ("POST", "/form", UPLOAD[:-20], MULTIPART),
    ("GET", "/session", None, {"Cookie": "session=forged; a=b"}),
    ("GET", "/file", None, {}),
    ("GET", "/file", None, {"Range": "bytes=0-9"}),
    ("GET", "/stream", None, {}),
    ("GET", "/broken", None, {}),
    ("HEAD", "/", None, {}),
    ("OPTIONS", "/json", None, {}),
    ("DELETE", "/", None, {}),
    ("GET", "/nowhere", None, {}),
    ("GET", "/hello/a/b", None, {}),
    ("GET", "/%ff%fe?x=%ff", None, {"Cookie": "=;;=" * 50}),
]


def send(url: str, number: int) -> Counter:
    """Return how often each status came; 0 is no answer."""
    place, statuses = urlsplit(url), Counter()
    for method, path, body, headers in islice(cycle(REQUESTS), number):
        connection = HTTPConnection(place.hostname, place.port, timeout=60)
        try:
            connection.request(method, path, body, headers | {"Connection": "close"})
            response = connection.getresponse()
            response.read()
            statuses[response.status] += 1
        except (OSError, HTTPException):
            statuses[0] += 1
        finally:
            connection.close()
    return statuses


if __name__ == "__main__":
    print(json.dumps(send(sys.argv[1], int(sys.argv[2]))))
