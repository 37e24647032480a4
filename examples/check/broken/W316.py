# check: --profile house
"""W316 broken: the name of a header does not begin with a letter, or ends in a hyphen or an underscore."""

TEXT = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    start_response("200 OK", [TEXT, ("X-Name-", "kim")])  # W316
    return []
