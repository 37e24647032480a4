"""Uploads: real pictures and files that are none, broken multipart bodies, what curl sends, and numpy on uWSGI."""

import json
import subprocess
import sys

import numpy
import pytest

from examples.lab12_uploads.ripeness import cv2  # which sets OpenCV's limits first
from tests.support.servers import BIN, HOST, ROOT, free_port, process
from tests.support.strict import call, environ_for
from wsgi_apps.tools.course.asking import application_of, in_process
from wsgi_apps.tools.course.manifest import BOUNDARY, body_of, read, request
from wsgi_apps.tools.course.servers import served

FOLDER = ROOT / "examples" / "lab12_uploads"
LAB = read(FOLDER)


# --- the pictures ---

PICTURES = ["ripe.png", "half.jpg", "딸기.jpg", "banana.png"]


def pixels(data):
    return cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR).astype(int)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The folder in which the lab's script has drawn everything anew."""
    folder = tmp_path_factory.mktemp("pictures")
    subprocess.run([sys.executable, FOLDER / "make_pictures.py", folder], check=True)
    return folder


@pytest.mark.parametrize("name", PICTURES)
def test_committed_picture_is_the_one_that_the_script_draws(drawn, name):
    ours, committed = (pixels((folder / name).read_bytes()) for folder in (drawn, FOLDER))
    assert ours.shape == committed.shape
    assert abs(ours - committed).mean() < 1  # another release of the JPEG library may round otherwise


def test_committed_files_are_those_that_the_script_makes(drawn):
    made = {path.name for path in drawn.iterdir()}
    assert made == {path.name for path in FOLDER.iterdir() if path.suffix in (".png", ".jpg")}
    assert (drawn / "text.png").read_bytes() == (FOLDER / "text.png").read_bytes()
    assert made > set(PICTURES)


def test_bomb_is_refused_before_it_takes_memory():
    """It would be 300 MB; a process of its own is asked what it took at most."""
    program = """
import sys
from resource import RUSAGE_SELF, getrusage
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import ripeness
before = getrusage(RUSAGE_SELF).ru_maxrss
try:
    ripeness.ripeness("strawberry", Path(sys.argv[1], "bomb.png").read_bytes())
except ripeness.Refused as refused:
    print(refused, getrusage(RUSAGE_SELF).ru_maxrss - before, sep="|")
"""
    done = subprocess.run([sys.executable, "-c", program, FOLDER], capture_output=True, text=True, check=True)
    sentence, _, kilobytes = done.stdout.partition("|")
    assert sentence == "img_file has more than 4 million pixels: send a smaller picture."
    assert int(kilobytes) < 50_000


def test_broken_pictures_leave_no_line_in_the_log():
    """Otherwise anybody could fill it."""
    program = "import sys; sys.path.insert(0, sys.argv[1]); from ripeness import *\n"
    program += "for data in (b'\\x89PNG\\r\\n\\x1a\\nxxxx', b'GIF89a' + bytes(20)):\n"
    program += "    try: decoded(data)\n    except Refused as refused: print(refused)\n"
    done = subprocess.run([sys.executable, "-c", program, FOLDER], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""


# --- bodies ---


def part(name, content, *more):
    return b"\r\n".join([b"--limit", b'Content-Disposition: form-data; name="%b"' % name, *more, b"", content, b""])


MULTIPART = "multipart/form-data; boundary=limit"
FIELD = part(b"model_type", b"strawberry")
PICTURE = (FOLDER / "ripe.png").read_bytes()
FILE = part(b'img_file"; filename="ripe.png', PICTURE)
#: (what it is, Content-Type, body, status, what the answer says)
BODIES = [
    ("whole", MULTIPART, FIELD + FILE + b"--limit--\r\n", 200, '"ripeness": 0.93'),
    ("the file first", MULTIPART, FILE + FIELD + b"--limit--\r\n", 200, '"ripeness": 0.93'),
    ("lines before and after", MULTIPART, b"hello\r\n" + FIELD + FILE + b"--limit--\r\nbye", 200, '"ripeness": 0.93'),
    ("a quoted boundary", 'Multipart/Form-Data; boundary="limit"', FIELD + FILE + b"--limit--", 200, '"ripeness": 0.93'),
    ("another parameter first", "multipart/form-data; charset=utf-8; boundary=limit", FIELD + FILE + b"--limit--", 200, "0.93"),
    ("no boundary named", "multipart/form-data", FIELD + FILE + b"--limit--\r\n", 400, "img_file is missing"),
    ("another boundary", "multipart/form-data; boundary=other", FIELD + FILE + b"--limit--\r\n", 400, "send all of it"),
    ("no end", MULTIPART, FIELD + FILE, 400, "send all of it"),
    ("nothing", MULTIPART, b"", 400, "send all of it"),
    ("the end alone", MULTIPART, b"--limit--\r\n", 400, "img_file is missing"),
    ("a part without a head", MULTIPART, b"--limit\r\nstrawberry\r\n--limit--\r\n", 400, "img_file is missing"),
    ("no file chosen", MULTIPART, FIELD + part(b'img_file"; filename="', b"") + b"--limit--\r\n", 400, "img_file is missing"),
    ("the file as a field", MULTIPART, FIELD + part(b"img_file", PICTURE) + b"--limit--\r\n", 400, "img_file is missing"),
    ("a type that is no UTF-8", MULTIPART, part(b"model_type", b"\xff") + FILE + b"--limit--\r\n", 400, "There is no model_type"),
    ("too much", MULTIPART, FILE + b"x" * 1024 * 1024, 413, "larger than 1048576 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content_type", "body", "status", "says"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_a_body_by_hand(content_type, body, status, says):
    application = application_of(LAB, "raw")
    answer = call(application, environ_for("POST", "/inference", body, CONTENT_TYPE=content_type))
    assert (answer.status, says in answer.text) == (status, True), answer.text


@pytest.mark.parametrize("way", LAB.ways)
def test_more_than_the_limit_is_413_in_every_way(way, tmp_path):
    (tmp_path / "large.png").write_bytes(bytes(1024 * 1024))
    table = {
        "why": "large",
        "method": "POST",
        "path": "/inference",
        "files": {"img_file": "large.png"},
        "expect": {"status": 413},
    }
    large = request(table, LAB.ways, tmp_path, "here")
    assert body_of(table, tmp_path, "here")[1]["Content-Type"].endswith(BOUNDARY)
    assert in_process(application_of(LAB, way), large).status == 413


# --- the trap: curl -d ---


@pytest.mark.parametrize("way", LAB.ways)
def test_curl_uploads_with_f_and_not_with_d(way):
    with served("uwsgi", LAB.module(way)) as url:
        said = {
            name: subprocess.run(
                [FOLDER / f"{name}.sh", f"{url}/inference"], cwd="/", capture_output=True, text=True, check=True
            ).stdout
            for name in ("trap_upload", "cured_upload")
        }
    refused = {"error": "The file img_file is missing: with curl, -F img_file=@FILE (-d cannot upload)"}
    assert [json.loads(line) for line in said["trap_upload"].splitlines()] == [refused, refused]
    assert json.loads(said["cured_upload"])["ripeness"] == 0.93


# --- the trap: numpy in two interpreters ---


def both(name, folder):
    """Serve a file of settings at a free port; return what /raw and /ours answer, and the log."""
    port, log = free_port(), folder / "log"
    text = (FOLDER / f"{name}.ini").read_text(encoding="utf-8")
    assert text.count("%d../..") == text.count("127.0.0.1:8000") == 1
    file = folder / f"{name}.ini"
    file.write_text(text.replace("%d../..", str(ROOT)).replace(":8000", f":{port}"), encoding="utf-8")
    stop = ["--hook-master-start", "unix_signal:15 gracefully_kill_them_all"]
    upload = ["-F", "model_type=banana", "-F", f"img_file=@{FOLDER / 'banana.png'}"]
    with process([str(BIN / "uwsgi"), "--ini", str(file), *stop], log, port):
        answers = [
            subprocess.run(
                ["curl", "-s", *upload, f"http://{HOST}:{port}/{way}/inference"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for way in ("raw", "ours")
        ]
    return answers, log.read_text(encoding="utf-8")


def test_numpy_is_absent_from_a_second_interpreter(tmp_path):
    (raw, ours), log = both("trap_interpreters", tmp_path)
    assert json.loads(raw)["ripeness"] == 1.0
    assert "There is no page here" in ours  # the first application answers for the one that is not there
    assert "ImportError: cannot load module more than once per process" in log


def test_numpy_is_there_for_both_in_one_interpreter(tmp_path):
    (raw, ours), log = both("cured_interpreters", tmp_path)
    assert json.loads(raw) == json.loads(ours) == {"model_type": "banana", "width": 120, "height": 80, "ripeness": 1.0}
    assert "ImportError" not in log
