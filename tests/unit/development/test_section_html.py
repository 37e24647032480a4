"""The debug page as HTML: masked, escaped, readable in both themes, and whole on a phone."""

import re
import threading
from itertools import product

import pytest

from tests.support.browser import arrive, picture, text
from wsgi_apps import App, request
from wsgi_apps.development.places import Place
from wsgi_apps.development.section_html import STYLE, html
from wsgi_apps.development.sections import Page, Section
from wsgi_apps.development.server import make_server


def test_texts_are_masked_first_and_then_escaped(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("key = 'a<b'\nkey = 'a<b'\n")
    place = Place(str(file), 2, "f", 0, 3)
    sections = [
        Section("a<b", ["a<b"], place, rows=[("a<b",)], text="a<b", parts=[Section("a<b")]),
        Section("a<b", folded=True),
    ]
    shown = html(Page("en", "a<b", "E", "a<b", ["a<b"], sections, ""), lambda one: one.replace("a<b", "<..>"))
    assert "a<b" not in shown
    assert "a&lt;b" not in shown
    assert shown.count("&lt;..&gt;") == 12


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


LIGHT, DARK = (dict(re.findall(r"--(\w+): (#\w+)", part)) for part in STYLE.partition("* {")[0].split("@media"))
PAIRS = [
    *product(("text", "soft", "red"), ("back", "card")),
    *[("text", "line"), ("text", "part"), ("red", "line"), ("green", "good"), ("soft", "good")],
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_contrast_is_enough(theme, front, back):
    colours = [
        theme[name] if len(theme[name]) == 7 else "#" + "".join(2 * one for one in theme[name][1:])
        for name in (front, back)
    ]
    low, high = sorted(map(luminance, colours))
    assert (high + 0.05) / (low + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


app = App(__name__, static_folder=None)
app.debug = True
asked = []
app.before_request(lambda: asked.append(request.path))


@app.get("/boom/<name>")
def boom(name):
    long = "a line that is much longer than a phone is wide, and longer than most windows" * 2
    return {"count": 1 // len(long.replace(long, "")), "name": name, "long": long}


@pytest.fixture(scope="module")
def url():
    with make_server(app, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


WINDOWS = [(390, "dark", "ko", "/boom/kim"), (1024, "light", "en", "/boom/kim"), (390, "light", "en", "/bom/kim")]


@pytest.mark.parametrize(("width", "theme", "language", "path"), WINDOWS)
def test_in_a_browser_nothing_is_cut_or_loaded(browser, url, width, theme, language, path):
    command = browser.execute_cdp_cmd
    command(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    command("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    command("Network.enable", {})
    command("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": language}})
    try:
        browser.get_log("browser")
        asked.clear()
        browser.get(url + path)
        arrive(browser, url + path)
        browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
        picture(browser, f"debug_{width}_{theme}_{language}")
        assert browser.execute_script(
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        assert asked == [path]
        assert browser.execute_script("return document.documentElement.lang") == language
        assert [one for one in browser.get_log("browser") if one["source"] != "network"] == []
        back = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert back == {"light": "rgb(245, 246, 248)", "dark": "rgb(20, 24, 31)"}[theme]
        assert "/boom/" in text(browser)
    finally:
        command("Network.setExtraHTTPHeaders", {"headers": {}})
        command("Emulation.clearDeviceMetricsOverride", {})
        command("Emulation.setEmulatedMedia", {"features": []})
