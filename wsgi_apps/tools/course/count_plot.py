"""The plot of a counter's answers: a mark for each, in their order, with a shape for each process."""

from __future__ import annotations

from html import escape

from wsgi_apps.tools.course.counted import Findings

LEFT, TOP, WIDTH, HEIGHT = 64, 96, 560, 280
COLUMNS, COLUMN = 4, 145  # of the legend
NAMED = 6  # processes that have a shape and a line in the legend of their own
#: A colour and a shape for each process. Colour-blind readers can tell the colours apart (Okabe and Ito).
MARKS = [
    ("#0072b2", '<circle r="5.5" fill="{colour}"/>'),
    ("#d55e00", '<rect x="-5" y="-5" width="10" height="10" fill="{colour}"/>'),
    ("#009e73", '<path d="M0 -6.5 L6.5 5 L-6.5 5 Z" fill="{colour}"/>'),
    ("#cc79a7", '<path d="M0 -6.5 L6.5 0 L0 6.5 L-6.5 0 Z" fill="{colour}"/>'),
    ("#e69f00", '<path d="M0 6.5 L6.5 -5 L-6.5 -5 Z" fill="{colour}"/>'),
    ("#56b4e9", '<circle r="4.5" fill="none" stroke="{colour}" stroke-width="2.5"/>'),
    ("#777777", '<path d="M-5 -5 L5 5 M-5 5 L5 -5" stroke="{colour}" stroke-width="2"/>'),
]
STYLE = """text { font: 13px sans-serif; fill: #222 } .small { font-size: 11px; fill: #555 }
@media (prefers-color-scheme: dark) {
  text { fill: #e4eaf4 } .small { fill: #aab5c7 } [fill="#fff"] { fill: #1b1f27 } [fill="#0072b2"] { fill: #4aa3df }
  [stroke="#e5e5e5"], [stroke="#eee"], [stroke="#ddd"] { stroke: #3f4857 } [stroke="#0072b2"] { stroke: #4aa3df }
}
"""


def plot(findings: Findings, title: str) -> str:
    """Return the plot of the findings as SVG, with a title."""
    answers = findings.answers
    processes = list(findings.by_process())
    least, most = min((call.count for call in answers), default=0), max((call.count for call in answers), default=1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 30} {TOP + HEIGHT + 56}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{LEFT + WIDTH + 30}" height="{TOP + HEIGHT + 56}" fill="#fff"/>',
        text(LEFT, 24, title),
        text(LEFT, 44, findings.verdict(), "small"),
        *legend(findings, processes),
        *frame(least, most, len(answers)),
        *diagonal(least, most, len(answers)),
    ]
    for place, call in enumerate(answers, 1):
        x, y = across(place, len(answers)), upward(call.count, least, most)
        lines.append(mark(processes.index(call.process), x, y, f"{call.count} from {call.process} {call.thread}"))
    return "\n".join([*lines, "</svg>", ""])


def legend(findings: Findings, processes: list[int]) -> list[str]:
    """Return the legend: the mark of each process, and the number of its answers."""
    numbers = findings.by_process()
    names = [f"process {process}: {len(numbers[process])}" for process in processes[:NAMED]]
    lines = []
    for place, words in enumerate([*names, "others"] if processes[NAMED:] else names):
        x, y = LEFT + 6 + place % COLUMNS * COLUMN, 64 + place // COLUMNS * 18
        lines += [mark(place, x, y, words), text(x + 12, y + 4, words, "small")]
    return lines


def frame(least: int, most: int, times: int) -> list[str]:
    """Return the axes: the order of the answers, and the numbers from the ``least`` to the ``most``."""
    lines = []
    for number in ticks(least, most):
        y = upward(number, least, most)
        lines.append(f'<path d="M{LEFT} {y:.1f} H{LEFT + WIDTH}" stroke="#e5e5e5"/>')
        lines.append(text(LEFT - 8, y + 4, str(number), "small", "end"))
    below = TOP + HEIGHT + 20
    lines += [text(across(place, times), below, str(place), "small", "middle") for place in ticks(1, times)]
    lines.append(text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "answers, in the order in which they came", "", "middle"))
    return [*lines, text(8, TOP - 6, "number", "small")]


def diagonal(least: int, most: int, times: int) -> list[str]:
    """Return the line on which the answers of one count lie, if they come one after the other."""
    last = min(most - least, times - 1)
    if last < 1:
        return []
    x, y = across(1 + last, times), upward(least + last, least, most)
    start = f"M{across(1, times):.1f} {upward(least, least, most):.1f}"
    title = "<title>one count for all, one call after the other</title>"
    return [f'<path d="{start} L{x:.1f} {y:.1f}" stroke="#999" stroke-dasharray="5 4">{title}</path>']


def ticks(least: int, most: int) -> list[int]:
    """Return about ten numbers from the ``least`` to the ``most``, both included."""
    step = max(1, round((most - least) / 9))
    return [*range(least, most - step // 2, step), most] if most > least else [least]


def across(place: int, times: int) -> float:
    """Return the x coordinate of the answer at a ``place`` among so many ``times``."""
    return LEFT + 12 + (WIDTH - 24) * (place - 1) / max(1, times - 1)


def upward(number: int, least: int, most: int) -> float:
    """Return the y coordinate of a number."""
    return TOP + HEIGHT - 12 - (HEIGHT - 24) * (number - least) / max(1, most - least)


def mark(place: int, x: float, y: float, words: str) -> str:
    """Return the mark of the process at this ``place`` of the legend, with ``words`` as its tooltip."""
    colour, shape = MARKS[min(place, NAMED)]
    return f'<g transform="translate({x:.1f} {y:.1f})"><title>{escape(words)}</title>{shape.format(colour=colour)}</g>'


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return a text at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'
