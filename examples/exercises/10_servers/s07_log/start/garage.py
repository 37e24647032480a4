"""A garage that prints what it does, and that breaks at /broken. Do not change it."""


def application(environ, start_response):
    name = environ.get("PATH_INFO", "").removeprefix("/")
    if name.startswith("broken"):
        raise RuntimeError(name)
    print(f"a wheel for {name}", flush=True)
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"Done: {name}".encode("latin-1")]
