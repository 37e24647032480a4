"""What the standards say of multipart bodies, beyond the package's parser."""

import pytest
from hypothesis import given, strategies as st

from tests.support.work import instructions
from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge
from wsgi_apps.extensions.multipart_form import parse_multipart
from wsgi_apps.extensions.multipart_parser import without_padding

DISPOSITION = b'Content-Disposition: form-data; name="a"'


def part(*lines, content=b"v"):
    return b"--B\r\n" + b"\r\n".join([*lines, b"", content]) + b"\r\n--B--\r\n"


def fields_of(*pieces):
    return parse_multipart(pieces, "B")[0].to_dict()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("padding", [b"", b" ", b"\t", b" \t  ", b" " * 500], ids=len)
def test_padding_behind_a_boundary_is_passed_over(padding, size):
    other = DISPOSITION.replace(b'"a"', b'"b"')
    body = (b"--B%b\r\n" + DISPOSITION + b"\r\n\r\n1 \r\n--B%b\r\n" + other + b"\r\n\r\n2\r\n--B--%b\r\n") % (
        padding, padding, padding,
    )  # fmt: skip
    assert fields_of(*(body[at : at + size] for at in range(0, len(body), size))) == {"a": "1 ", "b": "2"}


@pytest.mark.parametrize(
    "line", [b"--B x", b"--BX", b"--B X", b"--B\t--", b"--B --", b"--Bx", b"--B \n", b"--B \rx", b"--B -- "]
)
def test_a_line_that_only_begins_like_a_boundary_is_refused(line):
    whole = part(DISPOSITION, content=b"1\r\n" + line + b"\r\n2")
    for pieces in ([whole], [whole[at : at + 1] for at in range(len(whole))]):
        with pytest.raises(BadRequest, match="Unexpected byte"):
            fields_of(*pieces)


@pytest.mark.parametrize("content", [b"1\r\n --B\r\n2", b"1 --B 2", b"\r\n--", b"\r\r\n", b" \r\n\r\n-B"])
def test_content_that_looks_like_a_boundary_stays(content):
    assert fields_of(part(DISPOSITION, content=content)) == {"a": content.decode()}


@pytest.mark.parametrize(
    "preamble", [b"\r\n", b"This is MIME.\r\n", b"--X\r\n", b"x--B\r\n", b"--\r\n-\r\n\r\n", b"\r\r\n"]
)
def test_what_stands_before_and_behind_is_ignored(preamble):
    whole = preamble + part(DISPOSITION) + b"epilogue\r\n--B \r\n" + b"--B\r\n" * 3
    assert fields_of(whole) == fields_of(*(whole[at : at + 1] for at in range(len(whole)))) == {"a": "v"}


@given(st.lists(st.sampled_from([b"\r", b"\n", b"-", b"--B", b" ", b"\t", b"a", b"\r\n--B", b"\r\n--B "]), max_size=12))
def test_the_size_of_the_pieces_does_not_count(words):
    whole = b"--B\r\n" + b"".join(words)
    once = b"".join(without_padding([whole], "B"))
    assert b"".join(without_padding([whole[at : at + 1] for at in range(len(whole))], "B")) == once


IGNORED = [
    ("its own header", [b"X-Own: 1"]),
    ("a header in Latin-1", [b"X-Own: \xe9"]),
    ("a name that is not a token", [b"X Own: 1"]),
    ("a name in Korean", ["한글: 1".encode()]),
    ("an encoding", [b"Content-Transfer-Encoding: quoted-printable"]),
    ("a wrong length", [b"Content-Length: 7"]),
    ("two lengths", [b"Content-Length: 1", b"Content-Length: 2"]),
    ("a length that is not a number", [b"content-length : x"]),
    ("a folded header", [b"Content-Length: 7", b" 8"]),
    ("many headers", [b"X-%d: 1" % number for number in range(20)]),
]


@pytest.mark.parametrize("lines", [row[1] for row in IGNORED], ids=[row[0] for row in IGNORED])
def test_headers_that_do_not_count_are_ignored(lines):
    assert fields_of(part(*lines, DISPOSITION)) == fields_of(part(DISPOSITION, *lines)) == {"a": "v"}


@pytest.mark.parametrize("fold", [b" ", b"\t"], ids=["a space", "a tab"])
def test_headers_that_do_not_count_are_kept_for_the_program(fold):
    lines = [DISPOSITION + b'; filename="f"', b"x-own: \xea\xb8\x80", b"Content-Type: text/x;", fold + b'v="1:2"']
    file = parse_multipart([part(*lines)], "B")[1]["a"]
    assert (file.headers["X-Own"], file.mimetype_params) == ("글", {"v": "1:2"})
    file.close()


KEPT = [
    ("a colon in the value", [b"X-Own: http://a:b"], "http://a:b"),
    ("spaces around the value", [b"X-Own: \t a \t "], "a"),
    ("a letter alone", [b"x-OWN:X"], "X"),
    ("a form feed, which is not a space", [b"X-Own:\x0ca\x0c"], "\x0ca\x0c"),
    ("bytes that are not UTF-8", [b"X-Own: \xff"], "\ufffd"),
    ("no value", [b"X-Own:"], ""),
]


@pytest.mark.parametrize(("lines", "value"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_values_are_kept_as_they_were_sent(lines, value):
    file = parse_multipart([part(DISPOSITION + b'; filename="f"', *lines)], "B")[1]["a"]
    assert file.headers["X-Own"] == value
    file.close()


SENTENCES = [
    ("a name", [DISPOSITION + b"; Name=b"], "the Content-Disposition of a part has a parameter twice"),
    ("the disposition", [DISPOSITION, DISPOSITION], "a part has the header Content-Disposition twice"),
    (
        "the type",
        [DISPOSITION, b"Content-Type: a/b", b"Content-Type: a/b"],
        "a part has the header Content-Type twice",
    ),
]


@pytest.mark.parametrize(("lines", "sentence"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES])
def test_the_client_is_told_what_stands_twice(lines, sentence):
    with pytest.raises(BadRequest, match=rf": The body is not multipart/form-data: {sentence}\.$"):
        fields_of(part(*lines))


TWICE = [
    ("name", [DISPOSITION + b'; name="b"']),
    ("the same name", [DISPOSITION + b"; name=a"]),
    ("a name in capitals", [DISPOSITION + b'; NAME="b"']),
    ("filename", [DISPOSITION + b'; filename="x"; filename="y"']),
    ("another parameter", [DISPOSITION + b"; x=1; x=2"]),
    ("a name behind a broken one", [DISPOSITION + b'; filename=a b; name="b"']),
    ("a folded name", [DISPOSITION + b";", b' name="b"']),
    ("the header", [DISPOSITION, DISPOSITION]),
    ("the header in other letters", [DISPOSITION, b"content-disposition: form-data; name=b"]),
    ("the type", [DISPOSITION, b"Content-Type: text/plain", b"Content-Type: text/html"]),
    ("a charset", [DISPOSITION, b"Content-Type: text/plain; charset=utf-8; charset=utf-16"]),
]


@pytest.mark.parametrize("lines", [row[1] for row in TWICE], ids=[row[0] for row in TWICE])
def test_what_stands_twice_in_a_part_is_refused(lines):
    with pytest.raises(BadRequest, match=r"twice|two values"):
        fields_of(part(*lines))


@pytest.mark.parametrize(
    "value", [b'name="a; name=b"', rb'name="a\"; name=\"b"', b'name="a"; filename*=x; filename*=y']
)
def test_what_only_looks_like_a_parameter_does_not_count(value):
    fields, files = parse_multipart([part(b"Content-Disposition: form-data; " + value)], "B")
    assert len(fields) + len(files) == 1


MALFORMED = [
    ("a line that is not a header", [DISPOSITION, b"hello"], BadRequest),
    ("a folded line without a header", [b" x: y", DISPOSITION], BadRequest),
    ("too many headers", [DISPOSITION, *[b"X: 1"] * 100], RequestEntityTooLarge),
    ("a long header that counts", [DISPOSITION + b"; x=" + b"y" * 9000], RequestEntityTooLarge),
    ("no disposition", [b"X-Own: 1"], BadRequest),
]


@pytest.mark.parametrize(("lines", "error"), [row[1:] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_malformed_heads_are_refused(lines, error):
    with pytest.raises(error):
        fields_of(part(*lines))


@pytest.mark.parametrize("unit", [b" ", b"\t ", b"\r", b"\r\n--B", b"\r\n--B ", b"--B"])
def test_twice_the_body_is_about_twice_the_work(unit):
    def run(times):
        data = b"--B" + unit * times
        for _ in without_padding((data[at : at + 1000] for at in range(0, len(data), 1000)), "B"):
            pass

    once, twice = (instructions(run, times) for times in (20_000, 40_000))
    assert twice < 2.5 * once


def test_padding_between_two_boundaries_in_a_row():
    assert b"".join(without_padding([b"--B \r\n--B \r\n--B \r\n"], "B")) == b"\r\n--B" * 3 + b"\r\n"
