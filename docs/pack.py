"""``make docs-zip``: the book as one file, for the web site of a course, or for a folder on a machine without a network.

Everything in it is found by a relative link, so it opens from any folder and at any address. The search finds pages when it is opened
from a folder, too; only the lines around the words that it found need a web server.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BUILD = Path(__file__).resolve().parents[1] / "build"
NAME = "wsgi_apps-book"
#: what Sphinx leaves for itself
OWN = {".buildinfo", "objects.inv", ".doctrees", "_sources"}
#: an address that depends on where the book lies: from the root of a site, of this machine, or without a scheme
ABSOLUTE = re.compile(r"""(?:href|src)=["'](/[^"']*|file:[^"']*)""")
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|link\s+rel="stylesheet")[^>]*?(?:href|src)=["']((?:https?:)?//[^"']*)"""
)


def main() -> None:
    """Pack the book that ``make docs`` has built. Exits if it is not there, or if a page depends on its place."""
    book, target = BUILD / "docs", BUILD / f"{NAME}.zip"
    if not (book / "ko" / "index.html").exists():
        sys.exit("There is no book in build/docs yet: run `make docs` first.")
    bound = [
        f"{page.relative_to(book)}: {address}" for page in sorted(book.rglob("*.html")) for address in absolute(page)
    ]
    if bound:
        sys.exit("\n".join(["These addresses depend on where the book lies:", *bound]))
    pack(book, target)
    size = target.stat().st_size / 1e6
    sys.stdout.write(f"{target.relative_to(BUILD.parent)} has {size:.1f} MB. Unpack it, and open {NAME}/index.html.\n")


def absolute(page: Path) -> list[str]:
    """Return the addresses in a page that depend on its place, and those that are fetched from elsewhere to show it."""
    text = page.read_text(encoding="utf-8")
    return ABSOLUTE.findall(text) + FETCHED.findall(text)


def pack(book: Path, target: Path) -> None:
    """Write the files of a book into a zip file, the same bytes for the same book."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for file in files(book):
            entry = ZipInfo(f"{NAME}/{file.relative_to(book).as_posix()}")
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, file.read_bytes())


def files(book: Path) -> Iterator[Path]:
    """Yield the files that a reader needs, in the order of their names."""
    for file in sorted(book.rglob("*")):
        if file.is_file() and not OWN.intersection(file.relative_to(book).parts):
            yield file


if __name__ == "__main__":
    main()
