"""Three made-up submissions are graded to CSV: a good one, a half one, and one that has looked and never ends."""

import csv

from wsgi_apps.tools.learn.command import main
from wsgi_apps.tools.learn.exercise import named

IDS = ("h01_first", "h02_bytes")
LOOP = b"def application(environ, start_response):\n    while True:\n        pass\n"
RUBRIC = 'points = 2\nonly = ["h01_first", "h02_bytes"]\n\n[exercises]\nh02_bytes = 3\n'


def hand_in(folder, **programs):
    """Begin both exercises in a folder, and put programs over what was given."""
    for name in IDS:
        assert main(["go", name, "--folder", str(folder), "--lang", "en"]) == 0
    for name, program in programs.items():
        (folder / name / "app.py").write_bytes(program)


def test_three_submissions_become_a_table(tmp_path, capsys):
    good = {name: named(name).solved["app.py"] for name in IDS}
    anna, bora, chan = (tmp_path / name for name in ("anna", "bora", "chan"))
    hand_in(anna, **good)
    hand_in(bora, h01_first=good["h01_first"])
    hand_in(chan, h01_first=good["h01_first"], h02_bytes=LOOP)
    assert main(["solution", "h01_first", "--yes", "--folder", str(chan), "--lang", "en"]) == 0
    (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    options = ["--rubric", str(tmp_path / "rubric.toml"), "--seeds", "1", "--csv", str(tmp_path / "grades.csv")]
    assert main(["grade", str(anna), str(bora), str(chan), *options]) == 0
    assert (tmp_path / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = ("folder", "id", "status", "points", "of", "looked")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("anna", "h01_first", "pass", "2", "2", "False"),
        ("anna", "h02_bytes", "pass", "3", "3", "False"),
        ("bora", "h01_first", "pass", "2", "2", "False"),
        ("bora", "h02_bytes", "fail", "0", "3", "False"),
        ("chan", "h01_first", "pass", "0", "2", "True"),
        ("chan", "h02_bytes", "error", "0", "3", "False"),
    ]
    assert "hangs" in rows[-1]["failed"]
