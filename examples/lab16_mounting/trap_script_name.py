"""The trap: `environ["SCRIPT_NAME"]`. PEP 3333 lets a server leave it out, and uWSGI does so for the path `/`."""


def application(environ, start_response):
    body = f"I am at {environ['SCRIPT_NAME'] or 'the root'}.".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
