"""A body that is made piece by piece."""

import re

import pytest

from wsgi_apps.messages.response_body import ResponseBody, as_bytes, call_quietly


class Pieces:
    def __init__(self, *pieces, fails=False):
        self.pieces, self.fails, self.closed = pieces, fails, 0

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.closed += 1
        if self.fails:
            raise RuntimeError("close")


def test_pieces_become_bytes():
    assert list(ResponseBody(Pieces("글", b"b", bytearray(b"c")), print)) == ["글".encode(), b"b", b"c"]


def test_an_empty_body_has_an_empty_piece():
    assert list(ResponseBody([], print)) == [b""]


def test_the_first_piece_is_made_at_once():
    made = []
    ResponseBody((made.append(number) or b"x" for number in range(3)), print)
    assert made == [0]


def test_close_runs_once():
    pieces = Pieces(b"x")
    body = ResponseBody(pieces, print)
    body.close()
    body.close()
    assert pieces.closed == 1


def test_close_reports_what_it_raises_and_goes_on():
    reported, called = [], []
    body = ResponseBody(Pieces(b"x", fails=True), reported.append, [lambda: called.append(1)])
    body.close()
    assert [str(error) for error in reported] == ["close"]
    assert called == [1]


def test_a_body_that_fails_at_once_is_closed():
    pieces = Pieces(7)
    with pytest.raises(TypeError, match="not of int: 7"):
        ResponseBody(pieces, print)
    assert pieces.closed == 1


def test_other_types_are_refused():
    with pytest.raises(TypeError, match="str or bytes, not of NoneType"):
        as_bytes(None)


def test_what_ends_the_program_ends_it_after_the_others():
    called, reported = [], []

    def leave():
        raise SystemExit

    def fail():
        raise ValueError("late")

    with pytest.raises(SystemExit):
        call_quietly([None, leave, fail, lambda: called.append(1)], reported.append)
    assert (called, [str(error) for error in reported]) == ([1], ["late"])


@pytest.mark.parametrize("piece", [7, None, ["x"]], ids=repr)
def test_what_is_no_piece_is_refused(piece):
    with pytest.raises(
        TypeError, match=re.escape(f"a body is made of str or bytes, not of {type(piece).__name__}: {piece!r}")
    ):
        as_bytes(piece)
