"""docs/layers.svg is true: it has every module in its folder, and the arrows are the imports."""

from xml.etree import ElementTree

import pytest

from tests.support import layers

PICTURE = layers.PICTURE.read_text(encoding="utf-8")
WIDE = 0.61  # the width of a character, as a part of its height
TEXTS = [element for element in ElementTree.fromstring(PICTURE).iter() if element.tag.endswith("}text")]


def test_the_picture_is_made_from_the_code_as_it_is():
    assert layers.picture() == PICTURE, "write it anew: python -m tests.support.layers"


def test_every_module_is_in_the_picture():
    modules = [path.relative_to(layers.PACKAGE).with_suffix("") for path in layers.PACKAGE.rglob("[a-z]*.py")]
    assert {".".join(module.parts) for module in modules if module.parts[0] != "tools"} == set(layers.ORDER)
    shown = [text.text for text in TEXTS]
    for module in layers.ORDER:
        assert module.rpartition(".")[2] in shown


def test_no_text_is_cut():
    for text in TEXTS:
        x, length = float(text.get("x")), len(text.text or "") * WIDE * int(text.get("font-size", 13))
        begin = x - length * {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0)
        assert begin > 0, text.text
        assert begin + length < layers.WIDTH, text.text


def test_arrows_lead_down():
    order = list(layers.places())
    found = layers.edges(at_the_start=True)
    assert all(order.index(user) > order.index(used) for user, used in found)
    assert ("messages", "routing") in found
    assert ("application", "extensions") not in found


def test_what_a_program_may_never_need_is_imported_late():
    late = layers.edges(at_the_start=False) - layers.edges(at_the_start=True)
    assert late == {("flask_api", "testing"), ("flask_api", "development")}


@pytest.mark.parametrize(
    ("direct", "left"),
    [
        ({"ab"}, {"ab"}),
        ({"ab", "bc", "ac"}, {"ab", "bc"}),
        ({"ab", "bc", "cd", "ad"}, {"ab", "bc", "cd"}),
        ({"ab", "ac"}, {"ab", "ac"}),
    ],
)
def test_an_arrow_that_follows_from_others_is_left_out(direct, left):
    assert layers.without_detours({tuple(edge) for edge in direct}) == {tuple(edge) for edge in left}


def test_the_core_is_the_first_four_layers():
    assert layers.CORE[0] == "exceptions"
    assert layers.CORE[-1] == "application.app"
    assert not [module for module in layers.CORE if module.startswith(("hello", "speed", "extensions"))]
