"""The book in a browser: nothing sticks out, is cut or lacks its letters, at any width, in both themes and languages; its parts work."""

import re
import subprocess
import sys
from urllib.parse import quote, unquote, urlsplit
from zipfile import ZipFile

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.breadth.test_xray_page import CONTRAST
from tests.support.browser import picture, text
from tests.support.overflow import THEMES, WIDTHS, faults, faults_of_drawing, pages, seen_as
from tests.support.servers import ROOT, wait_until

sys.path.insert(0, str(ROOT / "docs"))
import pack
from pages import done

sys.path.pop(0)

SPHINX = [sys.executable, "-m", "sphinx", "-E", "-W", "--keep-going", "-q", "-j", "auto", "-b", "html"]
FOLDERS = {"en": ".", "ko": "ko"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Unpack the file that `make docs-zip` makes; return the folder of the book."""
    folder = tmp_path_factory.mktemp("book")
    for language, place in FOLDERS.items():
        words = [
            "-D",
            f"language={language}",
            "-d",
            str(folder / f"trees_{language}"),
            "docs",
            str(folder / "built" / place),
        ]
        subprocess.run([*SPHINX, *words], cwd=ROOT, check=True)
    pack.pack(folder / "built", folder / "book.zip")
    with ZipFile(folder / "book.zip") as packed:
        packed.extractall(folder)
    return folder / pack.NAME


@pytest.fixture
def wide(browser):
    """A browser as wide as a desktop, in the light theme, which may write to its clipboard."""
    seen_as(browser, 1440, "light")
    browser.get_log("browser")
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_every_page_can_be_read_at_every_width(book, wide):
    shown = pages(book)
    found = {page.relative_to(book).as_posix(): faults(wide, page) for page in shown}
    assert len(shown) > 300
    assert {name: list(said) for name, said in found.items() if said} == {}


def test_no_text_of_a_drawing_is_cut(book, wide):
    drawings = [*book.glob("_images/*.svg"), *book.glob("ko/_images/*.svg")]
    assert {"request.svg", "request.ko.svg", "life.ko.svg", "speed.svg"} <= {drawing.name for drawing in drawings}
    assert [f"{drawing.name} {said}" for drawing in drawings for said in faults_of_drawing(wide, drawing)] == []


FAULTY = {
    "no font has": "<p>\U000f1234</p>",
    "sticks out": "<div style='width:3000px'>wide</div>",
    "the page is": "<div style='width:3000px'>wide</div>",
    "is cut": "<div style='width:50px;overflow:hidden;white-space:nowrap'>a text that is cut</div>",
    "does not load": "<img src='nowhere.png' style='width:9px'>",
}


@pytest.mark.parametrize(("fault", "html"), FAULTY.items(), ids=FAULTY)
def test_a_fault_is_found(fault, html, tmp_path, wide):
    page = tmp_path / "page.html"
    page.write_text(f"<meta charset=utf-8><body><article>한글 ✓ é{html}</article>", encoding="utf-8")
    said = faults(wide, page)
    assert [one for one in said if fault in one] != []
    assert [one for one in said if "no font has" in one and "U+f1234" not in one] == []


def test_a_text_over_the_edge_of_a_drawing_is_found(tmp_path, wide):
    drawing = tmp_path / "drawing.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><text x="60" y="20">too long</text></svg>'
    )
    assert faults_of_drawing(wide, drawing) == ["is cut: too long"]


def test_no_link_depends_on_where_the_book_lies(book, tmp_path):
    assert [address for page in book.rglob("*.html") for address in pack.absolute(page)] == []
    page = tmp_path / "page.html"
    page.write_text('<a href="/x"><img src="//example.com/y"><a href="https://example.com/z"><a href="../up">')
    assert pack.absolute(page) == ["/x", "//example.com/y", "//example.com/y"]


# How bright a point at the upper edge of a picture is, 0 to 255.
BRIGHTNESS = """
const [picture, done] = arguments;
const one = new Image();
one.onload = () => {
  const pen = Object.assign(document.createElement("canvas"), { width: one.width, height: one.height }).getContext("2d");
  pen.drawImage(one, 0, 0);
  done(pen.getImageData(one.width / 2, 4, 1, 1).data[0]);
};
one.src = `data:image/png;base64,${picture}`;
"""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("system", THEMES)
def test_a_drawing_has_the_theme_of_the_page(book, wide, theme, system):
    seen_as(wide, 1440, system)
    wide.get((book / "index.html").as_uri())
    wide.execute_script("document.body.dataset.theme = arguments[0]", theme)
    shown = wide.find_element(By.CSS_SELECTOR, "article img").screenshot_as_base64
    assert (wide.execute_async_script(BRIGHTNESS, shown) > 200) == (theme == "light")


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("word", ["마운트", "404"])
def test_the_search_finds_pages_in_a_folder(book, wide, language, word):
    wide.get(f"{(book / FOLDERS[language] / 'search.html').as_uri()}?q={quote(word)}")
    found = "#search-results li a"
    wait_until(lambda: wide.find_elements(By.CSS_SELECTOR, found), f"{word} is found")
    said = wide.find_element(By.CSS_SELECTOR, ".search-summary")
    wait_until(lambda: re.search(r"\d", said.text), "the page says how many pages it has found")
    assert len(wide.find_elements(By.CSS_SELECTOR, found)) > (2 if language == "ko" or word == "404" else 0)


#: Whether each page that was found is one whose Korean is complete, in the order of the list.
FOUND_IN_KOREAN = """
const [done] = arguments;
const named = (link) => link.getAttribute("href").split(".html")[0];
return Array.from(document.querySelectorAll("#search-results li a"), (link) => [done.includes(named(link)), link.textContent]);
"""


@pytest.mark.parametrize("word", ["404", "uWSGI"])
def test_the_search_of_the_korean_edition_finds_korean_pages_first(book, wide, word):
    wide.get(f"{(book / 'ko' / 'search.html').as_uri()}?q={quote(word)}")
    said = wide.find_element(By.CSS_SELECTOR, ".search-summary")
    wait_until(lambda: re.search(r"\d", said.text), "the page says how many pages it has found")
    found = wide.execute_script(FOUND_IN_KOREAN, done())
    languages = [is_korean for is_korean, _ in found]
    assert languages == sorted(languages, reverse=True)
    assert set(languages) == {True, False}
    assert all(title.endswith(" (영어)") != is_korean for is_korean, title in found)


@pytest.mark.parametrize("page", ["index", "speed", "course/lab01_static_routes"])
def test_the_list_of_pages_of_the_korean_edition_marks_english_titles(book, wide, page):
    wide.get((book / "ko" / f"{page}.html").as_uri())
    shown = "return Array.from(document.querySelectorAll('.toctree-l1 > a'), (link) => [link.href, link.lang, getComputedStyle(link, '::after').content])"
    names = [
        (unquote(urlsplit(address).path).partition("/ko/")[2].removesuffix(".html"), language, mark)
        for address, language, mark in wide.execute_script(shown)
    ]
    assert {name for name, _, _ in names} >= {"speed", "learn", "modules/index"}
    assert [name for name, language, mark in names if (language, mark) != marks(name in done())] == []


def marks(is_korean):
    return ("", "none") if is_korean else ("en", '"영어"')


COPIED = "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"


@pytest.mark.parametrize("language", FOLDERS)
def test_a_button_copies_the_command_alone(book, wide, language):
    wide.get((book / FOLDERS[language] / "course" / "lab03_url_variables.html").as_uri())
    wide.execute_script(COPIED)
    blocks = wide.find_elements(By.CSS_SELECTOR, ".highlight-console pre")
    button = next(block for block in blocks if "curl" in block.text).find_element(By.CSS_SELECTOR, ".copy-command")
    wide.execute_script("arguments[0].click()", button)
    copied = wide.execute_script("return window.copied")
    assert copied.startswith("curl ")
    assert "\n" not in copied
    assert wide.find_elements(
        By.XPATH, "//p/strong[starts-with(text(), 'Terminal 1') or starts-with(text(), '터미널 1')]"
    )


# The matrix of servers.html


@pytest.mark.parametrize("language", FOLDERS)
def test_a_cell_shows_how_to_repeat_it(book, wide, language):
    wide.get((book / FOLDERS[language] / "servers.html").as_uri())
    cell = wide.find_element(By.CSS_SELECTOR, "table.matrix td[tabindex='0']")
    cell.send_keys(Keys.ARROW_RIGHT)
    wide.switch_to.active_element.send_keys(Keys.ENTER)
    panel = wide.find_element(By.CSS_SELECTOR, ".panel")
    assert "def string_body(environ, start_response)" in panel.text
    assert "uwsgi --ini ini/uwsgi.ini --module examples.server_table.callables" in panel.text
    assert "http://127.0.0.1:8000/60162176/string_body" in panel.text
    picture(wide, f"servers_{language}")
    wide.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert wide.find_elements(By.CSS_SELECTOR, ".panel") == []
    assert wide.get_log("browser") == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_column_stays_and_a_hint_says_that_there_is_more(book, wide, width, theme):
    seen_as(wide, width, theme)
    wide.get((book / "servers.html").as_uri())
    box = wide.find_element(By.CSS_SELECTOR, ".table-wrapper.is-wide")
    name = box.find_element(By.CSS_SELECTOR, "tbody td")
    before = name.rect["x"]
    wide.execute_script("arguments[0].scrollLeft = 300", box)
    assert name.rect["x"] == before
    assert "Scroll sideways" in text(wide)


@pytest.mark.parametrize("theme", THEMES)
def test_every_cell_can_be_read(book, wide, theme):
    seen_as(wide, 1440, theme)
    wide.get((book / "servers.html").as_uri())
    poor = wide.execute_script(
        CONTRAST.replace(
            'document.body.querySelectorAll("*")', 'document.querySelectorAll("[class*=kind-], [class*=kind-] *")'
        )
    )
    assert poor == []
