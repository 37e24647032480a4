"""A Sphinx extension: the search finds Korean words without their particles, and status codes.

Sphinx leaves numbers out, and knows no Korean: ``마운트를`` would be found by that word alone. Here a Korean word is entered under
each of its beginnings, and a number under a word of its own. In the Korean edition, pages in English come last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pages import done
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHORTEST = 2  # syllables of a beginning
#: the query is taken apart in the same way: a number becomes the word that it was entered under
QUERY = r"""
var splitQuery = (query) => query
  .split(/[^\p{Letter}\p{Number}_]+/gu)
  .filter((word) => word)
  .map((word) => (/^[0-9]+$/.test(word) ? `number${word}` : word));
"""
#: Sphinx has no Korean for how many pages were found, and would say nothing
FOUND = """
document.addEventListener("DOMContentLoaded", () => {
  Documentation.TRANSLATIONS["Search finished, found one page matching the search query."] = ["${resultCount}쪽을 찾았습니다."];
});
"""

#: what is in English comes behind all that is in Korean, and says so; Sphinx asks for the score of each page that it has found
KOREAN_FIRST = f"""
const inKorean = new Set({json.dumps(done())});
Scorer.score = (found) => {{
  const [name, title, , , score] = found;
  if (inKorean.has(name)) return score;
  found[1] = `${{title}} (영어)`;
  return score - 1000;
}};
"""


def entries(text: str) -> Iterator[str]:
    """Return the words under which a text is found."""
    for word in re.findall(r"\w+", text):
        if re.fullmatch("[0-9]+", word):
            yield f"number{word}"
        elif re.match("[가-힣]", word):
            yield from (word[:length] for length in range(SHORTEST, len(word) + 1))
        else:
            yield word


class English(SearchEnglish):
    """The search of the English pages."""

    js_splitter_code = QUERY

    def split(self, text: str) -> list[str]:
        """Return the words under which a text is found."""
        return list(entries(text))


class Korean(SearchLanguage):
    """The search of the Korean pages."""

    lang = "ko"
    language_name = "Korean"
    js_splitter_code = QUERY + FOUND + KOREAN_FIRST

    def split(self, text: str) -> list[str]:
        """Return the words under which a text is found."""
        return list(entries(text))


def setup(app: Sphinx) -> dict[str, bool]:
    """Let both languages be searched so."""
    app.add_search_language(English)
    app.add_search_language(Korean)
    return {"parallel_read_safe": True}
