"""The log file: what is written, how it rotates, what several processes do to it, and how logrotate does it rightly."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.support.servers import HOST, ROOT, free_port, talk, uwsgi, wait_until
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.manifest import CALLABLES, read

LAB = read(ROOT / "examples" / "lab14_logging")
GET = b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
LIMIT = 2000  # bytes
RECORD = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] (ERROR|WARNING) in process (\d+): (.*)")


class Logged:
    """A program of the lab on uWSGI, whose log files go to a folder of their own."""

    def __init__(self, name, folder, port):
        self.folder, self.port, self.name = folder, port, name

    def get(self, path):
        return talk(self.port, GET % path.encode())

    def pages(self, first, last):
        """Ask for pages that are not there, one after the other."""
        for number in range(first, last + 1):
            assert self.get(f"/page/{number}").status == 404

    def files(self):
        """Return the log files, the newest first."""
        every = (self.folder / "logs").glob(f"{self.name}.log*")
        return sorted(every, key=lambda path: int(path.suffix[1:]) if path.suffix != ".log" else 0)

    def messages(self):
        """Return what the files say, the oldest first; every line is a record."""
        lines = [line for path in reversed(self.files()) for line in path.read_text(encoding="utf-8").splitlines()]
        return [RECORD.fullmatch(line)[3] for line in lines]

    def server_log(self):
        return (self.folder / "server.log").read_text(encoding="utf-8")


@contextmanager
def logged(name, folder, *more):
    port = free_port()
    at = {"WSGI_APPS_HTTP": f"{HOST}:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    module = f"examples.{LAB.name}.{name}:{CALLABLES.get(name, 'app')}"
    with uwsgi(module, folder, *more, WSGI_APPS_LOGS=str(folder / "logs"), **at):
        yield Logged(name, folder, port)


@pytest.mark.parametrize("way", LAB.ways)
def test_the_requests_of_the_lab_leave_these_lines(way, tmp_path):
    with logged(way, tmp_path) as lab:
        for one in LAB.requests:
            over_http(f"http://{HOST}:{lab.port}", one)
        messages = lab.messages()
    long = next(one.path for one in LAB.requests if one.path.startswith("/long"))
    assert messages == [
        "somebody asked for a warning",
        "no page at '/nowhere'",
        "no page at '/없는/페이지'",
        r"no page at '/x\n[2026-11-20 12:00:00,000] ERROR in process 1: the disk is full'",
        r"no page at '/x\x1b[2J\r'",
        f"no page at '{long[:199]}",
        "no page at '/nowhere'",
        "no page at '/nowhere'",
    ]


@pytest.mark.parametrize("way", LAB.ways)
def test_the_file_rotates(way, tmp_path):
    with logged(way, tmp_path) as lab:
        lab.get("/" + "x" * 60_000)
        lab.pages(1, 400)
        files, messages = lab.files(), lab.messages()
    assert [path.name for path in files] == [f"{way}.log", *(f"{way}.log.{number}" for number in range(1, 11))]
    assert max(path.stat().st_size for path in files) <= LIMIT
    assert min(path.stat().st_size for path in files[1:]) > LIMIT - 100  # each was full
    first = 401 - len(messages)
    assert messages == [f"no page at '/page/{number}'" for number in range(first, 401)]
    assert first > 1  # the oldest are gone


# --- the trap: several processes ---


def slow_and_missing_pages(lab, between=lambda: None):
    """Let one process be busy with a slow page while the other logs pages that are not there; twice."""
    for number, seconds, first, last in [(1, 1, 1, 100), (2, 4, 101, 500)]:
        with ThreadPoolExecutor() as pool:
            slow = pool.submit(lab.get, f"/slow/{seconds}")
            wait_until(lambda n=number: lab.server_log().count("a slow page begins") == n, "a slow page begins")
            lab.pages(first, (first + last) // 2)
            between()
            lab.pages((first + last) // 2 + 1, last)
            assert not slow.done()
            assert slow.result().status == 200


def test_with_two_processes_the_newest_record_is_in_no_file(tmp_path):
    with logged("trap_rotation", tmp_path, "--processes", "2") as lab:
        slow_and_missing_pages(lab)
        messages, said = lab.messages(), lab.server_log()
    assert said.count("a slow page ends") == 2
    assert [line for line in messages if "slow page" in line] == []
    assert messages[-1] == "no page at '/page/500'"


def test_with_one_process_the_same_program_loses_nothing_new(tmp_path):
    with logged("trap_rotation", tmp_path) as lab:
        lab.get("/slow/0")
        lab.pages(1, 400)
        lab.get("/slow/0")
        assert lab.messages()[-2:] == ["a slow page begins", "a slow page ends"]


def rotate(folder):
    """Run logrotate with the lab's file, on a log elsewhere."""
    text = (LAB.folder / "logrotate.conf").read_text(encoding="utf-8")
    assert text.count("build/logs/") == 1
    (folder / "logrotate.conf").write_text(text.replace("build/logs", str(folder / "logs")), encoding="utf-8")
    words = ["/usr/sbin/logrotate", "--state", folder / "state", folder / "logrotate.conf"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_with_logrotate_every_record_of_every_process_is_there(tmp_path):
    with logged("cured_rotation", tmp_path, "--processes", "2") as lab:
        slow_and_missing_pages(lab, lambda: rotate(tmp_path))
        messages, files = lab.messages(), lab.files()
        processes = {RECORD.fullmatch(line)[2] for path in files for line in path.read_text().splitlines()}
    assert len(processes) == 2
    assert len(files) == 3
    missing = [line for line in messages if line.startswith("no page")]
    assert missing == [f"no page at '/page/{number}'" for number in range(1, 501)]
    assert [line for line in messages if "slow" in line] == ["a slow page begins", "a slow page ends"] * 2
    assert messages[-1] == "a slow page ends"


def test_logrotate_leaves_a_small_log_alone(tmp_path):
    with logged("cured_rotation", tmp_path) as lab:
        lab.pages(1, 5)
        rotate(tmp_path)
        assert [path.name for path in lab.files()] == ["cured_rotation.log"]
