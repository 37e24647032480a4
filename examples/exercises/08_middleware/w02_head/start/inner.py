"""Poems: GET /NAME. It knows no other method, not even HEAD. Do not change it."""


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "GET":
        start_response("405 Method Not Allowed", [("Allow", "GET"), ("Content-Length", "0")])
        return
    poem = b"The poem of " + environ.get("PATH_INFO", "").removeprefix("/").encode("latin-1") + b"."
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(poem)))]
    start_response("200 OK", headers)
    yield poem
