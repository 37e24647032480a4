"""The mount: several applications, each below a prefix."""


class Mount:
    """WSGI applications by their prefixes, and one for all other paths."""

    def __init__(self, default, mounts):
        native = {prefix.encode().decode("latin-1"): application for prefix, application in mounts.items()}
        self.default, self.mounts = default, sorted(native.items(), key=lambda pair: len(pair[0]), reverse=True)

    def __call__(self, environ, start_response):
        """Call the application with the longest prefix of the path; the prefix moves to SCRIPT_NAME."""
        path = environ.get("PATH_INFO", "")
        for prefix, application in self.mounts:
            if path == prefix or path.startswith(f"{prefix}/"):
                script_name = environ.get("SCRIPT_NAME", "") + prefix
                moved = {"SCRIPT_NAME": script_name, "PATH_INFO": path.removeprefix(prefix)}
                return application({**environ, **moved}, start_response)
        return self.default(environ, start_response)
