"""The page that shows a mistake."""

from wsgi_apps.development.traceback_page import traceback_page


def test_it_shows_text_and_no_markup():
    try:
        raise ValueError("<script>")
    except ValueError as error:
        response = traceback_page(error)
    assert response.status_code == 500
    assert "ValueError: &lt;script&gt;" in response.text
    assert "test_traceback_page.py" in response.text
    assert "<script" not in response.text
    assert "<form" not in response.text
