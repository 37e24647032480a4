"""What docs/routing.md shows is what happens."""

import re
from pathlib import Path

import pytest

from tests.unit.routing.test_router import call, told
from wsgi_apps.routing.converters import DEFAULT_CONVERTERS
from wsgi_apps.routing.mount import Mount

PAGE = (Path(__file__).parents[2] / "docs" / "routing.md").read_text()


@pytest.fixture(scope="module")
def shown():
    """The names that the listings of the page define, run one after the other."""
    names = {"tagged": told, "start_page": told, "api": told}
    for listing in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(listing, names)
    return names


def test_the_listings_run(shown):
    assert call(shown["router"], "/hello/종현").body.decode() == "Hello, 종현!"
    assert call(shown["router"], "/tags/a,b").text == "((), {'tags': ['a', 'b']})"
    assert call(shown["application"], "/60162176/hello/x").text == "Hello, x!"
    assert shown["router"].build("hello", {"name": "종현"}) == re.search(r"is `(/hello/%.*?)`", PAGE)[1]


def test_the_table_of_mounts_is_true():
    seen = []

    def application(environ, start_response):
        seen.append((environ["SCRIPT_NAME"], environ["PATH_INFO"]))
        return told({**environ, "wsgiorg.routing_args": ((), {})}, start_response)

    rows = re.findall(r"^\| `(\S+)`, `(\S+)` \| .*? \| (?:`(\S+)`, `(\S+)`|unchanged.*?) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 6
    for script_name, path_info, root, rest in (tuple(cell.strip('"') for cell in row) for row in rows):
        call(Mount(application, {"/api": application}), path_info, SCRIPT_NAME=script_name)
        assert seen.pop() == ((root, rest) if root else (script_name, path_info))


def test_the_weights_are_those_of_the_converters():
    for name, weight in {"int": 50, "float": 50, "string": 100, "any": 100, "uuid": 100, "path": 200}.items():
        assert DEFAULT_CONVERTERS[name].weight == weight
        assert re.search(rf"`{name}`[^;)]*? {weight}", PAGE.replace("\n", " "))
