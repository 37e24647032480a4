"""``--step``: its keys, and the whole of it in a real terminal."""

import contextlib
import json
import os
import pty
import subprocess
import sys
import termios

import pytest

from tests.support.servers import ROOT, wait_until
from tests.support.small_trace import small_trace
from tests.support.terminal import plain, prepare
from wsgi_apps.tools.check.texts import width
from wsgi_apps.tools.xray.ink import line
from wsgi_apps.tools.xray.stepping import Walk


def walk(*keys):
    made = Walk(small_trace(), "yours", "en")
    for key in keys:
        made.press(key)
    return made


def place(made):
    return made.ways[made.way].name, *made.steps[made.place]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", ("raw", "enter", 0)),
        (["\r"], ("raw", "enter", 1)),
        (["\x1b[C", "\x1b[D", "\x1b[D"], ("raw", "enter", 0)),
        ("]", ("raw", "start", 2)),
        ("][", ("raw", "enter", 0)),
        ("]2", ("ours", "start", 11)),
        ("2", ("ours", "enter", 0)),
        ("2]]", ("ours", "view", 5)),
        ("2]]b", ("ours", "route", 2)),
        ("2++jj", ("ours", "route", 2)),
        ("2++jj-", ("ours", "route", 2)),
        ("39x", ("raw", "enter", 0)),
        ("ㅓ", ("raw", "enter", 1)),
    ],
)
def test_keys_move(keys, expected):
    assert place(walk(*keys)) == expected


def test_keys_show_more():
    assert (walk("l").locals, walk("s").source, walk("q").is_over, walk("").is_over) == (False, True, True, True)


def screen(made, wide=80, high=30):
    return "\n".join(line(pieces, wide, coloured=False) for pieces in made.screen(wide, high))


def test_a_screen_has_the_line_and_its_variables():
    shown = screen(walk("2", "]", "]", "j", "j", "j"))
    assert "▶         for one in data:" not in shown
    assert "▶             yield one" in shown
    assert "● one = 1" in shown
    assert "data = [1, 2]" in shown
    assert "data =" not in screen(walk("2", "]", "]", "j", "j", "j", "l"))


def test_a_screen_of_the_framework_says_how_much_it_is():
    assert "2 steps of the framework in this stage" in screen(walk("2"))


class Screen:
    """What a program writes to a terminal."""

    def __init__(self, master):
        self.master, self.said = master, b""
        os.set_blocking(master, False)

    def press(self, key, expected):
        """Press a key, and wait until a text is on the screen."""
        self.said = b""
        os.write(self.master, key)
        wait_until(lambda: expected in plain(self.read().decode("utf-8", "replace")), expected)

    def read(self):
        with contextlib.suppress(BlockingIOError):
            self.said += os.read(self.master, 65536)
        return self.said


def test_in_a_terminal(tmp_path):
    file = tmp_path / "trace.json"
    file.write_text(json.dumps(small_trace()), encoding="utf-8")
    master, slave = pty.openpty()
    prepare(slave)
    before = termios.tcgetattr(slave)
    words = [sys.executable, "-m", "wsgi_apps", "xray", str(file), "--step", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"}
    screen = Screen(master)
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=environment) as process:
        screen.press(b"", "step 1 of")
        screen.press(b"\r", "step 2 of")
        screen.press(b"2", "2 steps of the framework")
        os.write(master, b"q")
        wait_until(lambda: process.poll() is not None, "the end")
    assert process.returncode == 0
    assert screen.read().endswith(b"\x1b[?25h\x1b[?1049l")
    assert termios.tcgetattr(slave) == before
    os.close(slave)
    os.close(master)


def test_the_server_has_no_variables():
    made = walk("2", "]", "]")
    assert place(made) == ("ours", "view", 5)  # a read of the body
    assert " = " not in screen(made)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_keys_fit(language):
    (keys,) = list(Walk(small_trace(), "yours", language).screen(79, 24))[-1]
    assert width(keys[0]) <= 79
