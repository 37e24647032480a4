"""Random callables: a well-formed one gives nothing, and one breach gives its rule."""

from string import ascii_letters

from hypothesis import given, settings, strategies as st

from tests.unit.tools.check.checked import rules
from wsgi_apps.tools.check.situations import BROKEN, FORGED

#: what the checker looks for in a body or a header: a program that sends this by chance is taken for one that means it
SIGNS = ("Traceback", BROKEN, FORGED, "href", "action", "src", "https:")
NAMES = st.text(ascii_letters, min_size=1, max_size=12).map(lambda name: f"X-{name}")
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20).map(
    str.strip
)
VALUES = VALUES.filter(lambda value: not any(sign in value for sign in SIGNS))
HEADERS = st.dictionaries(NAMES, VALUES, max_size=4).map(lambda found: list(found.items()))
STATUSES = st.sampled_from(["200 OK", "201 Created", "202 Accepted", "400 Bad Request", "404 Not Found", "500 Sorry"])
CHUNKS = st.lists(st.binary(min_size=8, max_size=40), max_size=5).filter(
    lambda chunks: not any(sign.encode() in b"".join(chunks) for sign in SIGNS)
)
TEXT = ("Content-Type", "application/octet-stream")


def callable_of(status, headers, chunks, length, generator):
    """Return a callable that keeps all rules, as a function or as a generator."""
    size = [("Content-Length", str(sum(map(len, chunks))))] if length else []

    def begun(environ, start_response):
        start_response(status, [TEXT, *size, *headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else chunks

    def application(environ, start_response):
        return begun(environ, start_response)

    def generating(environ, start_response):
        yield from begun(environ, start_response)

    return generating if generator else application


WHOLE = {"status": STATUSES, "headers": HEADERS, "chunks": CHUNKS, "length": st.booleans(), "generator": st.booleans()}
#: rule -> what is done to a well-formed callable
BREACHES = {
    "W102": lambda parts: lambda environ, start_response: [],
    "W103": lambda parts: twice(callable_of(**parts | {"generator": False})),
    "W201": lambda parts: callable_of(**parts | {"status": 200}),
    "W202": lambda parts: callable_of(**parts | {"status": parts["status"][:3]}),
    "W203": lambda parts: callable_of(**parts | {"status": parts["status"] + "\n"}),
    "W303": lambda parts: callable_of(**parts | {"headers": [*parts["headers"], ("X-Count", 1)]}),
    "W304": lambda parts: callable_of(**parts | {"headers": [*parts["headers"], ("X Count", "1")]}),
    "W305": lambda parts: callable_of(**parts | {"headers": [*parts["headers"], ("X-Count", "1\r\n2")]}),
    "W306": lambda parts: callable_of(**parts | {"headers": [*parts["headers"], ("X-Count", "하나")]}),
    "W307": lambda parts: callable_of(**parts | {"headers": [*parts["headers"], ("Upgrade", "h2c")]}),
    "W402": lambda parts: callable_of(**parts | {"chunks": [*parts["chunks"], "text"], "length": False}),
    "W404": lambda parts: with_length(parts, -1),
    "W405": lambda parts: with_length(parts, 1),
}


def twice(application):
    def called_twice(environ, start_response):
        application(environ, start_response)
        return application(environ, start_response)

    return called_twice


def with_length(parts, more):
    """Return a callable that announces some bytes more, or fewer, than it sends."""
    chunks = [*parts["chunks"], b"the last part"]
    length = ("Content-Length", str(sum(map(len, chunks)) + more))
    return callable_of(**parts | {"chunks": chunks, "headers": [*parts["headers"], length], "length": False})


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries(WHOLE))
def test_well_formed_callable_gives_nothing(parts):
    assert rules(callable_of(**parts), __file__, crowd=False) == set()


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(WHOLE), st.sampled_from(sorted(BREACHES)))
def test_one_breach_gives_its_rule(parts, rule):
    assert rules(BREACHES[rule](parts), __file__, crowd=False) == {rule}
