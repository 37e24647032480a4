"""Looking at an X-ray page in a browser: what it shows, whether it fits, and whether it is quiet."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

WIDTHS = {1440: 900, 1024: 768, 390: 844}

# Whether anything sticks out at the side; what is inside of a box that scrolls by itself does not.
STICKS_OUT = """
const inside = (one) => { for (let box = one.parentElement; box; box = box.parentElement) if (getComputedStyle(box).overflowX !== "visible") return true; return false; };
const edge = document.documentElement.clientWidth;
return [document.documentElement.scrollWidth > edge, ...Array.from(document.body.querySelectorAll("*"))
  .filter((one) => one.getBoundingClientRect().right > edge + 1 && !inside(one)).map((one) => one.outerHTML.slice(0, 120))];
"""


class Player:
    """A page of a trace, open in a browser."""

    def __init__(self, browser, page, folder):
        self.browser = browser
        self.file = folder / "xray.html"
        self.file.write_text(page, encoding="utf-8")

    def open(self, fragment="", width=1024):
        metrics = {"width": width, "height": WIDTHS[width], "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.browser.get("about:blank")
        self.browser.get(f"{self.file.as_uri()}#{fragment}")
        return self

    def press(self, *keys):
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)
        return self

    @property
    def state(self):
        """What the address says is shown."""
        return dict(word.split("=") for word in self.browser.current_url.partition("#")[2].split("&"))

    def stages(self):
        """Go through the page from its beginning to its end, stage by stage; yield the name of each."""
        self.press(Keys.HOME)
        while True:
            yield self.state["stage"]
            before = self.browser.current_url
            if self.press("]").browser.current_url == before:
                return

    def find(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return " ".join(one.text for one in self.find(selector))

    def sticks_out(self):
        first, *others = self.browser.execute_script(STICKS_OUT)
        return others or first

    def complaints(self):
        return self.browser.get_log("browser")
