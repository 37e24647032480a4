"""What several test modules need: servers that are started once and stopped at the end."""

import gc
import os
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.browser import browser, running_browser  # noqa: F401 (fixtures of every test)
from tests.support.measured_page import without_versions
from tests.support.scripts import Scripts
from tests.support.servers import serve
from wsgi_apps.tools.course.manifest import labs
from wsgi_apps.tools.course.servers import prepare

for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # a make that a test starts is not a part of `make test`
    os.environ.pop(name, None)

os.environ.pop("WSGI_APPS_STUDENT", None)  # the tests have the number of the course

# HTTPie would ask its makers for news: nothing leaves this machine.
os.environ["HTTPIE_CONFIG_DIR"] = str(Path(__file__).with_name("support") / "httpie")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # a shell starts what runs in the background so; Ctrl-C is tested here
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption("--write-tables", action="store_true", help="write the tables in docs/ anew, as measured")


def pytest_collection_finish():
    """Keep the tests themselves, which stay to the end, out of what the garbage collector looks at each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def the_page_has(request):
    """Return a function that holds a page (Path) to be a text (str), less the versions; with --write-tables it is made so."""

    def hold(page, text):
        if request.config.getoption("--write-tables"):
            page.write_text(text, encoding="utf-8")
        assert without_versions(page.read_text(encoding="utf-8")) == without_versions(text)

    return hold


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a test that was skipped has failed: nothing may be left out there."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def prepared_labs(request):
    """Run once what labs need to have run before they are served, such as the training of a model."""
    if any(item.path.name.startswith("test_lab") for item in request.session.items):
        for lab in labs():
            prepare(lab)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """Return a function that gives the server of a way and a module, started at its first use."""
    running = {}
    with ExitStack() as stack:

        def start(way, module):
            if (way, module) not in running:
                folder = tmp_path_factory.mktemp(way)
                running[way, module] = stack.enter_context(serve(way, module, folder))
            return running[way, module]

        yield start
        for server in running.values():  # all at once: uWSGI takes a second to end, however little it has to do
            for started in server.processes:
                started.terminate()


@pytest.fixture
def lab(request, tmp_path):
    """The scripts of the lab that a test module is about, its ``LAB``; what they have started is stopped."""
    scripts = Scripts(request.module.LAB, tmp_path)
    yield scripts
    scripts.run("stop")


@pytest.fixture(scope="module")
def service(request, tmp_path_factory):
    """The scripts of a lab and what `start` has said: its own application, served until the end of the module."""
    scripts = Scripts(request.module.LAB, tmp_path_factory.mktemp(request.module.LAB))
    with scripts.started(request.module.RAW) as said:
        yield scripts, said
