"""The router's decisions, sentence by sentence, each asked of Werkzeug too; and what it answers as a WSGI application."""

import re
from typing import Any, NamedTuple

import pytest

from tests.support import strict
from tests.support.strict import environ_for
from tests.support.tables import Line, ask_ours, ask_theirs, build_table, environ_of
from wsgi_apps.exceptions import MethodNotAllowed, NotFound, RequestRedirect
from wsgi_apps.routing.converters import BaseConverter
from wsgi_apps.routing.router import Router, bodiless
from wsgi_apps.routing.url_building import BuildError


def test_rules_are_listed_in_their_order():
    router = Router()
    added = [router.add(rule, told, endpoint=endpoint) for rule, endpoint in (("/b", "x"), ("/a", "y"), ("/c", "x"))]
    assert list(router.iter_rules()) == added
    assert list(router.iter_rules("x")) == [added[0], added[2]]


def test_a_rule_may_leave_options_alone():
    router = Router()
    router.add("/", told, ["GET"], provide_automatic_options=False)
    answer = call(router, method="OPTIONS")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


class Answer(NamedTuple):
    """What a WSGI application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("latin-1")


def call(application, path="/", query="", method="GET", valid=True, **changes: Any) -> Answer:
    """Call a WSGI application through the strict server; ``valid`` False leaves the validator of PEP 3333 out."""
    environ = environ_for(method, path.encode().decode("latin-1"), query=query, **changes)
    answer = strict.call(application, environ, validate=valid)
    return Answer(answer.status, dict(answer.headers), answer.body)


def told(environ, start_response):
    """Answer with the values that the router found."""
    body = repr(environ["wsgiorg.routing_args"]).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def lines(*rules):
    """Return a table's lines; a rule is a text, or a text and what differs from GET without anything."""
    return [
        Line(rule, ["GET"], f"e{number}", None, None)
        if isinstance(rule, str)
        else Line(rule[0], ["GET"], f"e{number}", None, None)._replace(**rule[1])
        for number, rule in enumerate(rules)
    ]


POST, ANY, LOOSE = {"methods": ["POST"]}, {"methods": None}, {"strict_slashes": False}
NOTHING = ("404", None, None)


def found(place, **values):
    return ("match", place, {name: repr(value) for name, value in values.items()})


def moved(path):
    return ("308", f"http://localhost:8000{path}", None)


def allowed(*methods):
    return ("405", None, list(methods))


@pytest.mark.parametrize(
    ("rules", "method", "path", "expected"),
    [
        pytest.param(["/a"], "GET", "//a", found(0), id="leading slashes collapse without a redirect"),
        pytest.param(["/a"], "GET", "///a", found(0), id="however many"),
        pytest.param(["/X"], "GET", "//X", found(0), id="and nothing but slashes"),
        pytest.param(["/<x>"], "GET", "/한글", found(0, x="한글"), id="a path is UTF-8"),
        pytest.param(["/한글"], "GET", "/한글", found(0), id="a rule may be Korean"),
        pytest.param(["/<x>"], "GET", "/\udcff", found(0, x="\ufffd"), id="bytes that are not UTF-8 are replaced"),
        pytest.param(["/<x>", "/a"], "GET", "/a", found(1), id="static first"),
        pytest.param(["/<int:a>-<b>.<ext>"], "GET", "/1-x.y.z", found(0, a=1, b="x.y", ext="z"), id="many in a segment"),
        pytest.param(["/x<a>", "/xy<a>"], "GET", "/xyz", found(1, a="z"), id="longer text first"),
        pytest.param(["/<a>", "/<a>-<b>"], "GET", "/x-y", found(1, a="x", b="y"), id="more text first"),
        pytest.param(["/<a>", "/<a><b>"], "GET", "/xy", found(1, a="x", b="y"), id="more variables first"),
        pytest.param(["/<a>", "/<int:b>"], "GET", "/1", found(1, b=1), id="lighter converters first"),
        pytest.param(["/<a>", "/<b>"], "GET", "/x", found(0, a="x"), id="the first of equals"),
        pytest.param(["/a/<x>/c", "/<y>/b/d"], "GET", "/a/b/d", found(1, y="a"), id="the search turns back"),
        pytest.param([("/<a>", POST), "/<b>"], "GET", "/x", found(1, b="x"), id="R1 the first that allows the method"),
        pytest.param([("/<a>", ANY), "/<b>"], "GET", "/x", found(0, a="x"), id="R1 one for every method"),
        pytest.param(["/users/me", ("/users/<n>", POST)], "POST", "/users/me", found(1, n="me"),
                     id="R2 a wrong method does not stop the search"),
        pytest.param(["/users/me", ("/users/<n>", POST)], "PUT", "/users/me", allowed("GET", "HEAD", "OPTIONS", "POST"),
                     id="R2 Allow is the union"),
        pytest.param(["/a/"], "GET", "/a", moved("/a/"), id="R3 a missing slash is added"),
        pytest.param(["/a/", "/<x>"], "GET", "/a", moved("/a/"), id="R3 even where a sibling would match"),
        pytest.param(["/<x>/"], "GET", "/한 글", moved("/%ED%95%9C%20%EA%B8%80/"), id="R3 the path is percent-encoded"),
        pytest.param([("/a/", LOOSE), "/<x>"], "GET", "/a", found(0), id="R3 not strict: no redirect"),
        pytest.param(["/bar/", ("/bar", POST)], "GET", "/bar", moved("/bar/"), id="R3 the slash of the method that fits"),
        pytest.param(["/bar/"], "POST", "/bar", NOTHING, id="R3 a wrong method is not even a 405"),
        pytest.param(["/bar/", "/<x>"], "POST", "/bar", allowed("GET", "HEAD", "OPTIONS"), id="R3 but the sibling is one"),
        pytest.param(["/"], "GET", "", moved("/"), id="R3 the empty path"),
        pytest.param([("/a", LOOSE)], "GET", "/a/", found(0), id="R4 an extra slash where slashes are not strict"),
        pytest.param(["/a"], "GET", "/a/", NOTHING, id="R4 not where they are"),
        pytest.param([("/a", LOOSE)], "GET", "/a//", moved("/a/"), id="R4 one slash only"),
        pytest.param([("/a", LOOSE)], "POST", "/a/", allowed("GET", "HEAD", "OPTIONS"), id="R4 a wrong method is a 405"),
        pytest.param(["/a"], "POST", "/a/", NOTHING, id="R4 if they are not strict"),
        pytest.param([("/a", LOOSE), "/a/<x>", "/a/"], "GET", "/a/", found(2), id="R4 after all that is more specific"),
        pytest.param(["/<path:p>/"], "GET", "/x/y", moved("/x/y/"), id="R5 a slash after a path"),
        pytest.param(["/<path:p>/"], "GET", "/x/y/", found(0, p="x/y"), id="R5 is not in the path"),
        pytest.param(["/<path:p>"], "GET", "/x/y/", found(0, p="x/y/"), id="R5 without one it is"),
        pytest.param(["/<path:p>/"], "GET", "/x//", moved("/x/"), id="R5 two slashes are one"),
        pytest.param(["/f/<path:p>"], "GET", "/f/", NOTHING, id="R6 a path is not empty"),
        pytest.param(["/f/<path:p>"], "GET", "/f//x", moved("/f/x"), id="R6 does not start with a slash"),
        pytest.param(["/f/<path:p>"], "GET", "/f/x\ny", NOTHING, id="R6 stops at a newline"),
        pytest.param(["/<x>"], "GET", "/x\ny\n", found(0, x="x\ny\n"), id="R6 a string takes one"),
        pytest.param(["/hello"], "GET", "/hello\n", NOTHING, id="R6 static text does not"),
        pytest.param(["/<int:n>"], "GET", "/٣", found(0, n=3), id="R6 any digit is a digit"),
        pytest.param(["/<int:n>"], "GET", "/007", found(0, n=7), id="R6 leading zeros"),
        pytest.param(["/<int:n>"], "GET", "/-1", NOTHING, id="R6 no minus"),
        pytest.param(["/<int:n>"], "GET", "/+1", NOTHING, id="R6 no plus"),
        pytest.param(["/<int:n>"], "GET", "/1_0", NOTHING, id="R6 no underscore"),
        pytest.param(["/<int:n>"], "GET", "/ 5", NOTHING, id="R6 no blank"),
        pytest.param(["/<int:n>"], "GET", "/" + "9" * 5000, NOTHING, id="R6 not five thousand digits"),
        pytest.param(["/<int(min=5):n>", "/<x>"], "GET", "/3", NOTHING, id="R7 a refused value ends the search"),
        pytest.param([("/3", POST), "/<int(min=5):n>", "/<x>"], "GET", "/3", allowed("OPTIONS", "POST"),
                     id="R7 405 if a wrong method was passed"),
        pytest.param([("/<int(min=5):n>", POST), "/<int(min=5):m>"], "GET", "/3", allowed("OPTIONS", "POST"),
                     id="R7 at the same place too"),
        pytest.param(["/<int:n>/<y>", "/<path:p>/<x>"], "GET", "/1/2", found(1, p="1", x="2"), id="R8 path before number"),
        pytest.param(["/a/b"], "GET", "/a//b", moved("/a/b"), id="R9 slashes in a row are one"),
        pytest.param(["/a/b/"], "GET", "/a//b", moved("/a/b/"), id="R9 a missing slash is added too"),
        pytest.param(["/a/<path:p>"], "GET", "/a/b//c", found(0, p="b//c"), id="R9 unless the path matches as it is"),
        pytest.param([("/a/b", POST)], "GET", "/a//b", allowed("OPTIONS", "POST"), id="R9 a wrong method is a 405"),
        pytest.param(["/a/<int(min=2):n>"], "GET", "/a//1", moved("/a/1"), id="R9 values are not looked at"),
        pytest.param(["/a//b"], "GET", "/a/b", found(0), id="R9 in rules too"),
        pytest.param(["/a/"], "POST", "//a", NOTHING, id="R9 leading slashes are not a redirect"),
        pytest.param(["/a/"], "GET", "//evil.example//..", NOTHING, id="R10 no path leads elsewhere"),
        pytest.param(["/<x>/"], "GET", "//evil.example", moved("/evil.example/"), id="R10 two slashes in front are one"),
        pytest.param(["/<x>/"], "GET", "/\\evil.example", moved("/%5Cevil.example/"), id="R10 a backslash is encoded"),
        pytest.param(["/<x>/"], "GET", "/a\r\nX: y", moved("/a%0D%0AX:%20y/"), id="R10 a line end is encoded"),
        pytest.param([("/<x>/", ANY)], "PUT", "/a", moved("/a/"), id="R10 308 for every method"),
        pytest.param(["/a"], "HEAD", "/a", found(0), id="R11 HEAD where there is GET"),
        pytest.param([("/a", POST)], "HEAD", "/a", allowed("OPTIONS", "POST"), id="R11 not elsewhere"),
        pytest.param(["/a", ("/<x>", POST)], "OPTIONS", "/a", ("200", None, ["GET", "HEAD", "OPTIONS", "POST"]),
                     id="R11 OPTIONS gets the union"),
        pytest.param(["/a", ("/a/", {"methods": ["POST"], "strict_slashes": False})], "OPTIONS", "/a",
                     ("200", None, ["GET", "HEAD", "OPTIONS"]), id="R11 as in R3, a missing slash is not counted"),
        pytest.param([("/a", {"methods": ["OPTIONS"]})], "OPTIONS", "/a", found(0), id="R11 OPTIONS of its own"),
        pytest.param([("/a", ANY)], "OPTIONS", "/a", found(0), id="R11 with every other method"),
        pytest.param(["/items/"], "OPTIONS", "/items", moved("/items/"), id="R11 OPTIONS is redirected"),
        pytest.param(["/items/"], "OPTIONS", "/other", NOTHING, id="R11 OPTIONS of an unknown path"),
        pytest.param(["/items"], "OPTIONS", "*", NOTHING, id="R11 OPTIONS of the server"),
        pytest.param(["/a"], "get", "/a", found(0), id="R11 a method in lower case"),
        pytest.param(["/a"], "", "/a", allowed("GET", "HEAD", "OPTIONS"), id="R11 no method"),
        pytest.param([("/", {"defaults": {"n": 1}, "endpoint": "p"}), ("/p/<int:n>", {"endpoint": "p"})], "GET", "/p/1",
                     moved("/"), id="a default is redirected to its own rule"),
        pytest.param([("/", {"defaults": {"n": 1}, "endpoint": "p"}), ("/p/<int:n>", {"endpoint": "p"})], "GET", "/p/2",
                     found(1, n=2), id="another value is not"),
        pytest.param([("/", {"defaults": {"n": 1}, "endpoint": "p"}), ("/p/<int:n>", {"endpoint": "p"})], "GET", "/",
                     found(0, n=1), id="a default is a value"),
        pytest.param([("/", {"defaults": {"n": 1}, "endpoint": "p", "methods": ["POST"]}),
                      ("/p/<int:n>", {"endpoint": "p"})], "GET", "/p/1",
                     found(1, n=1), id="a default of another method is not"),
    ],
)  # fmt: skip
def test_the_contract_sentence_by_sentence(rules, method, path, expected):
    table = build_table(lines(*rules), strict_slashes=True, merge_slashes=True)
    environ = environ_of(path, method)
    assert ask_ours(table, environ) == ask_theirs(table, environ) == expected


@pytest.mark.parametrize(
    ("table", "strict_slashes", "merge_slashes", "method", "path", "expected"),
    [
        pytest.param(
            [Line("/b/", ["GET"], "one", {"q": 2}, None), Line("/b", ["GET"], "one", {"q": 2}, None)],
            False, True, "GET", "/b", moved("/b/"),
            id="two rules with the same defaults: the second is redirected to the first",
        ),
        pytest.param(
            [
                Line("/<string(length=2):e><string(length=2):d>/b/", ["HEAD"], "one", {"e": "a"}, None),
                Line("/<e><d>/b/", ["HEAD"], "one", {"e": "a"}, None),
            ],
            True, True, "HEAD", "/aba.b/b/", found(1, e="a", d="b"),
            id="a rule that differs only in its converters is not redirected to",
        ),
        pytest.param([Line("/a", ["GET"], "one", None, None)], True, False, "GET", "/a//", NOTHING,
                     id="slashes that are not merged are not redirected"),
        pytest.param([Line("/a//b", ["GET"], "one", None, None)], True, False, "GET", "/a//b", found(0),
                     id="a rule with two slashes, not merged"),
        pytest.param([Line("/a/", ["GET"], "one", None, None)], False, True, "OPTIONS", "/a",
                     ("200", None, ["GET", "HEAD", "OPTIONS"]),
                     id="OPTIONS of a path without its slash gets the methods of the rule that answers"),
        pytest.param([Line("/<path:p>//", ["GET"], "one", None, None)], True, False, "GET", "/a//", NOTHING,
                     id="two slashes after a path never match"),
    ],
)  # fmt: skip
def test_counterexamples_that_the_oracle_found(table, strict_slashes, merge_slashes, method, path, expected):
    made = build_table(table, strict_slashes, merge_slashes)
    environ = environ_of(path, method)
    assert ask_ours(made, environ) == ask_theirs(made, environ) == expected


def test_a_rule_whose_converter_cannot_hold_the_value_is_not_redirected_to_where_werkzeug_breaks():
    table = build_table(
        [Line("/any(<any(a, b):x>)", None, "one", {"q": "1"}, None), Line("/<x>", None, "one", {"q": "1"}, None)],
        strict_slashes=True,
        merge_slashes=True,
    )
    environ = environ_of("/02", "GET")
    assert ask_theirs(table, environ) == ("broken", None, None)
    assert ask_ours(table, environ) == found(1, x="02", q="1")


@pytest.mark.parametrize("error", [AttributeError, TypeError, ValueError])
def test_a_value_that_the_other_rule_cannot_write_is_not_redirected(error):
    class Strict(BaseConverter):
        def to_url(self, value):
            if value != "default":
                raise error
            return value

    router = Router(converters={"strict": Strict})
    router.add("/<strict:x>", told, endpoint="page", defaults={"q": "1"})
    rule = router.add("/<x>/<q>", told, endpoint="page")
    assert router.match("/a/1") == (rule, {"x": "a", "q": "1"})
    with pytest.raises(RequestRedirect):
        router.match("/default/1")


def router_of(*rules, **options):
    router = Router(**options)
    for rule in rules:
        router.add(rule, told, ["GET"])
    return router


def test_match_gives_the_rule_and_its_values():
    router = Router()
    rule = router.add("/user/<int:n>", told, ["GET"], "user", defaults={"x": 1}, strict_slashes=False)
    assert router.match("/user/5/", "GET") == (rule, {"n": 5, "x": 1})
    assert (rule.endpoint, rule.application, rule.strict_slashes) == ("user", told, False)
    assert router.rules == [rule]
    assert [(rule, texts, slash) for rule, texts, slash in router.candidates("//user/5")] == [(rule, ("5",), "")]


def test_a_match_is_a_fresh_dictionary():
    router = Router()
    router.add("/", told, ["GET"], defaults={"x": 1})
    router.match("/")[1]["x"] = 2
    assert router.match("/")[1] == {"x": 1}


@pytest.mark.parametrize(
    ("path", "method", "error"),
    [("/other", "GET", NotFound), ("/a", "POST", MethodNotAllowed), ("/a//b", "GET", RequestRedirect)],
)
def test_match_raises_what_answers(path, method, error):
    with pytest.raises(error):
        router_of("/a", "/a/b").match(path, method)


def test_a_redirect_that_was_matched_is_a_path_below_the_application():
    with pytest.raises(RequestRedirect) as redirect:
        router_of("/한/").match("/한", "GET")
    assert redirect.value.new_url == "/%ED%95%9C/"


def test_the_methods_of_a_path():
    router = router_of("/a")
    router.add("/<x>", told, ["POST"], strict_slashes=False)
    router.add("/<y>/", told, ["PUT"])
    router.add("/any", told)
    assert router.allowed_methods("/a") == {"GET", "HEAD", "OPTIONS", "POST"}
    assert router.allowed_methods("//b//") == {"PUT", "OPTIONS", "POST"}
    assert router.allowed_methods("/c/d") == set()
    router.merge_slashes = False
    assert router.allowed_methods("/b//") == set()


def test_a_rule_for_every_method_comes_after_those_added_before():
    router = Router()
    get, every = router.add("/x", told, ["GET"]), router.add("/x", told)
    assert [router.match("/x", method)[0] for method in ("GET", "HEAD", "OPTIONS", "POST")] == [get, get, get, every]


def test_an_endpoint_is_the_name_of_the_application_unless_given():
    router = Router()
    router.add("/a", told)
    router.add("/b", Router())
    router.add("/c", told, endpoint=0)
    assert [rule.endpoint for rule in router.rules] == ["told", "Router", 0]
    assert router.build("told", {"q": 1}) == "/a?q=1"
    assert router.build(0) == "/c"
    with pytest.raises(BuildError, match="did you mean 'told'"):
        router.build("tolled", method="POST", first="GET")


def test_what_is_no_application_is_refused():
    with pytest.raises(TypeError, match=re.escape("'hello' cannot answer '/x': write a WSGI application, a callable")):
        Router().add("/x", "hello")


@pytest.mark.parametrize(
    ("rule", "values", "path"), [("/page", {}, "/page"), ("/file/<name>", {"name": "a"}, "/file/a")]
)
def test_a_rule_to_build_with_is_found_by_no_path(rule, values, path):
    router = Router()
    added = router.add(rule, print, endpoint="here", build_only=True)
    assert router.build("here", values) == path
    assert list(router.iter_rules()) == [added]
    with pytest.raises(NotFound):
        router.match(path)


def test_a_rule_that_was_refused_leaves_nothing_behind():
    router = router_of("/x")
    with pytest.raises(ValueError, match="exists already"):
        router.add("/x", told, ["HEAD"], endpoint="other")
    assert len(router.rules) == 1
    with pytest.raises(BuildError):
        router.build("other")


def test_the_options_of_a_router_hold_for_rules_that_do_not_say():
    router = router_of("/a", strict_slashes=False)
    router.add("/b", told, strict_slashes=True)
    assert router.match("/a/")[0] is router.rules[0]
    with pytest.raises(NotFound):
        router.match("/b/")


def test_values_come_in_routing_args():
    assert call(router_of("/user/<int:n>"), "/user/5").text == "((), {'n': 5})"


def test_an_inner_router_adds_its_values_to_those_of_the_outer():
    outer = Router()
    outer.add("/<version>/<path:rest>", router_of("/v1/<int:n>", "/<version>/x/<int:n>"))
    assert call(outer, "/v1/5").text == "((), {'version': 'v1', 'rest': '5', 'n': 5})"
    assert call(outer, "/v1/x").status == 404


def test_environ_stays_as_it_was():
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/5"}
    router_of("/<int:n>")(environ, lambda status, headers: None)
    assert environ == {"REQUEST_METHOD": "GET", "PATH_INFO": "/5"}


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/other", 404, None),
        ("HEAD", "/other", 404, None),
        ("POST", "/a", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/a", 200, "GET, HEAD, OPTIONS"),
        ("DELETE", "/a", 405, "GET, HEAD, OPTIONS"),
    ],
)
def test_the_router_answers_errors_and_options_itself(method, path, status, allow):
    answer = call(router_of("/a"), path, method=method)
    assert (answer.status, answer.headers.get("Allow")) == (status, allow)
    if method != "HEAD":
        assert answer.headers["Content-Length"] == str(len(answer.body))


@pytest.mark.parametrize("method", ["FOO", "_DO_DELETE", "__INIT__", "", "TRACE", "CONNECT", "A" * 8192])
def test_a_method_that_no_rule_takes_is_not_allowed(method):
    assert call(router_of("/a"), "/a", method=method, valid=False).status == 405


@pytest.mark.parametrize(
    "path", ["*", "http://evil.example/hello", "@evil.example/hello", "evil.example:443", "/한" * 9]
)
def test_a_path_that_is_none_is_not_found(path):
    assert call(router_of("/hello"), path, valid=False).status == 404


def test_a_path_that_the_server_did_not_encode_is_not_found():
    assert call(router_of("/hello"), valid=False, PATH_INFO="/한글").status == 404


def test_what_options_is_answered():
    started = []
    body = router_of("/a")({"REQUEST_METHOD": "OPTIONS", "PATH_INFO": "/a"}, lambda *answer: started.append(answer))
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "0"), ("Allow", "GET, HEAD, OPTIONS")]
    assert (started, body) == ([("200 OK", headers)], [])


def test_options_of_its_own_are_the_applications():
    router = Router()
    router.add("/a", told, ["GET", "OPTIONS"])
    assert call(router, "/a", method="OPTIONS").text == "((), {})"


def test_head_gets_the_headers_of_get_and_no_body():
    answer = call(router_of("/a"), "/a", method="HEAD")
    assert (answer.status, answer.headers["Content-Length"], answer.body) == (200, "8", b"")


@pytest.mark.parametrize("methods", [None, ["HEAD"], ["GET", "HEAD"]])
def test_head_of_its_own_is_the_applications(methods):
    own: list[bytes] = []
    router = Router()
    router.add("/a", lambda environ, start_response: own, methods)
    assert router(environ_for("HEAD", "/a"), lambda status, headers: None) is own


def test_head_reads_a_late_body_up_to_its_first_chunk_and_closes_it_once():
    events = []

    def late(environ, start_response):
        yield b""
        events.append("started")
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            yield b"first"
            events.append("went on")
        finally:
            events.append("closed")

    router = Router()
    router.add("/", late, ["GET"])
    answer = call(router, method="HEAD")
    assert (answer.status, answer.body, events) == (200, b"", ["started", "closed"])


def test_head_closes_the_body_once():
    class Body(list):
        closed = 0

        def close(self):
            Body.closed += 1

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Body([b"a", b"b"])

    router = Router()
    router.add("/", application, ["GET"])
    assert (call(router, method="HEAD").body, Body.closed) == (b"", 1)


def test_an_empty_body_has_no_first_chunk():
    assert bodiless([]) == []


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({}, "http://localhost/dir/"),
        ({"SCRIPT_NAME": "/app"}, "http://localhost/app/dir/"),
        ({"HTTP_HOST": "example.com:8080"}, "http://example.com:8080/dir/"),
        ({"wsgi.url_scheme": "https", "HTTP_HOST": "example.com:443"}, "https://example.com/dir/"),
        ({"QUERY_STRING": "a=1&b=%20"}, "http://localhost/dir/?a=1&b=%20"),
        ({"QUERY_STRING": "x=%0d%0aSet-Cookie:1"}, "http://localhost/dir/?x=%0d%0aSet-Cookie:1"),
    ],
)
def test_where_a_redirect_goes(changes, location):
    answer = call(router_of("/dir/"), "/dir", **changes)
    assert (answer.status, answer.headers["Location"]) == (308, location)


@pytest.mark.parametrize(
    "host", ["", "evil.example/", "localhost@evil.example", "a\r\nX: y", "한글", "evil.example\\", "a b", "a" * 300]
)
def test_a_redirect_does_not_repeat_what_is_no_host(host):
    answer = call(router_of("/dir/"), "/dir", valid=False, HTTP_HOST=host)
    assert (answer.status, answer.headers.get("Location")) == (400, None)


@pytest.mark.parametrize(("host", "status"), [("lab.example", 308), (None, 400)])
def test_a_redirect_on_a_server_that_does_not_say_its_name(host, status):
    environ = environ_for(path="/dir") | ({"HTTP_HOST": host} if host else {})
    started = []
    bare = {
        key: value for key, value in environ.items() if not key.startswith("SERVER_") and (host or key != "HTTP_HOST")
    }
    b"".join(router_of("/dir/")(bare, lambda status, headers: started.append(int(status[:3]))))
    assert started == [status]


def test_only_a_redirect_asks_for_the_host():
    assert call(router_of("/dir/"), "/dir/", HTTP_HOST="a b").status == 200
