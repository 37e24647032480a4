"""What the page of the playground knows of the labs."""

from wsgi_apps.tools.course.manifest import chosen
from wsgi_apps.tools.playground import runner
from wsgi_apps.tools.playground.building import request_table

(LAB,) = chosen(["1"])


def test_a_request_has_its_reason_in_both_languages():
    first = LAB.requests[0]
    assert request_table(first)["why"] == [first.why, first.why_ko]


def test_what_the_lab_expects_is_said_in_the_language_of_the_page():
    def application(environ, start_response):
        start_response("404 Not Found", [])
        return [b"Hello World!"]

    said = {
        language: runner.response("raw.py", application, LAB.requests[0], language)["unexpected"]
        for language in ("en", "ko")
    }
    assert said["en"][0] == "the status is 404, not 200"
    assert said["ko"][0] == "상태 코드는 404, 기대한 것은 200"
