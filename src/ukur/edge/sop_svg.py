"""The flow table of an SOP as a file of its own: an SVG that any program can show or print.

Colours and fonts stand as attributes, so nothing else is needed; texts are only ever texts.
"""

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from xml.etree import ElementTree as ET

from ukur.domain.sop.drawing import layout
from ukur.domain.sop.model import Procedure, Step
from ukur.domain.sop.shapes import PIXELS, Arrow, Kind, RowBox, Symbol

SVG = "http://www.w3.org/2000/svg"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, PAPER, SHADE = "#1a2230", "#ffffff", "#eceff4"
LANE, LINE, PADDING, LETTER = 88, 14, 10, 11
HEAD, LEAST, LEAST_DECIDING = 74, 64, 96
NUMBER, ACTIVITY, CELL, TIME = 34, 260, 120, 76
FIT = 7
"""Pixels that a letter surely fits in on average, in the widest font that may stand in."""


def sop_svg(procedure: Procedure) -> str:
    """The table of a sound procedure: rows as high as their words, the flow over the lanes.

    The same procedure gives the same text.
    """
    return "".join(_file(procedure))


def _file(procedure: Procedure) -> Iterator[str]:
    heights = [_height(step) for step in procedure.steps]
    tops = [HEAD, *(HEAD + total for total in accumulate(heights))]
    left = NUMBER + ACTIVITY
    right = left + LANE * len(procedure.lanes)
    edges = [0, NUMBER, left]
    edges += [left + LANE * n for n in range(1, len(procedure.lanes) + 1)]
    edges += [right + CELL, right + CELL + TIME, right + 2 * CELL + TIME, right + 3 * CELL + TIME]
    width, height = edges[-1], tops[-1]
    root = ET.Element("svg", {"xmlns": SVG, "viewBox": f"-1 -1 {width + 2} {height + 2}"})
    root.attrib |= {"width": str(width + 2), "height": str(height + 2), "font-family": FONT}
    root.attrib |= {"font-size": str(LETTER), "fill": INK, "role": "img"}
    _add(root, "title").text = f"SOP {procedure.cover.title}"
    _add(root, "rect", x=0, y=0, width=width, height=height, fill=PAPER)
    _add(root, "rect", x=0, y=0, width=width, height=HEAD, fill=SHADE)
    for edge in edges:
        _add(root, "path", d=f"M{edge} 0V{height}", stroke=INK, fill="none")
    for top in (0, *tops):
        _add(root, "path", d=f"M0 {top}H{width}", stroke=INK, fill="none")
    names = ["No", "Kegiatan", *(lane.name for lane in procedure.lanes)]
    names += ["Kelengkapan", "Waktu", "Output", "Ket"]
    for name, start, end in zip(names, edges, edges[1:], strict=False):
        _words(root, name, start, PADDING, end - start, bold=True)
    for step, top in zip(procedure.steps, tops, strict=False):
        texts = {0: str(step.number), NUMBER: step.activity, right: step.completeness}
        texts |= {right + CELL: step.standard.text, right + CELL + TIME: step.output}
        texts |= {right + 2 * CELL + TIME: step.note}
        for start, text in texts.items():
            _words(root, text, start, top, _width_at(start, edges))
    _flow(root, procedure, left, [RowBox(t, h) for t, h in zip(tops, heights, strict=False)])
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(root, encoding="unicode")
    yield "\n"


def _flow(root: ET.Element, procedure: Procedure, left: int, rows: Sequence[RowBox]) -> None:
    centres = [left + LANE * place + LANE // 2 for place in range(len(procedure.lanes))]
    drawing = layout(procedure, centres, rows, PIXELS)
    for arrow in drawing.arrows:
        _arrow(root, arrow)
    for link in drawing.links:
        path = _path(link.points)
        _add(root, "path", d=path, stroke=INK, fill="none", stroke_dasharray="4 3.5")
    for symbol in drawing.symbols:
        _symbol(root, symbol)


def _arrow(root: ET.Element, arrow: Arrow) -> None:
    _add(root, "path", d=_path(arrow.points), stroke=INK, fill="none", stroke_width="1.4")
    _add(root, "polygon", points=_corners(arrow.head))
    if arrow.label_at:
        x, y = arrow.label_at
        anchor = "end" if arrow.label_ends else "start"
        _add(root, "text", x=_px(x), y=_px(y), text_anchor=anchor).text = arrow.label


def _symbol(root: ET.Element, symbol: Symbol) -> None:
    look = {"fill": PAPER, "stroke": INK, "stroke_width": "1.6"}
    if symbol.kind is Kind.DIAMOND:
        _add(root, "polygon", points=_corners(symbol.outline), **look)
        return
    box = {"x": symbol.left, "y": symbol.top, "width": symbol.w, "height": symbol.h}
    box["rx"] = symbol.h / 2 if symbol.kind is Kind.CAPSULE else Decimal(0)
    _add(root, "rect", **{name: _px(value) for name, value in box.items()}, **look)


def _words(root: ET.Element, text: str, x: int, y: int, width: int, *, bold: bool = False) -> None:
    weight = {"font_weight": "bold"} if bold else {}
    for number, line in enumerate(_lines(text, width), start=1):
        at = {"x": x + PADDING // 2, "y": y + PADDING // 2 + LINE * number}
        _add(root, "text", **at, **weight).text = line


def _lines(text: str, width: int) -> list[str]:
    fit = int((width - PADDING) / FIT)
    return [line for part in text.split("\n") for line in textwrap.wrap(part, fit)]


def _height(step: Step) -> int:
    texts = (step.completeness, step.output, step.note)
    lines = max(
        len(_lines(step.activity, ACTIVITY)),
        len(_lines(step.standard.text, TIME)),
        *(len(_lines(text, CELL)) for text in texts),
    )
    return max(lines * LINE + 2 * PADDING, LEAST_DECIDING if step.decision else LEAST)


def _width_at(start: int, edges: Sequence[int]) -> int:
    place = edges.index(start)
    return edges[place + 1] - start


def _add(parent: ET.Element, name: str, **attributes: object) -> ET.Element:
    told = {key.replace("_", "-"): str(value) for key, value in attributes.items()}
    return ET.SubElement(parent, name, told)


def _path(points: Sequence[tuple[Decimal, Decimal]]) -> str:
    return "M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in points)


def _corners(points: Sequence[tuple[Decimal, Decimal]]) -> str:
    return " ".join(f"{_px(x)},{_px(y)}" for x, y in points)


def _px(value: object) -> str:
    return f"{float(str(value)):.1f}"
