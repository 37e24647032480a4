"""What the tests of X-ray share."""

from tests.support.tracing import untraced  # noqa: F401 (a fixture of every test)
