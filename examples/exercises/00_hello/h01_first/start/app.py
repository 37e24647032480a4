"""The first page of a web shop: every request gets the text Hello."""


def application(environ, start_response):
    """Answer 200 with Hello, as text/plain in UTF-8."""
    # Write the two lines here.
