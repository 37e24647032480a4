"""The doors of a museum: POST /DOOR counts a visitor and says which one, GET shows how many have come so far."""

import threading

count = 0
lock = threading.Lock()


def application(environ, start_response):
    global count
    if environ["REQUEST_METHOD"] == "POST":
        with lock:
            count += 1
            number = count
        text = f"{environ.get('PATH_INFO', '')}: visitor {number}"
    else:
        text = f"{count} visitors so far"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("latin-1")]
