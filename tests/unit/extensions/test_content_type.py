"""Content-Type and its parameters, held against Werkzeug."""

import pytest
from werkzeug.http import parse_options_header

from tests.support.work import instructions
from wsgi_apps.exceptions import BadRequest
from wsgi_apps.extensions.content_type import parse_options

HEADERS = [
    "text/html",
    "Text/HTML; Charset=utf-8",
    'multipart/form-data; boundary="a b;c"',
    r'text/plain; name="say \"hi\""',
    "text/plain ; a=1 ;b=2",
    "text/plain;;; a=1;",
    "",
]


@pytest.mark.parametrize("header", HEADERS)
def test_as_werkzeug_reads_it(header):
    kind, options = parse_options_header(header)
    assert parse_options(header) == (kind.lower(), options)


@pytest.mark.parametrize("header", ['text/plain; a="open', "text/plain; =1", "text/plain; a", ';;;="'])
def test_what_is_malformed_ends_the_parameters(header):
    assert parse_options(header)[1] == {}


def test_a_parameter_twice_is_refused():
    with pytest.raises(BadRequest, match="boundary stands twice"):
        parse_options("multipart/form-data; boundary=A; BOUNDARY=B")


@pytest.mark.parametrize("unit", ['\\"', ";", " ", "a=b;", '="'])
def test_twice_the_header_is_about_twice_the_work(unit):
    def refused_or_read(header):
        try:
            parse_options(header)
        except BadRequest:
            return

    once, twice = (instructions(refused_or_read, 'a/b; x="' + unit * times) for times in (2000, 4000))
    assert twice < 2.5 * once
