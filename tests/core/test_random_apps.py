"""The short way of ``speed/`` and the steps of the core send the same, for applications and requests made at random."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from itsdangerous import TimestampSigner

from tests.core.random_apps import EVENTS, PLAIN, RECIPES, RULES, SENT, STEPS, Built, Sent
from tests.support.strict import call, environ_for
from wsgi_apps import App, Request, request


@pytest.fixture(scope="module", autouse=True)
def _no_time_passes():
    """Sessions are signed with the time: it stands still, so that both ways sign the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda self: 1_790_000_000)
        yield


def cookie_set(headers):
    """Return the last cookie that a response sets, as a client sends it back; "" if there is none."""
    cookies = [value.partition(";")[0] for name, value in headers if name == "Set-Cookie"]
    return cookies[-1] if cookies else ""


def both(quick, plain, sent, last):
    """Send a request the short way, if it is free, and the core's way; return what a server saw of each."""
    plain.app.__dict__["is_quick"] = False
    return quick.send(sent.environ(last)), plain.send(sent.environ(last))


@settings(
    max_examples=600,
    deadline=None,
    phases=set(Phase) - {Phase.explain},  # which takes minutes here
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(recipe=RECIPES, events=EVENTS)
def test_both_ways_send_the_same(recipe, events):
    quick, plain, last = Built(recipe), Built(recipe), ""
    for built in (quick, plain):
        built.send(environ_for(path="/first of all"))
    for one in events:
        if not isinstance(one, Sent):
            quick.change(*one)
            plain.change(*one)
            continue
        sooner, later = both(quick, plain, one, last)
        event(f"the short way is free: {quick.app.is_quick}")
        assert sooner == later
        started, _, raised, _ = sooner
        assert len(started) == 1 or raised is not None
        last = cookie_set(started[0][1]) or last if started else last


# What a short way passes over most easily


class SmallRequest(Request):
    max_content_length = 5


def late(change):
    """Return two applications that answered a first request before ``change`` is called with each, and their logs."""
    made = []
    for _ in range(2):
        app = App("late", static_folder=None, root_path="/")
        app.add_url_rule("/", "root", lambda: {"글": 1}, methods=["GET", "POST"])
        app.add_url_rule("/body", "body", lambda: request.get_data(), methods=["POST"])
        app.add_url_rule("/number/<int:n>", "number", lambda n: f"{n:x}")
        app.config["PROPAGATE_EXCEPTIONS"] = False
        call(app)
        change(app)
        made.append(app)
    return made


def answered(change, **asked):
    """Return the response after a change, which is the same both ways; the short way is free if it can be."""
    quick, plain = late(change)
    plain.__dict__["is_quick"] = False
    sooner, later = call(quick, environ_for(**asked)), call(plain, environ_for(**asked))
    assert (sooner.status, sooner.headers, sooner.body) == (later.status, later.headers, later.body)
    return sooner


def test_limits_of_a_request_class_of_ones_own():
    def change(app):
        app.request_class = SmallRequest

    body = {"method": "POST", "path": "/body", "CONTENT_TYPE": "text/plain"}
    assert answered(change, body=b"123456", **body).status == 413
    assert answered(change, body=b"12345", **body).status == 200
    assert answered(lambda app: None, body=b"123456", **body).status == 200


def test_a_limit_that_is_set_later():
    def change(app):
        app.config["MAX_CONTENT_LENGTH"] = 5

    assert answered(change, method="POST", path="/body", body=b"123456").status == 413


def test_characters_of_json_that_are_set_later():
    def change(app):
        app.json.ensure_ascii = False

    assert answered(change).text == '{"글":1}\n'
    assert answered(lambda app: None).text == '{"\\uae00":1}\n'


@pytest.mark.parametrize("mimetype", ["application/json\r\nX: y", "application/json\n", "application/글"])
def test_a_type_of_json_with_a_character_that_no_header_has(mimetype):
    def change(app):
        app.json.mimetype = mimetype

    assert answered(change).status == 500


@pytest.mark.parametrize(("digits", "status"), [(4300, 200), (4301, 404), (5000, 404)])
def test_a_number_with_more_digits_than_python_reads(digits, status):
    assert answered(lambda app: None, path="/number/" + "9" * digits).status == status


@pytest.mark.parametrize("path", ["/nowhere", "/body"])
def test_errors_are_trapped_from_the_moment_that_a_setting_says_so(path):
    def change(app):
        app.config["TRAP_HTTP_EXCEPTIONS"] = True

    assert answered(change, path=path).status == 500
    assert answered(lambda app: None, path=path).status == {"/nowhere": 404, "/body": 405}[path]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/body"])
@pytest.mark.parametrize("is_quick", [None, False])
def test_the_response_starts_once_and_after_all_that_can_fail(path, is_quick):
    app, order = App("order", static_folder=None, root_path="/"), []
    app.add_url_rule("/", "root", lambda: "root")
    app.add_url_rule("/body", "body", lambda: "body", methods=["POST"])
    app.after_request(lambda response: order.append("after") or response)
    app.teardown_request(lambda error: order.append("teardown"))
    call(app)
    order.clear()
    app.__dict__["is_quick"] = is_quick

    def start_response(status, headers):
        order.append(f"start {status[:3]}")
        raise OSError("the connection is gone")

    with pytest.raises(OSError, match="gone"):
        app(environ_for(path=path), start_response)
    assert order == ["after", "teardown", f"start { {'/': 200, '/nowhere': 404, '/body': 405}[path] }"]


VIEWS_OF_STEPS = ("text", "a dict", "404", "a failure", "the session", "JSON", *["text"] * (len(RULES) - 7), None)
FULL = {"before": ["looks"], "after": ["a header"], "teardown": True, "handlers": [("404", "text")]}


@pytest.mark.parametrize("takes_context", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_ones_own_is_taken_wherever_the_core_takes_it(step, takes_context):
    for more in ({}, FULL):
        recipe = replace(PLAIN, views=VIEWS_OF_STEPS, own_step=(step, takes_context), **more)
        quick, plain = Built(recipe), Built(recipe)
        for built in (quick, plain):
            built.send(environ_for())
        for path in ("/", "/a", "/a/1", "/b/x/2.5", "/nowhere", "/nowhere/at/all", "/d"):
            for method in ("GET", "OPTIONS", "PUT"):
                sooner, later = both(quick, plain, replace(SENT, method=method, path=path), "")
                assert sooner == later, (path, method)


def test_hooks_and_handlers_do_not_close_the_short_way():
    built = Built(replace(PLAIN, **FULL))
    for _ in range(2):
        built.send(environ_for())
    assert built.app.is_quick
