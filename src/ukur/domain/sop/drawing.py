"""The flow of an SOP as shapes: symbols, arrows, dashed links and page connectors.

One rule for paper and screen. The caller lays the words out first and says where the
rows and the lanes are; this module says what is drawn over them, in the same units.

    lane 1      lane 2      lane 3         an arrow leaves the side and enters the top;
   (start )--.                             straight down, it leaves the bottom;
             v                             Ya leaves the bottom of the diamond, Tidak its
           [ box ]=====[ box ]             right side, up into the bottom of the step
             |                             that it returns to

What stands in the way is gone round: see `ukur.domain.sop.routing`.

Source: SOP form, column Pelaksana; the five symbols of SOP-AP.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count, pairwise, product
from string import ascii_uppercase

from ukur.domain.sop.model import Procedure
from ukur.domain.sop.routing import Ground, label_place
from ukur.domain.sop.shapes import (
    PIXELS,
    Arrow,
    Drawing,
    Kind,
    Link,
    Number,
    Point,
    RowBox,
    Sizes,
    Symbol,
    Way,
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
        return any(way in (Way.YES, Way.NO) for way, _, _ in self.ways)


def flow_of(procedure: Procedure, aside: Sequence[tuple[int, int]] = ()) -> tuple[FlowStep, ...]:
    """The steps of a procedure with the arrows that leave them.

    `aside` are returns that were taken: those for which the form has no arrow get one too.
    """
    place = {lane.key: number for number, lane in enumerate(procedure.lanes)}
    return tuple(
        FlowStep(
            step.number,
            place[step.lead],
            tuple(place[key] for key in step.joined),
            tuple(_ways(procedure, step.number, aside)),
        )
        for step in procedure.steps
    )


def layout(
    procedure: Procedure,
    lane_centres: Sequence[Number],
    rows: Sequence[RowBox],
    sizes: Sizes = PIXELS,
    aside: Sequence[tuple[int, int]] = (),
) -> Drawing:
    """The drawing of a sound procedure: one row box a step, one centre a lane.

    Raises:
        ValueError: rows or lanes are not as many as the procedure has. That is a bug.
    """
    if len(rows) != len(procedure.steps) or len(lane_centres) != len(procedure.lanes):
        raise ValueError(len(rows), len(lane_centres))
    return layout_flow(flow_of(procedure, aside), lane_centres, rows, sizes)


def layout_flow(
    flow: Sequence[FlowStep],
    lane_centres: Sequence[Number],
    rows: Sequence[RowBox],
    sizes: Sizes = PIXELS,
) -> Drawing:
    """As `layout`, for steps that are not a whole procedure."""
    sheet = _Sheet(tuple(Decimal(x) for x in lane_centres), sizes, rows)
    for step, row in zip(flow, rows, strict=True):
        sheet.put(
            step, row, capsule=step is flow[0] or not any(w[0] is not Way.ASIDE for w in step.ways)
        )
    legs = [
        leg
        for step in flow
        for way, target, label in step.ways
        for leg in sheet.legs(_Way(step.number, way, target, label))
    ]
    grounds = {
        page: Ground(
            sheet.centres,
            sizes,
            [s for s in sheet.symbols if s.page == page],
            [link for link in sheet.links if link.page == page],
        )
        for page in {row.page for row in rows}
    }
    # Onward before back, near before far: what the form draws straight is drawn straight.
    found = {leg: _routed(leg, grounds[leg.source.page]) for leg in sorted(legs, key=_turn)}
    arrows: list[Arrow] = []
    for leg in legs:
        arrows.append(_labelled(found[leg], grounds[leg.source.page], arrows))
    return Drawing(tuple(sheet.symbols), tuple(arrows), tuple(sheet.links))


def _ways(
    procedure: Procedure, number: int, aside: Sequence[tuple[int, int]]
) -> Iterator[tuple[Way, int, str]]:
    decision = procedure.step(number).decision
    drawn = None
    if decision is not None:
        yield (Way.YES, decision.yes_to, decision.yes)
        yield (Way.NO, decision.no_to, decision.no)
        drawn = decision.no_to
    else:
        onward = procedure.onward(number)
        if onward is not None:
            yield (Way.NEXT, onward, "")
    for source, target in sorted(set(aside)):
        if source == number and target != drawn:
            yield (Way.ASIDE, target, "")


@dataclass(frozen=True)
class _Way:
    source: int
    way: Way
    target: int
    label: str


@dataclass(frozen=True)
class _Leg:
    """An arrow between two symbols of one page, to be routed."""

    source: Symbol
    target: Symbol
    way: _Way


class _Sheet:
    """The symbols and links of all pages, and the connectors between them."""

    def __init__(self, centres: tuple[Decimal, ...], sizes: Sizes, rows: Sequence[RowBox]) -> None:
        self.centres, self.sizes = centres, sizes
        self.symbols: list[Symbol] = []
        self.links: list[Link] = []
        self._of: dict[int, list[Symbol]] = {}
        self._half = Decimal(sizes.strip) / 2
        self._tops: dict[int, Decimal] = {}
        self._ends: dict[int, Decimal] = {}
        for row in rows:
            self._tops.setdefault(row.page, Decimal(row.top))
            self._ends[row.page] = Decimal(row.top) + Decimal(row.height)
        self._letters = (
            "".join(letters) for n in count(1) for letters in product(ascii_uppercase, repeat=n)
        )

    def put(self, step: FlowStep, row: RowBox, *, capsule: bool) -> None:
        """The symbols of a step, its lead first, with the links between them."""
        boxes = list(_symbols_of(step, row, self, capsule=capsule))
        self.symbols.extend(boxes)
        self._of[step.number] = boxes
        ordered = sorted(boxes, key=lambda symbol: symbol.lane)
        self.links.extend(
            Link(((a.right, a.y), (b.left, b.y)), step.number, row.page)
            for a, b in pairwise(ordered)
        )

    def legs(self, way: _Way) -> Iterator[_Leg]:
        """One arrow, or two with a connector between them where the pages differ."""
        source = self._of[way.source][0]
        entered = self._of[way.target]
        # The lead's symbol, or the one of a joined lane that stands right under the source.
        target = next((s for s in entered if s.lane == source.lane), entered[0])
        if source.page == target.page:
            yield _Leg(source, target, way)
            return
        letter = next(self._letters)
        onward = source.page < target.page
        leaving = self._connector(source, letter, below=onward)
        arriving = self._connector(replace(target, step=source.step), letter, below=not onward)
        yield _Leg(source, leaving, way)
        yield _Leg(arriving, target, replace(way, label=""))

    def _connector(self, near: Symbol, letter: str, *, below: bool) -> Symbol:
        """A connector in the band of the page, in the lane or in the nearest free place."""
        w, h = (Decimal(size) for size in self.sizes.connector)
        y = self._ends[near.page] + self._half if below else self._tops[near.page] - self._half
        stride = w + Decimal(self.sizes.gap) / 2
        taken = [
            s.x
            for s in self.symbols
            if s.kind is Kind.CONNECTOR and (s.y, s.page) == (y, near.page)
        ]
        inside = Decimal(self.sizes.box[0]) / 2 + Decimal(self.sizes.gap) - w / 2
        low, high = min(self.centres) - inside, max(self.centres) + inside
        places = (near.x + sign * n * stride for n in range(99) for sign in (1, -1))
        free = (
            x
            for x in places
            if low <= x <= high and all(abs(x - other) >= stride for other in taken)
        )
        made = replace(
            near,
            kind=Kind.CONNECTOR,
            x=next(free, near.x),
            y=y,
            w=w,
            h=h,
            lead=False,
            letter=letter,
        )
        self.symbols.append(made)
        return made


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


def _turn(leg: _Leg) -> tuple[bool, Decimal]:
    return leg.target.y <= leg.source.y, abs(leg.target.y - leg.source.y)


def _routed(leg: _Leg, ground: Ground) -> Arrow:
    points = ground.way(leg.source, leg.target, leg.way.way)
    return Arrow(
        points=points,
        head=_head(points[-2], points[-1], ground.sizes),
        from_step=leg.way.source,
        to_step=leg.way.target,
        kind=leg.way.way,
        label=leg.way.label,
        page=leg.source.page,
    )


def _labelled(arrow: Arrow, ground: Ground, others: Sequence[Arrow]) -> Arrow:
    if not arrow.label:
        return arrow
    here = [other for other in others if other.page == arrow.page]
    at, ends = label_place(ground, arrow, here, ground.sizes.width(arrow.label))
    return replace(arrow, label_at=at, label_ends=ends)


def _head(before: Point, tip: Point, sizes: Sizes) -> tuple[Point, Point, Point]:
    """The triangle at the end of a line that comes from above or from below."""
    length, half = Decimal(sizes.head[0]), Decimal(sizes.head[1]) / 2
    base = tip[1] - length if tip[1] > before[1] else tip[1] + length
    return (tip, (tip[0] - half, base), (tip[0] + half, base))
