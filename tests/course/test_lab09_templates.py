"""Lab 9: what a browser makes of a name that is a program, escaped and not."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.support.browser import picture, text
from tests.support.programs import on_uwsgi
from tests.support.servers import ROOT, wait_until
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.manifest import read

SCRIPT = "<script>document.title = 'taken over'</script>"
IMAGE = "<img src=x onerror=\"document.title = 'taken over'\">"  # it needs no slash
WAYS = ["raw", "ours", "flask_app"]


@pytest.fixture(scope="module")
def urls():
    names = ["trap_script", "cured_script", "trap_template", "cured_template"]
    with on_uwsgi("lab09_templates", *WAYS, *names) as urls:
        yield urls


def hello(url, name):
    return f"{url}/hello/{quote(name, safe='')}"


@pytest.mark.parametrize("name", [SCRIPT, IMAGE], ids=["a script", "an image"])
def test_by_hand_and_not_escaped_the_name_is_run(browser, urls, name):
    browser.get(hello(urls["trap_script"], name))
    wait_until(lambda: browser.title == "taken over", "the name is run")
    picture(browser, "lab09_trap")
    assert "document.title" not in text(browser)


@pytest.mark.parametrize("name", [SCRIPT, IMAGE], ids=["a script", "an image"])
def test_escaped_by_hand_the_name_is_shown(browser, urls, name):
    browser.get(hello(urls["cured_script"], name))
    assert text(browser) == f"Hello {name}!"
    assert browser.title == "Hello"


@pytest.mark.parametrize("way", WAYS)
def test_in_a_template_the_name_is_shown(browser, urls, way):
    browser.get(hello(urls[way], IMAGE))
    picture(browser, f"lab09_{way}")
    assert text(browser) == f"Hello {IMAGE}!\n{IMAGE}님, 반갑습니다."
    assert browser.title == "Hello"
    assert browser.find_elements("tag name", "img") == []


@pytest.mark.parametrize(
    ("program", "sent", "shown"),
    [
        ("trap_template", "{{ 7*7 }}", "<h1>Hello 49!</h1>"),
        ("trap_template", "{{ config.SECRET_KEY }}", "<h1>Hello nobody may know this!</h1>"),
        ("cured_template", "{{ 7*7 }}", "<h1>Hello {{ 7*7 }}!</h1>"),
        ("cured_template", "{{ config.SECRET_KEY }}", "<h1>Hello {{ config.SECRET_KEY }}!</h1>"),
    ],
)
def test_a_template_of_the_visitors_making_is_run_on_the_server(urls, program, sent, shown):
    (one,) = [one for one in read(ROOT / "examples" / "lab09_templates").requests if one.path == "/hello/{{ 7*7 }}"]
    answer = over_http(urls[program], replace(one, path=f"/hello/{sent}"))
    assert (answer.status, answer.text.strip()) == (200, shown)
