"""What a client may do with its cookie: put another name in place of its own."""

from wsgiref.util import setup_testing_defaults


def asked(application, **keys):
    """Return the headers and the text of a response."""
    environ, headers = dict(keys), []
    setup_testing_defaults(environ)
    body = application(environ, lambda status, pairs, exc_info=None: headers.extend(pairs))
    return dict(headers), b"".join(body).decode()


def forged(application, draw):
    """Return how a cookie with another name in it is greeted, if it is."""
    mine, other = draw("word"), draw("word2")
    headers, _ = asked(application, REQUEST_METHOD="POST", PATH_INFO="/login", QUERY_STRING=f"name={mine}")
    cookie = headers.get("Set-Cookie", "").partition(";")[0]
    _, text = asked(application, HTTP_COOKIE=cookie.replace(mine, other))
    return [f"{cookie.replace(mine, other)} -> {text}"] if other in text else []
