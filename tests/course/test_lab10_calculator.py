"""Lab 10: a real browser fills in the form, and real shells type the URLs."""

import json
import subprocess

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from tests.support.browser import arrive, picture, text
from tests.support.programs import on_uwsgi
from tests.support.servers import ROOT

FOLDER = ROOT / "examples" / "lab10_calculator"
WAYS = ["raw", "with_webob", "ours", "flask_app"]
NUMBERS = "Send two whole numbers of at most 15 digits, such as 12 and 5."


@pytest.fixture(scope="module")
def urls():
    with on_uwsgi("lab10_calculator", *WAYS, "cured_negative") as urls:
        yield urls


@pytest.fixture(params=WAYS)
def calculator(urls, request):
    return urls[request.param]


@pytest.fixture
def ours(urls):
    return urls["ours"]


def field(browser, name):
    return browser.find_element(By.NAME, name)


def fill_in(browser, first, sign, second):
    field(browser, "input1").send_keys(first)
    Select(field(browser, "operator")).select_by_visible_text(sign)
    field(browser, "input2").send_keys(second)
    picture(browser, "lab10_form")
    browser.find_element(By.TAG_NAME, "button").click()


def status_of(browser):
    return browser.execute_script("return performance.getEntriesByType('navigation')[0].responseStatus")


@pytest.mark.parametrize(
    ("first", "sign", "second", "result"),
    [("12", "*", "5", "60"), ("12", "+", "5", "17"), ("-3", "-", "5", "-8")],
    ids=["times", "plus, which is sent as %2B", "minus, of a negative number"],
)
def test_a_browser_fills_in_the_form(browser, calculator, first, sign, second, result):
    browser.get(f"{calculator}/")
    fill_in(browser, first, sign, second)
    arrive(browser, f"{calculator}/post")
    assert text(browser) == result
    assert status_of(browser) == 200


def test_a_browser_does_not_send_a_form_that_is_empty(browser, calculator):
    browser.get(f"{calculator}/")
    fill_in(browser, "", "+", "")
    assert browser.current_url == f"{calculator}/"
    assert browser.execute_script("return document.querySelectorAll('input:invalid').length") == 2


def test_the_server_does_not_rely_on_that(browser, calculator):
    browser.get(f"{calculator}/")
    browser.execute_script("document.forms[0].noValidate = true")
    fill_in(browser, "", "+", "")
    arrive(browser, f"{calculator}/post")
    picture(browser, "lab10_refused")
    assert status_of(browser) == 400
    assert NUMBERS in text(browser)


def test_the_page_is_in_korean_and_in_english(browser, ours):
    browser.get(f"{ours}/")
    assert browser.title == "계산기 · Calculator"
    assert "첫째 수 (first number)" in text(browser)
    assert browser.find_element(By.TAG_NAME, "button").text == "계산하기 (calculate)"


@pytest.mark.parametrize(
    ("path", "without", "signed"),
    [("/-3/+/5", "404", "2"), ("/3/-/-5", "404", "8"), ("/-3/*/-5", "404", "15"), ("/12/**/5", "400", "404")],
)
def test_negative_numbers_need_a_rule_that_takes_them(urls, path, without, signed):
    assert curl(f"{urls['ours']}{path}")[1] == without
    assert signed in curl(f"{urls['cured_negative']}{path}")


def curl(url):
    """Return the last line of the body, and the status, both as text."""
    words = ["curl", "--silent", "--write-out", "\n%{http_code}", url]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout.splitlines()[-2:]


def shell(program, script, url, folder):
    words = [program, str(FOLDER / f"{script}.sh"), url]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("program", "script", "printed", "complaint"),
    [
        ("bash", "trap_star", "60", ""),
        ("zsh", "trap_star", "", "no matches found"),
        ("bash", "cured_star", "60", ""),
        ("zsh", "cured_star", "60", ""),
    ],
)
def test_a_star_that_is_not_quoted_is_the_shells(ours, tmp_path, program, script, printed, complaint):
    done = shell(program, script, ours, tmp_path)
    assert done.stdout == printed
    assert complaint in done.stderr
    assert (done.returncode == 0) is (complaint == "")


@pytest.mark.parametrize("program", ["bash", "zsh"])
@pytest.mark.parametrize(("script", "printed"), [("trap_star", "17"), ("cured_star", "60")])
def test_where_a_file_is_found_the_shell_puts_its_name(ours, tmp_path, program, script, printed):
    (tmp_path / ours.replace("//", "/") / "12" / "+" / "5").mkdir(parents=True)
    assert shell(program, script, ours, tmp_path).stdout == printed


def test_a_plus_that_is_not_encoded_is_a_space(calculator, tmp_path):
    refused = shell("bash", "trap_plus", calculator, tmp_path).stdout
    assert json.loads(refused) == {"error": "Send one of the operators + - *, not ' '."}
    assert shell("bash", "cured_plus", calculator, tmp_path).stdout == "17"


@pytest.mark.parametrize(("digits", "status"), [(15, "200"), (16, "400"), (4000, "400"), (5000, "404")])
def test_numbers_too_long_to_write_are_no_error_of_the_server(calculator, digits, status):
    assert curl(f"{calculator}/{'9' * digits}/*/{'9' * digits}")[1] == status
