"""What all debug pages share: the language, the masking of secrets, the request, the rules, and the response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wsgi_apps.application.context import Context
from wsgi_apps.development.debug_texts import language_of, say
from wsgi_apps.development.places import Place
from wsgi_apps.development.request_facts import MOST, body_of, endpoint_of, remember_secrets, rows_of, text_of
from wsgi_apps.development.secrets import Mask
from wsgi_apps.development.section_html import POLICY, html
from wsgi_apps.development.section_text import text
from wsgi_apps.development.sections import AROUND, Page, Section
from wsgi_apps.development.values import Values
from wsgi_apps.environ import decoded, path_of
from wsgi_apps.extensions.response import Response

MOST_VALUES = 30  # local variables of a function that are shown


class Explanation:
    """Makes the parts of a debug page for the request of a ``context``, or None without a request."""

    def __init__(self, context: Context | None) -> None:
        self.context = context
        self.environ: dict[str, Any] = context.environ if context else {}
        self.language = language_of(self.environ)
        self.mask = Mask()
        self.values = Values(self.mask)
        remember_secrets(self.environ, self.mask)

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the reader."""
        return say(key, self.language, **values)

    def lesson(self, lab: str) -> list[str]:
        """Return the sentence that names a lab, or nothing for an empty name."""
        return [self.say("lesson", lab=f"examples/{lab}")] if lab else []

    def place(self, title: str, place: Place, **more: Any) -> Section:
        """Return a section with the lines around a place, and the local variables there."""
        self.mask.remember_in("\n".join(line for _, line in place.around(AROUND)))
        shown = list(place.values.items())[:MOST_VALUES]
        rows = [(name, self.values.shown(value, name)) for name, value in shown]
        if len(place.values) > MOST_VALUES:
            rows.append(("…", self.say("more values", n=len(place.values) - MOST_VALUES)))
        return Section(title, place=place, table=self.say("values"), rows=rows, **more)

    def where(self, place: Place) -> str:
        """Return the sentence that names a place."""
        return self.say("place", file=place.shown_file, number=place.number, name=place.name)

    def rules(self, near: Iterable[Any], why: str = "nearest") -> Section:
        """Return the table of the rules of the application; those that are ``near`` stand out, and say ``why``."""
        app: Any = self.context.app if self.context else None
        rules, near = list(app.url_map.rules) if app else [], list(near)
        head = [self.say("rule"), self.say("methods"), self.say("endpoint")]
        return Section(
            self.say("rules"),
            [] if rules else [self.say("no rules")],
            head=head if rules else (),
            rows=[self.rule_row(rule, why if rule in near else "") for rule in rules],
            marked=frozenset(at for at, rule in enumerate(rules) if rule in near),
        )

    def rule_row(self, rule: Any, why: str) -> tuple[str, ...]:
        """Return the row of a rule, which says ``why`` it stands out if it does."""
        methods = ", ".join(sorted(rule.methods)) if rule.methods else self.say("any")
        return self.pointed(str(rule), why), methods, endpoint_of(rule, self.values)

    def pointed(self, name: str, why: str) -> str:
        """Return a name in a list, with the word behind it that says ``why`` it stands out."""
        return f"{name}  ← {self.say(why)}" if why else name

    def request(self) -> Iterator[Section]:
        """Yield the section of the request, if there is one, and that of its body."""
        if self.context is None:
            return
        yield Section(self.say("request"), rows=list(rows_of(self.context, self.values)))
        body = body_of(self.environ)
        if body:
            shown = text_of(body) or self.say("bytes", n=len(body))
            cut = [self.say("cut", n=len(body))] if len(body) > MOST else []
            yield Section(self.say("body"), cut, text=shown)
        elif body is None and self.environ.get("CONTENT_LENGTH", "0") not in ("", "0"):
            yield Section(self.say("body"), [self.say("no body")])

    def asked(self) -> str:
        """Return the method and the whole path of the request, empty if there is none."""
        path = decoded(self.environ.get("SCRIPT_NAME", "")) + path_of(self.environ)
        return f"{self.environ.get('REQUEST_METHOD', '')} {path}" if self.context else ""

    def response(
        self, code: int, name: str, message: str, words: list[str], sections: Iterable[Section], headers: Any = ()
    ) -> Response:
        """Return the page with these parts: HTML for a client that names it or names nothing, else plain text."""
        page = Page(self.language, self.asked(), name, message, words, list(sections), self.say("only"))
        accept = (self.environ.get("HTTP_ACCEPT") or "text/html").lower()
        kind, body = ("html", html(page, self.mask)) if "text/html" in accept else ("plain", text(page, self.mask))
        policy = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return Response(body, code, [*headers, *policy.items()], mimetype=f"text/{kind}")
