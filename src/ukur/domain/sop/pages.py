"""The flow table of an SOP on paper: which rows stand on which page, and their drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ukur.domain.sop.drawing import FlowStep, layout_flow
from ukur.domain.sop.shapes import PIXELS, Drawing, RowBox

_LANE = 66
"""The lane, in the units of `PIXELS`, that its symbols are made for."""
_LEAST, _LEAST_DECIDING = 58, 74
"""The least height of a row, in the same units; Ya needs room under the diamond."""


@dataclass(frozen=True)
class Measured:
    """What typesetting the words gave, all in points.

    `heights` has a line for each of the type sizes in `sizes`, and in it the height that
    the words of each step need. `room` is the height of a page between its margins,
    `title` and `header` are taken from it: the title once, the table's head on each page.
    """

    lane_width: Decimal
    room: Decimal
    title: Decimal
    header: Decimal
    sizes: tuple[Decimal, ...]
    heights: tuple[tuple[Decimal, ...], ...]


@dataclass(frozen=True)
class FlowPage:
    """One page: its steps by their place from 0, and the drawing, from the first row's top.

    `above` and `below` say whether a band of height `strip` holds connectors there.
    """

    rows: tuple[int, ...]
    heights: tuple[Decimal, ...]
    above: bool
    below: bool
    strip: Decimal
    drawing: Drawing


@dataclass(frozen=True)
class FlowPages:
    """The flow table, page by page, in type of `size` points."""

    size: Decimal
    parts: tuple[FlowPage, ...]


def flow_pages(flow: Sequence[FlowStep], measured: Measured) -> FlowPages | None:
    """The pages in the largest type in which every row fits on one; None if none does."""
    unit = measured.lane_width / _LANE
    sizes = PIXELS.scaled(unit)
    strip = Decimal(sizes.strip)
    least = [unit * (_LEAST_DECIDING if step.decides else _LEAST) for step in flow]
    body = measured.room - measured.header
    fitting = _fitting(measured, least, body - measured.title - 2 * strip)
    if fitting is None:
        return None
    size, heights = fitting
    pages = _broken(heights, body, measured.title, strip)
    boxes = [box for page, rows in enumerate(pages) for box in _boxes(rows, heights, page, strip)]
    lanes = 1 + max(lane for step in flow for lane in (step.lead, *step.joined))
    centres = [measured.lane_width * (2 * lane + 1) / 2 for lane in range(lanes)]
    drawing = layout_flow(flow, centres, boxes, sizes)
    parts = tuple(
        FlowPage(
            rows=tuple(rows),
            heights=tuple(heights[row] for row in rows),
            above=page > 0,
            below=page < len(pages) - 1,
            strip=strip,
            drawing=drawing.on_page(page),
        )
        for page, rows in enumerate(pages)
    )
    return FlowPages(size, parts)


def _fitting(
    measured: Measured, least: Sequence[Decimal], most: Decimal
) -> tuple[Decimal, list[Decimal]] | None:
    """The largest type size in which no row is taller than `most`, and its row heights."""
    for size, wanted in zip(measured.sizes, measured.heights, strict=True):
        heights = [max(pair) for pair in zip(wanted, least, strict=True)]
        if max(heights) <= most:
            return size, heights
    return None


def _broken(
    heights: Sequence[Decimal], body: Decimal, title: Decimal, strip: Decimal
) -> list[list[int]]:
    """The rows of each page: one page if all fit, else with a band at each break."""
    if sum(heights) <= body - title:
        return [list(range(len(heights)))]
    pages: list[list[int]] = [[]]
    left = body - title - strip
    for row, height in enumerate(heights):
        if height > left:
            pages.append([])
            left = body - 2 * strip
        pages[-1].append(row)
        left -= height
    return pages


def _boxes(
    rows: Sequence[int], heights: Sequence[Decimal], page: int, strip: Decimal
) -> list[RowBox]:
    boxes, top = [], strip if page else Decimal(0)
    for row in rows:
        boxes.append(RowBox(top, heights[row], page))
        top += heights[row]
    return boxes
