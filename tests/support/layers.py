"""The picture of the layers: the modules of the package in their folders, and who imports from whom.

``python -m tests.support.layers`` writes docs/layers.svg. The modules come from the docstring of the package, the arrows
from the imports.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wsgi_apps"
PICTURE = ROOT / "docs" / "layers.svg"

spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
pages = importlib.util.module_from_spec(spec)  # the Sphinx extension, which reads the docstring
spec.loader.exec_module(pages)

#: The layers, lowest first: the heading of each, and the dotted names of its modules in reading order.
LAYERS = {title: [name for name, _ in modules] for title, modules in pages.contents()}
#: All modules in reading order.
ORDER = [name for names in LAYERS.values() for name in names]
#: The places of the core in the picture.
OF_THE_CORE = ("hello", "routing", "messages", "application")
#: The modules of the core, without the two programs that show the same by hand.
CORE = [
    name
    for title, names in LAYERS.items()
    if title.startswith(("Layer 0", "Layer 1", "Layer 2", "Layer 3"))
    for name in names
    if not name.startswith("hello")
]
Edge = tuple[str, str]


# The imports


def place_of(module: str) -> str:
    """Return the place of a module in the picture: its folder, or the first module of its layer if it has no folder."""
    return module.rpartition(".")[0] or next(names[0] for names in LAYERS.values() if module in names)


def places() -> dict[str, list[str]]:
    """Return the places in the picture, lowest first, each with the dotted names of its modules."""
    found: dict[str, list[str]] = {}
    for module in ORDER:
        found.setdefault(place_of(module), []).append(module)
    return found


def imports(module: str, at_the_start: bool) -> Iterator[str]:
    """Yield the modules of the package that a module imports: only at its start, or anywhere."""
    tree = ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    for node in tree.body if at_the_start else ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wsgi_apps"):
            name = node.module.removeprefix("wsgi_apps").lstrip(".")
            yield from [name] if name in ORDER else (f"{name}.{one.name}".lstrip(".") for one in node.names)


def edges(at_the_start: bool) -> set[Edge]:
    """Return the pairs of places of which the first imports from the second."""
    found = {(place_of(module), place_of(name)) for module in ORDER for name in imports(module, at_the_start)}
    return {(user, used) for user, used in found if user != used}


def without_detours(direct: set[Edge]) -> set[Edge]:
    """Return the edges beside which no longer way leads to the same place: all the others follow from them."""
    reached = set(direct)
    for _ in direct:
        reached |= {(user, far) for user, used in reached for near, far in direct if used == near}
    return {
        (user, used)
        for user, used in direct
        if not any((user, between) in reached and (between, used) in reached for between, _ in reached - {(used, used)})
    }


# The drawing

COLUMN, SIDE = (20, 684), (732, 916)  # the left and the right edge of the layers, and of what stands beside them
WIDTH = 1000
MODULE = (152, 26)  # the width and the height of the box of a module
GAP, PADDING, HEAD, BETWEEN = 8, 16, 38, 36
LANE = 20  # between two arrows at the right edge
INK, GREY, LINE = "#20324f", "#5a6577", "#3b5b8c"
FILL, FILL_OF_THE_CORE = "#eef2f8", "#e3f0e1"
#: A place that is not a layer, and the layer that it stands beside.
BESIDE = {"speed": "application", "testing": "extensions", "development": "extensions"}
NOTES = {
    "application": "the core ends here: standard library only",
    "extensions": "with WebOb, Jinja2, itsdangerous, multipart",
}
DASHES = ' stroke-dasharray="6 4"'
#: The same colours for readers of dark pages; the drawings that were made by hand have it, too.
DARK = """<style>
@media (prefers-color-scheme: dark) {
  [fill="#fbfbf8"] { fill: #1b1f27 } [fill="#fff"] { fill: #272e3a } [fill="#eef2f8"] { fill: #222a38 } [fill="#e3f0e1"] { fill: #203323 }
  [fill="#f7f1fb"] { fill: #2f2440 } [fill="#fdf4f4"] { fill: #3a2225 } [fill="#20324f"] { fill: #e4eaf4 } [fill="#a33"] { fill: #f29a9a }
  [fill="#6b7688"], [fill="#5a6577"] { fill: #aab5c7 } [fill="#3b5b8c"] { fill: #8fb0e6 } [stroke="#3b5b8c"] { stroke: #8fb0e6 }
  [stroke="#b8c4d6"] { stroke: #56627a } [stroke="#7a4b9a"] { stroke: #bb92d8 } [stroke="#a33"] { stroke: #e27878 }
}
</style>
"""
START = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title" \
font-family="ui-monospace, 'DejaVu Sans Mono', monospace" font-size="13">
  <title id="title">The layers of the package, the lowest at the bottom, with their modules; each layer imports only from \
those below it</title>
{dark}  <defs>
    <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
      <path d="M0 0 10 5 0 10z" fill="{line}"/>
    </marker>
  </defs>
  <rect width="{width}" height="{height}" rx="10" fill="#fbfbf8"/>
"""


class Box(NamedTuple):
    """Where a place is in the picture, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def columns(sides: tuple[int, int]) -> int:
    """Return how many modules stand in a row between two edges."""
    return (sides[1] - sides[0] - 2 * PADDING + GAP) // (MODULE[0] + GAP)


def height(modules: list[str], sides: tuple[int, int]) -> int:
    """Return the height of the box of a place."""
    rows = -(-len(modules) // columns(sides))
    return HEAD + rows * (MODULE[1] + GAP) - GAP + PADDING


def boxes(found: dict[str, list[str]]) -> dict[str, Box]:
    """Return the box of every place: the layers one above the other, the highest first, the others beside them."""
    placed: dict[str, Box] = {}
    top = 20.0
    for layer in [place for place in reversed(found) if place not in BESIDE]:
        lowest = top + height(found[layer], COLUMN)
        side = top
        for place in [place for place in found if BESIDE.get(place) == layer]:
            placed[place] = Box(SIDE[0], side, SIDE[1], side + height(found[place], SIDE))
            side = placed[place].bottom + GAP
            lowest = max(lowest, placed[place].bottom)
        placed[layer] = Box(COLUMN[0], top, COLUMN[1], lowest)
        top = lowest + BETWEEN
    return placed


def heading(place: str, modules: list[str]) -> str:
    """Return what stands above the modules of a place."""
    if place in BESIDE:
        return f"{place}/"
    title = next(title for title, names in LAYERS.items() if modules[0] in names)
    return ", ".join(title.partition(":")[0].split(", ")[:2]) + ("/" if "." in modules[0] else "")


def ground(box: Box, is_core: bool, is_beside: bool) -> str:
    """Return the coloured ground of a place."""
    fill, dashes = FILL_OF_THE_CORE if is_core else FILL, DASHES if is_beside else ""
    return (
        f'<rect x="{box.left}" y="{box.top}" width="{box.right - box.left}" height="{box.bottom - box.top}" rx="8" '
        f'fill="{fill}" stroke="{LINE}" stroke-width="2"{dashes}/>'
    )


def arrow(path: str, is_late: bool) -> str:
    """Return an arrow; a dashed one for an import that waits until it is needed."""
    dashes = DASHES if is_late else ""
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2"{dashes} marker-end="url(#tip)"/>'


def legend(top: float) -> Iterator[str]:
    """Yield the lines of SVG that say what the colours and the lines mean."""
    signs = {
        "the core: no library": lambda y: ground(Box(SIDE[0], y - 9, SIDE[0] + 34, y + 9), True, False),
        "built on the core": lambda y: ground(Box(SIDE[0], y - 9, SIDE[0] + 34, y + 9), False, False),
        "beside: you may skip it": lambda y: ground(Box(SIDE[0], y - 9, SIDE[0] + 34, y + 9), False, True),
        "imports from": lambda y: arrow(f"M{SIDE[0]} {y}H{SIDE[0] + 34}", False),
        "imports when it is needed": lambda y: arrow(f"M{SIDE[0]} {y}H{SIDE[0] + 34}", True),
    }
    for number, (meaning, sign) in enumerate(signs.items()):
        y = top + 30 * number
        yield sign(y)
        yield f'<text x="{SIDE[0] + 46}" y="{y + 5}" fill="{INK}">{meaning}</text>'


def drawn_place(place: str, modules: list[str], box: Box) -> Iterator[str]:
    """Yield the lines of SVG for a place with its modules."""
    sides = SIDE if place in BESIDE else COLUMN
    yield ground(box, place in OF_THE_CORE, place in BESIDE)
    text = f'<text x="{box.left + PADDING}" y="{box.top + 24}" font-weight="bold" font-size="15" fill="{INK}">'
    yield f"{text}{heading(place, modules)}</text>"
    note = NOTES.get(place, "")
    yield f'<text x="{box.right - PADDING}" y="{box.top + 24}" text-anchor="end" fill="{GREY}">{note}</text>'
    for number, module in enumerate(modules):
        row, column = divmod(number, columns(sides))
        x, y = box.left + PADDING + column * (MODULE[0] + GAP), box.top + HEAD + row * (MODULE[1] + GAP)
        yield f'<rect x="{x}" y="{y}" width="{MODULE[0]}" height="{MODULE[1]}" rx="5" fill="#fff" stroke="#b8c4d6"/>'
        yield (
            f'<text x="{x + MODULE[0] / 2}" y="{y + 18}" text-anchor="middle" fill="{INK}">'
            f"{module.rpartition('.')[2]}</text>"
        )


def way(user: Box, used: Box, lane: int) -> str:
    """Return the path of an arrow: straight down, straight to the left, or by a ``lane`` at the right edge, 0 or more."""
    if user.left == used.left and used.top - user.bottom <= BETWEEN:
        return f"M{(user.left + user.right) / 2} {user.bottom}V{used.top - 3}"
    if user.left > used.right and used.top <= user.top < used.bottom:
        return f"M{user.left} {(user.top + user.bottom) / 2}H{used.right + 3}"
    return f"M{user.right} {user.bottom - LANE * (lane + 1)}H{SIDE[1] + LANE * (lane + 1)}V{used.top + 24}H{used.right + 3}"


def picture() -> str:
    """Return the picture as SVG."""
    found = places()
    placed = boxes(found)
    solid = without_detours(edges(at_the_start=True))
    late = without_detours(edges(at_the_start=False) | solid) - edges(at_the_start=True)
    lines = [line for place, modules in found.items() for line in drawn_place(place, modules, placed[place])]
    lane = 0
    for user, used in sorted(solid | late, key=lambda edge: (placed[edge[1]].top, edge)):
        path = way(placed[user], placed[used], lane)
        lane += "V" in path and "H" in path
        lines.append(arrow(path, (user, used) in late))
    lines += legend(placed["messages"].top + HEAD)
    total = max(box.bottom for box in placed.values()) + 20
    start = START.format(width=WIDTH, height=total, line=LINE, dark=DARK)
    return start + "".join(f"  {line}\n" for line in lines) + "</svg>\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
