"""The cure: `environ.get("SCRIPT_NAME", "")`, since absent and empty mean the same."""


def application(environ, start_response):
    body = f"I am at {environ.get('SCRIPT_NAME', '') or 'the root'}.".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
