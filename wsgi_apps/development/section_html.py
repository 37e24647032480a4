"""The debug page as HTML: one file without a script, light or dark as the reader has it, from 390 px on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from wsgi_apps.development.places import Place
from wsgi_apps.development.sections import AROUND, Page, Section

#: Changes a text before it is written: masks secrets.
Clean = Callable[[str], str]
#: The browser loads nothing and runs nothing, even if the text of an exception asks for it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light dark; --back: #f5f6f8; --card: #fff; --text: #1c2430; --soft: #566172; --edge: #d9dee6;
  --red: #b3261e; --line: #fdecea; --part: #f8c9c4; --good: #e6f2e8; --green: #1d6b34; --link: #1a56a8 }
@media (prefers-color-scheme: dark) { :root { --back: #14181f; --card: #1d232c; --text: #e6eaf0; --soft: #a3aebd;
  --edge: #343d4a; --red: #ff8a80; --line: #43252a; --part: #7d2f2c; --good: #1f3a28; --green: #8fd8a4;
  --link: #8ab8ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--text);
  font: 16px/1.55 system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif; overflow-wrap: anywhere }
header { border-left: .35rem solid var(--red); padding: .1rem 0 .1rem 1rem; margin-bottom: 1.5rem }
header p { margin: .3rem 0 } header .status { color: var(--soft) }
h1 { margin: .2rem 0; font-size: 1.55rem; line-height: 1.3; font-weight: 600 } h1 b { color: var(--red) }
h2, section > details:only-of-type > summary { margin: 0; font-size: 1.05rem }
h3, summary { font-size: .95rem; font-weight: 600; margin: 0 }
h3 { color: var(--soft); margin-top: .9rem } summary { cursor: pointer; padding: .35rem 0 }
section { background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: .9rem 1rem;
  margin: 1rem 0 }
details { border-top: 1px solid var(--edge); margin-top: .5rem }
section > details:only-of-type { border: 0; margin: 0 }
p { margin: .4rem 0 } .where { color: var(--soft); font-size: .92rem } footer { color: var(--soft); font-size: .88rem }
pre, code, td { font-family: "DejaVu Sans Mono", Menlo, Consolas, "D2Coding", "Noto Sans Mono CJK KR", monospace }
pre { margin: .5rem -.4rem; padding: .5rem 0; overflow-x: auto; tab-size: 4; font-size: .82rem; line-height: 1.6;
  overflow-wrap: normal }
pre.code > span { display: block; width: max-content; min-width: 100%; padding-right: .6rem }
pre i { display: inline-block; width: 3.6rem; padding-right: 1rem; text-align: right; font-style: normal;
  color: var(--soft); user-select: none }
pre mark { display: block; width: max-content; min-width: 100%; padding-right: .6rem; background: var(--line);
  color: inherit; font-weight: 700 }
pre mark i { color: var(--red) } pre u { background: var(--part); text-decoration: none; border-radius: .2rem }
.matters pre.code { font-size: 1.05rem }
pre.text { padding: .6rem; background: var(--back); border-radius: .3rem; margin: .5rem 0; white-space: pre-wrap;
  overflow-wrap: anywhere; user-select: all }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; font-size: .85rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem .3rem; border-top: 1px solid var(--edge) }
th { color: var(--soft); font-weight: 600 } td:first-child { width: 32%; min-width: 7rem }
tr.near td { background: var(--good); color: var(--green); font-weight: 600 }
@media (max-width: 600px) { .matters pre.code { font-size: .95rem } tr:has(th) { display: none }
  td, td:first-child { display: block; width: auto; border: 0; padding: 0 .3rem }
  tr { display: block; border-top: 1px solid var(--edge); padding: .35rem 0 }
  .facts td:first-child:not(:only-child), .list td:not(:first-child) { color: var(--soft) }
  .list td:first-child { font-weight: 600 } }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
"""
PAGE = """<!doctype html>
<html lang={language}>
<meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1">
<meta name=robots content=noindex>
<link rel=icon href="data:,">
<title>{title}</title>
<style>{style}</style>
<header>
<p class=status>{status}</p>
<h1><b>{name}</b> {message}</h1>
{words}
</header>
<main>
{sections}
</main>
<footer><p>{footer}</p></footer>
"""


def html(page: Page, clean: Clean) -> str:
    """Return a page as HTML, its texts made ``clean`` and escaped."""
    name, message = escape(page.name), escape(clean(page.message))
    return PAGE.format(
        language=page.language,
        title=f"{name}: {message}" if message else name,
        style=STYLE,
        status=escape(clean(page.status)),
        name=name,
        message=message,
        words=words(page.words, clean),
        sections="\n".join(section(one, clean) for one in page.sections),
        footer=escape(page.footer),
    )


def section(one: Section, clean: Clean) -> str:
    """Return a section; a folded one opens by a click."""
    inner = "\n".join(inside(one, clean))
    title = escape(clean(one.title))
    if one.folded:
        return f"<section><details><summary>{title}</summary>\n{inner}</details></section>"
    return f"<section{' class=matters' if one.matters else ''}><h2>{title}</h2>\n{inner}</section>"


def inside(one: Section, clean: Clean) -> Iterator[str]:
    """Yield what a section has below its title."""
    yield words(one.words, clean)
    if one.place:
        yield code(one.place, clean)
    if one.rows:
        yield f"<h3>{escape(one.table)}</h3>" if one.table else ""
        yield table(one, clean)
    if one.text:
        yield f"<pre class=text tabindex=0>{escape(clean(one.text))}</pre>"
    for part in one.parts:
        yield f"<details><summary>{escape(clean(part.title))}</summary>\n{''.join(inside(part, clean))}</details>"


def words(sentences: Iterable[str], clean: Clean) -> str:
    """Return a paragraph for each sentence."""
    return "".join(f"<p>{escape(clean(one))}</p>" for one in sentences)


def code(place: Place, clean: Clean) -> str:
    """Return the lines around a place, with the line marked and, in it, the part that raised."""
    lines = "".join(
        f"<mark><i>{number}</i>{part_marked(place, text, clean)}</mark>"
        if number == place.number
        else f"<span><i>{number}</i>{escape(clean(text))}</span>"
        for number, text in place.around(AROUND)
    )
    return f"<pre class=code tabindex=0>{lines}</pre>"


def part_marked(place: Place, text: str, clean: Clean) -> str:
    """Return the line of a place with the part that raised marked; without the mark if a secret stands in the line."""
    before, part, after = text[: place.start], text[place.start : place.end], text[place.end :]
    if not part or clean(text) != text:
        return escape(clean(text))
    return f"{escape(before)}<u>{escape(part)}</u>{escape(after)}"


def table(one: Section, clean: Clean) -> str:
    """Return the table of a section: a list with a head, or facts, whose names are in the first column."""
    head = "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in one.head) + "</tr>" if one.head else ""
    rows = "".join(
        f"<tr{' class=near' if at in one.marked else ''}>{cells(row, clean)}</tr>" for at, row in enumerate(one.rows)
    )
    return f"<table class={'list' if one.head else 'facts'}>{head}{rows}</table>"


def cells(row: Sequence[str], clean: Clean) -> str:
    """Return the cells of a row."""
    return "".join(f"<td>{escape(clean(cell))}</td>" for cell in row)
