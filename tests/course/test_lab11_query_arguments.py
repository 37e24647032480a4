"""Lab 11: what a shell makes of an ampersand, and what a browser makes of a cookie."""

import json
import subprocess

import pytest

from tests.support.browser import text
from tests.support.programs import on_uwsgi
from tests.support.servers import ROOT

WAYS = ["raw", "with_webob", "ours", "flask_app"]
FOLDER = ROOT / "examples" / "lab11_query_arguments"
LOGIN = "/login?user_name=foo&tmp_parameter=bar"
SUCCESS, FAILED = {"auth": "success"}, {"auth": "failed"}


@pytest.fixture(scope="module")
def urls():
    with on_uwsgi("lab11_query_arguments", *WAYS, "cured_cookie") as urls:
        yield urls


@pytest.fixture(params=WAYS)
def url(urls, request):
    return urls[request.param]


@pytest.fixture
def signed(urls):
    return urls["cured_cookie"]


@pytest.mark.parametrize(
    ("program", "script", "answers", "variable", "complaint"),
    [
        ("bash", "trap_ampersand", [FAILED], "bar", ""),
        ("zsh", "trap_ampersand", [], "bar", "no matches found"),
        ("bash", "cured_ampersand", [SUCCESS, SUCCESS], "", ""),
        ("zsh", "cured_ampersand", [SUCCESS, SUCCESS], "", ""),
    ],
)
def test_an_ampersand_that_is_not_quoted_is_the_shells(url, program, script, answers, variable, complaint):
    done = subprocess.run([program, str(FOLDER / f"{script}.sh"), url], capture_output=True, text=True)
    printed, _, shown = done.stdout.partition("the variable tmp_parameter of the shell: ")
    assert [json.loads(answer + "}") for answer in printed.split("}")[:-1]] == answers
    assert shown.strip() == variable
    assert complaint in done.stderr


def whoami(browser, url):
    browser.get(f"{url}/whoami")
    return json.loads(text(browser).removeprefix("Pretty-print").strip())["user_name"]


def test_a_browser_keeps_the_cookie_and_shows_it_to_no_script(browser, url):
    assert whoami(browser, url) == "손님"
    browser.get(f"{url}{LOGIN}")
    assert json.loads(text(browser)) == SUCCESS
    assert whoami(browser, url) == "foo"
    (cookie,) = browser.get_cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("user_name", True, "Lax")
    assert browser.execute_script("return document.cookie") == ""


def test_a_cookie_of_ones_own_making_is_believed(browser, url):
    whoami(browser, url)
    browser.add_cookie({"name": "user_name", "value": "admin"})
    assert whoami(browser, url) == "admin"


def test_a_signed_one_is_not(browser, signed):
    browser.get(f"{signed}{LOGIN}")
    assert whoami(browser, signed) == "foo"
    (cookie,) = browser.get_cookies()
    payload, _, signature = cookie["value"].partition(".")
    browser.add_cookie({"name": cookie["name"], "value": f"{payload[:-1]}x.{signature}"})
    browser.add_cookie({"name": "user_name", "value": "admin"})
    assert whoami(browser, signed) == "손님"
