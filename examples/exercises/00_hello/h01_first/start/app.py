"""The first page of a web shop: every request gets a greeting."""


def application(environ, start_response):
    """Answer 200 with the greeting, as text/plain in UTF-8."""
    # Write the two lines here.


def greeting(environ):
    """Return the text of the page, as bytes."""
    return b"Hello from " + environ.get("PATH_INFO", "/").encode("latin-1")
