"""Each stage of the X-ray pages of three labs, in both languages and both themes, at each width: it fits, and is quiet."""

from functools import cache

import pytest

from tests.support.browser import picture
from tests.support.xray_page import WIDTHS, Player
from wsgi_apps.tools.xray.asked import request_of
from wsgi_apps.tools.xray.page import page
from wsgi_apps.tools.xray.programs import lab_named, ways_of
from wsgi_apps.tools.xray.recording import record
from wsgi_apps.tools.xray.stages import STAGES

LABS = {"lab03": "5", "lab08": "3", "lab13": "8"}


@cache
def page_of(lab):
    found = lab_named(lab)
    return page(record(ways_of(found, []), request_of(found, LABS[lab])))


@pytest.fixture
def player(browser, tmp_path, request):
    browser.get_log("browser")
    yield Player(browser, page_of(request.param), tmp_path)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def walked(player, fragment, width):
    """Go through all stages of a page, and hold that each fits and is quiet."""
    player.open(fragment, width)
    seen = {stage: player.sticks_out() for stage in player.stages()}
    assert {"bytes", "environ", "enter", "start", "send", "close"} <= set(seen)
    assert not any(seen.values()), seen
    assert player.complaints() == []


@pytest.mark.parametrize("player", LABS, indirect=True)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stage_fits_and_is_quiet(player, width, language, theme):
    walked(player, f"way=ours&lang={language}&theme={theme}", width)
    picture(player.browser, f"xray_{width}_{language}_{theme}")


@pytest.mark.parametrize("player", LABS, indirect=True)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("way", "level"), [("raw", "yours"), ("flask_app", "calls"), ("flask_app", "lines")])
def test_every_way_and_level_fits_and_is_quiet(player, width, way, level):
    walked(player, f"way={way}&level={level}", width)


# Colours as they are painted: the ratio of contrast (WCAG 2, 1.4.3) of each text to what is behind it.
CONTRAST = """
const channel = (part) => { const one = part / 255; return one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4; };
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
const behind = (one) => { for (let box = one; box; box = box.parentElement) { const colour = rgba(getComputedStyle(box).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
const poor = [];
for (const one of document.body.querySelectorAll("*")) {
  const own = Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !one.getClientRects().length || one.closest("script, :disabled, .live")) continue;
  const [above, below] = [light(rgba(getComputedStyle(one).color)), light(behind(one))].sort((a, b) => b - a);
  const ratio = (above + 0.05) / (below + 0.05);
  if (ratio < 4.5) poor.push(`${one.className || one.tagName}: ${one.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
}
return poor;
"""


@pytest.mark.parametrize("player", ["lab03", "lab13"], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(player, theme):
    calm = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}  # no colour is on its way
    player.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", calm)
    player.open(f"way=ours&theme={theme}")
    seen = {stage: player.browser.execute_script(CONTRAST) for stage in player.stages()}
    assert not any(seen.values()), seen


# The columns whose marked line is not wholly in its pane.
OUT_OF_SIGHT = """
const box = (one) => one.getBoundingClientRect();
return Array.from(document.querySelectorAll(".source .here"), (line) => [box(line), box(line.closest(".source")), line.textContent])
  .filter(([line, pane]) => line.top < pane.top - 1 || line.bottom > pane.bottom + 1).map(([, , text]) => text.slice(0, 60));
"""


@pytest.mark.parametrize("player", ["lab03", "lab13"], indirect=True)
@pytest.mark.parametrize("width", [1440, 1024])
def test_the_marked_line_is_in_sight_where_an_address_leads_to(player, width):
    seen = {}
    for way in ("raw", "ours", "flask_app"):
        for stage in STAGES:
            player.open(f"way={way}&stage={stage}&step=1", width)
            seen[f"{way} {player.state['stage']}"] = player.browser.execute_script(OUT_OF_SIGHT)
    assert len(seen) > len(STAGES)
    assert not any(seen.values()), seen
