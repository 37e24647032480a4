"""A package that raises when it is imported."""

raise RuntimeError("broken on purpose")
