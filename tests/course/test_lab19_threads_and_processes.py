"""Lab 19: a count in a global variable is one count in each process, and needs a lock where there are threads."""

import pytest

from tests.support.running import at_once, running
from tests.support.servers import wait_until
from wsgi_apps.tools.course.counted import Findings, Target, called, is_a_count

LAB = "examples.lab19_threads_and_processes"
PROGRAMS = {"by hand": "raw:application", "with wsgi_apps": "ours:app", "with Flask": "flask_app:app"}
PATIENCE = 20  # seconds for an answer
ONE_PROCESS = ["the development server", "uWSGI, 1 process of 2 threads", "gunicorn, 1 worker of 4 threads"]
TWO_PROCESSES = ["uWSGI, 2 processes of 1 thread", "gunicorn, 2 workers"]


def count(url, times=10, parallel=1):
    """Call the counter at a URL, and hold that every call was answered."""
    findings = Findings(called(Target.of(f"{url}/increase"), times, parallel, PATIENCE))
    assert len(findings.answers) == times, findings.mistakes
    return findings


@pytest.mark.parametrize("way", ONE_PROCESS)
def test_one_process_counts_from_1_on(way, tmp_path):
    def check(program):
        with running(way, f"{LAB}.{PROGRAMS[program]}", folder(tmp_path, program)) as url:
            findings = count(url)
            assert [call.count for call in findings.answers] == list(range(1, 11))
            assert len(findings.by_process()) == 1
            assert findings.verdict() == "Every number came once: 1 to 10."
            loaded = count(url, 200, 8)
            assert loaded.verdict() == "Every number came once: 11 to 210."
            assert len(loaded.by_worker()) > 1

    at_once(check, PROGRAMS)


@pytest.mark.parametrize("way", TWO_PROCESSES)
def test_two_processes_have_two_counts_that_add_up(way, tmp_path):
    def check(program):
        with running(way, f"{LAB}.{PROGRAMS[program]}", folder(tmp_path, program)) as url:
            calls = count(url).calls
            assert counts_of_each(calls) == 10
            wait_until(lambda: both_answer(url, calls), "an answer of the other process")
            assert counts_of_each(calls) == len(calls)
            assert Findings(calls).verdict().startswith("Each process has a count of its own: ")

    at_once(check, PROGRAMS)


def both_answer(url, calls):
    """Call ten times more, and tell whether both processes have answered by now."""
    calls.extend(count(url, 10, 4).calls)
    return len(Findings(calls).by_process()) == 2


def counts_of_each(calls):
    """Return the sum of what the processes have counted, and hold that each has counted from 1 on without a gap."""
    processes = Findings(calls).by_process().values()
    assert all(is_a_count(numbers) and min(numbers) == 1 for numbers in processes)
    return sum(max(numbers) for numbers in processes)


def folder(tmp_path, program):
    """Return a folder for the log of one program."""
    made = tmp_path / program.replace(" ", "-")
    made.mkdir()
    return made


def test_threads_without_a_lock_lose_updates(tmp_path):
    with running("uWSGI, 1 process of 2 threads", f"{LAB}.trap_unlocked", tmp_path) as url:
        assert count(url).verdict() == "Every number came once: 1 to 10."  # one call after the other shows nothing
        findings = count(url, 100, 4)
        assert findings.twice
        assert max(call.count for call in findings.answers) < 110
        assert findings.verdict().startswith("Updates were lost: ")


def test_the_lock_keeps_them(tmp_path):
    with running("uWSGI, 1 process of 2 threads", f"{LAB}.cured_unlocked", tmp_path) as url:
        assert count(url, 100, 4).verdict() == "Every number came once: 1 to 100."
