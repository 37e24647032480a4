"""The plot: one row a job and table, one mark a framework, on a logarithmic scale of microseconds."""

from html import escape
from math import log10

from tests.bench.jobs import JOBS
from tests.bench.peers import BARE, CORE, OURS, PEERS
from tests.bench.timing import TABLES, Times

LEFT, TOP, WIDTH, ROW, GAP, MARGIN = 260, 106, 580, 22, 44, 30
LEAST, MOST = 0.05, 1000.0  # microseconds at the ends of the scale
TICKS = (0.1, 0.3, 1, 3, 10, 30, 100, 300)
#: Colours that differ for colour-blind readers as well (Okabe and Ito), and a shape for each framework.
MARKS = {
    BARE:         ("#999999", '<path d="M-4 -4 L4 4 M-4 4 L4 -4" stroke="{colour}" stroke-width="2"/>'),
    OURS:         ("#d55e00", '<circle r="6.5" fill="{colour}"/>'),
    CORE:         ("#d55e00", '<path d="M-6 0 H6 M0 -6 V6" stroke="{colour}" stroke-width="3"/>'),
    "wheezy.web": ("#e69f00", '<rect x="-4.5" y="-4.5" width="9" height="9" fill="{colour}"/>'),
    "Falcon":     ("#009e73", '<path d="M0 -6 L6 5 L-6 5 Z" fill="{colour}"/>'),
    "Bottle":     ("#56b4e9", '<path d="M0 -6 L6 0 L0 6 L-6 0 Z" fill="{colour}"/>'),
    "Pyramid":    ("#cc79a7", '<path d="M0 6 L6 -5 L-6 -5 Z" fill="{colour}"/>'),
    "Flask":      ("#0072b2", '<circle r="5" fill="none" stroke="{colour}" stroke-width="2.5"/>'),
}  # fmt: skip
STYLE = """text { font: 13px sans-serif; fill: #222 } .small { font-size: 11px; fill: #555 } .head { font-weight: bold }
@media (prefers-color-scheme: dark) {
  text { fill: #e4eaf4 } .small { fill: #aab5c7 } [fill="#fff"] { fill: #1b1f27 } [fill="#0072b2"] { fill: #4aa3df }
  [stroke="#e5e5e5"], [stroke="#eee"], [stroke="#ddd"] { stroke: #3f4857 } [stroke="#0072b2"] { stroke: #4aa3df }
}
"""
HEADINGS = [
    "Microseconds of a request, less what the measuring costs",
    "The scale is logarithmic; further left is quicker",
]


def plot(times: Times) -> str:
    """Return the picture (SVG)."""
    width, height = LEFT + WIDTH + MARGIN, TOP + len(TABLES) * (len(JOBS) * ROW + GAP) + 10
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>What a request costs in each framework</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(text(8, 22 + 18 * line, words) for line, words in enumerate(HEADINGS)),
        *legend(width),
    ]
    for place, count in enumerate(TABLES):
        lines += panel(times, count, TOP + 8 + place * (len(JOBS) * ROW + GAP))
    return "\n".join([*lines, "</svg>", ""])


def legend(width: float) -> list[str]:
    """Return the names of the frameworks beside their marks, each as far from the next."""
    lines, step = [], (width - 16) / len(PEERS)
    for place, name in enumerate(PEERS):
        x = 16 + place * step
        lines += [mark(name, x, 66), text(x + 12, 70, name)]
    return lines


def panel(times: Times, count: int, top: float) -> list[str]:
    """Return the rows of one table of rules."""
    bottom = top + len(JOBS) * ROW + 6
    lines = [text(8, top, f"{count:,} other rules", "head")]
    for tick in TICKS:
        lines.append(f'<path d="M{across(tick):.1f} {top} V{bottom}" stroke="#ddd"/>')
        lines.append(text(across(tick), top - 4, str(tick), "small", "middle"))
    for row, job in enumerate(JOBS):
        middle = top + (row + 0.5) * ROW + 4
        lines.append(f'<path d="M{LEFT} {middle} H{LEFT + WIDTH}" stroke="#eee"/>')
        lines.append(text(LEFT - 10, middle + 4, job.name, anchor="end"))
        timed = [name for name in reversed(PEERS) if (count, job.name, name) in times]
        lines += [mark(name, across(times[count, job.name, name]), middle) for name in timed]
    return lines


def across(microseconds: float) -> float:
    """Return the place of a time on the scale; what is outside goes to its end."""
    bounded = min(max(microseconds, LEAST), MOST)
    return LEFT + WIDTH * log10(bounded / LEAST) / log10(MOST / LEAST)


def mark(name: str, x: float, y: float) -> str:
    """Return the mark of a framework at a place."""
    colour, shape = MARKS[name]
    return f'<g transform="translate({x:.1f} {y:.1f})"><title>{escape(name)}</title>{shape.format(colour=colour)}</g>'


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return a text at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'
