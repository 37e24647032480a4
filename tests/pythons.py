"""Run the unit and parity tests under every Python from 3.11 on that the machine has: ``python -m tests.pythons``.

Each gets an environment of its own in ``build/pythons``, made once, with what the tests import. uWSGI is not among that: it would
be compiled for each, and no test of these two folders needs it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ["tests/unit", "tests/parity", "--ignore=tests/unit/tools"]  # the tools need uWSGI and other frameworks
FOLDERS += [f"tests/unit/tools/xray/test_{name}.py" for name in ("golden", "recorder")]  # a back end for each Python
OLDEST = (3, 11)
NEEDED = {
    "flask",
    "hypothesis",
    "itsdangerous",
    "jinja2",
    "multipart",
    "pytest",
    "pyyaml",
    "selenium",
    "webob",
    "werkzeug",
}
ASK = "import sys; print(*sys.version_info[:2], sys.prefix == sys.base_prefix)"


def candidates() -> list[Path]:
    """Return all files that may be a Python: on the PATH, and where pyenv keeps its versions."""
    folders = [Path(folder) for folder in os.get_exec_path() if "shims" not in folder]
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted((root / "versions").glob("*/bin"))
    return [
        file
        for folder in folders
        for file in sorted(folder.glob("python3*"))
        if re.fullmatch(r"python3\.\d+", file.name)
    ]


def version_of(python: Path) -> tuple[int, int] | None:
    """Return the version of a Python; None if it cannot be run, or is one of an environment."""
    try:
        asked = subprocess.run([python, "-I", "-c", ASK], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = asked.stdout.split()
    return (int(words[0]), int(words[1])) if asked.returncode == 0 and words[2:] == ["True"] else None


def pythons(files: Iterable[Path]) -> dict[tuple[int, int], Path]:
    """Return one Python of each version that counts, in their order."""
    found: dict[tuple[int, int], Path] = {}
    for file in files:
        version = version_of(file)
        if version is not None and version >= OLDEST:
            found.setdefault(version, file)
    return dict(sorted(found.items()))


def requirements() -> list[str]:
    """Return what the tests need, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [one for one in wanted if re.split(r"[^A-Za-z0-9_.-]", one)[0].lower() in NEEDED]


def environment(version: tuple[int, int], python: Path) -> Path:
    """Return the Python of the environment for a version; it is made if it is not there, or needs something else now."""
    folder = ROOT / "build" / "pythons" / f"{version[0]}.{version[1]}"
    made, stamp, needed = folder / "bin" / "python", folder / "requirements", "\n".join(requirements())
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != needed:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        subprocess.run([made, "-m", "pip", "install", "-q", "--disable-pip-version-check", *requirements()], check=True)
        stamp.write_text(needed, encoding="utf-8")
    return made


def tested(python: Path, arguments: list[str]) -> int:
    """Run the tests under a Python; return the exit status of pytest."""
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *FOLDERS, *arguments]
    return subprocess.run([python, *words], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}).returncode


def main(arguments: list[str]) -> int:
    """Test under each Python; return 1 if anything failed under one of them."""
    found = pythons(candidates())
    print("Pythons:", *(f"{major}.{minor}" for major, minor in found), flush=True)
    failed = []
    for version, python in found.items():
        name = f"{version[0]}.{version[1]}"
        print(f"Python {name} ({python}):", flush=True)
        if tested(environment(version, python), arguments):
            failed.append(name)
    print("failed under", *failed) if failed else print("passed under all of them")
    return int(bool(failed) or not found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
