"""abort with exceptions of the program's own."""

import pytest

from wsgi_apps import App, abort
from wsgi_apps.exceptions import HTTPException, NotFound
from wsgi_apps.extensions.aborter import Aborter


def test_a_code_without_an_exception_is_told():
    with pytest.raises(LookupError, match=r"abort\(999\) does not name an exception: use one of \[400, 401"):
        Aborter()(999)


def test_what_is_no_code_is_left_to_the_core():
    with pytest.raises(TypeError, match="needs a status code or an application"):
        Aborter()("404")
    with pytest.raises(HTTPException):
        Aborter()(lambda environ, start_response: [])


def test_an_aborter_that_does_not_raise_is_told():
    app = App(__name__)
    app.aborter = print
    with app.app_context(), pytest.raises(AssertionError, match="did not raise"):
        abort(404)


def test_without_an_application_it_is_the_core_s():
    with pytest.raises(NotFound, match="words"):
        abort(404, "words")
