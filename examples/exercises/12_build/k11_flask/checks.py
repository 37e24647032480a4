"""The requests of labs 3 and 8, sent to their Flask files on tiny."""

from dataclasses import replace

from wsgi_apps.tools.course.asking import in_process, over_http
from wsgi_apps.tools.course.comparing import unexpected
from wsgi_apps.tools.course.manifest import chosen


def lab03(target, draw):
    """Return what the Flask file of lab 3 answers otherwise than the lab expects."""
    return failures("lab03_url_variables", "/lab03", target)


def lab08(target, draw):
    """Return what the Flask file of lab 8 answers otherwise than the lab expects."""
    return failures("lab08_json_in", "/lab08", target)


def failures(name, prefix, target):
    """Return a sentence for each request of a lab that is not answered as Flask answers it."""
    (lab,) = chosen([name])
    found = []
    for number, request in enumerate(lab.requests, start=1):
        if ("uwsgi" if isinstance(target, str) else "none") in request.not_on:
            continue
        expect = {aspect: request.expect["flask_app"][aspect] for aspect in asked(request)}
        moved = replace(request, path=prefix + request.path, expect={"tiny": expect})
        answer = over_http(target, moved) if isinstance(target, str) else in_process(target, moved)
        found += [f"{number}. {request}: {problem}" for problem in unexpected(moved, "tiny", answer)]
    return found


def asked(request):
    """Return the aspects in which all programs of a lab agree: tiny has pages for errors of its own."""
    theirs = request.expect["flask_app"]
    own = {"body", "json", "contains"} if "body" in request.differs or theirs["status"] >= 300 else set()
    own |= {"headers"} if theirs["status"] == 308 else set()
    return theirs.keys() - own
