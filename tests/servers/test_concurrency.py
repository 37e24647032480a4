"""The cases of ``cases.yaml`` on requests at the same time, in one process; those of a counter are in test_lab20_state_outside."""

import random
import threading
import time
import uuid

from tests.cases.app_cases import build_session, build_tpl, hello, signed_in
from tests.cases.cases import CASES, of_layer
from tests.course import test_lab20_state_outside
from tests.parity.frameworks import OURS
from tests.support.strict import Conversation, environ_for


def ask(app, path, **more):
    """Send a request, without the validator, whose warnings are not made for threads; return status and body."""
    conversation = Conversation()
    result = app(environ_for(path=path, **more), conversation.start_response)
    body = b"".join(result)
    getattr(result, "close", list)()
    return int(conversation.started[0][0][:3]), body.decode()


def in_threads(case, request):
    """Call ``request`` as often and in as many threads as a case says, all at once; return what it returned."""
    given, found = CASES[case]["request"], []
    barrier = threading.Barrier(given["threads"])

    def run():
        barrier.wait()
        found.extend(request() for _ in range(given["repeat"]))

    threads = [threading.Thread(target=run) for _ in range(given["threads"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == given["threads"] * given["repeat"]
    return found


def token_app():
    app = hello(OURS)

    @app.get("/token")
    def token():
        OURS.g.token = OURS.request.args["x"]
        time.sleep(random.uniform(0, 0.005))
        return f"{OURS.g.token} {OURS.request.args['x']}"

    @app.get("/gen/token")
    def stream():
        own = OURS.request.args["x"]
        return (f"{own}{number} " for number in range(3))

    return app


def test_every_answer_holds_its_own_token():
    app = token_app()

    def request():
        token = uuid.uuid4().hex
        return ask(app, "/token", query=f"x={token}") == (200, f"{token} {token}")

    assert all(in_threads("concurrency-threads", request))


def test_two_streams_that_are_read_in_turn_keep_their_own_request():
    app = token_app()
    streams = [app(environ_for(path="/gen/token", query=f"x={name}"), Conversation().start_response) for name in "ab"]
    iterators = [iter(stream) for stream in streams]
    parts = [next(iterator).decode() for _ in range(3) for iterator in iterators]
    for stream in streams:
        stream.close()
    assert parts == ["a0 ", "b0 ", "a1 ", "b1 ", "a2 ", "b2 "]


def test_the_first_rendering_of_a_template_may_come_from_many_threads():
    app = build_tpl(OURS)

    def request():
        token = uuid.uuid4().hex
        return ask(app, "/t", query=f"name={token}") == (200, f'<p title="{token}">{token}</p>')

    assert all(in_threads("concurrency-template-race", request))


def test_sessions_of_two_users_never_mix():
    app = build_session(OURS)
    cookies = {user: signed_in(OURS, query=f"user={user}") for user in ("kim", "lee")}

    def request():
        user = random.choice(["kim", "lee"])
        return ask(app, "/s", HTTP_COOKIE=cookies[user]) == (200, f'{{"user":"{user}"}}\n')

    assert all(in_threads("concurrency-session-race", request))


def test_a_route_that_is_added_while_requests_come_is_refused_or_does_no_harm():
    app = hello(OURS)
    done = threading.Event()
    outcomes = set()

    def adding():
        number = 0
        while not done.wait(0.001):
            number += 1
            try:
                app.add_url_rule(f"/added/{number}", f"added-{number}", lambda: "added")
                outcomes.add("added")
            except AssertionError:
                outcomes.add("refused")

    thread = threading.Thread(target=adding)
    thread.start()
    answers = in_threads("concurrency-route-freeze", lambda: ask(app, "/hello"))
    done.set()
    thread.join()
    assert set(answers) == {(200, "hello")}
    assert outcomes


TESTS = {
    "concurrency-threads": test_every_answer_holds_its_own_token,
    "concurrency-interleaved-gen": test_two_streams_that_are_read_in_turn_keep_their_own_request,
    "concurrency-template-race": test_the_first_rendering_of_a_template_may_come_from_many_threads,
    "concurrency-session-race": test_sessions_of_two_users_never_mix,
    "concurrency-route-freeze": test_a_route_that_is_added_while_requests_come_is_refused_or_does_no_harm,
}


def test_every_case_has_its_test():
    cases = [case["id"] for case in of_layer("concurrency") if not case.get("skip")]
    assert sorted([*TESTS, *test_lab20_state_outside.CASES]) == sorted(cases)
