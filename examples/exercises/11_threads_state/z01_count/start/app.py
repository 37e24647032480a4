"""The doors of a museum: POST /DOOR counts a visitor and says which one, GET shows how many have come so far."""

count = 0


def application(environ, start_response):
    global count
    if environ["REQUEST_METHOD"] == "POST":
        count += 1
        text = f"{environ.get('PATH_INFO', '')}: visitor {count}"
    else:
        text = f"{count} visitors so far"
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [text.encode("latin-1")]
