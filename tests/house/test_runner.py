"""``make test``: what it says at the end is what happened, and it leaves no folder out."""

import re
import subprocess

import pytest

from tests.__main__ import GROUPS, Group, main
from tests.support.servers import ROOT

PASSING = "def test_this_passes():\n    assert True\n"
FAILING = "def test_this_fails():\n    assert 'apples' == 'pears'\n"
SKIPPED = "import pytest\n\n\ndef test_this_is_left_out():\n    pytest.skip('no apples today')\n"
BROKEN = "import no_such_module\n"
TEARING = "import pytest\n\n\n@pytest.fixture\ndef pear():\n    yield\n    raise OSError\n\n\ndef test_pear(pear):\n    assert 1\n"


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """Return a function that makes a group of each text (str), a file of tests."""
    monkeypatch.delenv("CI", raising=False)

    def made(*texts):
        folders = [tmp_path / str(number) for number in range(len(texts))]
        for folder, text in zip(folders, texts, strict=True):
            folder.mkdir()
            (folder / f"test_{folder.name}.py").write_text(text)
        return [Group((str(folder),)) for folder in folders]

    return made


@pytest.mark.parametrize(
    ("texts", "arguments", "status", "last"),
    [
        ([PASSING], [], 0, "1 passed, 0 failed"),
        ([PASSING + FAILING], [], 1, "1 passed, 1 failed"),
        ([PASSING, SKIPPED], [], 0, "1 passed, 0 failed, 1 skipped"),
        ([BROKEN, TEARING], [], 1, "0 passed, 2 failed"),
        ([PASSING, FAILING], ["-k", "this_passes"], 0, "1 passed, 0 failed"),
        ([PASSING, FAILING], ["-k", "nothing_is_called_so"], 5, "0 passed, 0 failed"),
        ([PASSING], ["--no-such-option"], 1, "0 passed, 1 failed"),
    ],
)
def test_exit_status_and_last_line(groups, capsys, texts, arguments, status, last):
    assert main(arguments, groups(*texts)) == status
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_what_is_printed_before(groups, capsys):
    main([], groups(PASSING, FAILING))
    begin, *names, told = capsys.readouterr().out.split("\n", 3)
    assert begin.startswith("2 groups of tests run side by side; on two cores they take about ")
    assert names == ["  0", "  1"]
    assert "'apples' == 'pears'" in told
    assert "test_this_passes" not in told


def test_every_folder_with_tests_is_in_one_group_or_in_the_breadth():
    with_tests = {file.relative_to(ROOT).parts[:2] for file in (ROOT / "tests").rglob("test_*.py")}
    with_tests.remove(("tests", "breadth"))
    run = subprocess.run(["make", "-n", "test-all"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {file.name for file in (ROOT / "tests" / "breadth").glob("test_*.py")} == {
        *re.findall(r"breadth/(\S+)", run)
    }
    folders = [folder for group in GROUPS for folder in group.folders]
    assert {"/".join(parts) for parts in with_tests} <= set(folders)
    assert len(folders) == len(set(folders))
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_progress_is_said_on_a_terminal_in_one_line(groups, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    main([], groups(PASSING))
    out = capsys.readouterr().out
    assert any("tests: " in text and text.endswith("1 of 1 groups still run") for text in out.split("\r\x1b[K"))
    assert out.splitlines()[-1] == "1 passed, 0 failed"
