"""A small web framework. You write it yourself, in twelve steps."""
