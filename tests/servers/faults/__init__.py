"""Faults that are made on purpose under load, and what became of the requests."""
