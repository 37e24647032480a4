"""A real browser for the pages of the labs: Chromium without a window, steered by Selenium.

The fixture ``browser`` (in ``conftest.py``) gives one that runs until the last test, in a folder of its own.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.support.servers import wait_until
from wsgi_apps.tools.environment import BROWSER, DRIVER, path_of

FLAGS = [
    "--headless",
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",  # every page is on this machine
    "--window-size=800,600",
]
PATIENCE = 60  # seconds for a page


@contextmanager
def chromium(folder):
    """Run a browser whose profile is an empty folder (Path)."""
    options = ChromeOptions()
    options.binary_location = path_of(BROWSER)
    for flag in [*FLAGS, f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(flag)
    own = {"XDG_CONFIG_HOME": str(folder), "LANGUAGE": "en"}  # it guesses by its language what it is not told
    service = Service(path_of(DRIVER), log_output=str(folder / "driver.log"), env=os.environ | own)
    driver = Chrome(options, service)
    try:
        driver.set_page_load_timeout(PATIENCE)
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def running_browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


@pytest.fixture
def browser(running_browser):
    """The browser, on an empty page and without cookies."""
    yield running_browser
    running_browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    running_browser.get("about:blank")


def arrive(driver, url):
    """Wait until the browser is at a URL (str), and the page is there."""
    wait_until(lambda: driver.current_url == url, f"the browser is at {url}")
    wait_until(lambda: driver.execute_script("return document.readyState") == "complete", f"{url} is loaded")


def text(driver):
    """Return what a reader sees of a page (str)."""
    return driver.find_element(By.TAG_NAME, "body").text


def picture(driver, name):
    """Keep what the browser shows as a picture, if the environment variable PICTURES names a folder to keep it in."""
    if folder := os.environ.get("PICTURES"):
        driver.save_screenshot(str(Path(folder) / f"{name}.png"))
