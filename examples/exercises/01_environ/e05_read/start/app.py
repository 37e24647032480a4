"""A magnifying glass for environ: each callable below shows one value, in ASCII. Do not change it."""


def showing(key):
    """Return an application that shows one value of environ."""

    def application(environ, start_response):
        text = ascii(environ.get(key, "absent"))[1:-1] or "empty"
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [text.encode("ascii")]

    return application


path, query, prefix = showing("PATH_INFO"), showing("QUERY_STRING"), showing("SCRIPT_NAME")
length, kind, table = showing("CONTENT_LENGTH"), showing("CONTENT_TYPE"), showing("HTTP_X_TABLE")
