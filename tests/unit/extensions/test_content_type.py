"""Content-Type and its parameters, held against Werkzeug."""

import pytest
from werkzeug.http import parse_options_header

from tests.support.work import instructions
from wsgi_apps.exceptions import BadRequest
from wsgi_apps.extensions.content_type import parameter, parse_options

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


TWICE = [
    ("the same charset", "text/plain; charset=utf-8; charset=utf-8", {"charset": "utf-8"}),
    ("the same charset in other letters", "text/plain; charset=utf-8; Charset=UTF-8", {"charset": "utf-8"}),
    ("the same in quotes", 'multipart/form-data; boundary=A; boundary="A"', {"boundary": "A"}),
    ("the header twice", "text/plain; charset=utf-8, text/plain; charset=latin-1", {"charset": "utf-8"}),
]


@pytest.mark.parametrize(("header", "options"), [row[1:] for row in TWICE], ids=[row[0] for row in TWICE])
def test_the_same_value_twice_is_one(header, options):
    assert parse_options(header)[1] == options


@pytest.mark.parametrize(
    "options", ["boundary=A; BOUNDARY=B", "boundary=A; boundary=a", "a=1; a=1; boundary=A; boundary=B"]
)
def test_two_values_are_refused(options):
    with pytest.raises(BadRequest, match="boundary has two values"):
        parse_options(f"multipart/form-data; {options}")
    with pytest.raises(BadRequest, match="boundary has two values"):
        parameter(f"multipart/form-data; {options}", "boundary")


def test_two_values_of_a_parameter_that_is_not_asked_for_do_not_count():
    assert parameter("multipart/form-data; a=1; boundary=A; a=2", "boundary") == "A"
    assert parameter("multipart/form-data", "boundary") == ""


@pytest.mark.parametrize("unit", ['\\"', ";", " ", "a=b;", '="'])
def test_twice_the_header_is_about_twice_the_work(unit):
    def refused_or_read(header):
        try:
            parse_options(header)
        except BadRequest:
            return

    once, twice = (instructions(refused_or_read, 'a/b; x="' + unit * times) for times in (2000, 4000))
    assert twice < 2.5 * once
