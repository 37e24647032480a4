"""The requests of routing.toml, sent to wsgi_apps and to the student's framework; a test sends them to Flask, too."""

import json
import sys
import tomllib
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from wsgi_apps import App
from wsgi_apps.tools.course.asking import in_process, over_http
from wsgi_apps.tools.course.manifest import Request

TABLE = tomllib.loads(Path(__file__).parents[1].joinpath("routing.toml").read_text(encoding="utf-8"))
FEWEST = 12  # functions of tiny that a request passes


def view(name):
    """Return a view that answers with its name and its values."""

    def answer(**values):
        return json.dumps([name, values], sort_keys=True, ensure_ascii=False)

    answer.__name__ = name
    return answer


def filled(app):
    """Return an application of wsgi_apps or of Flask with the rules of the table."""
    for rule in TABLE["rule"]:
        app.add_url_rule(rule["text"], rule["name"], view(rule["name"]), methods=rule.get("methods", ["GET"]))
    return app


def asked(target, send):
    """Return what an application or a server answers: status, where it leads, what it allows, what it says."""
    method, _, path = send.partition(" ")
    request = Request("", method, path, (), b"", False, {}, {}, {}, {}, {})
    answer = over_http(target, request) if isinstance(target, str) else in_process(target, request)
    place = urlsplit(urljoin(f"http://localhost{path}", answer.header("Location") or path))
    allow = sorted(word.strip() for word in (answer.header("Allow") or "").split(",") if word.strip())
    return answer.status, f"{place.path}?{place.query}", allow, answer.text if answer.status == 200 else ""


def sent(draw):
    """Return the requests of the table, and some with values that are drawn."""
    word, number = draw("word"), draw("number")
    drawn = [
        f"/{word}",
        f"/{word}.txt",
        f"/{word}.tar.gz",
        f"/books/{number}",
        f"/books/{word}",
        f"/range/{number}-{word}",
    ]
    return [*(row["send"] for row in TABLE["request"]), *(f"GET {path}" for path in drawn)]


def routing(target, draw):
    """Return a sentence for each request that is not answered as wsgi_apps answers it."""
    right = filled(App("routing", static_folder=None))
    answers = [(send, asked(right, send), asked(target, send)) for send in sent(draw)]
    return [f"{send}: expected {wanted}, got {got}" for send, wanted, got in answers if wanted != got]


def own(target, draw):
    """Return what a request passes through that is not the student's own."""
    passed = set()

    def note(frame, event, argument):
        if event == "call":
            passed.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    sys.setprofile(note)
    try:
        asked(target, f"GET /{draw('word')}.txt")
    finally:
        sys.setprofile(None)
    borrowed = sorted({name for file, name in passed if "wsgi_apps" in file and "/tools/" not in file})
    mine = {name for file, name in passed if "/tiny/" in file}
    found = [f"the request passes through {', '.join(borrowed[:3])} of wsgi_apps"] if borrowed else []
    return found + ([f"{len(mine)} functions of tiny answer a request: {sorted(mine)}"] if len(mine) < FEWEST else [])
