"""Flask and wsgi_apps answer the same requests to the same applications alike."""

import pytest

from . import (  # noqa: F401 (each registers its applications)
    blueprints,
    bodies,
    class_views,
    client,
    configuration,
    course,
    errors,
    files,
    hooks,
    json_out,
    reported,
    request_attributes,
    responses,
    routing,
    sessions,
    streaming,
    templating,
    urls,
    views,
)
from .frameworks import FLASK, OURS, TWICE
from .suite import PROBES, SUITE, converse


@pytest.mark.parametrize("conversation", SUITE, ids=[conversation.sentence for conversation in SUITE])
def test_the_same_requests_get_the_same_answers(conversation):
    flask, ours = converse(FLASK, conversation), converse(OURS, conversation)
    for one, theirs, our in zip(conversation.asks, flask, ours, strict=True):
        assert theirs.status == one.status, f"the row is wrong: Flask answers {theirs.status}: {theirs.text[:300]}"
        assert one.holds in theirs.text, f"the row is wrong: Flask answers {theirs.text[:300]}"
        if one.differs and not TWICE:
            assert our.status == (one.ours or one.status), our.text
            assert our.meaning != theirs.meaning, "the two answers are alike: the row names a difference in vain"
            continue
        assert our.meaning == theirs.meaning, f"{one.method} {one.path}: {our.text[:300]}"
        assert one.holds in our.text


@pytest.mark.parametrize("probe", PROBES, ids=[probe.sentence for probe in PROBES])
def test_the_same_programs_see_the_same(probe):
    assert probe.function(OURS) == probe.function(FLASK)


def test_the_sentences_are_all_different():
    sentences = [item.sentence for item in [*SUITE, *PROBES]]
    assert sorted(set(sentences)) == sorted(sentences)


def test_the_suite_is_all_there():
    assert len({conversation.build for conversation in SUITE}) >= 120
    assert sum(len(conversation.asks) for conversation in SUITE) >= 950
    assert len(PROBES) >= 100
