"""The X-ray page in Chromium: what a hand-written trace shows, its keys, its address, and the one request that it makes.

All widths, themes and languages of real traces are in tests/breadth.
"""

import json
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import jsonschema
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.browser import picture
from tests.support.small_trace import MARKUP, small_trace
from tests.support.xray_page import WIDTHS, Player
from wsgi_apps.tools.xray.page import page
from wsgi_apps.tools.xray.trace import SCHEMA


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Threading(ThreadingMixIn, WSGIServer):
    """Chromium opens a second connection that it may never use: one thread would wait for it."""

    daemon_threads = True


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("xray")


@pytest.fixture
def player(browser, folder):
    browser.get_log("browser")
    yield Player(browser, page(small_trace()), folder)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("width", WIDTHS)
def test_every_stage_fits_and_is_quiet(player, width):
    player.open("lang=ko&theme=dark&way=ours", width)
    seen = {stage: player.sticks_out() for stage in player.stages()}
    assert list(seen) == ["bytes", "environ", "enter", "route", "view", "start", "send", "close"]
    assert not any(seen.values()), seen
    assert player.complaints() == []
    picture(player.browser, f"xray_{width}")


def test_the_page_makes_one_request_and_obeys_no_text(player):
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [page(small_trace()).encode()]

    with make_server("127.0.0.1", 0, application, Threading, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            player.browser.get(f"http://127.0.0.1:{server.server_port}/x#way=ours&stage=route")
            list(player.stages())
        finally:
            server.shutdown()
            thread.join()
    assert asked == ["/x"]
    assert player.browser.title == "X-ray: POST /<b>?q=1"
    assert player.complaints() == []


@pytest.mark.parametrize(
    ("fragment", "selector", "shown"),
    [
        pytest.param("way=ours&stage=route", ".panel", MARKUP, id="why a rule is refused"),
        pytest.param("way=ours&stage=route", ".taken .verdict", "taken", id="the rule that is taken"),
        pytest.param("way=ours&stage=route", "article.active .inside", "3 steps of the framework", id="what is left out"),
        pytest.param("way=ours&stage=route", "article.raw .absent", "there is no router", id="why a stage is absent"),
        pytest.param("way=ours&stage=before", "article.active .where", "ours.py:7", id="an absent stage leads to the next"),
        pytest.param("way=ours&stage=view", "article.active .where", "ours.py:7", id="a jump leads to your first line"),
        pytest.param("way=ours&stage=view&step=4", ".changed", "one", id="a local that has changed"),
        pytest.param("way=ours&stage=view&step=5", ".note", "yields 1", id="what a generator yields"),
        pytest.param("way=ours&stage=view&step=2", "article.active .note", "called from app.py:10", id="who called"),
        pytest.param("way=ours&stage=send&step=2", ".locals", "one", id="a generator wakes up with its locals"),
        pytest.param("way=ours&stage=send&step=3", ".note", "at least 900 more lines", id="lines that are folded"),
        pytest.param("way=ours&stage=send", ".chunks", "\\xff\\xec\\xa2\\x85", id="a chunk that is not UTF-8"),
        pytest.param("way=ours&stage=start", ".headers", "by the server", id="a header of the server"),
        pytest.param("way=ours&stage=start", ".headers", "ours.py:7", id="who set a header"),
        pytest.param("way=ours&stage=close", ".panel", "has called close() of the body", id="what was closed"),
        pytest.param("way=ours&stage=view", ".limits", "One thread was not followed", id="what the limits left out"),
        pytest.param("way=raw&stage=bytes", ".card", '{"a": "종"}', id="a body in UTF-8"),
        pytest.param("way=raw&stage=environ", "table.environ", "a header Host", id="where a key comes from"),
        pytest.param("lang=ko&stage=environ", ".sentence", "환경 딕셔너리", id="in Korean"),
    ],
)  # fmt: skip
def test_what_a_moment_shows(player, fragment, selector, shown):
    assert shown in player.open(fragment).text(selector)


def test_a_row_marks_its_bytes(player):
    player.open("stage=environ")
    row = next(row for row in player.find("table.environ tbody tr") if row.text.startswith("HTTP_HOST"))
    player.browser.execute_script("arguments[0].focus()", row)
    assert player.text(".marked") == "localhost"


@pytest.mark.parametrize(
    ("begin", "keys", "end"),
    [
        ("stage=enter&way=raw&step=1", [Keys.ARROW_RIGHT], {"stage": "enter", "step": "2"}),
        ("stage=enter&way=raw&step=2", "k", {"stage": "enter", "step": "1"}),
        ("stage=bytes", "jj", {"stage": "enter", "step": "1"}),
        ("stage=environ", "]", {"stage": "enter"}),
        ("stage=enter", "[", {"stage": "environ"}),
        ("stage=view&way=ours", "1", {"way": "raw"}),
        ("stage=enter&way=raw", "2", {"way": "ours", "stage": "enter"}),
        ("stage=enter", "3", {"way": "raw"}),
        ("stage=view&way=ours", "++", {"level": "lines", "stage": "view"}),
        ("stage=view&way=ours&level=calls", "-", {"level": "yours"}),
        ("stage=view&way=ours", [Keys.HOME], {"stage": "bytes"}),
        ("stage=view&way=ours", [Keys.END], {"stage": "close"}),
        ("stage=view&way=ours", "l", {"lang": "ko"}),
        ("theme=dark", "d", {"theme": "light"}),
    ],
)
def test_keys(player, begin, keys, end):
    player.open(begin).press(*keys)
    assert player.state.items() >= end.items()


def test_the_window_with_the_keys_opens_and_closes(player):
    player.open().press("?")
    assert "?" in player.text("dialog[open]")
    player.press(Keys.ESCAPE)
    assert player.find("dialog[open]") == []


def test_space_plays_and_presses_a_button_that_has_the_focus(player):
    player.open("stage=enter").press(" ")
    assert player.find("button.playing")
    player.press(" ")
    assert not player.find("button.playing")
    button = player.find("button.theme")[0]
    before = player.browser.execute_script("return document.documentElement.dataset.theme")
    button.send_keys(" ")
    assert player.browser.execute_script("return document.documentElement.dataset.theme") != before


def test_every_control_is_reached_by_tab_and_has_a_name(player):
    player.open("stage=enter")
    named = set()
    for _ in range(40):
        player.press(Keys.TAB)
        one = player.browser.switch_to.active_element
        named.add(one.accessible_name)
    assert {"play", "Keys", "light or dark", "language", "one step on", "step", "yours"} <= named
    assert "" not in named - {player.browser.find_element(By.TAG_NAME, "body").accessible_name}


def test_a_step_is_read_out(player):
    player.open("way=ours&stage=view")
    assert player.browser.execute_script("return document.querySelector('[aria-live]').textContent") == (
        "ours.py line 7: for one in data: "
    )


def test_a_link_within_the_page_leads_to_its_moment(player):
    player.open("stage=bytes")
    player.browser.execute_script("location.hash = '#way=ours&stage=send'")
    assert player.state["stage"] == "send"


def test_an_exception_that_left_the_application_is_shown(browser, folder):
    trace = small_trace()
    trace["ways"][1]["error"] = {"type": "ValueError", "text": MARKUP, "function": 0, "line": 7}
    player = Player(browser, page(trace), folder).open("way=ours&stage=view")
    assert player.text(".failed") == f"ValueError has left the application, from ours.py:7: {MARKUP}"
    assert player.text("header .pill") == "ValueError"


def test_an_unusual_recording_says_so(browser, folder):
    trace = small_trace()
    trace["tool"] |= {"core": True, "secrets": "shown"}
    player = Player(browser, page(trace), folder).open()
    assert player.text("header .pill") == "200 OK Recorded without speed/. Secrets are shown."


def test_the_trace_of_these_tests_obeys_the_schema():
    jsonschema.validate(small_trace(), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_trace_of_another_version_is_one_sentence(browser, folder):
    player = Player(browser, page(small_trace() | {"xray": 2}), folder).open()
    assert player.text("body") == "This page shows traces of version 1, and this one is of version 2."
