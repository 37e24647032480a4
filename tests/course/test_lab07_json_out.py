"""Lab 7: a type that is none, as clients see it."""

import json
import subprocess

import pytest

from tests.support.programs import on_uwsgi
from tests.support.servers import BIN

FACTS = {"name": "JongHyun", "age": 21}


@pytest.fixture(scope="module")
def urls():
    with on_uwsgi("lab07_json_out", "trap_mimetype", "cured_mimetype") as urls:
        yield urls


@pytest.mark.parametrize(
    ("program", "content_type", "shown"),
    [
        ("trap_mimetype", "json", '{"name": "JongHyun", "age": 21}'),
        ("cured_mimetype", "application/json", '{\n    "age": 21,\n    "name": "JongHyun"\n}'),
    ],
)
def test_httpie_lays_out_what_is_called_json(urls, program, content_type, shown):
    words = [str(BIN / "http"), "--ignore-stdin", "--pretty=format", "--print=hb", urls[program]]
    printed = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    head, _, body = printed.replace("\r\n", "\n").partition("\n\n")
    assert f"Content-Type: {content_type}" in head.splitlines()
    assert body.strip() == shown
    assert json.loads(body) == FACTS
