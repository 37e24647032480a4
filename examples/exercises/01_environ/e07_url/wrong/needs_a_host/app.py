"""The link "copy the address of this page" of a recipe site, for clients that send a Host header."""

from urllib.parse import quote


def application(environ, start_response):
    scheme = environ["wsgi.url_scheme"]
    host = environ["HTTP_HOST"]
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING", "")
    url = f"{scheme}://{host}{quote(path, encoding='latin-1')}" + (f"?{query}" if query else "")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [url.encode("latin-1")]
