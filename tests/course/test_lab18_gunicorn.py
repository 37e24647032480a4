"""Lab 18: gunicorn by its file of settings, its start and stop, and what goes wrong."""

import os
import re
import signal
import socket
import subprocess

import pytest

from tests.support.scripts import curl, curl_later
from tests.support.servers import BIN, HOST, ROOT, accepts, free_port, process, talk, wait_until
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import read

LAB = "lab18_gunicorn"
RAW = f"examples.{LAB}.raw"
LESSON = (ROOT / "examples" / LAB / "README.md").read_text(encoding="utf-8")
HELLO = ["-H", "Content-Type: application/json", "--data", '{"name":"종현"}']


def url(scripts, path="/60162176"):
    return f"http://{HOST}:{scripts.gunicorn}{path}"


def process_of(scripts):
    return int((scripts.logs / "gunicorn.pid").read_text())


def log(scripts, name="error.log"):
    return (scripts.logs / name).read_text(encoding="utf-8")


def test_start_says_where_it_serves(service):
    scripts, said = service
    assert said == (f"gunicorn serves {RAW} at http://{HOST}:{scripts.gunicorn}/. Its logs are in {scripts.logs}.\n")


@pytest.mark.parametrize("request_", read(ROOT / "examples" / LAB).requests, ids=str)
def test_the_requests_of_the_lab(service, request_):
    scripts, _ = service
    assert not list(unexpected(request_, "raw", over_http(url(scripts, ""), request_)))


def test_two_workers_answer_at_the_same_time(service):
    """Each is held by one request, so it takes two."""
    scripts, _ = service
    both = [curl_later(url(scripts, "?seconds=1").replace("?", "/?")) for _ in range(2)]
    answers = [client.communicate()[0] for client in both]
    assert len({re.match(r"Process (\d+) worked", answer)[1] for answer in answers}) == 2


def test_what_is_said_goes_to_the_logs(service):
    scripts, _ = service
    curl(url(scripts, "/60162176?seconds=0.01"), "-A", "a student")
    wait_until(lambda: "a student" in log(scripts, "access.log"), "the line of the request")
    (line,) = [line for line in log(scripts, "access.log").splitlines() if "a student" in line]
    assert re.fullmatch(
        r'127\.0\.0\.1 - - \[.*\] "GET /60162176\?seconds=0\.01 HTTP/1\.1" 200 \d+ "-" "a student"', line
    )
    assert "print: 0.01 seconds were asked for\nwsgi.errors: the same\n" in log(scripts)


def test_a_second_start_is_refused(service):
    scripts, _ = service
    sentence = f"gunicorn is already running: end it with examples/{LAB}/stop first.\n"
    assert scripts.run("start") == (1, sentence)


#: a header that gunicorn believes of every client on this machine: with its own settings, and with ours
BELIEVED = [
    (
        "SCRIPT_NAME: /60162176",
        ["SCRIPT_NAME = '/60162176'", "PATH_INFO = '9'"],
        ["SCRIPT_NAME = ''", "PATH_INFO = '/601621769'"],
    ),
    ("X-Forwarded-Proto: https", ["wsgi.url_scheme = 'https'"], ["wsgi.url_scheme = 'http'"]),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return the ports of the application that tells its environ: with gunicorn's own settings, and with ours."""
    folder, default, ours = tmp_path_factory.mktemp("told"), free_port(), free_port()
    words = [str(BIN / "gunicorn"), "examples.lab17_nginx.raw"]
    settings = {"WSGI_APPS_GUNICORN": f"{HOST}:{ours}", "WSGI_APPS_LOGS": str(folder)}
    with (
        process([*words, "--bind", f"{HOST}:{default}", "--no-control-socket"], folder / "default.log", default),
        process([*words, "--config", "ini/gunicorn.py"], folder / "ours.log", ours, **settings),
    ):
        yield default, ours


@pytest.mark.parametrize(("header", "default", "ours"), BELIEVED, ids=["SCRIPT_NAME", "the scheme"])
def test_a_client_on_this_machine_is_not_believed(told, header, default, ours):
    for port, lines in zip(told, (default, ours), strict=True):
        answer = curl(f"http://{HOST}:{port}/601621769", "-H", header).splitlines()
        assert set(lines) <= set(answer)


def test_start_without_a_word_serves_the_json_greeting(lab):
    with lab.started():
        assert curl(url(lab), *HELLO) == "Hello World 종현"


@pytest.mark.parametrize("way", ["raw:application", "ours:app", "flask_app:app"])
def test_an_application_of_another_lab_runs_unchanged(lab, way):
    with lab.started(f"examples.lab01_static_routes.{way}"):
        assert curl(url(lab, "/good")) == "Good World!"


def test_stop_finishes_the_request_in_hand(lab):
    with lab.started(RAW):
        client = curl_later(url(lab, "/60162176?seconds=1"))
        wait_until(lambda: "1 seconds were asked for" in log(lab), "the request is in hand")
        assert lab.run("stop") == (0, "gunicorn has finished the requests in hand and ended.\n")
        assert client.communicate()[0].endswith("worked for 1 seconds.\n")
    assert not (lab.logs / "gunicorn.pid").exists()
    assert lab.run("stop") == (0, "gunicorn is not running.\n")


def test_a_port_in_use_is_one_sentence(lab):
    with socket.create_server((HOST, lab.gunicorn)):
        assert lab.run("start") == (
            1,
            f"Port {lab.gunicorn} is in use by another program: end that, or choose another, WSGI_APPS_GUNICORN=127.0.0.1:PORT.\n",
        )


@pytest.mark.parametrize(
    ("application", "said"),
    [
        ("nonesuch", "ModuleNotFoundError: No module named 'nonesuch'"),
        (
            "wsgi_apps.hello:nonesuch",
            "gunicorn.errors.AppImportError: Failed to find attribute 'nonesuch' in 'wsgi_apps.hello'.",
        ),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence(lab, application, said):
    assert lab.run("start", application) == (1, f"gunicorn cannot load {application}: {said}\n")


def test_development_reloads_a_changed_file(lab, tmp_path):
    """In the foreground, with the logs in the terminal, until Ctrl-C."""
    file = tmp_path / "changing.py"
    file.write_text(PROGRAM.format("before"))
    words = [str(lab.folder / "start"), "--reload", "changing"]
    environment = lab.environment | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    with process(words, tmp_path / "terminal", lab.gunicorn, **environment) as started:
        assert curl(url(lab)) == "before"
        file.write_text(PROGRAM.format("after"))
        wait_until(lambda: answer(lab) == b"after", "the change is served")
        started.send_signal(signal.SIGINT)
        started.wait(20)
    said = (tmp_path / "terminal").read_text()
    assert "and loads it anew when a file changes. Ctrl-C ends it.\n" in said
    assert '"GET / HTTP/1.0" 200' in said


PROGRAM = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"{}"]
"""


def answer(lab):
    """Return the body of an answer; while the worker is replaced there may be none."""
    if not accepts(lab.gunicorn):
        return b""
    return talk(lab.gunicorn, b"GET / HTTP/1.0\r\n\r\n").data.rpartition(b"\r\n\r\n")[2]


# --- the traps ---


def shown(name):
    """Return the output that the lesson shows for a script."""
    return re.search(rf"(?ms)^\$ bash examples/{LAB}/{name}\.sh\n(.*?)^(\$ |```)", LESSON)[1]


def with_gaps(lab, text):
    """Return a pattern for what the lesson shows: the ports and folders are others, and ``...`` is any text."""
    text = text.replace("127.0.0.1:4958", f"{HOST}:{lab.gunicorn}").replace("build/gunicorn", str(lab.logs))
    return re.escape(text).replace(r"\.\.\.", ".*")


@pytest.mark.parametrize("name", ["trap_kill", "cured_kill", "trap_log_folder", "trap_prefix"])
def test_a_trap_does_what_the_lesson_shows(lab, name):
    status, said = lab.run(f"{name}.sh")
    assert status == 0
    assert re.fullmatch(with_gaps(lab, shown(name)), said), said


@pytest.mark.parametrize("name", ["trap_log_folder", "trap_prefix"])
def test_a_trap_does_not_take_another_server_for_its_own(lab, name):
    with socket.create_server((HOST, lab.gunicorn)):
        assert lab.run(f"{name}.sh") == (
            1,
            f"Port {lab.gunicorn} is in use: end the program that listens there first.\n",
        )


def test_what_a_kill_leaves_is_cleared_away(lab):
    lab.run("trap_kill.sh")
    left = process_of(lab)
    assert lab.run("stop") == (
        0,
        "gunicorn is not running; it did not end well, and left its pid file, which is now removed.\n",
    )
    (lab.logs / "gunicorn.pid").write_text(f"{left}\n")
    with lab.started(RAW):  # nor does it stand in the way of a start
        assert process_of(lab) != left


def test_a_number_that_belongs_to_another_program_by_now_is_left_alone(lab):
    """Even if the word gunicorn is among its arguments: here somebody reads the log."""
    lab.logs.mkdir()
    with subprocess.Popen(
        ["tail", "--follow", "/dev/null", "ini/gunicorn.py"], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as reader:
        (lab.logs / "gunicorn.pid").write_text(f"{reader.pid}\n")
        assert lab.run("stop")[1].startswith("gunicorn is not running; ")
        assert reader.poll() is None
        (lab.logs / "gunicorn.pid").write_text(f"{reader.pid}\n")
        with lab.started(RAW):  # nor does it stand in the way of a start
            assert process_of(lab) != reader.pid
        reader.kill()


def test_a_worker_that_dies_alone_is_replaced(lab):
    """What signal 9 to one worker loses is the request in its hand, no more."""
    with lab.started(RAW):
        worker = int(curl(url(lab)).split()[1])
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: log(lab).count("Booting worker") == 3, "a third worker")
        assert "worked for 0 seconds" in curl(url(lab))


@pytest.mark.parametrize(("settings", "lines"), [("trap_loglevel", 0), ("cured_loglevel", 1)])
def test_no_level_but_debug_shows_everything(lab, tmp_path, settings, lines):
    words = [str(BIN / "gunicorn"), "--config", f"examples/{LAB}/{settings}.py", RAW]
    with process(words, tmp_path / "log", lab.gunicorn, **lab.environment):
        curl(url(lab))
    assert (tmp_path / "log").read_text().count("[DEBUG] GET /60162176") == lines
    assert "[INFO] Listening at" in (tmp_path / "log").read_text()


def test_a_prefix_is_cured_by_mounting(lab, tmp_path):
    words = [
        str(BIN / "gunicorn"),
        "--bind",
        f"{HOST}:{lab.gunicorn}",
        "--no-control-socket",
        f"examples.{LAB}.cured_prefix",
    ]
    with process(words, tmp_path / "log", lab.gunicorn, **lab.environment):
        assert "SCRIPT_NAME = '/60162176'\nPATH_INFO = '/good'\n" in curl(url(lab, "/60162176/good"))
        for path in ("/601621769", "/other"):
            assert curl(url(lab, path), "-o", os.devnull, "-w", "%{http_code}") == "404"
