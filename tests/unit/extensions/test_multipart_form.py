"""Multipart bodies."""

import copy
import io

import pytest

from tests.support.work import instructions
from wsgi_apps.exceptions import BadRequest, RequestEntityTooLarge
from wsgi_apps.extensions import multipart_form as uploads
from wsgi_apps.extensions.multipart_form import FileStorage, boundary_of, parse_multipart


def body(*parts):
    return b"".join(b"--B\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--B--\r\n"


FIELD = b'name="a"\r\n\r\n\xea\xb8\x80'
FILE = b'name="f"; filename="x/y.txt"\r\nContent-Type: text/x; v=1\r\n\r\ndata'


def test_fields_and_files():
    fields, files = parse_multipart([body(FIELD, FILE, FIELD)], "B")
    assert fields.getlist("a") == ["글", "글"]
    file = files["f"]
    assert (file.name, file.filename, file.content_type, file.mimetype, file.mimetype_params) == (
        "f", "y.txt", "text/x; v=1", "text/x", {"v": "1"},
    )  # fmt: skip
    assert (file.read(), list(file), bool(file), repr(file)) == (
        b"data",
        [],
        True,
        "<FileStorage: 'y.txt' ('text/x; v=1')>",
    )
    assert (file.headers["content-type"], file.headers.get("X")) == ("text/x; v=1", None)
    assert file.mode == "rb+"  # it is there to be read
    assert file.headers["Content-Disposition"] == 'form-data; name="f"; filename="x/y.txt"'
    file.close()
    assert file.stream.closed


def with_length(sent):
    return body(FILE.replace(b"\r\n\r\n", b"\r\nContent-Length: " + sent + b"\r\n\r\n"))


def test_the_length_that_the_client_tells():
    _, files = parse_multipart([with_length(b"4")], "B")
    assert files["f"].content_length == 4
    files["f"].close()


LENGTHS = [(b"-4", 0), (b"x", 0), (b"+4", 0), (b"", 0), (b"3", 3), (b"5", 5), (b"9" * 100, 0), ("٣".encode(), 0)]


@pytest.mark.parametrize(("sent", "kept"), LENGTHS)
def test_a_length_that_is_not_that_of_the_file_means_nothing(sent, kept):
    _, files = parse_multipart([with_length(sent)], "B")
    assert (files["f"].read(), files["f"].content_length) == (b"data", kept)
    files["f"].close()


def test_a_file_that_tells_no_length():
    assert (FileStorage().content_length, FileStorage(content_length=3).content_length) == (0, 3)


def test_a_copy_shares_the_stream():
    file = FileStorage(io.BytesIO(b"data"), "a.txt")
    twin = copy.copy(file)
    assert (twin.filename, twin.stream is file.stream, twin.read(), file.read()) == ("a.txt", True, b"data", b"")


@pytest.mark.parametrize("name", ["_rolled", "__fspath__", "stream"])
def test_what_is_not_handed_on_to_the_stream(name):
    file = FileStorage()
    del file.stream
    with pytest.raises(AttributeError, match=f"a FileStorage has no {name}"):
        getattr(file, name)


def test_a_body_in_small_pieces():
    whole = body(FIELD, FILE)
    fields, files = parse_multipart([*(whole[i : i + 1] for i in range(len(whole))), b"epilogue"], "B")
    assert (fields["a"], files["f"].read()) == ("글", b"data")
    files["f"].close()


def test_a_large_file_goes_to_the_disk(monkeypatch):
    monkeypatch.setattr(uploads, "IN_MEMORY", 10)
    _, files = parse_multipart([body(FILE + b"x" * 20)], "B")
    assert files["f"].stream._rolled
    assert len(files["f"].read()) == 24
    assert files["f"].mode == "rb+"
    files["f"].close()


LARGE = [
    ("parts", [FIELD, FIELD, FIELD], {"most": 2}, "takes 2 parts"),
    ("any part", [FIELD], {"most": 0}, "takes 0 parts"),
    ("files", [FILE, FILE, FILE], {"most": 2}, "takes 2 parts"),
    ("a field", [FILE, b'name="a"\r\n\r\n' + b"x" * 20], {"largest": 10}, "A field is larger than 10 bytes"),
    ("headers", [FIELD[:-5] + b"; x=" + b"y" * 9000], {}, "header"),
]


@pytest.mark.parametrize(("parts", "limits", "words"), [row[1:] for row in LARGE], ids=[row[0] for row in LARGE])
def test_too_large(parts, limits, words):
    with pytest.raises(RequestEntityTooLarge, match=words):
        parse_multipart([body(*parts)], "B", **limits)


def test_without_limits():
    fields, _ = parse_multipart([body(FIELD, FIELD)], "B", most=None, largest=None)
    assert len(fields.getlist("a")) == 2


EDGES = [
    ("as many parts as a usual form may have", [b'name="a"\r\n\r\n'] * 1000, {}, 1000),
    ("a part more", [b'name="a"\r\n\r\n'] * 1001, {}, None),
    ("a field as large as a usual one may be", [b'name="a"\r\n\r\n' + b"x" * 500_000], {}, 500_000),
    ("a byte more", [b'name="a"\r\n\r\n' + b"x" * 500_001], {}, None),
    ("a field of just the limit", [b'name="a"\r\n\r\n12345'], {"largest": 5}, 5),
    ("a field of a byte more", [b'name="a"\r\n\r\n123456'], {"largest": 5}, None),
]


@pytest.mark.parametrize(("parts", "limits", "size"), [row[1:] for row in EDGES], ids=[row[0] for row in EDGES])
def test_a_limit_is_the_last_size_that_is_read(parts, limits, size):
    if size is None:
        with pytest.raises(RequestEntityTooLarge):
            parse_multipart([body(*parts)], "B", **limits)
    else:
        fields, _ = parse_multipart([body(*parts)], "B", **limits)
        assert max(len(fields.getlist("a")), len(fields["a"])) == size


def test_a_field_that_is_not_utf_8():
    assert parse_multipart([body(b'name="a"\r\n\r\n\xff')], "B")[0]["a"] == "\ufffd"


def test_a_long_boundary_is_not_repeated_whole():
    with pytest.raises(BadRequest, match=rf"^400 Bad Request: The boundary '{'b' * 80}' is not 1 to 70 ASCII"):
        boundary_of(f"multipart/form-data; boundary={'b' * 1000}")


@pytest.mark.parametrize("broken", [b"hello", b"", body(FIELD)[:-6], b"--B\r\nX: y\r\n\r\nx\r\n--B--\r\n"])
def test_what_is_not_multipart(broken):
    with pytest.raises(BadRequest, match="not multipart/form-data"):
        parse_multipart([broken], "B")


def test_files_are_closed_when_the_body_breaks_off(monkeypatch):
    made = []
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda *options: made.append(io.BytesIO()) or made[-1])

    def pieces():
        yield body(FILE, FILE)[:-10]
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        parse_multipart(pieces(), "B")
    assert [file.closed for file in made] == [True, True]


@pytest.mark.parametrize("boundary", ["", "b" * 71, "\xff", "a ", None])
def test_boundaries_that_are_none(boundary):
    with pytest.raises(BadRequest, match="is not 1 to 70 ASCII characters"):
        boundary_of("multipart/form-data" + ("" if boundary is None else f'; boundary="{boundary}"'))


class Counted(io.BytesIO):
    """A stream that counts how many bytes it is asked for at a time."""

    def __init__(self, data):
        super().__init__(data)
        self.asked = set()

    def read(self, size=-1):
        self.asked.add(size)
        return super().read(size)


@pytest.mark.parametrize(("options", "size"), [({}, 16384), ({"buffer_size": 3}, 3)], ids=["usual", "its own"])
def test_saving_in_pieces(tmp_path, options, size):
    for destination in (tmp_path / "a", io.BytesIO()):
        stream = Counted(b"data")
        FileStorage(stream).save(destination, **options)
        assert stream.asked == {size}


def test_a_file_of_nothing():
    file = FileStorage()
    assert (file.read(), list(file.headers), file.name, file.filename, bool(file)) == (b"", [], None, None, False)


def test_saving(tmp_path):
    FileStorage(io.BytesIO(b"data")).save(tmp_path / "a")
    FileStorage(io.BytesIO(b"data")).save(str(tmp_path / "b"))
    FileStorage(io.BytesIO(b"data")).save(target := io.BytesIO())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == target.getvalue() == b"data"


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\windows\\NUL.txt", "NUL.txt"),
    ("a\0b\n.txt", "ab.txt"),
    ("", ""),
    (None, None),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_only_the_last_part_of_a_name_is_kept(sent, kept):
    file = FileStorage(filename=sent)
    assert (file.filename, bool(file), file.mimetype) == (kept, bool(kept), "")


@pytest.mark.parametrize("unit", [b"\r", b"\r\n", b"\r\n--", b"a"])
def test_twice_the_body_is_about_twice_the_work(unit):
    def parse(times):
        data = body(b'name="a"\r\n\r\n' + unit * times)
        parse_multipart([data[i : i + 1000] for i in range(0, len(data), 1000)], "B", largest=None)

    once, twice = (instructions(parse, times) for times in (20_000, 40_000))
    assert twice < 2.5 * once
