"""Live: the answer stays the same, each has a trace, and nobody but this machine sees anything of it."""

import io
import json
import stat
from threading import Thread
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from wsgi_apps import App
from wsgi_apps.tools.course.asking import Answer, application_of, environ_of, in_process
from wsgi_apps.tools.course.manifest import chosen
from wsgi_apps.tools.xray import live_pages
from wsgi_apps.tools.xray.asked import typed
from wsgi_apps.tools.xray.live import XRay
from wsgi_apps.tools.xray.shelf import Shelf
from wsgi_apps.tools.xray.texts import Trouble
from wsgi_apps.tools.xray.trace import SCHEMA

from . import programs

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.fixture
def recorded(tmp_path):
    """Return a function that makes an application live."""
    made = []

    def make(application, **options):
        made.append(XRay(application, tmp_path / f"traces{len(made)}", **options))
        return made[-1]

    yield make
    for one in made:
        one.shelf.remove()


def asked(application, line="GET /", **environ):
    """Return the answer to a request, with more in its environ."""
    return in_process(lambda given, start: application(given | environ, start), typed(line))


def trace_of(xray, answer):
    return xray.shelf.trace(answer.header("X-Ray").removeprefix("/__xray__/"))


def without_name(answer):
    return Answer(
        answer.status, tuple(pair for pair in answer.headers if pair[0] != "X-Ray"), answer.body, answer.failure
    )


LABS = chosen(["3", "8", "13", "16"])


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.name)
def test_answers_are_the_same(lab, recorded):
    for way in lab.ways:
        bare, xray = application_of(lab, way), recorded(application_of(lab, way), most=1000)
        for request in lab.requests:
            answer = in_process(xray, request)
            assert without_name(answer) == in_process(bare, request), f"{way}: {request}"
            if not answer.failure:
                target = trace_of(xray, answer)["request"]["target"]
                assert unquote(target) == unquote(request.target)  # environ does not say which letters were encoded


@pytest.mark.parametrize("name", ["hello", "generator", "closing", "reading", "named", "threading", "comprehending"])
def test_programs_answer_the_same(name, recorded):
    application = getattr(programs, name)
    assert without_name(asked(recorded(application))) == asked(application)


def test_a_trace_has_the_steps_of_the_request(recorded):
    xray = recorded(programs.generator)
    trace = trace_of(xray, asked(xray, "POST /a%20b?c=d", CONTENT_LENGTH="3", HTTP_X_Y="z"))
    VALIDATOR.validate(trace)
    (way,) = trace["ways"]
    assert trace["request"]["bytes"].startswith("POST /a%20b?c=d HTTP/1.1\r\n")
    assert "X-Y: z\r\n" in trace["request"]["bytes"]
    assert (trace["request"]["rebuilt"], trace["request"]["truncated"]) == (True, True)  # its body was not read
    assert [event[0] for event in way["events"]].count("yield") == 2
    assert [event[5]["bytes"] for event in way["events"] if event[0] == "chunk"] == [1, 1]
    assert way["events"][-1][0] == "close"


def test_the_body_that_was_read_is_kept(recorded):
    xray = recorded(programs.reading)
    environ = {"wsgi.input": io.BytesIO(b"one\ntwo"), "CONTENT_LENGTH": "7"}
    request = trace_of(xray, asked(xray, "POST /", **environ))["request"]
    assert request["bytes"].endswith("\r\n\r\none\ntwo")
    assert request["truncated"] is False


def test_secrets_are_masked(recorded):
    xray = recorded(programs.reading)
    environ = {"wsgi.input": io.BytesIO(b"password=open-sesame"), "HTTP_COOKIE": "id=abcdefgh"}
    text = json.dumps(trace_of(xray, asked(xray, "POST /?token=geheimnis", **environ)), ensure_ascii=False)
    assert [one for one in ("open-sesame", "abcdefgh", "geheimnis") if one in text] == []


def test_pieces_may_be_asked_for_in_other_threads(recorded):
    xray, started, taken = recorded(programs.careful_generator), [], []
    body = xray(environ_of(typed("GET /")), lambda status, headers: started.append(dict(headers)))
    chunks = iter(body)
    for work in (lambda: taken.append(next(chunks)), lambda: taken.append(next(chunks)), body.close):
        one = Thread(target=work)
        one.start()
        one.join()
    assert taken == [b"a", b"b"]
    (way,) = xray.shelf.trace(started[0]["X-Ray"].removeprefix("/__xray__/"))["ways"]
    assert [event[0] for event in way["events"] if event[0] in ("yield", "close")] == ["yield", "yield", "close"]
    assert way["functions"][0]["name"] == "careful_generator"


@pytest.mark.parametrize(
    ("name", "failure"), [("failing", "ValueError: no luck"), ("failing_body", "ValueError: no luck")]
)
def test_exceptions_pass_and_are_recorded(name, failure, recorded):
    xray = recorded(getattr(programs, name))
    assert asked(xray).failure == failure
    ((_, row),) = xray.shelf.rows()
    assert row["error"] == "ValueError"


def test_a_body_of_known_length_keeps_it(recorded):
    assert len(recorded(programs.hello)(environ_of(typed("GET /")), lambda *given: None)) == 1
    empty = recorded(lambda environ, start: (start("200 OK", []) and []) or [])
    assert empty(environ_of(typed("GET /")), lambda *given: None) == []
    assert len(list(empty.shelf.rows())) == 1


OTHERS = [
    {"REMOTE_ADDR": "192.0.2.1"},
    {"REMOTE_ADDR": ""},
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "127.0.0.1.evil.example:80"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"SERVER_NAME": "0.0.0.0"},
    {"SERVER_NAME": "192.0.2.1"},
]
OURS = [{}, {"REMOTE_ADDR": "127.8.8.8"}, {"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:80"}, {"SERVER_NAME": "127.0.0.1"}]


@pytest.mark.parametrize("environ", OTHERS, ids=str)
def test_others_see_the_application_alone(environ, recorded):
    xray = recorded(programs.hello)
    assert asked(xray, **environ).header("X-Ray") is None
    assert asked(xray, "GET /__xray__/", **environ).status == 404
    assert list(xray.shelf.rows()) == []


@pytest.mark.parametrize("environ", OURS, ids=str)
def test_this_machine_sees_x_ray(environ, recorded):
    xray = recorded(programs.hello)
    assert asked(xray, **environ).header("X-Ray")
    assert asked(xray, "GET /__xray__/", **environ).status == 200


def test_pages(recorded, monkeypatch):
    xray = recorded(programs.hello)
    first = asked(xray, "GET /<b>").header("X-Ray")
    assert 'id="trace"' in asked(xray, f"GET {first}").text
    assert '<html lang="ko">' in asked(xray, f"GET {first}", HTTP_ACCEPT_LANGUAGE="ko-KR,en").text
    listing = asked(xray, "GET /__xray__/")
    assert first.rpartition("/")[2] in listing.text
    assert "default-src 'none'" in listing.header("Content-Security-Policy")
    assert asked(xray, "POST /__xray__/").status == 405
    assert [json.loads(line[6:])["name"] for line in asked(xray, "GET /__xray__/events").text.splitlines()
            if line.startswith("data: ")] == [first.rpartition("/")[2]]  # fmt: skip
    assert len(list(xray.shelf.rows())) == 1  # its own pages are not recorded
    monkeypatch.setattr(live_pages, "STREAM", 0.3)
    (came,) = [came for came, _ in xray.shelf.rows()]
    stream = asked(xray, "GET /__xray__/events", HTTP_LAST_EVENT_ID=str(came), **{"wsgi.multithread": True})
    assert stream.text.startswith("retry: 1000\n\n:\n\n")
    assert "data:" not in stream.text


@pytest.mark.parametrize(("place", "again"), [("1-1", True), ("1-1?again=4", True), ("1-1?again=5", False),
                                              ("1-1?again=x", True), ("..%2f1", False)])  # fmt: skip
def test_a_page_that_is_not_there_reloads_itself_five_times(place, again, recorded):
    answer = asked(recorded(programs.hello), f"GET /__xray__/{place}")
    assert answer.status == 404
    assert ("http-equiv" in answer.text) is again


def test_the_last_are_kept(recorded):
    xray = recorded(programs.hello, most=2)
    names = [asked(xray).header("X-Ray").rpartition("/")[2] for _ in range(4)]
    assert [row["name"] for _, row in xray.shelf.rows()] == names[:1:-1]
    assert sorted(file.name for file in xray.shelf.folder.iterdir()) == sorted(
        f"{name}{end}" for name in names[2:] for end in (".json", ".row")
    )


def test_one_path_alone(recorded, monkeypatch):
    monkeypatch.setenv("WSGI_APPS_XRAY_ONLY", "/api")
    xray = recorded(programs.hello)
    assert [bool(asked(xray, f"GET {path}").header("X-Ray")) for path in ("/", "/api/x")] == [False, True]


def test_a_rule_at_our_place_is_an_error():
    app = App(__name__)
    app.add_url_rule("/__xray__/<name>", "x", lambda name: name)
    with pytest.raises(Trouble) as trouble:
        XRay(app)
    assert str(trouble.value) == (
        "The rule /__xray__/<name> is at /__xray__/, where X-ray shows its pages: choose another path for it."
    )


def test_the_folder_is_this_users_alone(tmp_path):
    shelf = Shelf(tmp_path / "new" / "traces", 1)
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700
    shelf.remove()
    assert not shelf.folder.exists()
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(Trouble, match="is open to others"):
        Shelf(tmp_path / "open", 1)


def test_attributes_are_those_of_the_application(recorded):
    app = App(__name__)
    assert recorded(app).url_map is app.url_map
