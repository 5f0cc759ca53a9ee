"""The flow of an SOP as shapes: symbols, arrows, dashed links and page connectors.

One rule for paper and screen. The caller lays the words out first and says where the
rows and the lanes are; this module says what is drawn over them, in the same units.

    lane 1      lane 2      lane 3         an arrow leaves the side and enters the top;
   (start )--.                             straight down, it leaves the bottom;
             v                             Ya leaves the bottom of the diamond, Tidak its
           [ box ]=====[ box ]             right side, up into the bottom of the step
             |                             that it returns to

Source: SOP form, column Pelaksana; the five symbols of SOP-AP.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from itertools import count, pairwise, product
from string import ascii_uppercase

from ukur.domain.sop.model import Procedure

Number = Decimal | int
Point = tuple[Decimal, Decimal]


class Kind(StrEnum):
    """The symbols; the arrow is the fifth."""

    CAPSULE = "capsule"
    BOX = "box"
    DIAMOND = "diamond"
    CONNECTOR = "connector"


class Way(StrEnum):
    """Why an arrow leads where it leads."""

    NEXT = "next"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True)
class RowBox:
    """Where the row of a step lies on its page, heads and column numbers left out."""

    top: Number
    height: Number
    page: int = 0


@dataclass(frozen=True)
class Sizes:
    """Measures of the symbols, in the units of the rows.

    `strip` is the height of the band for connectors, below the last row and above the
    first row of a table that breaks over pages.
    """

    box: tuple[Number, Number] = (40, 25)
    diamond: tuple[Number, Number] = (48, 38)
    connector: tuple[Number, Number] = (24, 26)
    head: tuple[Number, Number] = (8, Decimal("6.4"))
    gap: Number = 10
    strip: Number = 46

    def scaled(self, factor: Decimal) -> "Sizes":
        """The same measures in another unit."""

        def pair(size: tuple[Number, Number]) -> tuple[Number, Number]:
            return (size[0] * factor, size[1] * factor)

        return Sizes(
            box=pair(self.box),
            diamond=pair(self.diamond),
            connector=pair(self.connector),
            head=pair(self.head),
            gap=self.gap * factor,
            strip=self.strip * factor,
        )


PIXELS = Sizes()
"""The measures of the screen."""


@dataclass(frozen=True)
class Symbol:
    """A symbol by its centre. `lead` marks the lead of a step that several lanes share.

    A connector bears a letter and belongs to the step that its arrow comes from.
    """

    kind: Kind
    step: int
    lane: int
    x: Decimal
    y: Decimal
    w: Decimal
    h: Decimal
    lead: bool = False
    letter: str = ""
    page: int = 0

    @property
    def left(self) -> Decimal:
        return self.x - self.w / 2

    @property
    def right(self) -> Decimal:
        return self.x + self.w / 2

    @property
    def top(self) -> Decimal:
        return self.y - self.h / 2

    @property
    def bottom(self) -> Decimal:
        return self.y + self.h / 2

    @property
    def outline(self) -> tuple[Point, ...]:
        """The corners of a diamond, a connector or a box, from the top left on."""
        if self.kind is Kind.DIAMOND:
            return (
                (self.x, self.top),
                (self.right, self.y),
                (self.x, self.bottom),
                (self.left, self.y),
            )
        upper = ((self.left, self.top), (self.right, self.top))
        if self.kind is Kind.CONNECTOR:
            shoulder = self.y + self.h / 10
            tip = ((self.right, shoulder), (self.x, self.bottom), (self.left, shoulder))
            return (*upper, *tip)
        return (*upper, (self.right, self.bottom), (self.left, self.bottom))


@dataclass(frozen=True)
class Arrow:
    """Straight pieces from symbol to symbol; the tip is the last point.

    `head` is the triangle to fill, its tip first. `label` stands at `label_at`, which is
    its base line: it begins there, or ends there if `label_ends`.
    """

    points: tuple[Point, ...]
    head: tuple[Point, Point, Point]
    from_step: int
    to_step: int
    kind: Way
    label: str = ""
    label_at: Point | None = None
    label_ends: bool = False
    page: int = 0


@dataclass(frozen=True)
class Link:
    """The dashed line between the boxes of a shared step."""

    points: tuple[Point, Point]
    step: int
    page: int = 0


@dataclass(frozen=True)
class Drawing:
    """All that is drawn over the lanes; arrows first, symbols over them."""

    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    links: tuple[Link, ...]

    def on_page(self, page: int) -> "Drawing":
        """The part that belongs to one page."""
        return Drawing(
            tuple(s for s in self.symbols if s.page == page),
            tuple(a for a in self.arrows if a.page == page),
            tuple(link for link in self.links if link.page == page),
        )


@dataclass(frozen=True)
class FlowStep:
    """What of a step the drawing shows; lanes by their place from 0.

    `ways` are the arrows that leave it: why, where to, and the printed label.
    """

    number: int
    lead: int
    joined: tuple[int, ...]
    ways: tuple[tuple[Way, int, str], ...]

    @property
    def decides(self) -> bool:
        return any(way is not Way.NEXT for way, _, _ in self.ways)


def flow_of(procedure: Procedure) -> tuple[FlowStep, ...]:
    """The steps of a procedure with the arrows that leave them."""
    place = {lane.key: number for number, lane in enumerate(procedure.lanes)}
    return tuple(
        FlowStep(
            step.number,
            place[step.lead],
            tuple(place[key] for key in step.joined),
            tuple(_ways(procedure, step.number)),
        )
        for step in procedure.steps
    )


def layout(
    procedure: Procedure,
    lane_centres: Sequence[Number],
    rows: Sequence[RowBox],
    sizes: Sizes = PIXELS,
) -> Drawing:
    """The drawing of a sound procedure: one row box a step, one centre a lane.

    Raises:
        ValueError: rows or lanes are not as many as the procedure has. That is a bug.
    """
    if len(rows) != len(procedure.steps) or len(lane_centres) != len(procedure.lanes):
        raise ValueError(len(rows), len(lane_centres))
    return layout_flow(flow_of(procedure), lane_centres, rows, sizes)


def layout_flow(
    flow: Sequence[FlowStep],
    lane_centres: Sequence[Number],
    rows: Sequence[RowBox],
    sizes: Sizes = PIXELS,
) -> Drawing:
    """As `layout`, for steps that are not a whole procedure."""
    sheet = _Sheet(tuple(Decimal(x) for x in lane_centres), sizes)
    links: list[Link] = []
    for step, row in zip(flow, rows, strict=True):
        ends = step is flow[0] or not step.ways
        boxes = tuple(_symbols_of(step, row, sheet, capsule=ends))
        sheet.symbols.extend(boxes)
        ordered = sorted(boxes, key=lambda symbol: symbol.lane)
        links.extend(
            Link(((a.right, a.y), (b.left, b.y)), step.number, row.page)
            for a, b in pairwise(ordered)
        )
    strips = _Strips(rows, sizes)
    arrows = [
        arrow
        for step in flow
        for way, target, label in step.ways
        for arrow in _arrows(sheet, strips, _Way(step, way, target, label))
    ]
    return Drawing(tuple(sheet.symbols), tuple(arrows), tuple(links))


def _ways(procedure: Procedure, number: int) -> Iterator[tuple[Way, int, str]]:
    decision = procedure.step(number).decision
    if decision is not None:
        yield (Way.YES, decision.yes_to, decision.yes)
        yield (Way.NO, decision.no_to, decision.no)
        return
    onward = procedure.onward(number)
    if onward is not None:
        yield (Way.NEXT, onward, "")


@dataclass
class _Sheet:
    """What is drawn so far, asked for what stands in the way."""

    centres: tuple[Decimal, ...]
    sizes: Sizes
    symbols: list[Symbol] = field(default_factory=list)

    def of(self, step: int) -> list[Symbol]:
        """The symbols of a step, its lead first."""
        return [s for s in self.symbols if s.step == step and s.kind is not Kind.CONNECTOR]

    def beside(self, x: Decimal, *, left: bool = False) -> Decimal:
        """The vertical just beside the symbols whose centre is `x`, inside their lane."""
        away = Decimal(self.sizes.box[0]) / 2 + Decimal(self.sizes.gap)
        return x - away if left else x + away

    def way_up(self, start: Symbol, end: Symbol) -> Decimal:
        """The nearest free vertical to the right of `start` on which to go up to `end`."""
        near = [self.beside(x) for x in (start.x, *self.centres)]
        free = (x for x in near if x > start.right and not self.blocked_down(x, start, end))
        return next(free, near[0])

    def blocked_down(self, x: Decimal, start: Symbol, end: Symbol) -> bool:
        """Does a symbol stand on the vertical at `x` between the two?"""
        low, high = sorted((start.y, end.y))
        return any(
            s.page == end.page and low < s.y < high and s.left <= x <= s.right for s in self.symbols
        )

    def blocked_across(self, start: Symbol, x: Decimal) -> bool:
        """Does a symbol stand on the horizontal from `start` to `x`?"""
        low, high = sorted((start.x, x))
        return any(
            s.page == start.page and s.y == start.y and low < s.right and s.left < high
            for s in self.symbols
            if s is not start
        )


class _Strips:
    """The bands for connectors, and the letters that were given out."""

    def __init__(self, rows: Sequence[RowBox], sizes: Sizes) -> None:
        self._half = Decimal(sizes.strip) / 2
        self._tops: dict[int, Decimal] = {}
        self._ends: dict[int, Decimal] = {}
        for row in rows:
            self._tops.setdefault(row.page, Decimal(row.top))
            self._ends[row.page] = Decimal(row.top) + Decimal(row.height)
        self._letters = (
            "".join(letters) for n in count(1) for letters in product(ascii_uppercase, repeat=n)
        )

    def below(self, page: int) -> Decimal:
        return self._ends[page] + self._half

    def above(self, page: int) -> Decimal:
        return self._tops[page] - self._half

    def letter(self) -> str:
        return next(self._letters)


@dataclass(frozen=True)
class _Way:
    source: FlowStep
    way: Way
    target: int
    label: str


def _symbols_of(step: FlowStep, row: RowBox, sheet: _Sheet, *, capsule: bool) -> Iterator[Symbol]:
    centre = Decimal(row.top) + Decimal(row.height) / 2
    kind = Kind.CAPSULE if capsule else Kind.BOX
    for lane in (step.lead, *step.joined):
        leads = lane == step.lead
        here = Kind.DIAMOND if leads and step.decides else kind
        w, h = sheet.sizes.diamond if here is Kind.DIAMOND else sheet.sizes.box
        yield Symbol(
            here,
            step.number,
            lane,
            sheet.centres[lane],
            centre,
            Decimal(w),
            Decimal(h),
            lead=leads and bool(step.joined),
            page=row.page,
        )


def _arrows(sheet: _Sheet, strips: _Strips, way: _Way) -> Iterator[Arrow]:
    """One arrow, or two with a connector between them where the pages differ."""
    source = sheet.of(way.source.number)[0]
    target = _entered(sheet.of(way.target), source)
    if source.page == target.page:
        yield _arrow(sheet, source, target, way)
        return
    letter = strips.letter()
    onward = source.page < target.page
    leaving = _connector(sheet, source, letter)
    leaving = replace(leaving, y=(strips.below if onward else strips.above)(source.page))
    arriving = replace(_connector(sheet, target, letter), step=source.step)
    arriving = replace(arriving, y=(strips.above if onward else strips.below)(target.page))
    for start, end, part in (
        (source, _beside(sheet, leaving), way),
        (_beside(sheet, arriving), target, replace(way, label="")),
    ):
        sheet.symbols.append(end if end.kind is Kind.CONNECTOR else start)
        yield _arrow(sheet, start, end, part)


def _entered(symbols: Sequence[Symbol], source: Symbol) -> Symbol:
    """The lead's symbol, or the one of a joined lane that stands right under the source."""
    return next((s for s in symbols if s.lane == source.lane), symbols[0])


def _connector(sheet: _Sheet, near: Symbol, letter: str) -> Symbol:
    w, h = sheet.sizes.connector
    return replace(near, kind=Kind.CONNECTOR, w=Decimal(w), h=Decimal(h), lead=False, letter=letter)


def _beside(sheet: _Sheet, connector: Symbol) -> Symbol:
    """The connector, moved right past those that already stand in its place."""
    step = connector.w + Decimal(sheet.sizes.gap) / 2
    taken = {(s.x, s.y, s.page) for s in sheet.symbols if s.kind is Kind.CONNECTOR}
    while (connector.x, connector.y, connector.page) in taken:
        connector = replace(connector, x=connector.x + step)
    return connector


def _arrow(sheet: _Sheet, source: Symbol, target: Symbol, way: _Way) -> Arrow:
    back = target.y < source.y
    if back:
        points = _up(sheet, source, target)
    elif way.way is Way.YES and source.kind is Kind.DIAMOND:
        points = _down_from_bottom(sheet, source, target)
    else:
        points = _down(sheet, source, target)
    label_at, ends = _label_place(sheet, points, back=back)
    return Arrow(
        points=points,
        head=_head(points[-2], points[-1], sheet.sizes),
        from_step=way.source.number,
        to_step=way.target,
        kind=way.way,
        label=way.label,
        label_at=label_at if way.label else None,
        label_ends=ends,
        page=source.page,
    )


def _down(sheet: _Sheet, source: Symbol, target: Symbol) -> tuple[Point, ...]:
    if source.x == target.x or sheet.blocked_across(source, target.x):
        return _down_from_bottom(sheet, source, target)
    side = source.right if target.x > source.x else source.left
    if not sheet.blocked_down(target.x, source, target):
        return ((side, source.y), (target.x, source.y), (target.x, target.top))
    aside = sheet.beside(target.x, left=target.x > source.x)
    enter = target.top - Decimal(sheet.sizes.gap)
    return (
        (side, source.y),
        (aside, source.y),
        (aside, enter),
        (target.x, enter),
        (target.x, target.top),
    )


def _down_from_bottom(sheet: _Sheet, source: Symbol, target: Symbol) -> tuple[Point, ...]:
    gap = Decimal(sheet.sizes.gap)
    clear = not sheet.blocked_down(target.x, source, target)
    if clear and source.x == target.x:
        return ((source.x, source.bottom), (target.x, target.top))
    leave = source.bottom + gap
    start = ((source.x, source.bottom), (source.x, leave))
    if clear:
        return (*start, (target.x, leave), (target.x, target.top))
    aside, enter = sheet.beside(target.x), target.top - gap
    return (
        *start,
        (aside, leave),
        (aside, enter),
        (target.x, enter),
        (target.x, target.top),
    )


def _up(sheet: _Sheet, source: Symbol, target: Symbol) -> tuple[Point, ...]:
    """Out of the right side, up, and into the bottom of the target."""
    gap = Decimal(sheet.sizes.gap)
    clear = (
        target.x > source.right
        and not sheet.blocked_across(source, target.x)
        and not sheet.blocked_down(target.x, source, target)
    )
    if clear:
        return ((source.right, source.y), (target.x, source.y), (target.x, target.bottom))
    aside = sheet.way_up(source, target)
    enter, into = target.bottom + gap, target.x + target.w / 4
    return (
        (source.right, source.y),
        (aside, source.y),
        (aside, enter),
        (into, enter),
        (into, target.bottom),
    )


def _label_place(sheet: _Sheet, points: Sequence[Point], *, back: bool) -> tuple[Point, bool]:
    """Where the label of an arrow stands, and whether it ends there.

    Ya: right of the way down. Tidak: over the way to the right, before its corner; under
    it, outside the diamond, where the corner is too near.
    """
    (x, y), (corner_x, corner_y) = points[0], points[1]
    gap = Decimal(sheet.sizes.gap)
    if not back:
        return (x + gap / 2, min(corner_y, y + gap) + gap / 10), False
    if corner_x - x > 3 * gap:
        return (corner_x - gap / 2, y - gap / 2), True
    return (x - gap * 6 / 5, y + gap * 7 / 4), False


def _head(before: Point, tip: Point, sizes: Sizes) -> tuple[Point, Point, Point]:
    """The triangle at the end of a line that comes from above or from below."""
    length, half = Decimal(sizes.head[0]), Decimal(sizes.head[1]) / 2
    base = tip[1] - length if tip[1] > before[1] else tip[1] + length
    return (tip, (tip[0] - half, base), (tip[0] + half, base))
