"""Beside the core: the same responses, sooner. Each module overrides named steps of the core; you may skip the folder."""
