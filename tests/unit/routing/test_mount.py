"""Which application a prefix leads to, and what it sees."""

import re

import pytest

from tests.support.work import calls
from tests.unit.routing.test_router import call
from wsgi_apps.routing.mount import Mount
from wsgi_apps.routing.router import ROUTING_ARGS, Router


def teller(name):
    """Return an application that tells its name and where it believes to be; late, as a generator does."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        yield f"{name} {environ.get('SCRIPT_NAME')!r} {environ['PATH_INFO']!r}".encode()

    return application


MOUNT = Mount(teller("default"), {"/api": teller("api"), "/api/v2": teller("v2"), "/한글": teller("한글")})
HANGUL = "/한글".encode().decode("latin-1")


@pytest.mark.parametrize(
    ("script_name", "path_info", "expected"),
    [
        pytest.param("", "/api", ("api", "/api", ""), id="the prefix alone"),
        pytest.param("", "/api/", ("api", "/api", "/"), id="the prefix with a slash"),
        pytest.param("", "/apix", ("default", "", "/apix"), id="a segment that only begins so"),
        pytest.param("", "/api/v2/y", ("v2", "/api/v2", "/y"), id="the longest wins"),
        pytest.param("", "/api/v2", ("v2", "/api/v2", ""), id="the longest alone"),
        pytest.param("", "/api/v2x", ("api", "/api", "/v2x"), id="the longest that fits"),
        pytest.param("", "/api/v1/v2/x", ("api", "/api", "/v1/v2/x"), id="many segments"),
        pytest.param("", "/api//x", ("api", "/api", "//x"), id="slashes in a row are kept"),
        pytest.param("", "//api/x", ("default", "", "//api/x"), id="two slashes in front"),
        pytest.param("", "/api/./x", ("api", "/api", "/./x"), id="a dot is kept"),
        pytest.param("", "/api/../hello", ("api", "/api", "/../hello"), id="dots do not lead out"),
        pytest.param("/s", "/api/x", ("api", "/s/api", "/x"), id="below another prefix"),
        pytest.param("/X", "/api/x", ("api", "/X/api", "/x"), id="whatever it is called"),
        pytest.param("/", "/api/x", ("api", "/api", "/x"), id="a server that says slash for nothing"),
        pytest.param(None, "/api/x", ("api", "/api", "/x"), id="a server that says nothing"),
        pytest.param("", "", ("default", "", ""), id="the empty path"),
        pytest.param("", "/", ("default", "", "/"), id="the root"),
        pytest.param("", "*", ("default", "", "*"), id="no path at all"),
        pytest.param("", HANGUL + "/x", ("한글", HANGUL, "/x"), id="a Korean prefix"),
        pytest.param("", HANGUL, ("한글", HANGUL, ""), id="a Korean prefix alone"),
        pytest.param("", HANGUL[:4], ("default", "", HANGUL[:4]), id="half a Korean prefix"),
    ],
)
def test_the_longest_prefix_wins(script_name, path_info, expected):
    name, root, rest = expected
    environ = {"PATH_INFO": path_info} | ({} if script_name is None else {"SCRIPT_NAME": script_name})
    body = b"".join(MOUNT({**environ, "REQUEST_METHOD": "GET"}, lambda status, headers: None))
    assert body.decode() == f"{name} {root!r} {rest!r}"


def test_environ_stays_as_it_was():
    environ = {"SCRIPT_NAME": "", "PATH_INFO": "/api/x", "REQUEST_METHOD": "GET"}
    body = MOUNT(environ, lambda status, headers: None)
    assert environ == {"SCRIPT_NAME": "", "PATH_INFO": "/api/x", "REQUEST_METHOD": "GET"}
    assert b"".join(body) == b"api '/api' '/x'"


def test_a_mounted_application_may_keep_to_the_standard():
    assert call(MOUNT, "/api/x").body == b"api '/api' '/x'"
    assert call(MOUNT, "/x").body == b"default '' '/x'"


@pytest.mark.parametrize("mount", [Mount(None, {"/api": teller("api")}), Mount(None)])
def test_without_a_default_other_paths_are_not_found(mount):
    answer = call(mount, "/other")
    assert (answer.status, answer.headers["Content-Length"]) == (404, str(len(answer.body)))


def test_a_default_is_kept():
    assert call(Mount(teller("default")), "/other").body == b"default '' '/other'"
    assert call(Mount(None), "/other").status == 404


def test_an_environ_without_a_path_goes_to_the_default():
    assert (
        b"".join(Mount(Router(), {"/a": teller("a")})({"REQUEST_METHOD": "HEAD"}, lambda status, headers: None)) == b""
    )


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        (
            "",
            "the prefix '' must start with one slash and not end with one: the application at the root is the default",
        ),
        (
            "/",
            "the prefix '/' must start with one slash and not end with one: the application at the root is the default",
        ),
        ("api", "the prefix 'api' must start with one slash and not end with one: write '/api'"),
        ("/api/", "the prefix '/api/' must start with one slash and not end with one: write '/api'"),
        ("//api", "the prefix '//api' must start with one slash and not end with one: write '/api'"),
    ],
)
def test_a_prefix_that_no_path_has_is_refused(prefix, message):
    with pytest.raises(ValueError, match=f"{re.escape(message)}$"):
        Mount(None, {prefix: teller("x")})


def test_a_prefix_that_is_taken_is_refused():
    mount = Mount(None, {"/한글": teller("x")})
    with pytest.raises(ValueError, match="the prefix '/한글' is taken: write another one"):
        mount.add("/한글", teller("y"))


def test_what_is_no_application_is_refused():
    with pytest.raises(TypeError, match="'hello' cannot be mounted at '/api': write a WSGI application, a callable"):
        Mount(None, {"/api": "hello"})


def test_only_slashes_at_the_ends_are_wrong():
    assert call(Mount(None, {"/X": teller("X")}), "/X/y").body == b"X '/X' '/y'"


def test_a_prefix_may_be_added_later_below_another():
    mount = Mount(None, {"/a": teller("a")})
    mount.add("/a/b/c", teller("c"))
    assert [mount.prefix_of(path) for path in ("/a/b/c/d", "/a/b/d", "/b")] == ["/a/b/c", "/a", ""]


def test_the_cost_grows_neither_with_the_mounts_nor_with_the_path():
    def steps(mounts, path):
        mount = Mount(None, {f"/{number}/x": teller(number) for number in range(mounts)})
        mount.prefix_of(path)  # what is done once is done by now
        return calls(mount.prefix_of, path)

    assert steps(1, "/a/b") == steps(1000, "/a/b") == steps(1, "/a/b" + "/c" * 10000)


def routed(environ, start_response):
    """Answer with the values that the routers found, and where."""
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    _, values = environ[ROUTING_ARGS]
    return [f"{environ['SCRIPT_NAME']} {environ['PATH_INFO']} {values}".encode("latin-1")]


def test_a_router_below_a_mount_redirects_with_the_prefix():
    router = Router()
    router.add("/", routed)
    router.add("/user/<name>/", routed)
    mount = Mount(None, {"/한글": router})
    assert call(mount, "/한글/user/x/").text == f"{HANGUL} /user/x/ {{'name': 'x'}}"
    assert call(mount, "/한글/user/x", "q=1").headers["Location"] == "http://localhost/%ED%95%9C%EA%B8%80/user/x/?q=1"
    assert call(mount, "/한글").headers["Location"] == "http://localhost/%ED%95%9C%EA%B8%80/"
    assert call(mount, "/한글//evil.example").status == 404


def test_a_mount_behind_a_rule_sees_the_whole_path():
    router = Router()
    router.add("/<version>/<path:rest>", Mount(None, {"/v1": routed}))
    assert call(router, "/v1/a/b").text == "/v1 /a/b {'version': 'v1', 'rest': 'a/b'}"


def test_a_mount_in_a_mount_in_a_router_in_a_mount():
    inner = Router()
    inner.add("/<int:n>", routed)
    outer = Router()
    outer.add("/<path:rest>", Mount(None, {"/b": Mount(None, {"/c": inner})}))
    assert call(Mount(None, {"/a": outer}), "/a/b/c/5").text == "/a/b/c /5 {'rest': 'b/c/5', 'n': 5}"
