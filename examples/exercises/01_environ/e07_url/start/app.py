"""The link "copy the address of this page" of a recipe site: it shows the whole URL that the client has asked for."""


def application(environ, start_response):
    scheme = environ["wsgi.url_scheme"]
    host = environ["HTTP_HOST"]
    url = f"{scheme}://{host}{environ.get('PATH_INFO', '')}"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [url.encode("utf-8")]
