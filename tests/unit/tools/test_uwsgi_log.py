"""uWSGI's log on a terminal: what is shown, what goes to the file alone."""

import io
import json

import pytest

from wsgi_apps.tools.uwsgi_log import UwsgiLog, wants_colours

BEFORE = """\
[uWSGI] getting INI configuration from ini/uwsgi.ini
*** Starting uWSGI 2.0.31 (64bit) on [Sat Nov 28 23:34:47 2026] ***
compiled with version: 12.2.0 on 28 November 2026 22:57:32
os: Linux-6.18.44 #1 SMP PREEMPT_DYNAMIC @0
!!! no internal routing support, rebuild with pcre support !!!
*** WARNING: you are running uWSGI as root !!! (use the --uid flag) ***
added /home/me/ini/../ to pythonpath.
"""
LOADED = """\
WSGI app 0 (mountpoint='') ready in 0 seconds on interpreter 0x7f107f576ef8 pid: 24571 (default app)
uWSGI running as root, you can use --uid/--gid/--chroot options
*** WARNING: you are running uWSGI as root !!! (use the --uid flag) ***
spawned uWSGI master process (pid: 24571)
spawned uWSGI worker 1 (pid: 24575, cores: 1)
running "write:/dev/fd/5 ready" (accepting1-once)...
running "unix_signal:15 gracefully_kill_them_all" (master-start)...
"""
NOT_LOADED = """\
unable to load app 0 (mountpoint='') (callable not found or import error)
*** no app loaded. GAME OVER ***
"""
INTERRUPTED = """\
SIGINT/SIGTERM received...killing workers...
worker 1 buried after 1 seconds
goodbye to uWSGI.
"""
TERMINATED = """\
Sun Nov 29 12:05:15 2026 - graceful shutdown triggered...
Gracefully killing worker 1 (pid: 2526)...
worker 1 buried after 1 seconds
goodbye to uWSGI.
"""
STARTING = BEFORE + LOADED


@pytest.fixture
def log():
    return UwsgiLog(io.BytesIO(), io.StringIO())


def after(log, text):
    """Let a log take a text, and return what is new on the terminal."""
    before = len(log.terminal.getvalue())
    log.take(text.encode())
    return log.terminal.getvalue()[before:]


@pytest.mark.parametrize("ending", [INTERRUPTED, TERMINATED], ids=["SIGINT", "SIGTERM"])
def test_what_uwsgi_says_about_itself_is_in_the_file_alone(log, ending):
    assert after(log, STARTING) == ""
    log.own.end()
    assert after(log, ending) == ""
    assert log.file.getvalue().decode() == STARTING + ending


def test_that_a_program_cannot_be_loaded_is_said_by_the_command_itself(log):
    assert after(log, BEFORE + NOT_LOADED) == ""


ALIKE = """\
Python version: 3.11
os: Linux
machine: x86_64
detected number of CPU cores: 2
added 3 items to pythonpath.
spawned uWSGI worker 1 (pid: 1, cores: 1)
WSGI app 0 (mountpoint='x') ready
worker 1 buried after 1 seconds
goodbye to uWSGI.
VACUUM: done
"""


@pytest.mark.parametrize("seen", [BEFORE, STARTING], ids=["as it is imported", "as it serves"])
def test_what_the_program_prints_is_shown_even_if_uwsgi_prints_the_same(log, seen):
    log.take(seen.encode())
    assert after(log, ALIKE) == ALIKE


def test_what_the_program_prints_at_the_end_is_shown(log):
    log.take(STARTING.encode())
    log.own.end()
    own = ("worker 1 buried after 1 seconds", "goodbye to uWSGI.")
    kept = "".join(f"{line}\n" for line in ALIKE.splitlines() if line not in own)
    assert after(log, ALIKE) == kept
    assert after(log, ALIKE) == ALIKE, "uWSGI says each of its lines once"


def test_a_request_after_a_line_that_has_not_ended_is_seen(log):
    assert after(log, f"how much? {log.mark} 200 GET 1 /good\n") == "how much? \n200 GET /good 1 ms\n"
    assert log.answered == 1


@pytest.mark.parametrize(
    "line", ["printed by the program", "DAMN ! worker 1 (pid: 1) died :(", "bind(): Address in use"]
)
def test_everything_else_is_shown_at_once(log, line):
    log.take(line.encode())
    assert log.terminal.getvalue() == ""
    log.take(b"\n")
    assert log.terminal.getvalue() == f"{line}\n"


def test_a_line_that_has_only_begun_is_shown_after_a_while(log):
    log.take(b"how much? ")
    log.pause()
    assert log.terminal.getvalue() == "how much? "
    log.take(b"7\n")
    assert log.terminal.getvalue() == "how much? 7\n"


def test_a_line_of_uwsgi_that_has_only_begun_waits(log):
    log.take(b"compiled with version: ")
    log.pause()
    assert log.terminal.getvalue() == ""


REQUESTS = [
    ("200 GET 1 /good", "200 GET /good 1 ms", "\x1b[32m200\x1b[0m GET /good 1 ms"),
    ("404 GET 0 /hello/%EC%A2%85%ED%98%84", "404 GET /hello/종현 0 ms", "\x1b[33m404\x1b[0m GET /hello/종현 0 ms"),
    ("302 POST 12 /a%20b?x=1", "302 POST /a%20b?x=1 12 ms", "\x1b[36m302\x1b[0m POST /a%20b?x=1 12 ms"),
    ("500 GET 3 /%1b%0a", "500 GET /%1b%0a 3 ms", "\x1b[1;31m500\x1b[0m GET /%1b%0a 3 ms"),
    ("500 GET 3 /%ff\x1b[31m", "500 GET /%ff\\x1b[31m 3 ms", "\x1b[1;31m500\x1b[0m GET /%ff\\x1b[31m 3 ms"),
    ("404 B\x1b[3D 3 /x", "404 B\\x1b[3D /x 3 ms", "\x1b[33m404\x1b[0m B\\x1b[3D /x 3 ms"),
    ("- - 0 /", "- - / 0 ms", "- - / 0 ms"),
]


@pytest.mark.parametrize(("written", "plain", "coloured"), REQUESTS)
def test_a_request_is_one_short_line(log, written, plain, coloured):
    for colours, shown in ((False, plain), (True, coloured)):
        log.terminal = io.StringIO()
        log.colours = colours
        log.take(f"{log.mark} {written}\n".encode())
        assert log.terminal.getvalue() == f"{shown}\n"
    assert log.answered == 2


def test_no_program_can_forge_a_request(log):
    assert UwsgiLog(io.BytesIO(), io.StringIO()).mark != log.mark
    log.take(b"200 GET 1 /good\n")
    assert log.answered == 0


def test_a_traceback_is_folded_on_the_terminal_and_whole_in_the_file(log):
    lines = [
        "Traceback (most recent call last):",
        '  File "/home/me/ini/../app.py", line 3, in index',
        "    json.loads('{')",
        f'  File "{json.__file__}", line 346, in loads',
        "    return _default_decoder.decode(s)",
        "ValueError: no",
    ]
    log.take("\n".join([*lines, ""]).encode())
    shown = log.terminal.getvalue().splitlines()
    assert shown == [
        *(lines[0], lines[1].replace("/ini/../", "/"), lines[2]),
        "  (1 frame of wsgi_apps and Python left out)",
        lines[5],
    ]
    assert log.has_traceback
    assert log.file.getvalue().decode().splitlines() == lines


def test_all_of_it_can_be_shown():
    log = UwsgiLog(io.BytesIO(), io.StringIO(), is_whole=True)
    assert log.options == []
    log.take(STARTING.encode())
    assert log.terminal.getvalue() == STARTING == log.file.getvalue().decode()


def test_no_client_can_move_the_cursor(log):
    """The file is shown on a terminal too, with cat; uWSGI has its own form of a request where all is shown."""
    log.take(f"{log.mark} 404 B\x1b[3D 3 /\x1b[2J\n".encode())
    log.is_whole = True
    log.take(b"[pid: 1|app: 0|req: 1/1] 127.0.0.1 () {28 vars} [now] B\x1b[3D /x => generated 3 bytes\n")
    for text in (log.terminal.getvalue(), log.file.getvalue().decode()):
        assert "\x1b" not in text
        assert text.count("B\\x1b[3D /") == 2


def test_requests_are_marked_by_an_option_of_uwsgi(log):
    assert log.options == ["--log-format", f"{log.mark} %(status) %(method) %(msecs) %(uri)"]


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_who_wants_colours(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert wants_colours(Screen())
    assert not wants_colours(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colours(Screen())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_colours(Screen())
