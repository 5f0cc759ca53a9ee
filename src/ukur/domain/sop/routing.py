"""The way of an arrow over the lanes: the shortest that meets nothing it need not meet.

Every way is of one kind: out of the source, along a level, along one vertical, along a level,
into the target. Some of the five pieces may fall away; what is left with none but the first,
the vertical and the last is the arrow of the form:

    (source)---.            exit: side, bottom or top, by the kind of the arrow
               |            vertical: in the middle of a lane, or beside its symbols
           [ target ]       entry: the top, or the bottom of what is returned to

No way through a symbol is taken. Running on another arrow is dear, unless both go to the same
symbol, crossing one is less so; then the length and the bends decide.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import inf

from ukur.domain.sop.shapes import Arrow, Kind, Link, Point, Sizes, Symbol, Way

_BEND, _CROSSING, _RUNNING_ON = 12, 40, 300
_NEAR = Decimal("0.24")
"""Of the gap: two parallel lines that are nearer look like one."""
_MARGIN = Decimal("0.2")
"""Of the gap: what a line keeps from a symbol that is not its own."""
_LEVELS = (Decimal(1), Decimal("1.4"))
_STRIP_LEVELS = (Decimal("0.6"), Decimal("0.3"))
"""Of the gap: how far from a symbol, and from a connector in its narrow band, lines turn."""
_BESIDE = (Decimal(1), Decimal("0.7"))


Spot = tuple[float, float]
"""A point in floats: the search compares many, and gives back the exact numbers it was given."""
Spots = tuple[Spot, ...]
_Found = tuple[float, float, Spots]


_Piece = tuple[float, float, float, Symbol | None]
"""A straight piece that is drawn: where it lies, from, to, and what its arrow leads to.

An upright one lies at its x and goes from y to y, a level one the other way round. A link leads
to nothing.
"""


@dataclass(frozen=True)
class _Door:
    """A place where an arrow can leave or enter a symbol, which way, and how much it is liked."""

    point: Spot
    across: bool
    sign: int
    cost: int = 0


@dataclass
class Ground:
    """A page with what is drawn on it so far."""

    centres: Sequence[Decimal]
    sizes: Sizes
    symbols: Sequence[Symbol]
    links: Sequence[Link]
    uprights: list[_Piece] = field(default_factory=list)
    levels: list[_Piece] = field(default_factory=list)
    _exact: dict[float, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.gap = Decimal(self.sizes.gap)
        self._unit = float(self.gap) / 10
        for link in self.links:
            self._keep([self._spot(point) for point in link.points], None)
        margin = self.gap * _MARGIN
        self._frames = [
            (
                s,
                float(s.left - margin),
                float(s.right + margin),
                float(s.top - margin),
                float(s.bottom + margin),
            )
            for s in self.symbols
        ]

    def way(self, source: Symbol, target: Symbol, kind: Way) -> tuple[Point, ...]:
        """The points of an arrow between two symbols of the page; it is kept as drawn.

        Only where symbols stand on one another, as in a band with more connectors than places,
        no way is free; then it is the shortest.
        """
        best = self._best(source, target, kind, None, wide=False)
        if best is None or best[1] >= _RUNNING_ON:
            best = self._best(source, target, kind, best, wide=True)
        spots = best[2] if best else min(self._ways(source, target, kind, wide=False))[1]
        self._keep(spots, target)
        return tuple((self._exact[x], self._exact[y]) for x, y in spots)

    def _best(
        self, source: Symbol, target: Symbol, kind: Way, best: _Found | None, *, wide: bool
    ) -> _Found | None:
        """The best way with its own cost and that of what it meets; None if all are blocked."""
        for cost, spots in sorted(self._ways(source, target, kind, wide=wide)):
            most = inf if best is None else best[0] + best[1] - cost
            if most <= 0:
                break
            if self._blocked(spots, source, target):
                continue
            met = self._met(spots, target, most)
            if met < most:
                best = (cost, met, spots)
        return best

    def _ways(
        self, source: Symbol, target: Symbol, kind: Way, *, wide: bool
    ) -> Iterator[tuple[float, Spots]]:
        verticals = self._verticals(source, target, wide=wide)
        for leave in self._doors(_exits(source, target, kind)):
            outs = self._levels(source, leave, wide=wide)
            for enter in self._doors(_entries(source, target)):
                ins = self._levels(target, enter, wide=wide)
                liked = leave.cost + enter.cost
                for x in {*verticals, enter.point[0], self._number(source.x)}:
                    for spots in _along(leave, outs, x, ins, enter):
                        # Of two that are as long, the one that turns near the target.
                        length = (_length(spots) + abs(x - enter.point[0]) / 100) / self._unit
                        yield liked + length + _BEND * (len(spots) - 2), spots

    def _doors(self, doors: Iterable[tuple[Point, bool, int, int]]) -> list[_Door]:
        return [_Door(self._spot(at), across, sign, cost) for at, across, sign, cost in doors]

    def _levels(self, symbol: Symbol, door: _Door, *, wide: bool) -> list[float]:
        levels = _STRIP_LEVELS if symbol.kind is Kind.CONNECTOR else _LEVELS
        edge = self._exact[door.point[1]]
        return [self._number(edge + door.sign * self.gap * part) for part in levels[: 1 + wide]]

    def _verticals(self, source: Symbol, target: Symbol, *, wide: bool) -> list[float]:
        """Free strips beside the symbols of the lanes in question, or of all lanes."""
        half = Decimal(self.sizes.box[0]) / 2
        low, high = sorted((source.x, target.x))
        lanes = [x for x in self.centres if wide or low <= x <= high]
        return [
            self._number(x + sign * (half + self.gap * part))
            for x in lanes
            for sign in (1, -1)
            for part in _BESIDE[: 1 + wide]
        ]

    def _number(self, exact: Decimal) -> float:
        number = float(exact)
        self._exact[number] = exact
        return number

    def _spot(self, point: Point) -> Spot:
        return self._number(point[0]), self._number(point[1])

    def _blocked(self, spots: Spots, source: Symbol, target: Symbol) -> bool:
        """Does a symbol stand in the way, be it one that the arrow belongs to?"""
        last = len(spots) - 2
        for place, ((x1, y1), (x2, y2)) in enumerate(pairwise(spots)):
            left, right = (x1, x2) if x1 < x2 else (x2, x1)
            low, high = (y1, y2) if y1 < y2 else (y2, y1)
            for symbol, s_left, s_right, s_top, s_bottom in self._frames:
                if (
                    low < s_bottom
                    and s_top < high
                    and left < s_right
                    and s_left < right
                    and not (symbol is source and place == 0)
                    and not (symbol is target and place == last)
                ):
                    return True
        return False

    def _keep(self, spots: Sequence[Spot], into: Symbol | None) -> None:
        for (x1, y1), (x2, y2) in pairwise(spots):
            if x1 == x2:
                self.uprights.append((x1, min(y1, y2), max(y1, y2), into))
            else:
                self.levels.append((y1, min(x1, x2), max(x1, x2), into))

    def _met(self, spots: Spots, target: Symbol, most: float) -> float:
        """The cost of other arrows and links that are crossed or run along, counted to `most`."""
        found, near = 0.0, float(self.gap * _NEAR)
        for (x1, y1), (x2, y2) in pairwise(spots):
            if x1 == x2:
                at, low, high = x1, min(y1, y2), max(y1, y2)
                alike, others = self.uprights, self.levels
            else:
                at, low, high = y1, min(x1, x2), max(x1, x2)
                alike, others = self.levels, self.uprights
            for place, start, end, into in alike:
                if -near < place - at < near and start < high and low < end and into is not target:
                    shared = min(end, high) - max(start, low)
                    found += _RUNNING_ON + 3 * shared / self._unit
            for place, start, end, into in others:
                if low <= place <= high and start <= at <= end and into is not target:
                    found += _CROSSING
            if found >= most:
                break
        return found

    def lines_in(self, box: "Box") -> int:
        """How many pieces of arrows and links run through the box."""
        left, right, top, bottom = (float(edge) for edge in box)
        uprights = sum(
            left <= x <= right and y1 <= bottom and top <= y2 for x, y1, y2, _ in self.uprights
        )
        return uprights + sum(
            top <= y <= bottom and x1 <= right and left <= x2 for y, x1, x2, _ in self.levels
        )


def label_place(
    ground: Ground, arrow: Arrow, others: Sequence[Arrow], width: Decimal
) -> tuple[Point, bool]:
    """Where the base line of a label begins, or ends if the flag is set: the freest place.

    The usual places come first. Ya: right of the way down. Tidak: over the way to the right,
    before its corner.
    """
    gap, line = ground.gap, Decimal(ground.sizes.line)
    low, high = min(ground.centres) - gap * 3, max(ground.centres) + gap * 3
    taken = [
        _label_box((other.label_at, other.label_ends), ground.sizes.width(other.label), line)
        for other in others
        if other.label_at is not None
    ]
    best: tuple[Decimal, tuple[Point, bool]] | None = None
    for place in _label_places(arrow.points, gap, line):
        box = _label_box(place, width, line)
        met = (max(low - box[0], Decimal(0)) + max(box[1] - high, Decimal(0))) / gap
        met += sum(6 for other in taken if _boxes_meet(box, other))
        met += sum(4 for s in ground.symbols if _within(box, s))
        met += 2 * ground.lines_in(box)
        if best is None or met < best[0]:
            best = met, place
        if not met:
            break
    if best is None:
        raise RuntimeError("an arrow without a piece")
    return best[1]


def _label_places(
    points: tuple[Point, ...], gap: Decimal, line: Decimal
) -> Iterator[tuple[tuple[Decimal, Decimal], bool]]:
    for (x, y), (corner_x, corner_y) in pairwise(points):
        if x == corner_x:
            along = min(corner_y, y + gap) if corner_y > y else max(corner_y, y - gap)
            middle = (y + corner_y) / 2
            for base in (along + gap / 10, middle + line / 3):
                yield (x + gap / 2, base), False
                yield (x - gap / 2, base), True
        else:
            near = corner_x - gap / 2 if corner_x > x else corner_x + gap / 2
            yield (near, y - gap / 2), corner_x > x
            yield (near, y + line), corner_x > x
            start = x + gap / 2 if corner_x > x else x - gap / 2
            yield (start, y - gap / 2), corner_x < x
            yield (start, y + line), corner_x < x


Box = tuple[Decimal, Decimal, Decimal, Decimal]


def _label_box(place: tuple[Point, bool], width: Decimal, line: Decimal) -> Box:
    (x, base), ends = place
    left = x - width if ends else x
    return left, left + width, base - line * 3 / 4, base + line / 5


def _within(box: Box, symbol: Symbol) -> bool:
    """Does the box meet the symbol? Of a diamond the corners of its frame are free."""
    if not _boxes_meet(box, (symbol.left, symbol.right, symbol.top, symbol.bottom)):
        return False
    if symbol.kind is not Kind.DIAMOND:
        return True
    x = min(max(symbol.x, box[0]), box[1])
    y = min(max(symbol.y, box[2]), box[3])
    return 2 * abs(x - symbol.x) / symbol.w + 2 * abs(y - symbol.y) / symbol.h < 1


def _boxes_meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _exits(source: Symbol, target: Symbol, kind: Way) -> Iterator[tuple[Point, bool, int, int]]:
    """Where the arrow may leave, and the cost of what the form does not do."""
    right, left, bottom = 0, 0, 0
    if source.kind is Kind.CONNECTOR:
        if target.y < source.y:
            yield ((source.x, source.top), False, -1, 0)
            return
        right = left = 60
    elif kind is Way.YES:
        right = left = 80
    elif kind is Way.NO:
        left, bottom = 150, 120
    elif kind is Way.ASIDE:
        left, bottom = 20, 60
    elif source.x == target.x:
        right = left = 60
    else:
        bottom = 30
        right, left = (0, 60) if target.x > source.x else (60, 0)
    yield ((source.right, source.y), True, 1, right)
    yield ((source.left, source.y), True, -1, left)
    yield ((source.x, source.bottom), False, 1, bottom)


def _entries(source: Symbol, target: Symbol) -> Iterator[tuple[Point, bool, int, int]]:
    """Where the arrow may enter: from above, or from below what lies above the source."""
    if target.y > source.y:
        yield ((target.x, target.top), False, -1, 0)
        return
    yield ((target.x, target.bottom), False, 1, 0)
    if target.kind is not Kind.CONNECTOR:
        quarter = target.w / 4
        # A diamond is half as high at a quarter of its width.
        bottom = target.bottom - (target.h / 4 if target.kind is Kind.DIAMOND else 0)
        yield ((target.x + quarter, bottom), False, 1, 15)
        yield ((target.x - quarter, bottom), False, 1, 25)
        yield ((target.x, target.top), False, -1, 150)


def _along(
    leave: _Door, outs: Sequence[float], x: float, ins: Sequence[float], enter: _Door
) -> Iterator[Spots]:
    """The ways by the vertical at `x`, which turn at these levels."""
    (x1, y1), (x2, y2) = leave.point, enter.point
    for out in [y1] if leave.across or x == x1 else outs:
        for into in [y2] if x == x2 else ins:
            raw = (leave.point, (x1, out), (x, out), (x, into), (x2, into), enter.point)
            spots = _joined(raw)
            if spots is not None and _fits(spots, leave, enter):
                yield spots


def _fits(spots: Spots, leave: _Door, enter: _Door) -> bool:
    """Does the first piece lead out of the door and the last one into it?"""
    (x1, y1), (x2, y2) = spots[0], spots[1]
    step = x2 - x1 if leave.across else y2 - y1
    (x3, y3), (x4, y4) = spots[-2], spots[-1]
    return step * leave.sign > 0 and x3 == x4 and (y3 - y4) * enter.sign > 0


def _joined(raw: Sequence[Spot]) -> Spots | None:
    """Without repeated points and without corners that are none; None if it runs back on itself."""
    spots: list[Spot] = []
    for spot in raw:
        if spots and spots[-1] == spot:
            continue
        if len(spots) > 1:
            (x0, y0), (x1, y1), (x2, y2) = spots[-2], spots[-1], spot
            if x0 == x1 == x2 or y0 == y1 == y2:
                if (x1 - x0) * (x2 - x1) < 0 or (y1 - y0) * (y2 - y1) < 0:
                    return None
                spots.pop()
        spots.append(spot)
    return tuple(spots) if len(spots) > 1 else None


def _length(spots: Spots) -> float:
    return sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(spots))
