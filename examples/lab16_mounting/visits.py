"""Two applications that count their visitors in one list. It is the same list only if they share an interpreter."""

visits = []


def front(environ, start_response):
    return counted("front", start_response)


def back(environ, start_response):
    return counted("back", start_response)


def counted(door, start_response):
    visits.append(door)
    body = f"Visits: {' '.join(visits)}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
