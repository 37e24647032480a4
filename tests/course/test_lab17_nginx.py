"""Lab 17: nginx in front of uWSGI, their start and stop, and what goes wrong."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.scripts import curl, curl_later
from tests.support.servers import HOST, ROOT, accepts, free_port, process, talk, wait_until
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import read

LAB = "lab17_nginx"
RAW = f"examples.{LAB}.raw"
LESSON = (ROOT / "examples" / LAB / "README.md").read_text(encoding="utf-8")
OTHER = "Name another one, as MODULE:CALLABLE: Flask's and ours are called app."
HELLO = ["-H", "Content-Type: application/json", "--data", '{"name":"종현"}']
CLAIMS = ["-H", "X-Forwarded-For: 203.0.113.7", "-H", "X-Forwarded-Proto: https", "-H", "Proxy: http://203.0.113.7"]


def direct(scripts, path="/60162176"):
    return f"http://{HOST}:{scripts.http}{path}"


def through_nginx(scripts, path="/60162176"):
    return f"http://localhost:{scripts.front}{path}"


def front_logs(scripts):
    return ROOT / "build" / "nginx" / str(scripts.front)


def told(url, *words):
    """Return what the application says that it was told."""
    return dict(re.findall(r"(?m)^(\S+) (?:= |is )(.*)$", curl(url, *words)))


def test_start_says_where_it_serves(service):
    scripts, said = service
    served = (
        f"{RAW}:application is served by uWSGI at {direct(scripts)}, and through nginx at {through_nginx(scripts)}."
    )
    logs = f"build/nginx/{scripts.front}"
    assert said == f"{served}\nThe logs are {scripts.logs}/uwsgi.log, {logs}/access.log and {logs}/error.log.\n"


def test_prefix_and_path_arrive_apart_with_and_without_nginx(service):
    scripts, _ = service
    for url in (direct(scripts, "/60162176/hello?a=1"), through_nginx(scripts, "/60162176/hello?a=1")):
        environ = told(url)
        assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("'/60162176'", "'/hello'")
        assert environ["QUERY_STRING"] == "'a=1'"


def test_nginx_tells_what_it_has_seen_itself(service):
    scripts, _ = service
    alone, behind = told(direct(scripts), *CLAIMS), told(through_nginx(scripts), *CLAIMS)
    names = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme", "CONTENT_LENGTH")
    assert [alone[name] for name in names] == ["'203.0.113.7'", "'https'", "'https'", "absent"]
    assert [behind[name] for name in names] == ["'127.0.0.1'", "'http'", "'http'", "''"]


def test_each_server_has_its_log(service):
    scripts, _ = service
    curl(direct(scripts, "/60162176/alone"))
    curl(through_nginx(scripts, "/60162176/both"), "-A", "a student")
    uwsgi_log, access_log = scripts.logs / "uwsgi.log", front_logs(scripts) / "access.log"
    wait_until(lambda: "/both" in access_log.read_text() and "/both" in uwsgi_log.read_text(), "the lines")
    (line,) = [line for line in access_log.read_text().splitlines() if "/both" in line]
    assert re.fullmatch(r'127\.0\.0\.1 - - \[.*\] "GET /60162176/both HTTP/1\.1" 200 \d+ "-" "a student"', line)
    assert "/alone" not in access_log.read_text()
    assert "GET /60162176/alone => generated " in uwsgi_log.read_text()


def test_a_second_start_is_refused(service):
    sentence = f"uWSGI is already running: end it with examples/{LAB}/stop first.\n"
    assert service[0].run("start") == (1, sentence)


def test_the_location_ends_where_the_number_ends(service):
    nothing = "There is nothing here. The application is at /60162176.\n"
    assert curl(through_nginx(service[0], "/601621769")) == nothing


def test_trap_location(service, tmp_path):
    scripts, _ = service
    port = free_port()
    text = (ROOT / "examples" / LAB / "trap_location.conf").read_text(encoding="utf-8")
    for shown, real in (("8081", port), ("19130", scripts.socket)):
        assert text.count(f"127.0.0.1:{shown};") == 1
        text = text.replace(f"127.0.0.1:{shown};", f"127.0.0.1:{real};")
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    words = ["/usr/sbin/nginx", "-p", str(tmp_path), "-c", "nginx.conf", "-e", "stderr", "-g", "daemon off;"]
    with process(words, tmp_path / "log", port):
        assert told(f"http://{HOST}:{port}/601621769")["PATH_INFO"] == "'/601621769'"


def test_start_without_a_word_serves_the_json_greeting(lab):
    with lab.started():
        assert {curl(url, *HELLO) for url in (direct(lab), through_nginx(lab))} == {"Hello World 종현"}


@pytest.mark.parametrize("way", ["raw:application", "ours:app", "flask_app:app"])
def test_an_application_of_another_lab_runs_unchanged(lab, way):
    with lab.started(f"examples.lab01_static_routes.{way}"):
        for root in (direct(lab), through_nginx(lab)):
            for request in read(ROOT / "examples" / "lab01_static_routes").requests[1:4]:
                assert not list(unexpected(request, way.partition(":")[0], over_http(root, request)))


def test_stop_finishes_the_request_in_hand(lab):
    with lab.started("examples.lab18_gunicorn.raw"):
        client = curl_later(through_nginx(lab, "/60162176?seconds=1"))
        wait_until(lambda: "1 seconds were asked for" in (lab.logs / "uwsgi.log").read_text(), "the request is in hand")
        ended = (
            "nginx has finished the requests in hand and ended.\nuWSGI has finished the requests in hand and ended.\n"
        )
        assert lab.run("stop") == (0, ended)
        assert client.communicate()[0].endswith("worked for 1 seconds.\n")
    assert not list(lab.logs.glob("*.pid"))
    assert not (front_logs(lab) / "nginx.pid").exists()
    assert lab.run("stop") == (0, "nginx is not running.\nuWSGI is not running.\n")


@pytest.mark.parametrize("which", ["http", "socket", "front"])
def test_a_port_in_use_is_one_sentence(lab, which):
    port = getattr(lab, which)
    with socket.create_server((HOST, port)):
        status, said = lab.run("start")
    assert status == 1
    assert (
        said
        == f"Port {port} is in use by another program: end that, or choose another, as the README of this lab says.\n"
    )


@pytest.mark.parametrize(
    ("application", "said"),
    [
        ("nonesuch", "nonesuch:application: ModuleNotFoundError: No module named 'nonesuch'"),
        ("wsgi_apps.hello:nonesuch", f"wsgi_apps.hello:nonesuch: the module has no nonesuch. {OTHER}"),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence(lab, application, said):
    assert lab.run("start", application) == (1, f"uWSGI cannot serve {said}\n")
    assert not accepts(lab.front)


def test_uwsgi_does_not_stay_behind_when_nginx_cannot_start(lab):
    lab.environment |= {"NGINX_PORT": "none"}
    status, said = lab.run("start")
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith("nginx has not started, so uWSGI was ended again: ")
    assert said.endswith("a port is a number from 1 to 65535, not 'none'\n")
    assert not accepts(lab.http)
    assert not list(lab.logs.glob("*.pid"))


def test_killed_servers_stand_in_nobodys_way(lab):
    """Signal 9 to all of them leaves nginx's pid file, and uWSGI's."""
    with lab.started():
        files = [lab.logs / "uwsgi.pid", front_logs(lab) / "nginx.pid"]
        masters = [int(file.read_text()) for file in files]
        for process_of_it in [*masters, *(worker for master in masters for worker in children(master))]:
            os.kill(process_of_it, signal.SIGKILL)
        wait_until(lambda: not accepts(lab.http), "uWSGI is gone")
        left = "is not running; it did not end well, and left its pid file, which is now removed.\n"
        assert lab.run("stop") == (0, f"nginx {left}uWSGI {left}")


def test_numbers_that_belong_to_other_programs_by_now_are_left_alone(lab):
    """Even if the words nginx and uwsgi are among their arguments: here somebody reads the settings."""
    files = [lab.logs / "uwsgi.pid", front_logs(lab) / "nginx.pid"]
    words = ["tail", "--follow", "/dev/null", "ini/uwsgi.ini", "ini/nginx.conf"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL) as reader:
        note(reader.pid, files)
        left = "is not running; it did not end well, and left its pid file, which is now removed.\n"
        assert lab.run("stop") == (0, f"nginx {left}uWSGI {left}")
        assert reader.poll() is None
        note(reader.pid, files)
        with lab.started() as said:
            assert "is served by uWSGI" in said
        reader.kill()


def note(number, files):
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number}\n")


def children(process_of_it):
    return [int(one) for one in Path(f"/proc/{process_of_it}/task/{process_of_it}/children").read_text().split()]


def test_development_reloads_a_changed_file(lab, tmp_path):
    """In the foreground, without nginx, until Ctrl-C."""
    file = tmp_path / "changing.py"
    file.write_text(PROGRAM.format("before"))
    words = [str(lab.folder / "start"), "--reload", "changing"]
    environment = lab.environment | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    with process(words, tmp_path / "terminal", lab.http, **environment) as started:
        assert answer(lab) == b"before"
        file.write_text(PROGRAM.format("after"))
        wait_until(lambda: touched(file) and answer(lab) == b"after", "the change is served")
        assert not accepts(lab.front)
        started.send_signal(signal.SIGINT)
        started.wait(20)
    assert "and loads it anew when a file changes. Ctrl-C ends it.\n" in (tmp_path / "terminal").read_text()


PROGRAM = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"{}"]
"""


def touched(file):
    """Make a file newer by a second: what was written before uWSGI first looked at it would be no change."""
    os.utime(file, (0, int(file.stat().st_mtime) + 1))
    return True


def answer(lab):
    """Return the body of an answer; while the worker is replaced there may be none."""
    return talk(lab.http, b"GET /60162176 HTTP/1.0\r\n\r\n").data.rpartition(b"\r\n\r\n")[2]


def test_trap_http_to_the_socket(lab):
    """The size that is none, at once; or silence until uWSGI's patience, socket-timeout, is at its end."""
    shown = re.search(r"(?ms)^\$ bash examples/lab17_nginx/trap_http_to_the_socket\.sh\n(.*?)^```", LESSON)[1]
    assert lab.run("trap_http_to_the_socket.sh") == (0, shown)


@pytest.mark.parametrize(
    ("method", "number"), [("GET", 21573), ("POST", 21327), ("PUT", 21589), ("HEAD", 16709), ("DELETE", 19525)]
)
def test_numbers_in_the_lesson_are_the_letters_of_the_method(method, number):
    assert int.from_bytes(method.encode()[1:3], "little") == number
    assert f"{number}" in LESSON
