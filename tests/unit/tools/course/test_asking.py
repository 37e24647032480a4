"""A request in this process is the one that a client sends to a server."""

from wsgi_apps.tools.course.asking import in_process
from wsgi_apps.tools.course.manifest import Request


def application(environ, start_response):
    start_response("200 OK", [])
    return [environ["HTTP_X_CITY"].encode("latin-1")]


def test_a_header_is_a_letter_for_each_byte():
    request = Request("", "GET", "/", (("X-City", "구미"),), b"", False, {}, {}, {}, {}, {})
    assert in_process(application, request).body == "구미".encode()
