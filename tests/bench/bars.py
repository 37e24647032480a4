"""The picture of the steps: one bar a step, each begins where the one before it ends."""

from html import escape

from tests.bench.plot import STYLE, text
from tests.bench.steps import Bar

LEFT, TOP, WIDTH, ROW, RIGHT, BOTTOM = 190, 62, 520, 26, 150, 14
WHOLE, ADDED, TAKEN = "#0072b2", "#e69f00", "#009e73"
HEADINGS = [
    "Microseconds of hello: by hand, what each step of the core adds, and what speed/ takes off",
    "Blue: a whole request. Orange: more than in the row above. Green: less than in the row above",
]


def picture(bars: list[Bar]) -> str:
    """Return the picture (SVG)."""
    width, height = LEFT + WIDTH + RIGHT, TOP + len(bars) * ROW + BOTTOM
    scale = WIDTH / max(max(bar.begin, bar.end) for bar in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>What each step of a request costs</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(text(8, 22 + 18 * line, words) for line, words in enumerate(HEADINGS)),
    ]
    for row, bar in enumerate(bars):
        lines += drawn(bar, TOP + row * ROW, scale)
    return "\n".join([*lines, "</svg>", ""])


def drawn(bar: Bar, top: float, scale: float) -> list[str]:
    """Return a row: the name, the bar, and its microseconds behind it."""
    left, right = (max(0.0, end) * scale for end in sorted((bar.begin, bar.end)))
    colour = WHOLE if bar.is_whole else ADDED if bar.cost >= 0 else TAKEN
    shown = f"{bar.cost:.2f}" if bar.is_whole else f"{bar.cost:+.2f}".replace("-", "−")
    place = f'x="{LEFT + left:.1f}" y="{top + 4}" width="{max(right - left, 1):.1f}" height="{ROW - 8}"'
    return [
        text(LEFT - 10, top + 17, bar.name, "head" if bar.is_whole else "", "end"),
        f'<rect {place} fill="{colour}"><title>{escape(bar.name)}</title></rect>',
        text(LEFT + right + 8, top + 17, shown),
    ]
