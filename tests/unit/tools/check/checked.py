"""Checking in this process, for tests: a callable of a test, and what is found of it."""

from __future__ import annotations

from wsgi_apps.tools.check.asked import Asked
from wsgi_apps.tools.check.checking import Check
from wsgi_apps.tools.check.own import Own, Sources
from wsgi_apps.tools.check.rules import RULES


def findings(application, file, *requests, profile="robust", crowd=True):
    """Return the findings in a file that a profile reports."""
    check = Check(application, Own(file), Sources([file]))
    if not crowd:
        check.crowd = lambda base: None
    found = check.all(requests or (Asked(),))
    return [one for one in found if RULES[one.rule].applies(profile) and not one.outside]


def rules(application, file, *requests, **more):
    """Return the names of the rules that were broken in a file."""
    return {one.rule for one in findings(application, file, *requests, **more)}
