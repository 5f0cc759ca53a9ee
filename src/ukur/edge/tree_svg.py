"""The tree of performance as SVG: with its own colours for a file, by class on a page.

Colours stand as attributes, which any style sheet of a page overrides; no inline style, so the
content security policy lets it through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

from ukur.domain.plan.tree import Tree
from ukur.domain.plan.tree_drawing import Box, Room, Spot, TreeSheet, Words, draw_tree
from ukur.domain.plan.tree_pieces import GUTTER, SMALL

SVG = "http://www.w3.org/2000/svg"
COLUMN, NARROW_COLUMN, FEW = 2100, 1330, 3
"""The width of a column on a page: wide where there are few, narrow where there are more."""
UNITS_A_PIXEL = 6
"""So that the smallest letters are 12 pixels high."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, PAPER, SHADE = "#1a2230", "#ffffff", "#eceff4"
DASH = "30 22"
EDGE = 8
"""Room around the drawing for the pen."""
MARK_LINE = 74
"""The base line of the mark, beside the names of the columns."""


@dataclass(frozen=True)
class About:
    """What stands beside the drawing: title, description, and the mark of a sample or a trial."""

    title: str
    told: str
    mark: str = ""


def on_screen(tree: Tree) -> TreeSheet:
    """The whole tree on one sheet; a tree without nodes is an empty one."""
    count = len(tree.levels)
    column = COLUMN if count <= FEW else NARROW_COLUMN
    sheets = draw_tree(tree, Room(max(1, count) * (column + GUTTER)))
    return sheets[0] if sheets else TreeSheet(COLUMN, GUTTER)


def tree_svg(sheet: TreeSheet, about: About) -> str:
    """The drawing as a file of its own, which says as every paper does that it is a sample."""
    root = _root(sheet, about)
    if about.mark:
        root.append(_text(Words(sheet.width, MARK_LINE, about.mark, SMALL, bold=True), "end"))
    root.set("width", f"{sheet.width / 10:g}pt")
    root.set("height", f"{sheet.height / 10:g}pt")
    root.insert(
        2, _element("rect", x=str(-EDGE), y=str(-EDGE), width="100%", height="100%", fill=PAPER)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def inline_svg(sheet: TreeSheet, about: About) -> SafeString:
    """The drawing as a piece of a page; every text in it is escaped by the writer of XML."""
    root = _root(sheet, about)
    root.set("width", str((sheet.width + 2 * EDGE) // UNITS_A_PIXEL))
    root.set("height", str((sheet.height + 2 * EDGE) // UNITS_A_PIXEL))
    return mark_safe(ET.tostring(root, encoding="unicode"))  # noqa: S308


def _root(sheet: TreeSheet, about: About) -> ET.Element:
    root = _element(
        "svg",
        xmlns=SVG,
        viewBox=f"{-EDGE} {-EDGE} {sheet.width + 2 * EDGE} {sheet.height + 2 * EDGE}",
        role="img",
        **{"class": "pohon", "aria-labelledby": "pohon-judul pohon-isi", "font-family": FONT},
    )
    for name, key, words in (
        ("title", "pohon-judul", about.title),
        ("desc", "pohon-isi", about.told),
    ):
        node = _element(name, id=key)
        node.text = words
        root.append(node)
    root.extend(_lines(sheet))
    root.extend(_box(box) for box in sheet.boxes)
    for tag in sheet.tags:
        root.append(_element("polygon", points=_points(tag.outline), fill=PAPER, stroke=INK))
    root.extend(_text(line) for line in _all_words(sheet))
    root.extend(_text(tag.letter, "middle") for tag in sheet.tags)
    return root


def _lines(sheet: TreeSheet) -> Iterable[ET.Element]:
    rule = ((0, 110), (sheet.width, 110))
    yield _line(rule, "garis", "6")
    for wire in sheet.wires:
        yield _line(wire.points, "kawat", "9")
    for link in sheet.links:
        yield _line(link.points, "lintas", "9", DASH)
        if link.head:
            yield _element("polygon", points=_points(link.head), fill=INK, **{"class": "ujung"})


def _line(points: Iterable[Spot], css: str, width: str, dash: str = "") -> ET.Element:
    more = {"class": css, "stroke-width": width}
    if dash:
        more["stroke-dasharray"] = dash
    return _element("polyline", points=_points(points), fill="none", stroke=INK, **more)


def _box(box: Box) -> ET.Element:
    is_goal = box.level in ("tujuan", "sasaran")
    more = {"class": "kotak luar" if box.dashed else f"kotak {'tuju' if is_goal else 'giat'}"}
    if box.dashed:
        more["stroke-dasharray"] = DASH
    return _element(
        "rect",
        x=str(box.left),
        y=str(box.top),
        width=str(box.width),
        height=str(box.height),
        fill=SHADE if is_goal else PAPER,
        stroke=INK,
        **more | {"stroke-width": "8"},
    )


def _all_words(sheet: TreeSheet) -> Iterable[Words]:
    yield from sheet.heads
    for box in sheet.boxes:
        yield from box.words
    yield from sheet.labels


def _text(words: Words, anchor: str = "start") -> ET.Element:
    more = {"font-size": str(words.size), "class": "kata", "text-anchor": anchor}
    if words.bold:
        more["font-weight"] = "bold"
    node = _element("text", x=str(words.x), y=str(words.y), fill=INK, **more)
    node.text = "".join(character if character.isprintable() else " " for character in words.text)
    return node


def _element(name: str, **attributes: str) -> ET.Element:
    return ET.Element(name, attributes)


def _points(points: Iterable[Spot]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
