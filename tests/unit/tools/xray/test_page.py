"""The page of a trace: whole in one file, with no text that ends its script, and with every text in both languages."""

import json
import re

import pytest

from tests.support.small_trace import MARKUP, small_trace
from wsgi_apps.tools.xray.page import PLAYER, SCRIPTS, page, texts

TRACE = re.compile(r'(?s)<script type="application/json" id="trace">(.*?)</script>')
SCRIPT = "".join((PLAYER / name).read_text(encoding="utf-8") for name in SCRIPTS)
#: What the player puts together from a word of the trace: the beginning of a key, and the words that may follow.
MADE = {
    "tool-": "core secrets rebuilt",
    "stage-": "bytes environ mount enter route before view answer after end start send close",
    "about-": "bytes environ mount enter route before view answer after end start send close",
    "panel-": "mount route answer after start send close",
    "way-": "raw ours flask_app with_webob app",
    "level-": "yours calls lines yours-more calls-more lines-more",
    "zone-": "yours framework server",
    "kind-": "call resume return yield raise unwind fold read start chunk close",
    "": "resume return yield unwind read start chunk",
    "limit-": "events folded deep stopped threads",
    "why-": "static converter converter-pattern converter-value path-ends path-goes-on method slash-missing slash-extra host defaults narrower fits",
    "how-": "set made start_response server",
    "from-": "request-line header query server connection mount pep3333 other empty-line body",
    "part-": "method target version empty-line body",
    "absent-hand-": "route before view answer after end",
    "absent-framework-": "route before view answer after end",
    "absent-": "mount send",
}
MADE_WHOLE = {beginning + word for beginning, words in MADE.items() for word in words.split()} | {
    *("taken", "refused-rule", "not-asked"),  # the verdicts
    *(
        f"{key}-one"
        for key in ("in-framework", "limit-events", "limit-folded", "limit-deep", "limit-threads", "n-bytes")
    ),
}


def test_the_trace_is_in_the_page_and_nothing_in_it_ends_the_script():
    found = TRACE.findall(page(small_trace()))
    assert [json.loads(one) for one in found] == [small_trace()]
    assert MARKUP not in page(small_trace())


def test_the_page_fetches_nothing_and_says_so_to_the_browser():
    text = page(small_trace())
    assert "default-src 'none'" in text
    assert not re.search(r"https?://|//\w+\.\w|\burl\(|@import|\beval\b|\bFunction\(", text)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_begins_in_a_language(language):
    assert f'<html lang="{language}">' in page(small_trace(), language)


def test_a_target_is_no_markup_in_the_title():
    assert "<title>X-ray: POST /&lt;b&gt;?q=1</title>" in page(small_trace())


def test_no_number_of_the_trace_is_one_that_json_does_not_have():
    with pytest.raises(ValueError, match="not JSON compliant"):
        page(small_trace() | {"more": float("nan")})


def test_the_player_uses_every_text_and_has_every_text_that_it_uses():
    said = set(re.findall(r'"([a-z][\w-]*)"', SCRIPT))
    assert set(texts()) - said - MADE_WHOLE == set()
    assert set(re.findall(r'say\("([\w-]+)"', SCRIPT)) | MADE_WHOLE <= set(texts())


def test_a_text_has_the_same_holes_in_both_languages():
    for key, (english, *korean) in texts().items():
        for other in korean:
            assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", other)), key
            assert re.search("[가-힣]", other), key
