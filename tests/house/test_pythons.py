"""The other Pythons of a machine: which count, and what they are given."""

import sys
from pathlib import Path

from tests import pythons


def test_this_python_is_found_and_those_that_do_not_count_are_not(tmp_path):
    base = Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    files = [tmp_path / name for name in ("python3.99", "python3.10")]
    for file, said in zip(files, ("nothing", "3 10 True"), strict=True):
        file.write_text(f"#!/bin/sh\necho {said}\n")
        file.chmod(0o755)
    assert pythons.pythons([*files, base, base, tmp_path / "none"]) == {sys.version_info[:2]: base}
    assert pythons.version_of(Path(sys.executable)) in (None, sys.version_info[:2])  # None in an environment


def test_one_is_there_at_least():
    assert sys.version_info[:2] in pythons.pythons(pythons.candidates())


def test_requirements_are_those_of_the_project():
    wanted = pythons.requirements()
    assert len(wanted) == len(pythons.NEEDED)
    assert any(one.startswith("webob>=") for one in wanted)
    assert not any("uwsgi" in one.lower() for one in wanted)


def test_a_failure_under_one_of_them_is_the_result(monkeypatch, capsys):
    monkeypatch.setattr(pythons, "pythons", lambda files: {(3, 11): Path("old"), (3, 12): Path("new")})
    monkeypatch.setattr(pythons, "environment", lambda version, python: python)
    monkeypatch.setattr(pythons, "tested", lambda python, arguments: int(python.name == "new"))
    assert pythons.main([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "failed under 3.12"
    monkeypatch.setattr(pythons, "tested", lambda python, arguments: 0)
    assert pythons.main([]) == 0
    monkeypatch.setattr(pythons, "pythons", lambda files: {})
    assert pythons.main([]) == 1
