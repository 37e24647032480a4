"""PATH_INFO and its letters, rules that take numbers alone, and what each server makes of an odd escape."""

import pytest

from tests.support.servers import ROOT, talk

FOLDER = ROOT / "examples" / "lab03_url_variables"
RAW = "examples.lab03_url_variables.raw"
SERVERS = ["wsgiref", "uwsgi-http-socket", "gunicorn", "nginx-uwsgi"]


def get(path):
    return b"GET %b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % path


# --- the letters of PATH_INFO ---

GUMI = get(b"/60162176/%EA%B5%AC%EB%AF%B8")
GREETINGS = {"trap_latin1": "Hello, êµ¬ë¯¸!", "cured_latin1": "Hello, 구미!"}


@pytest.mark.parametrize("way", SERVERS)
@pytest.mark.parametrize("name", GREETINGS)
def test_a_korean_name_is_greeted_as_latin_1_or_as_korean(served, name, way):
    reply = talk(served(way, f"examples.lab03_url_variables.{name}").port, GUMI)
    assert (reply.status, reply.body.decode()) == (200, GREETINGS[name])


def test_what_the_trap_sends_is_the_right_text_read_wrongly():
    trap, cured = GREETINGS.values()
    assert trap.encode("latin-1").decode("utf-8") == cured


# --- a rule that takes a number alone ---

NUMBERS = [("1234", 200), ("007", 200), ("１２", 200), ("abc", 404), ("-3", 404), ("3.5", 404), ("1/2", 404), ("", 404)]


@pytest.mark.parametrize("line", ["from wsgi_apps import Flask", "from flask import Flask"], ids=str.split)
@pytest.mark.parametrize(("text", "status"), NUMBERS, ids=[text or "nothing" for text, _ in NUMBERS])
def test_int_takes_digits_alone(line, text, status):
    source = (FOLDER / "only_int.py").read_text(encoding="utf-8")
    module = {"__name__": "the_lab"}
    exec(source.replace("from wsgi_apps import Flask", line), module)
    assert module["app"].test_client().get(f"/test/{text}").status_code == status


# --- odd escapes ---

WAYS = ["uwsgi-http-socket", "gunicorn", "wsgiref"]
#: a path -> the name that is greeted on each of the servers above; a number is a status
ODD = {
    "/Hello/100%": ["100", "100%", "100%"],
    "/Hello/%zz": ["\0", "%zz", "%zz"],
    "/Hello/%00": ["\0", "\0", "\0"],
    "/Hello/a%0Ab": ["a\nb", "a\nb", "a\nb"],
    "/Hello/구미": ["구미", 400, "구미"],
    "/Hello/x/..": [404, 404, 404],
    "/Hello/..": [404, "..", ".."],
    "/Hello/%2E%2E": ["..", "..", ".."],
}


@pytest.mark.parametrize("path", ODD)
def test_what_a_server_makes_of_an_odd_escape(served, path):
    for way, name in zip(WAYS, ODD[path], strict=True):
        reply = talk(served(way, RAW).port, get(path.encode()))
        assert (reply.body.decode() if reply.status == 200 else reply.status) == (
            f"Hello, {name}!" if isinstance(name, str) else name
        )


def test_the_lesson_has_the_same_table():
    lesson = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [f"| `{path}` | {' | '.join(map(in_words, names))} |" for path, names in ODD.items()]
    assert "\n".join(rows) in lesson


def in_words(name):
    """Return a name as the lesson shows it: a control character by its number."""
    return str(name) if isinstance(name, int) else "`" + repr(name)[1:-1] + "`"
