"""The playground in a real browser: every program of the labs that run in it, without a network, and with a loop without an end."""

from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.support.servers import wait_until
from wsgi_apps.tools.course.manifest import chosen, labs
from wsgi_apps.tools.playground.building import build
from wsgi_apps.tools.playground.command import server_of
from wsgi_apps.tools.playground.programs import LEFT_OUT, runs

WAYS = ("raw", "ours", "flask_app")
PROGRAMS = [(lab, way) for lab in labs() if runs(lab.name) for way in lab.ways if way in WAYS]
#: Sends all requests of a program to a Python of its own, and gives those that were answered otherwise than expected.
ASK_ALL = """
const [lab, file, requests, done] = arguments;
window.asked ??= new Promise((resolve) => {
  const worker = new Worker("worker.js", { type: "module" });
  worker.addEventListener("message", ({ data }) => { if ("ready" in data) resolve(worker); });
});
window.asked.then((worker) => {
  const wrong = [];
  let left = requests.length;
  worker.onmessage = ({ data: told }) => {
    if (!("id" in told)) return;
    const said = told.result.failed ? told.result.failed.text : told.result.responses[0].unexpected.join("; ");
    if (said) wrong.push(`${requests[told.id].method} ${requests[told.id].path}: ${said}`);
    left -= 1;
    if (left === 0) done(wrong);
  };
  fetch("data.json").then((answer) => answer.json()).then((data) => {
    const text = data.labs.find((one) => one.name === lab).programs[file];
    requests.forEach((request, id) => worker.postMessage({ id, name: "answer", job: { lab, file, text, beside: "", language: "en", request } }));
  });
});
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a playground that was just made."""
    folder = tmp_path_factory.mktemp("playground") / "playground"
    size = build(folder)
    assert 10_000_000 < size < 20_000_000
    server = server_of(folder, 0)
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def open_at(browser, address):
    """A function that opens the page at a place and waits until Python has answered there."""

    def opened(place="", width=1200, language="en"):
        view = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view)
        browser.get("about:blank")
        browser.get(f"{address}?lang={language}#{place}")
        wait_until(lambda: answers(browser), "Python has answered", 60)
        return browser

    yield opened
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def answers(browser):
    return int(browser.execute_script("return document.body.dataset.turn || 0"))


def after(browser, action):
    """Do something on the page, and wait until Python has answered to it."""
    before = answers(browser)
    action()
    wait_until(lambda: answers(browser) > before, "Python has answered", 60)


def statuses(browser):
    return [
        (one.get_attribute("data-file"), one.get_attribute("data-status"), one.get_attribute("data-unexpected"))
        for one in browser.find_elements("css selector", "#responses article")
    ]


@pytest.mark.parametrize(("lab", "way"), PROGRAMS, ids=[f"{lab.name} {way}" for lab, way in PROGRAMS])
def test_a_program_answers_as_the_lab_expects(browser, address, lab, way):
    if urlsplit(browser.current_url).fragment != "all":
        browser.get(f"{address}#all")
        browser.set_script_timeout(120)
    asked = [one for one in lab.requests if "none" not in one.not_on]
    sent = [
        {
            "method": one.method,
            "path": one.path,
            "headers": [list(pair) for pair in one.headers],
            "body": one.body.decode("latin-1"),
            "chunked": one.chunked,
        }
        for one in asked
    ]
    assert browser.execute_async_script(ASK_ALL, lab.name, f"{way}.py", sent) == []


def test_every_lab_runs_or_has_a_reason():
    assert {lab.name for lab, _ in PROGRAMS} | set(LEFT_OUT) == {lab.name for lab in labs()}


def test_two_programs_stand_side_by_side(open_at):
    assert statuses(open_at("lab03/ours")) == [("ours.py", "200 OK", ""), ("flask_app.py", "200 OK", "")]


def test_the_reason_of_a_request_is_in_the_language_of_the_reader(open_at):
    browser = open_at("lab01/raw", language="ko")
    first = chosen(["1"])[0].requests[0]
    assert browser.find_element("id", "why").text == first.why_ko
    after(browser, browser.find_element("id", "language").click)
    assert browser.find_element("id", "why").text == first.why


def test_a_change_is_run_and_a_link_keeps_it(open_at):
    browser = open_at("lab01/raw")
    change = "const e = document.getElementById('source'); e.value = e.value.replace('Hello World!', '안녕, 구미!'); e.dispatchEvent(new Event('input'));"
    after(browser, lambda: browser.execute_script(change))
    assert "안녕, 구미!" in browser.find_element("id", "responses").text
    browser.find_element("id", "link").click()
    wait_until(lambda: browser.current_url.count("/") > 4, "the address has the program")
    place = urlsplit(browser.current_url).fragment
    assert "안녕, 구미!" in open_at(place).find_element("id", "responses").text


def test_check_marks_the_line_and_xray_plays(open_at):
    browser = open_at("lab00/trap_text")
    wait_until(lambda: "W402" in browser.find_element("id", "panel").text, "check has found it")
    assert browser.find_element("css selector", "#gutter b").text == "6"
    browser.find_element("id", "tab-xray").click()
    wait_until(lambda: browser.find_elements("css selector", "#panel iframe"), "X-ray plays")
    browser.switch_to.frame(browser.find_element("css selector", "#panel iframe"))
    wait_until(lambda: browser.find_elements("css selector", ".strip button"), "the stages are there")
    browser.switch_to.default_content()


def test_a_loop_without_an_end_is_ended_and_python_comes_back(open_at):
    browser = open_at("lab00/raw")
    loop = "const e = document.getElementById('source'); e.value = 'while True: pass'; e.dispatchEvent(new Event('input'));"
    browser.execute_script(loop)
    said = lambda: browser.find_element("id", "responses").text  # noqa: E731
    wait_until(lambda: "did not end within 5 seconds" in said(), "the loop is ended", 30)
    wait_until(lambda: browser.find_element("id", "state").get_attribute("class") == "ready", "Python is back", 60)


def test_it_asks_no_other_host_and_runs_without_a_network(open_at, address):
    browser = open_at("lab00/raw")
    names = "return performance.getEntriesByType('resource').map((one) => one.name)"
    assert {urlsplit(name).netloc for name in browser.execute_script(names) if name.startswith("http")} == {
        urlsplit(address).netloc
    }
    wait_until(lambda: browser.execute_script("return document.body.dataset.kept"), "it is kept", 60)
    browser.execute_cdp_cmd("Network.enable", {})
    off = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", off)
    try:
        assert statuses(open_at("lab02/ours"))[0][1] == "200 OK"
    finally:
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", off | {"offline": False})


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_cut_or_wider_than_the_window(open_at, width, language):
    browser = open_at("lab16/raw", width, language)
    browser.get_log("browser")
    for theme in ("light", "dark"):
        browser.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        page = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        wide, seen = browser.execute_script(page)
        assert wide <= seen
    assert browser.get_log("browser") == []


@pytest.mark.parametrize(("language", "words"), [("en", "needs a web server"), ("ko", "웹 서버가 있어야")])
def test_opened_from_a_folder_it_says_how_to_serve_it(browser, language, words):
    page = Path(build.__code__.co_filename).with_name("site") / "index.html"
    browser.get(f"{page.as_uri()}?lang={language}#lab03/raw")
    assert words in browser.find_element("tag name", "body").text
    assert "python -m wsgi_apps playground" in browser.find_element("tag name", "code").text
    address = browser.find_element("tag name", "a").get_attribute("href")
    assert address == f"http://127.0.0.1:8002/?lang={language}#lab03/raw"


def test_the_files_are_those_of_the_folder():
    site = Path(build.__code__.co_filename).with_name("site")
    assert {file.name for file in site.iterdir()} == {
        *("index.html", "page.js", "worker.js", "sw.js", "style.css", "texts.toml"),
    }
