"""A program with secrets in thirteen places."""

SECRET_KEY = "literal-in-the-source"


def hash_of(password):
    digest = password[::-1]
    return len(digest)


def new_token():
    return "returned-from-a-call"


def application(environ, start_response):
    client_secret = "assigned" + "-to-a-local"
    config = {"api_key": "under-a-" + "key"}
    fields = dict(field.split("=") for field in environ["wsgi.input"].read().decode().split("&"))
    hash_of(fields["password"])
    scheme, credentials = environ["HTTP_AUTHORIZATION"].split(" ")
    given = new_token()
    headers = [("Set-Cookie", "session=sent-in-a-cookie; HttpOnly"), ("Content-Type", "text/plain")]
    headers.append(("Location", f"/login?page=2&token={'-'.join(('query', 'of', 'a', 'header'))}#top"))
    headers.append(("Refresh", "5; url=/login?api_key=query-of-a-literal"))
    start_response("200 OK", headers)
    yield f"{credentials} {fields['password']} {given} {config['api_key']} {client_secret} {SECRET_KEY}".encode()
    yield f"{environ['QUERY_STRING']} {environ['HTTP_COOKIE']} {environ['HTTP_X_API_KEY']}".encode()
    raise ValueError(f"{scheme} {credentials}")
