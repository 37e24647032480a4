"""Looking for what a reader cannot read on the pages of the book: what sticks out, what is cut, and letters that no font has.

``python -m tests.support.overflow build/docs`` looks at all pages in a folder, at each width and in both themes.
"""

import re
import sys
import tempfile
from pathlib import Path

from tests.support.browser import chromium

WIDTHS = (390, 1024, 1440)
THEMES = ("light", "dark")
HEIGHT = 900

# What sticks out at the side of the window, and text that is cut by its own box. What scrolls by itself is whole.
LOOK = """
const edge = document.documentElement.clientWidth;
const found = [];
const told = (one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") || ""}"> ${one.textContent.trim().replace(/\\s+/g, " ").slice(0, 60)}`;
const scrolls = (one) => { for (let box = one.parentElement; box && box !== document.body; box = box.parentElement) if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)) return true; return false; };
if (document.documentElement.scrollWidth > edge) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
for (const one of document.querySelectorAll("article *, .page header *, .related-pages *")) {
  const box = one.getBoundingClientRect();
  if (!box.width || one.closest("svg, .visually-hidden")) continue;
  if ((box.right > edge + 1 || box.left < -1) && !scrolls(one)) found.push(`sticks out: ${told(one)}`);
  const style = getComputedStyle(one);
  const hides = ["hidden", "clip"];
  if ((hides.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1) || (hides.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1)) found.push(`is cut: ${told(one)}`);
  if (one.tagName === "IMG" && one.complete && !one.naturalWidth) found.push(`does not load: ${one.getAttribute("src")}`);
}
return found;
"""

# A letter that no font has is drawn as the sign for that, which is how a code point that nobody has assigned is drawn, too.
MISSING = """
const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
canvas.width = canvas.height = 40;
const pen = canvas.getContext("2d", { willReadFrequently: true });
const drawn = (letter, font) => {
  pen.clearRect(0, 0, 40, 40);
  pen.font = font;
  pen.fillText(letter, 4, 28);
  return pen.getImageData(0, 0, 40, 40).data.join();
};
const fonts = {};
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const add = (text, style) => {
  const font = `${style.fontWeight} 20px ${style.fontFamily}`;
  for (const letter of text) if (letter > "~") (fonts[font] ||= new Set()).add(letter);
};
for (let node = walk.nextNode(); node; node = walk.nextNode()) {
  if (!/[^\\x00-~]/.test(node.data) || node.parentElement.closest("script, style, noscript")) continue;
  add(node.data, getComputedStyle(node.parentElement));
}
for (const one of document.querySelectorAll("article *")) {
  const style = getComputedStyle(one, "::before");
  if (/[^\\x00-~]/.test(style.content)) add(style.content, style);
}
const missing = new Set();
for (const [font, letters] of Object.entries(fonts)) {
  const signs = ["\\u0378", "\\u{1FFFD}", "\\u{E1234}"].map((letter) => drawn(letter, font));
  for (const letter of letters) if (!/[\\p{White_Space}\\p{Mark}\\p{Control}\\p{Format}]/u.test(letter) && signs.includes(drawn(letter, font))) missing.add(`no font has ${letter} U+${letter.codePointAt(0).toString(16)}`);
}
return [...missing];
"""

# The texts of a drawing that reach over its edge; each is asked for the box in which it is drawn.
CUT_IN_DRAWING = """
const [left, top, width, height] = document.documentElement.getAttribute("viewBox").split(" ").map(Number);
return Array.from(document.querySelectorAll("text"), (text) => [text.textContent, text.getBBox()])
  .filter(([, box]) => box.x < left || box.y < top || box.x + box.width > left + width || box.y + box.height > top + height)
  .map(([text]) => `is cut: ${text}`);
"""


def seen_as(browser, width, theme):
    """Let the browser show its page at a width, in a theme."""
    metrics = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": theme}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def faults(browser, page):
    """Return what is wrong with a page (Path), each with the width and the theme in which it is seen."""
    browser.get(page.as_uri())
    found = browser.execute_script(MISSING)
    for width in WIDTHS:
        for theme in THEMES:
            seen_as(browser, width, theme)
            found += [f"{width} {theme}: {fault}" for fault in browser.execute_script(LOOK)]
    return found


def faults_of_drawing(browser, drawing):
    """Return what is wrong with a drawing (Path, SVG)."""
    browser.get(drawing.as_uri())
    return browser.execute_script(CUT_IN_DRAWING) + browser.execute_script(MISSING.replace("document.body", "document"))


def pages(folder):
    """Return the pages (list of Path) below a folder that Sphinx made, and not those of the X-ray, which have a test of their own."""
    found = [page for page in folder.rglob("*.html") if "xray" not in page.relative_to(folder).parts[:-1]]
    return sorted(page for page in found if not re.search("noindex|_static", page.as_posix()))


def main():
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        for page in pages(folder):
            for fault in faults(browser, page):
                print(f"{page.relative_to(folder)}: {fault}")
        for drawing in sorted(folder.glob("_images/*.svg")):
            for fault in faults_of_drawing(browser, drawing):
                print(f"{drawing.relative_to(folder)}: {fault}")


if __name__ == "__main__":
    main()
