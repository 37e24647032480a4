"""Lab 7: a type that is none, as clients see it."""

import json
import subprocess

import pytest

from tests.servers import BIN
from wsgi_apps.tools.course.servers import served

FACTS = {"name": "JongHyun", "age": 21}


@pytest.mark.parametrize(
    ("program", "content_type", "shown"),
    [
        ("trap_mimetype", "json", '{"name": "JongHyun", "age": 21}'),
        ("cured_mimetype", "application/json", '{\n    "age": 21,\n    "name": "JongHyun"\n}'),
    ],
)
def test_httpie_lays_out_what_is_called_json(program, content_type, shown):
    with served("uwsgi", f"examples.lab07_json_out.{program}:app") as url:
        words = [str(BIN / "http"), "--ignore-stdin", "--pretty=format", "--print=hb", url]
        printed = subprocess.run(words, capture_output=True, check=True, text=True).stdout
    head, _, body = printed.replace("\r\n", "\n").partition("\n\n")
    assert f"Content-Type: {content_type}" in head.splitlines()
    assert body.strip() == shown
    assert json.loads(body) == FACTS
