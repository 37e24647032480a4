"""The program of lab 20, in which uWSGI's master has counted once before it forks its workers."""

from examples.lab20_state_outside.raw import application, counter

__all__ = ["application"]
counter.increment("visits")
