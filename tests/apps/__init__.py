"""The applications that tests serve."""
