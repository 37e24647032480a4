"""Programs whose requests are recorded in the tests."""

from threading import Thread
from time import sleep

HEADERS = [("Content-Type", "text/plain")]


def hello(environ, start_response):
    start_response("200 OK", HEADERS)
    return [b"Hello"]


def generator(environ, start_response):
    start_response("200 OK", HEADERS)
    yield b"a"
    last = b"b"
    yield last


class Body:
    def __iter__(self):
        return iter([b"a", b"b"])

    def close(self):
        self.closed = True


def closing(environ, start_response):
    start_response("200 OK", HEADERS)
    return Body()


def careful_generator(environ, start_response):
    start_response("200 OK", HEADERS)
    try:
        yield b"a"
        yield b"b"
    finally:
        done = True
        assert done


def failing(environ, start_response):
    raise ValueError("no luck")


def failing_body(environ, start_response):
    start_response("200 OK", HEADERS)
    yield b"a"
    failing(environ, start_response)


def catching(environ, start_response):
    try:
        failing(environ, start_response)
    except ValueError:
        return hello(environ, start_response)


def deeper(depth):
    return deeper(depth - 1) if depth else 0


def recursive(environ, start_response):
    deeper(900)
    deeper(900)
    deeper(200)
    return hello(environ, start_response)


def counted(turns):
    count = 0
    for number in range(turns):
        count += number
    count += 1
    return count


def looping(environ, start_response):
    counted(300_000)
    return hello(environ, start_response)


def loop_of_its_own(environ, start_response):
    count = 0
    for number in range(300_000):
        count += number
    count += 1
    start_response("200 OK", [*HEADERS, ("X-Count", str(count))])
    return [b"Hello"]


def calling_loop(environ, start_response):
    for _ in range(1_000):
        deeper(0)
    return hello(environ, start_response)


def threading(environ, start_response):
    other = Thread(target=counted, args=[3])
    other.start()
    other.join()
    return hello(environ, start_response)


def slow(environ, start_response):
    while not environ.get("stop"):
        sleep(0.002)
        counted(3)
        environ["turns"] = environ.get("turns", 0) + 1
        if environ["turns"] > 100:
            environ["stop"] = True
    return hello(environ, start_response)


def reading(environ, start_response):
    body = environ["wsgi.input"]
    first, rest = body.readline(), body.read()
    start_response("200 OK", HEADERS)
    return [first, rest]


def comprehending(environ, start_response):
    squares = [
        counted(number)
        for number in range(2)
    ]  # fmt: skip
    del squares
    return hello(environ, start_response)


def greeting(name):
    return f"Hello, {name}!".encode()


def named(environ, start_response):
    body = greeting(environ["PATH_INFO"].strip("/"))
    start_response("200 OK", [*HEADERS, ("Content-Length", str(len(body)))])
    return [body]
