"""Lab 20: a count outside the process is exact however it is run, outlives workers, and comes back when its store does."""

import json
import os
import signal
import sqlite3
import threading
import time
from contextlib import ExitStack, closing
from importlib import import_module, reload
from pathlib import Path

import pytest

from examples.lab20_state_outside.counters.counter import DEFAULT, StoreDown, open_counter
from tests.support.running import WAYS, at_once, running
from tests.support.servers import BIN, HOST, PATIENCE, ROOT, free_port, process, wait_until
from tests.support.stores import STORES
from tests.support.strict import call, environ_for
from wsgi_apps.tools.course.counted import Findings, Target, called, is_a_count

CALL = 20  # seconds that a call may take
LAB = "examples.lab20_state_outside"
IN_SQLITE = f"{LAB}.counters.in_sqlite"  # by its name: `compare` loads the modules of a lab anew
PROGRAMS = ["raw:application", "ours:app", "flask_app:app"]
CACHE = "--cache2=name=counters,items=100,blocksize=64"
ASK_AGAIN = "The store of the counter does not answer. Try again in 2 seconds."
TWO_BY_TWO = "uWSGI, 2 processes of 2 threads"
SERVED = [name for name in STORES if name != "SQLite"]  # the stores that are servers


@pytest.fixture(scope="module")
def stores():
    """The three durable stores, running."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(store()) for name, store in STORES.items()}


@pytest.fixture(params=SERVED)
def store(request):
    """A store of its own for a test that ends it."""
    with STORES[request.param]() as store:
        yield store


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path}/counter.db"


def count(url, times, parallel, path="/increase", patience=CALL):
    return Findings(called(Target.of(url + path), times, parallel, patience))


def value(url):
    (call,) = count(url, 1, 1, "/value").answers
    return call.count


def folder(tmp_path, name):
    made = tmp_path / name.replace(" ", "-")
    made.mkdir()
    return made


# --- exactly 1 to N, however it is run ---


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_running_counts_exactly_in_every_durable_store(stores, way, tmp_path):
    turn = list(WAYS).index(way)  # the three programs take turns

    def check(name):
        program = PROGRAMS[(turn + list(STORES).index(name)) % 3]
        with running(way, f"{LAB}.{program}", folder(tmp_path, name), COUNTER_URL=stores[name].url) as url:
            before = value(url)
            findings = count(url, 90, 8)
            assert findings.mistakes == {}
            assert sorted(call.count for call in findings.answers) == list(range(before + 1, before + 91))
            assert len(findings.by_worker()) > 1 or way.startswith(
                "gunicorn"
            )  # one process may be quick enough for all
            assert value(url) == before + 90

    at_once(check, STORES)


@pytest.mark.parametrize("way", [way for way in WAYS if way.startswith("uWSGI")])
def test_workers_of_one_uwsgi_count_exactly_in_its_memory(way, tmp_path):
    def check(program):
        with running(way, f"{LAB}.{program}", folder(tmp_path, program), CACHE, COUNTER_URL="uwsgi:") as url:
            findings = count(url, 90, 8)
            assert findings.verdict() == "Every number came once: 1 to 90."
            assert len(findings.answers) == 90
            assert value(url) == 90

    at_once(check, PROGRAMS)


# --- a worker that is killed ---


def test_nothing_that_was_acknowledged_is_lost_with_a_killed_worker(stores, tmp_path):
    def check(name):
        with running(TWO_BY_TWO, f"{LAB}.raw", folder(tmp_path, name), COUNTER_URL=stores[name].url) as url:
            before = value(url)
            calls = [call for _ in range(2) for call in count_while_workers_die(url)]
            wait_until(lambda: new_workers_answer(url, calls), "answers of workers that took the place of the killed")
            findings = Findings(calls)
            numbers = [call.count for call in findings.answers]
            stored = value(url) - before
            assert findings.twice == []
            assert set(numbers) <= set(range(before + 1, before + stored + 1))
            assert 0 <= stored - len(numbers) <= findings.mistakes.total()  # a call that failed may have been counted

    at_once(check, STORES)


def new_workers_answer(url, calls):
    """Call a few times more, and tell whether more processes have answered by now than there are at a time."""
    calls += count(url, 4, 2).calls
    return len(Findings(calls).by_process()) > 2


def count_while_workers_die(url):
    """Call 100 times, kill meanwhile the worker that answered the call before, and return the calls."""
    (first,) = count(url, 1, 1).answers
    killer = threading.Timer(0.05, os.kill, [first.process, signal.SIGKILL])
    killer.start()
    calls = count(url, 100, 6).calls
    killer.join()
    return [first, *calls]


def test_lock_of_uwsgi_is_free_when_its_holder_was_killed(tmp_path):
    with running(TWO_BY_TWO, "tests.apps.dying_with_the_lock", tmp_path, CACHE, COUNTER_URL="uwsgi:") as url:
        assert count(url, 20, 4).verdict() == "Every number came once: 1 to 20."
        assert count(url, 1, 1, "/hold").mistakes == {"Remote end closed connection without response": 1}
        assert count(url, 20, 4).verdict() == "Every number came once: 21 to 40."


# --- forks ---


def test_connection_of_the_master_is_not_used_by_its_workers(stores, tmp_path):
    def check(name):
        with running(TWO_BY_TWO, "tests.apps.preloaded", folder(tmp_path, name), COUNTER_URL=stores[name].url) as url:
            before = value(url)
            findings = count(url, 100, 6)
            assert len(findings.answers) == 100
            assert is_a_count([before, *(call.count for call in findings.answers)])

    at_once(check, STORES)


@pytest.mark.parametrize("name", STORES)
def test_counter_that_was_used_before_a_fork_works_on_both_sides(stores, name):
    counter = open_counter(stores[name].url)
    first = counter.increment("forked")
    children = [fork_and_count(lambda: counter.increment("forked"), 20) for _ in range(3)]
    own = [counter.increment("forked") for _ in range(20)]
    found = [number for child, pipe in children for number in read_and_wait(child, pipe)]
    assert is_a_count([first, *own, *found])
    assert len(found) == 60
    counter.close()


def fork_and_count(increment, times):
    """Start a child that counts some times; return its number, and the pipe on which it says what it got."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps([increment() for _ in range(times)]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def read_and_wait(child, pipe):
    with os.fdopen(pipe, "rb") as file:
        found = file.read()
    os.waitpid(child, 0)
    return json.loads(found)


# --- a store that goes and comes back ---


def test_store_that_is_down_is_a_503_and_one_line_in_the_log_and_comes_back(store, tmp_path):
    gone, back = (threading.Barrier(len(PROGRAMS), action, PATIENCE) for action in (store.crash, store.start))
    counted = []

    def check(program):
        where = folder(tmp_path, program)
        with running(TWO_BY_TWO, f"{LAB}.{program}", where, COUNTER_URL=store.url) as url:
            counted.extend(call.count for call in count(url, 30, 4).answers)
            gone.wait()
            assert count(url, 6, 2).mistakes == {"status 503": 6}
            back.wait()
            counted.extend(call.count for call in count(url, 30, 4).answers)
            log = (where / "server.log").read_text()
            lines = [line for line in log.splitlines() if f"{HOST}:{store.port} does not answer: " in line]
            assert len(lines) == 6
            assert "Traceback" not in log

    at_once(check, PROGRAMS)
    assert sorted(counted) == list(range(1, 181))  # the three programs count in one store, and it has lost nothing


@pytest.fixture(params=PROGRAMS)
def application(request, monkeypatch):
    """A function that gives the program with a counter at a URL."""

    def with_counter(url):
        monkeypatch.setenv("COUNTER_URL", url)
        name, _, callable_name = request.param.partition(":")
        module = import_module(f"{LAB}.{name}")
        return getattr(reload(module), callable_name)

    return with_counter


@pytest.mark.parametrize("scheme", ["redis", "postgresql"])
def test_the_answer_says_when_to_ask_again_and_the_log_holds_no_password(application, scheme, caplog):
    app = application(f"{scheme}://user:secret@{HOST}:{free_port()}/0")
    answer = call(app, environ_for(path="/increase"))
    assert (answer.status, answer.body.decode()) == (503, ASK_AGAIN)
    assert answer.header("Retry-After") == "2"
    said = answer.log + caplog.text
    assert said.count("does not answer") == 1
    assert "secret" not in said


def test_postgresql_that_falls_silent_is_down_until_it_speaks(stores, monkeypatch):
    monkeypatch.setattr("examples.lab20_state_outside.counters.in_postgresql.ANSWER", 2)
    store = stores["PostgreSQL"]
    counter = open_counter(store.url)
    first = counter.increment("silent")
    server = store.server.pid
    frozen = [server, *map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())]
    try:
        for one in frozen:
            os.kill(one, signal.SIGSTOP)
        with pytest.raises(StoreDown, match=r"does not answer: no answer within 2 seconds"):
            counter.increment("silent")
    finally:
        for one in frozen:
            os.kill(one, signal.SIGCONT)
    assert counter.increment("silent") > first
    counter.close()


def test_file_that_cannot_be_opened_is_a_503_until_it_can(application, tmp_path):
    (tmp_path / "folder").write_text("no folder")
    app = application(f"sqlite:///{tmp_path}/folder/counter.db")
    assert call(app, environ_for(path="/increase")).status == 503
    (tmp_path / "folder").unlink()
    answer = call(app, environ_for(path="/increase"))
    assert (answer.status, json.loads(answer.body)["count"]) == (200, 1)


def test_the_answer_names_process_and_thread(application, sqlite_url):
    app = application(sqlite_url)
    answers = [json.loads(call(app, environ_for(path=path, method=method)).body) for path, method in CALLS]
    where = {"process": os.getpid(), "thread": threading.current_thread().name}
    assert answers == [{"count": number, **where} for number in (1, 2, 2)]


CALLS = [("/increase", "GET"), ("/increase", "POST"), ("/value", "GET")]


# --- SQLite and its lock ---


@pytest.mark.parametrize("application", ["ours:app"], indirect=True)
def test_four_processes_that_post_250_times_each_make_1000(application, sqlite_url):
    app = application(sqlite_url)

    def post():
        return json.loads(call(app, environ_for(path="/increase", method="POST")).body)["count"]

    children = [fork_and_count(post, 250) for _ in range(4)]
    found = [number for child, pipe in children for number in read_and_wait(child, pipe)]
    assert sorted(found) == list(range(1, 1001))


def held(path, seconds):
    """Hold the lock for writing of a file of SQLite for some seconds, in a thread; return when it is held."""
    holds = threading.Event()

    def hold():
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            holds.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    holds.wait(PATIENCE)
    return thread


def test_locked_file_is_waited_for(application, sqlite_url):
    app = application(sqlite_url)
    assert call(app, environ_for(path="/increase")).status == 200
    thread = held(sqlite_url.removeprefix("sqlite:///"), 1)
    answer = call(app, environ_for(path="/increase", method="POST"))
    assert (answer.status, json.loads(answer.body)["count"]) == (200, 2)
    thread.join()


def test_file_that_stays_locked_is_a_503_and_nothing_is_counted(application, sqlite_url, monkeypatch):
    monkeypatch.setattr(import_module(IN_SQLITE), "PATIENCE", 0.2)
    app = application(sqlite_url)
    assert call(app, environ_for(path="/increase")).status == 200
    thread = held(sqlite_url.removeprefix("sqlite:///"), 1)
    answer = call(app, environ_for(path="/increase", method="POST"))
    assert (answer.status, answer.header("Retry-After")) == (503, "2")
    thread.join()
    assert json.loads(call(app, environ_for(path="/value")).body)["count"] == 1


def test_many_processes_may_create_the_file_at_once(sqlite_url):
    counter = open_counter(sqlite_url)
    children = [fork_and_count(lambda: counter.increment("created"), 20) for _ in range(6)]
    assert is_a_count([number for child, pipe in children for number in read_and_wait(child, pipe)])


def test_sqlite_is_set_to_outlive_a_power_cut(sqlite_url):
    with open_counter(sqlite_url).pool.connection() as connection:
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]  # 2 is FULL


# --- the protocol ---


@pytest.mark.parametrize("name", STORES)
def test_each_name_has_a_count_of_its_own(stores, name):
    counter = open_counter(stores[name].url)
    assert counter.value("never") == 0
    assert [counter.increment("한글"), counter.increment("other"), counter.increment("한글")] == [1, 1, 2]
    assert (counter.value("한글"), counter.value("other")) == (2, 1)
    counter.close()
    assert counter.value("한글") == 2  # it connects again
    counter.close()


MISTAKES = {
    "no store of that name": (
        "mysql://user:secret@localhost/x",
        "COUNTER_URL begins with 'mysql': write sqlite, redis, postgresql, uwsgi, then a colon",
    ),
    "no URL": ("counter.db", "COUNTER_URL begins with 'counter.db': write sqlite, redis, postgresql, uwsgi, then a colon"),
    "no file": ("sqlite://", "COUNTER_URL=sqlite:// does not name a file: write sqlite:///build/counter.db"),
    "no file but memory": (
        "sqlite:///:memory:",
        "COUNTER_URL=sqlite:///:memory: does not name a file: write sqlite:///build/counter.db",
    ),
    "no uWSGI": ("uwsgi:", "COUNTER_URL=uwsgi: needs the Python module uwsgi: start the program with uWSGI"),
    "no port of a Redis": ("redis://localhost:secret", "COUNTER_URL cannot be read: write redis://HOST:PORT/DATABASE"),
    "no address of a Redis": ("redis:", "COUNTER_URL cannot be read: write redis://HOST:PORT/DATABASE"),
    "no address of a database": (
        "postgresql:secret",
        "COUNTER_URL cannot be read: write postgresql://USER@HOST:PORT/DATABASE",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("url", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_url_that_names_no_store_is_refused_at_the_start(url, sentence):
    with pytest.raises(ValueError) as refused:
        open_counter(url)
    assert str(refused.value) == sentence


def test_uwsgi_without_a_cache_ends_with_a_sentence(tmp_path):
    words = [str(BIN / "uwsgi"), "--ini", "ini/uwsgi.ini", "--module", f"{LAB}.raw"]
    at = {"WSGI_APPS_HTTP": f"{HOST}:{free_port()}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with process(words, tmp_path / "log", COUNTER_URL="uwsgi:", **at) as server:
        assert server.wait(PATIENCE) == 22
    sentence = "COUNTER_URL=uwsgi: needs uWSGI's cache: add --cache2 name=counters,items=100,blocksize=64"
    assert sentence in (tmp_path / "log").read_text()


def test_default_is_a_file_of_sqlite_that_git_does_not_see(monkeypatch):
    monkeypatch.delenv("COUNTER_URL", raising=False)
    assert open_counter().path == Path(DEFAULT.removeprefix("sqlite:///"))
    assert f"{Path(DEFAULT.removeprefix('sqlite:///')).parent}/" in (ROOT / ".gitignore").read_text().splitlines()


def test_store_down_is_one_line():
    assert str(StoreDown("Redis", OSError("first\nsecond"))) == "Redis does not answer: first"


# --- the wrong ways ---


def trapped(module, tmp_path, **environment):
    """Serve a wrong way, or its cure, on two processes of two threads; return what 100 calls give, after 10 quiet ones."""
    with running(TWO_BY_TWO, f"{LAB}.{module}", tmp_path, **environment) as url:
        quiet = count(url, 10, 1)
        assert quiet.verdict() == "Every number came once: 1 to 10."
        return count(url, 100, 4)


@pytest.fixture
def trap_file(tmp_path):
    return {"COUNTER_FILE": str(tmp_path / "trap.db")}


def test_read_then_write_loses_updates(tmp_path, trap_file):
    findings = trapped("trap_read_then_write", tmp_path, **trap_file)
    assert findings.verdict().startswith("Updates were lost: ")
    assert max(call.count for call in findings.answers) < 110


def test_deferred_transaction_fails_though_it_would_wait_a_minute(tmp_path, trap_file):
    findings = trapped("trap_deferred", tmp_path, **trap_file)
    assert findings.twice == []
    assert set(findings.mistakes) == {"status 500"}  # within CALL, 20 seconds, and not after 60


def test_immediate_transaction_waits_for_its_turn(tmp_path, trap_file):
    findings = trapped("cured_deferred", tmp_path, **trap_file)
    assert findings.verdict() == "Every number came once: 11 to 110."
    assert len(findings.answers) == 100


def test_connection_that_came_through_a_fork_mixes_up_its_users(stores, tmp_path):
    """Two workers speak on one socket, in one conversation: one prepares a statement that the other has prepared."""
    way, url = "uWSGI, 2 processes of 1 thread", stores["PostgreSQL"].url
    with running(way, f"{LAB}.trap_before_fork", tmp_path, COUNTER_URL=url) as served:
        assert count(served, 4, 1).mistakes == {}  # at first all seems well
        wait_until(lambda: count(served, 5, 1, patience=1).mistakes, "a call that fails", 60)
    assert 'prepared statement "_pg3_0" already exists' in (tmp_path / "server.log").read_text()
    with running(way, f"{LAB}.trap_before_fork", tmp_path, "--lazy-apps", COUNTER_URL=url) as served:
        assert count(served, 100, 4).mistakes == {}  # each worker imports the module, and so connects, itself


#: the cases of ``cases.yaml`` that are about a counter
CASES = {
    "concurrency-hit-atomic": test_four_processes_that_post_250_times_each_make_1000,
    "concurrency-db-locked": test_locked_file_is_waited_for,
    "concurrency-db-locked-long": test_file_that_stays_locked_is_a_503_and_nothing_is_counted,
    "concurrency-fork-connection": test_connection_of_the_master_is_not_used_by_its_workers,
}
