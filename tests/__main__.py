"""Run all tests, three groups at a time, because many wait for servers: ``python -m tests [ARGUMENT of pytest ...]``.

The first group has the core and is measured for coverage; what the others print follows when they have ended.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path("tests")
#: files of each group beside the first, which has the rest
GROUPS = [
    [
        *("test_labs.py", "test_lab0*.py", "test_lab1*.py", "test_compare.py", "test_count.py"),
        *("test_server_table.py",),
    ],
    ["test_pages.py", "test_docs.py", "test_readme.py", "test_faults.py", "test_lab2*.py"],
]
NO_TESTS = 5  # pytest's exit status where the arguments leave nothing of a group


def main(arguments: list[str]) -> int:
    others = [files_of(group) for group in GROUPS]
    left_out = [f"--ignore={file}" for files in others for file in files]
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder, str(number)) for number in range(len(others))]
        started = [start(files, arguments, output) for files, output in zip(others, outputs, strict=True)]
        first = [sys.executable, "-m", "coverage", "run", "-m", "pytest", *left_out, *arguments]
        statuses = [subprocess.run(first).returncode]
        for process, output in zip(started, outputs, strict=True):
            statuses.append(process.wait())
            print(output.read_text(encoding="utf-8", errors="replace"), flush=True)
    ran = [status for status in statuses if status != NO_TESTS]
    return max(ran, default=NO_TESTS)


def files_of(group: list[str]) -> list[str]:
    """Return the files that the patterns of a group mean; each pattern means one at least."""
    found = {pattern: [str(file) for file in TESTS.glob(pattern)] for pattern in group}
    assert all(found.values()), found
    return sorted(file for files in found.values() for file in files)


def start(files: list[str], arguments: list[str], output: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *files, *arguments]
    with output.open("wb") as file:
        return subprocess.Popen(words, stdout=file, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
