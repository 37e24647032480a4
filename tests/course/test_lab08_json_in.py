"""Lab 8: what happens where a program does not look at the kind of value, or at the type."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from selenium.webdriver.common.by import By

from tests.support.browser import arrive, picture, text
from tests.support.programs import on_uwsgi
from tests.support.servers import ROOT
from wsgi_apps.tools.course.asking import over_http
from wsgi_apps.tools.course.manifest import read

FOLDER = ROOT / "examples" / "lab08_json_in"


@pytest.fixture(scope="module")
def urls():
    with on_uwsgi("lab08_json_in", "trap_list", "ours", "flask_app") as urls:
        yield urls


@pytest.mark.parametrize(("program", "status"), [("trap_list", 500), ("ours", 400), ("flask_app", 400)])
def test_a_list_where_an_object_is_meant(urls, program, status):
    (a_list,) = [one for one in read(FOLDER).requests if one.body == b'["key1"]']
    assert over_http(urls[program], a_list).status == status


class Stranger(SimpleHTTPRequestHandler):
    """Another site, which has the page trap_form.html."""

    def log_message(self, *arguments):
        pass


@pytest.fixture
def stranger():
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Stranger, directory=FOLDER)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/trap_form.html"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("page", "shown"),
    [("/force", '"key1":"sent by a stranger='), ("/", "This page reads JSON. Send the header")],
)
def test_a_form_of_another_site_can_send_json_unless_its_type_is_looked_at(browser, urls, stranger, page, shown):
    browser.get(stranger)
    browser.execute_script("document.forms[0].action = arguments[0]", urls["ours"] + page)
    browser.find_element(By.TAG_NAME, "button").click()
    arrive(browser, urls["ours"] + page)
    picture(browser, f"lab08{page.replace('/', '_')}")
    assert shown in text(browser)
