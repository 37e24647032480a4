"""Comparing responses with what a check expects."""

import pytest

from tests.support.exercises import exercise, write
from wsgi_apps.tools.learn.exercise import exercises
from wsgi_apps.tools.learn.expecting import differences, over_all
from wsgi_apps.tools.learn.judging import judged
from wsgi_apps.tools.learn.reply import Reply
from wsgi_apps.tools.learn.running import Result
from wsgi_apps.tools.learn.shown import compared
from wsgi_apps.tools.learn.workers import Worker

ASKED = "http://localhost/60162176/books?sort=x"


@pytest.mark.parametrize(
    ("came", "wanted", "fits"),
    [
        ("/60162176/books/?sort=x", "/60162176/books/?sort=x", True),
        ("books/?sort=x", "/60162176/books/?sort=x", True),
        ("./books/?sort=x", "/60162176/books/?sort=x", True),
        ("../60162176/books/?sort=x", "/60162176/books/?sort=x", True),
        ("//localhost/60162176/books/?sort=x", "/60162176/books/?sort=x", True),
        ("http://localhost/60162176/books/?sort=x", "/60162176/books/?sort=x", True),
        ("http://127.0.0.1:8080/60162176/books/?sort=x", "/60162176/books/?sort=x", True),
        ("/60162176/books/", "http://localhost/60162176/books/", True),
        ("http://localhost", "/", True),
        ("books/?sort=x", r"~/60162176/books/\?sort=x", True),
        ("http://localhost/60162176/books/", "~(http://[^/]+)?/60162176/books/", True),
        ("books/", "~books/", True),
        ("books/", "/60162176/books/?sort=x", False),
        ("/books/?sort=x", "/60162176/books/?sort=x", False),
        ("books/books/", "/60162176/books/", False),
        ("http://elsewhere/60162176/books/?sort=x", "/60162176/books/?sort=x", False),
        ("https://localhost/60162176/books/?sort=x", "/60162176/books/?sort=x", False),
        ("https://localhost/x", "https://localhost/x", True),
        ("http://[/", "/60162176/", False),
        ("books/?sort=y", r"~/60162176/books/\?sort=x", False),
        ("/60162176/books/?", "/60162176/books/", False),
        ("books/?", "~(http://[^/]+)?/60162176/books/", False),
        ("books/?", "/60162176/books/?", True),
        ("books/", False, False),
        ("books/", True, True),
    ],
)
def test_a_location_is_compared_as_the_client_resolves_it(came, wanted, fits):
    """RFC 9110, 10.2.2: any URI reference, which is resolved against the URL of the request."""
    reply = Reply(308, [("Location", came)], url=ASKED, hosts=("localhost", "127.0.0.1:8080"))
    found = [one.what for one in differences(reply, {"status": 308, "headers": {"Location": wanted}}, [])]
    assert found == ([] if fits else ["headers"])


def test_two_locations_are_one_too_many():
    reply = Reply(308, [("Location", "/a"), ("Location", "a")], url="http://localhost/", hosts=("localhost",))
    assert next(differences(reply, {"status": 308, "headers": {"Location": "/a"}}, [])).what == "headers"


@pytest.mark.parametrize(
    ("bodies", "english", "korean"),
    [
        ("1 2 2 3 3 3", "3 different numbers; more than once: 2, 3", "서로 다른 수 3개, 두 번 이상: 2, 3"),
        (
            "1 1 2 2 3 3 4 4 5 5 6 6",
            "6 different numbers; more than once: 1, 2, 3, 4, 5, …",
            "두 번 이상: 1, 2, 3, 4, 5, …",
        ),
        ("2 3", "2 different numbers", "서로 다른 수 2개"),
    ],
)
def test_numbers_that_should_be_different_are_counted(tmp_path, bodies, english, korean):
    replies = [Reply(200, body=body.encode()) for body in bodies.split()]
    (found,) = over_all(replies, {"sum": {"once": True}}, tmp_path)
    assert (found.what, found.expected) == ("sum", f"1 … {len(replies)}")
    result = Result("c", "strict", "fail", "GET /", found.what, found.expected, found.got)
    for language, said in (("en", english), ("ko", korean)):
        assert [line for line, _ in compared(result, language)][1].endswith(said)


REDIRECT = """def application(environ, start_response):
    start_response("308 Permanent Redirect", [("Location", {location}), ("Content-Length", "0")])
    return []
"""


@pytest.mark.parametrize(
    "location",
    ['environ["PATH_INFO"].rpartition("/")[2] + "/"', '"http://" + environ["HTTP_HOST"] + environ["PATH_INFO"] + "/"'],
    ids=["relative", "absolute"],
)
def test_a_location_is_resolved_in_process_and_on_a_server(tmp_path, location):
    table = """fails = { check = "x", what = "headers" }\n[[check]]\nid = "x"\non = ["strict", "wsgiref"]
send = "GET /a/{word}"\nexpect = { status = 308, headers = { Location = "/a/{word}/" } }\n"""
    start = {"app.py": REDIRECT.format(location=location)}
    (one,) = exercises(write(tmp_path, a01_try=exercise(table=table, start=start)))
    with Worker() as worker:
        made = judged(one, one.start, worker, 1)
    assert (made.failure, [result.server for result in made.checks]) == (None, ["strict", "wsgiref"])
