"""A module that cannot be imported: no server may start with it."""

raise ImportError("this module is broken on purpose")
