"""A page that shows its own address. Do not change it."""


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{environ['wsgi.url_scheme']}://localhost{environ.get('PATH_INFO', '')}".encode("latin-1")]
