"""Whatever a client sends, an App answers, and not with a mistake of its own."""

from hypothesis import given, settings, strategies as st

from tests.support.strict import call, environ_for
from wsgi_apps import App, Response, g, render_template_string, request, session, url_for

LATIN_1 = st.text(st.characters(max_codepoint=255), max_size=60)
TYPES = st.sampled_from(
    [
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=B",
        "text/plain",
        ";;;",
    ]
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b'{"a": 1}',
            b"a=1&b=%ff",
            b'--B\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n--B--\r\n',
            b"[" * 5000,
        ]
    ),
)
PATHS = st.one_of(
    LATIN_1,
    LATIN_1.map(lambda text: "/" + text),
    st.lists(st.sampled_from(["/", "user", "everything", "path", "7", "..", "static", "\xed\x95\x9c", "%2e", "\\"]), max_size=6).map("/".join),
)  # fmt: skip
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "HTTP_COOKIE",
            "HTTP_HOST",
            "HTTP_RANGE",
            "HTTP_IF_NONE_MATCH",
            "HTTP_IF_MODIFIED_SINCE",
            "HTTP_IF_RANGE",
            "HTTP_AUTHORIZATION",
            "HTTP_ACCEPT",
            "HTTP_USER_AGENT",
            "HTTP_X_FORWARDED_HOST",
        ]
    ),
    LATIN_1,
)


def made():
    app = App(__name__)
    app.secret_key = "key"
    methods = ["GET", "POST", "PUT"]

    @app.route("/everything", methods=methods)
    @app.route("/everything/<path:rest>", methods=methods)
    def everything(rest=""):
        session["seen"] = g.get("seen", 0)
        found = [
            request.args,
            request.cookies,
            request.values,
            request.form,
            request.files.to_dict().keys(),
            request.url,
        ]
        found += [
            request.authorization,
            request.accept_mimetypes.best,
            request.full_path,
            request.data,
            dict(request.headers),
        ]
        return render_template_string(
            "{{ found }} {{ link }}", found=str(found), link=url_for("user", name="x", q=rest)
        )

    @app.route("/user/<name>", methods=methods)
    def user(name):
        answer = Response(name, headers={"X-Query": request.query_string.hex()})
        answer.set_cookie("name", name)
        return answer

    app.add_url_rule("/path/<path:rest>/<int:number>/", "path", lambda rest, number: {"rest": rest, "number": number})
    app.add_url_rule("/json", "json", lambda: {"it": request.get_json()}, methods=methods)
    app.after_request(lambda response: response)
    return app


APP = made()


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS", "X"]),
    PATHS,
    LATIN_1,
    BODIES,
    TYPES,
    HEADERS,
    st.booleans(),
)
def test_whatever_is_asked_is_answered(method, path, query, body, kind, headers, everywhere):
    path = "/everything" if everywhere else path
    answer = call(APP, environ_for(method, path, body, query=query, CONTENT_TYPE=kind, **headers))
    assert answer.status < 500, answer.log


@given(st.text(max_size=25).filter(lambda text: not text.isdecimal()))
@settings(deadline=None)
def test_a_length_that_is_none_is_the_clients_mistake(length):
    environ = environ_for("POST", "/json", b"", CONTENT_TYPE="application/json") | {"CONTENT_LENGTH": length}
    assert call(APP, environ).status == 400
