"""The bills of a coffee shop: one short text for each table, sent in one piece. HEAD gets the headers alone."""


def application(environ, start_response):
    table = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace").strip("/")
    body = f"Table {table}: one coffee, 4,500 won.".encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return b"" if environ["REQUEST_METHOD"] == "HEAD" else body
