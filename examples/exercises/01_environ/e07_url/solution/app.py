"""The link "copy the address of this page" of a recipe site: it shows the whole URL that the client has asked for."""

from urllib.parse import quote


def application(environ, start_response):
    scheme = environ["wsgi.url_scheme"]
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    url = f"{scheme}://{host}{quote(path, encoding='latin-1')}" + (f"?{query}" if query else "")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [url.encode("latin-1")]
