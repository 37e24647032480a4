"""The folders of ``xray --server``: those of processes that are gone are swept, and no others."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from wsgi_apps.tools.xray.real_servers import PLACE, new_folder


def ended():
    """Return the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_folders_of_processes_that_are_gone_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone, kept = f"{PLACE}{ended()}-a", [f"{PLACE}{os.getpid()}-a", f"{PLACE}{os.getppid()}-a", f"{PLACE}a-1", "xray-a"]
    for name in (gone, *kept):
        (tmp_path / name).mkdir()
        (tmp_path / name / "job").write_bytes(b"a request")
    with new_folder() as place:
        assert Path(place).name.startswith(f"{PLACE}{os.getpid()}-")
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*kept, Path(place).name])
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(kept)


def test_a_link_to_another_folder_is_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "all"))
    (tmp_path / "all").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    (tmp_path / "all" / f"{PLACE}{ended()}-a").symlink_to(tmp_path / "other")
    with new_folder():
        assert (tmp_path / "other" / "file").exists()


def test_folders_of_other_users_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    others = tmp_path / f"{PLACE}{ended()}-a"
    others.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: others.stat().st_uid + 1)
    with new_folder():
        assert others.exists()
