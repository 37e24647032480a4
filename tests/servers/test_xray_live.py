"""Live on real servers: every response names its X-ray, none is mixed with another, and the list follows."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from selenium.webdriver.common.by import By

from tests.support.browser import picture
from tests.support.servers import HOST, ROOT, free_port, gunicorn, process, talk, uwsgi, wait_until
from tests.support.xray_page import STICKS_OUT, WIDTHS

PROGRAM = """
from wsgi_apps import App, redirect
app = App(__name__)
app.add_url_rule("/", "root", lambda: {"hello": "JSON"})
app.add_url_rule("/old", "old", lambda: redirect("/"))
"""
TRACE = re.compile(r'(?s)<script type="application/json" id="trace">(.*?)</script>')


def asked(url):
    with urllib.request.urlopen(url) as response:
        return response.headers["X-Ray"], response.read().decode("utf-8")


def trace(url):
    """Return the trace of a page, once it is there."""
    found = []

    def is_there():
        with contextlib.suppress(urllib.error.HTTPError):
            found.append(TRACE.search(asked(url)[1]))
        return found

    wait_until(is_there, url)
    return json.loads(found[0][1])


def each_has_its_own(base, processes):
    """Send 40 requests from 4 clients; look for the values of one in the trace of another."""
    paths = {f"/word{number}z?more=more{number}z": f"{number}z" for number in range(40)}
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(paths, pool.map(lambda path: asked(base + path), paths), strict=True))
    assert len({name for name, _ in answers.values()}) == 40
    for path, (name, body) in answers.items():
        own = paths[path]
        assert json.loads(body) == {"told": [f"word{own}", f"more{own}"]}
        text = json.dumps(trace(base + name))
        assert set(re.findall(r"(?:word|more)(\d+z)", text)) == {own}
        assert "told" in text
    assert len({name.partition("-")[0] for name, _ in answers.values()}) == processes


def test_uwsgi_with_processes_and_threads(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    at = {"WSGI_APPS_HTTP": f"{HOST}:{free_port()}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with uwsgi("tests.apps.xrayed", tmp_path, "--processes", "2", "--threads", "2", **at):
        each_has_its_own(f"http://{at['WSGI_APPS_HTTP']}", 2)
        assert len(list(tmp_path.glob("xray-*"))) == 1
    assert list(tmp_path.glob("xray-*")) == []


def test_gunicorn(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    port = free_port()
    with gunicorn("tests.apps.xrayed", tmp_path, port, "--preload", "--threads", "4"):
        each_has_its_own(f"http://{HOST}:{port}", 1)
    assert list(tmp_path.glob("xray-*")) == []


def test_other_machines_reach_uwsgi_and_see_nothing(tmp_path):
    port = free_port()
    at = {"WSGI_APPS_HTTP": f"0.0.0.0:{port}", "WSGI_APPS_SOCKET": f"{HOST}:{free_port()}"}
    with uwsgi("tests.apps.xrayed", tmp_path, **at):
        assert asked(f"http://{HOST}:{port}/a?more=b")[0] is None
        with pytest.raises(urllib.error.HTTPError, match="404"):
            asked(f"http://{HOST}:{port}/__xray__/")


@contextmanager
def run(folder, *options):
    """Run the development server with ``--xray`` in a folder; yield the process and its address."""
    (folder / "hello.py").write_text(PROGRAM)
    port = free_port()
    words = [sys.executable, "-m", "wsgi_apps", "run", "hello:app", "-p", str(port), *options]
    environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    with process(words, folder / "log", port, folder, **environment) as started:
        yield started, f"http://{HOST}:{port}"


@pytest.mark.parametrize("options", [["--xray"], ["--xray", "--debug"]])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_folder_is_removed_at_the_end(options, number, tmp_path):
    with run(tmp_path, *options) as (started, base):
        name, body = asked(f"{base}/")
        assert json.loads(body) == {"hello": "JSON"}
        assert trace(base + name)["ways"][0]["module"] == "hello"
        assert len(list(tmp_path.glob("xray-*"))) == 1
        started.send_signal(number)
        wait_until(lambda: started.poll() is not None, "the end")
    assert list(tmp_path.glob("xray-*")) == []
    assert (tmp_path / "log").read_text().count("the list is at /__xray__/") == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--xray", "--allow-remote"],
            "--xray shows what requests hold, so it is for this machine alone: leave --allow-remote out.",
        ),
        (["taken:app", "--xray"], "The rule /__xray__/x is at /__xray__/, where X-ray shows its pages"),
    ],
)
def test_what_does_not_go_together(options, sentence, tmp_path):
    (tmp_path / "hello.py").write_text(PROGRAM)
    (tmp_path / "taken.py").write_text(PROGRAM.replace('"/old"', '"/__xray__/x"'))
    target = [] if "taken:app" in options else ["hello:app"]
    words = [sys.executable, "-m", "wsgi_apps", "run", *target, *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """The address of a development server whose requests are recorded."""
    with run(tmp_path_factory.mktemp("live"), "--xray") as (_, base):
        yield base


def rows(browser):
    return [one.text.split("\n") for one in browser.find_elements(By.CSS_SELECTOR, "li a")]


def test_the_list_follows_in_a_browser(browser, live):
    browser.get(f"{live}/__xray__/")
    before = len(rows(browser))
    asked(f"{live}/old?a=%EC%A2%85%ED%98%84")  # a redirect, and where it leads
    wait_until(lambda: len(rows(browser)) == before + 2, "two more rows")
    (first, second) = rows(browser)[:2]
    assert (first[:2], second[:2]) == (["GET", "/"], ["GET", "/old?a=종현"])
    assert "302 FOUND" in (word.upper() for word in second)
    assert browser.get_log("browser") == []
    browser.find_element(By.CSS_SELECTOR, "li:nth-child(2) a").click()
    wait_until(lambda: "stage=" in browser.current_url, "the page of the request")
    assert "/old" in browser.title
    assert browser.get_log("browser") == []


def test_the_development_server_keeps_the_bytes(live):
    head = b"GET /?a=b HTTP/1.1\r\nhOST: localhost\r\nX-b: \xec\xa2\x85\r\nX-A: 1\r\n\r\n"
    reply = talk(int(live.rpartition(":")[2]), head).data.decode("latin-1")
    request = trace(live + re.search(r"X-Ray: (\S+)", reply)[1])["request"]
    assert request["bytes"].encode("latin-1") == head
    assert "rebuilt" not in request


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("language", "title"), [("en", "X-ray of this server"), ("ko", "이 서버의 X-ray")])
def test_the_list_fits(browser, live, width, language, title):
    asked(f"{live}/{'?a=' + 'x' * 200}")
    metrics = {"width": width, "height": WIDTHS[width], "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(f"{live}/__xray__/")
    for _ in range(language == "ko"):
        browser.find_element(By.CSS_SELECTOR, ".language").click()
        browser.find_element(By.CSS_SELECTOR, ".theme").click()
    assert browser.find_element(By.TAG_NAME, "h1").text == title
    first, *others = browser.execute_script(STICKS_OUT)
    assert [first, *others] == [False]
    picture(browser, f"xray_live_{width}_{language}")
