"""What is shown of a value, and that the value does not notice."""

import gc
import re
import subprocess
import sys
from collections import OrderedDict
from threading import Thread

import pytest

from wsgi_apps.development.secrets import Mask
from wsgi_apps.development.values import Values


class Mine:
    pass


class Touchy(type):
    @property
    def __name__(cls):
        raise AssertionError("looked at")


class Untouchable(metaclass=Touchy):
    def fail(self, *arguments):
        raise AssertionError("looked at")

    __repr__ = __str__ = __len__ = __eq__ = __getattribute__ = __iter__ = __bool__ = __hash__ = fail


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (-7, "-7"),
        (1.5, "1.5"),
        (1 << 5000, "<int of 5001 bits>"),
        ("종현", "'종현'"),
        ("x" * 200, f"'{'x' * 120}'…"),
        (b"\xff", r"b'\xff'"),
        (bytearray(b"ab"), "bytearray(b'ab')"),
        ([], "[]"),
        ((), "()"),
        (set(), "set()"),
        ((1,), "(1,)"),
        ([1, [2, [3]]], "[1, [2, […]]]"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, …]"),
        ({"a": 1, 2: None}, "{'a': 1, 2: None}"),
        ({"c", "a", "b"}, "{'a', 'b', 'c'}"),
        (frozenset({1}), "{1}"),
        (set(range(100)), "{…}"),
        (OrderedDict(a=1), "<OrderedDict 1>"),
        (Mine(), "<Mine 1>"),
        (re.match("", ""), "<Match 1>"),
        (Mine, "<class Mine>"),
        (test := (lambda: None), f"<function {test.__qualname__}>"),
        (sys, "<module>"),
        (Untouchable(), "<Untouchable 1>"),
        ([Untouchable()], "[<Untouchable 1>]"),
        ({"a": Untouchable()}, "{'a': <Untouchable 1>}"),
    ],
    ids=range(28),
)
def test_values(value, text):
    assert Values().shown(value) == text


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("password", "abcdefg", "••••(7)"),
        ("password", b"abcdefg", "••••(7)"),
        ("password", "", "''"),
        ("tokens", ["abcdefg"], "[••••(7)]"),
        ("environ", {"HTTP_COOKIE": "a=bcdefgh"}, "{'HTTP_COOKIE': ••••(9)}"),
        ("headers", [("Set-Cookie", "a=bcdefgh"), ("Host", "x")], "[('Set-Cookie', ••••(9)), ('Host', 'x')]"),
        ("password", 12345678, "12345678"),
    ],
)
def test_a_secret_is_known_by_its_name(name, value, text):
    assert Values().shown(value, name) == text


def test_secrets_are_shown_to_who_asks_for_them():
    assert Values(Mask(shows=True)).shown("abcdefg", "password") == "'abcdefg'"


def test_an_object_keeps_its_number_and_another_gets_the_next():
    values, one, other = Values(), Mine(), Mine()
    assert [values.shown(each) for each in (one, other, one)] == ["<Mine 1>", "<Mine 2>", "<Mine 1>"]


def test_an_object_is_not_kept_alive():
    values, ended = Values(), []

    class Ending:
        def __del__(self):
            ended.append(True)

    made = Ending()
    assert values.shown(made) == "<Ending 1>"
    del made
    gc.collect()
    assert ended == [True]
    assert values.shown(Ending()) == "<Ending 2>"


def test_a_large_container_is_not_copied():
    assert Values().shown(dict.fromkeys(range(1_000_000))).endswith("7: None, …}")


def test_a_dict_that_changes_meanwhile_is_shown_by_its_class(monkeypatch):
    changing = {"a": 1, "b": 2}
    values = Values()
    of_pair = values.of_pair

    def change(*arguments):
        thread = Thread(target=changing.update, args=[{len(changing): 3}])
        thread.start()
        thread.join()
        return of_pair(*arguments)

    monkeypatch.setattr(values, "of_pair", change)
    assert values.shown(changing) == "<dict>"


def test_a_set_is_shown_alike_in_every_process():
    program = "from wsgi_apps.development.values import Values; print(Values().shown({'GET', 'HEAD', 'OPTIONS'}))"
    texts = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in "123"
    }
    assert texts == {"{'GET', 'HEAD', 'OPTIONS'}\n"}
