"""HTTP errors: exceptions and WSGI applications at once."""

from pathlib import PurePosixPath

import pytest
import werkzeug.exceptions

from tests.support.strict import call, environ_for
from wsgi_apps import exceptions
from wsgi_apps.exceptions import HTTPException, abort, default_exceptions

CLASSES = [
    value
    for value in vars(exceptions).values()
    if isinstance(value, type)
    and issubclass(value, HTTPException)
    and "code" in vars(value)
    and value is not HTTPException
]
PLAIN = [cls for cls in CLASSES if cls is not exceptions.RequestRedirect]


@pytest.mark.parametrize("cls", PLAIN, ids=lambda cls: cls.__name__)
def test_error_answers_as_an_application(cls):
    answer = call(cls())
    assert (answer.status, answer.reason) == (cls.code, cls().name)
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    assert f"<h1>{cls().name}</h1>" in answer.text
    assert cls.description in answer.text
    assert cls.description.endswith(".")


@pytest.mark.parametrize("cls", PLAIN, ids=lambda cls: cls.__name__)
def test_head_has_the_headers_alone(cls):
    answer = call(cls(), environ_for("HEAD"))
    assert answer.body == b""
    assert int(answer.header("Content-Length")) > 0


@pytest.mark.parametrize("cls", PLAIN, ids=lambda cls: cls.__name__)
def test_name_and_code_are_werkzeugs(cls):
    theirs = getattr(werkzeug.exceptions, cls.__name__, None)
    if cls is exceptions.InternalServerError:
        assert theirs().original_exception is cls().original_exception is None
    assert theirs is not None
    assert theirs.code == cls.code


def test_no_class_of_werkzeugs_is_missing():
    theirs = set(werkzeug.exceptions.default_exceptions)
    assert set(default_exceptions) == theirs
    for code, cls in werkzeug.exceptions.default_exceptions.items():
        assert default_exceptions[code].__name__ == cls.__name__


def test_description_is_escaped():
    answer = call(exceptions.NotFound("<b>no</b> & none"))
    assert "<p>&lt;b&gt;no&lt;/b&gt; &amp; none</p>" in answer.text


def test_half_a_surrogate_pair_does_not_break_the_page():
    assert "\\ud800" in call(exceptions.BadRequest("\ud800")).text


HEADERS = [
    (exceptions.MethodNotAllowed(["POST", "GET"]), "Allow", "GET, POST"),
    (exceptions.MethodNotAllowed(), "Allow", ""),
    (exceptions.RequestRedirect("/new/?a=1"), "Location", "/new/?a=1"),
    (exceptions.RequestRedirect(PurePosixPath("/new")), "Location", "/new"),
    (exceptions.Unauthorized(www_authenticate='Basic realm="lab"'), "WWW-Authenticate", 'Basic realm="lab"'),
    (exceptions.Unauthorized(), "WWW-Authenticate", None),
    (exceptions.RequestedRangeNotSatisfiable(12), "Content-Range", "bytes */12"),
    (exceptions.RequestedRangeNotSatisfiable(), "Content-Range", None),
    (exceptions.ServiceUnavailable(retry_after=5), "Retry-After", "5"),
    (exceptions.TooManyRequests(), "Retry-After", None),
]


@pytest.mark.parametrize(("error", "name", "value"), HEADERS, ids=[f"{row[0].code} {row[2]}" for row in HEADERS])
def test_header(error, name, value):
    assert call(error).header(name) == value


def test_405_names_the_methods_to_use():
    assert exceptions.MethodNotAllowed(["POST", "GET"]).description.endswith("Use GET or POST.")
    assert exceptions.MethodNotAllowed(["GET"], "Only GET.").description == "Only GET."


@pytest.mark.parametrize("url", ["/a\r\nSet-Cookie: b", "/한글", "/\0", "/a\n"])
def test_redirect_to_what_would_break_the_header_is_refused(url):
    with pytest.raises(ValueError, match="percent-encode a URL"):
        exceptions.RequestRedirect(url)


def test_challenge_or_method_that_would_break_the_header_is_refused():
    with pytest.raises(ValueError, match="printable ASCII"):
        exceptions.Unauthorized(www_authenticate="Basic\r\nX-Evil: 1")
    with pytest.raises(ValueError, match="printable ASCII"):
        exceptions.MethodNotAllowed(["GET\n"])


def test_methods_are_a_list():
    with pytest.raises(TypeError, match=r"write \['POST'\]"):
        exceptions.MethodNotAllowed("POST")


def test_class_without_a_code_answers_500():
    class Odd(HTTPException):
        description = "Odd."

    answer = call(Odd())
    assert (answer.status, str(Odd())) == (500, "500 Internal Server Error: Odd.")


def test_broken_request_without_a_method_is_answered():
    environ = environ_for()
    del environ["REQUEST_METHOD"]
    assert b"Bad Request" in b"".join(exceptions.BadRequest()(environ, lambda status, headers: None))


def test_missing_field_is_named():
    error = exceptions.BadRequestKeyError("name")
    assert isinstance(error, KeyError)
    assert error.description == "The field 'name' is missing from the request. Send it too."
    assert exceptions.BadRequestKeyError().description == exceptions.BadRequestKeyError.description


def test_str_is_the_status_and_the_sentence():
    assert str(exceptions.NotFound("No such lab.")) == "404 Not Found: No such lab."


@pytest.mark.parametrize("code", sorted(default_exceptions))
def test_abort_raises_the_error_of_the_code(code):
    with pytest.raises(default_exceptions[code]) as caught:
        abort(code)
    assert caught.value.code == code


def test_abort_passes_its_arguments_on():
    with pytest.raises(exceptions.NotFound, match="No such lab"):
        abort(404, "No such lab.")
    with pytest.raises(exceptions.MethodNotAllowed) as caught:
        abort(405, valid_methods=["GET"])
    assert caught.value.valid_methods == ["GET"]


def test_abort_raises_any_application_as_the_answer():
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"enough"]

    with pytest.raises(HTTPException, match="a response that was raised") as caught:
        abort(application)
    assert call(caught.value).text == "enough"


def test_abort_refuses_what_is_neither_code_nor_application():
    with pytest.raises(TypeError, match=r"write abort\(404\)"):
        abort("404")


@pytest.mark.parametrize("code", [200, 308, 499, 700])
def test_abort_refuses_a_code_that_is_no_error(code):
    with pytest.raises(LookupError, match=rf"abort\({code}\) does not name an HTTP error: use one of"):
        abort(code)
