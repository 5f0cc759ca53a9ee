"""The tree of performance as shapes: boxes with their words, connectors, dashed links.

One rule for paper and screen. Levels are columns from left to right, so that a tree grows down
the sheet and over further sheets, not out of it:

    Sasaran         Program          Kegiatan
                    +---------+      +----------+
    +--------+   ,--| 1.02.01 |------| 2.01     |
    | S1     |---|  +---------+      +----------+
    | IKU-01 |   |
    +--------+   '--| 1.02.02 |      a branch has its rows for itself, over all columns;
        :                            a link leaves below its branch and goes up on the right
        :- - - what it gives - - - - - - - .

On a further sheet the nodes above come again in short, and pentagons with the same letter
stand where a connector leaves one sheet and enters the next. All measures are whole tenths of
a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, product
from string import ascii_uppercase

from ukur.domain.plan.tree import LEVEL_NAMES, CrossLink, Tree
from ukur.domain.plan.tree_pieces import (
    GAP,
    GUTTER,
    HEADING,
    LANE,
    LEADING,
    MOST_LANES,
    PAD,
    SLOT_STEP,
    SMALL,
    Grid,
    Piece,
    Slot,
    grid_of,
    note_height,
    parts_of,
    pieces_of,
    stacked,
)

Spot = tuple[int, int]

HEAD_BAND = 200
"""The band with the names of the columns."""
STRIP = 190
"""The band for pentagons, above and below what goes on from sheet to sheet."""
NO_END = 10**9
TAG = (110, 120)
ARROW = (70, 56)


@dataclass(frozen=True)
class Words:
    """A line of text; `y` is its base line."""

    x: int
    y: int
    text: str
    size: int
    bold: bool = False


@dataclass(frozen=True)
class Box:
    """A node, or with `dashed` another agency that a node works with."""

    code: str
    left: int
    top: int
    width: int
    height: int
    words: tuple[Words, ...]
    level: str = ""
    dashed: bool = False

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


@dataclass(frozen=True)
class Wire:
    """A connector from a node to one below it, or a piece that leads on to another sheet."""

    points: tuple[Spot, ...]


@dataclass(frozen=True)
class DashedLink:
    """A cross-cutting link; `head` is the triangle to fill, its tip first, or empty."""

    points: tuple[Spot, ...]
    head: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Tag:
    """A pentagon with the letter that its other half bears on another sheet."""

    outline: tuple[Spot, ...]
    letter: Words


@dataclass(frozen=True)
class TreeSheet:
    """One sheet, or the whole tree on a screen; `heads` are the names of the columns."""

    width: int
    height: int
    heads: tuple[Words, ...] = ()
    boxes: tuple[Box, ...] = ()
    wires: tuple[Wire, ...] = ()
    links: tuple[DashedLink, ...] = ()
    labels: tuple[Words, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class Room:
    """How much a sheet holds; without an end below on a screen."""

    width: int
    height: int = NO_END


def draw_tree(tree: Tree, room: Room) -> tuple[TreeSheet, ...]:
    """The tree on as many sheets as it takes; none for a tree without nodes."""
    if not tree.nodes:
        return ()
    grid = grid_of(tree, room.width)
    most = _most(room)
    letters = _Letters()
    sheets = []
    for part in parts_of(pieces_of(tree, grid, most), most):
        sheet = _Sheet(grid, letters)
        sheet.draw(part)
        sheets.append(sheet)
    ends = [(number, end) for number, sheet in enumerate(sheets) for end in sheet.ends]
    for link in tree.links:
        _join([(n, end) for n, end in ends if end.link is link], sheets, letters)
    return tuple(sheet.done(room) for sheet in sheets)


def takes_one(tree: Tree, room: Room) -> bool:
    """Whether the whole tree stands on one such sheet."""
    if not tree.nodes:
        return True
    most = _most(room)
    return stacked(pieces_of(tree, grid_of(tree, room.width), most)) <= most


def _most(room: Room) -> int:
    """The height for branches, between the two bands of pentagons."""
    return room.height - HEAD_BAND - 2 * STRIP


class _Letters:
    """The letters of the pentagons: one a connector, on both its sheets."""

    def __init__(self) -> None:
        self._free = ("".join(ls) for n in count(1) for ls in product(ascii_uppercase, repeat=n))
        self._going_on: dict[int, str] = {}

    def next(self) -> str:
        return next(self._free)

    def leaving(self, piece: Piece) -> str:
        """A new letter for the connector of a node that goes on."""
        self._going_on[piece.key] = self.next()
        return self._going_on[piece.key]

    def arriving(self, piece: Piece) -> str:
        """The letter under which that connector left the sheet before."""
        return self._going_on[piece.key]


@dataclass(frozen=True)
class _End:
    """Where a link touches a sheet: down from the box at `box_bottom`, to the line of its slot."""

    link: CrossLink
    is_source: bool
    x: int
    box_bottom: int
    line: int


class _Sheet:
    """A sheet while it is drawn."""

    def __init__(self, grid: Grid, letters: _Letters) -> None:
        self.grid, self._letters = grid, letters
        self._boxes: list[Box] = []
        self._wires: list[Wire] = []
        self._labels: list[Words] = []
        self._leaving: list[tuple[Piece, Box]] = []
        self._lanes: list[list[tuple[int, int]]] = []
        self.links: list[DashedLink] = []
        self.tags: list[Tag] = []
        self.ends: list[_End] = []
        self._bottom = HEAD_BAND

    def draw(self, part: Sequence[Piece]) -> None:
        """The boxes, their connectors, and the pentagons above and below."""
        arrives = any(piece.is_stub and piece.goes_back for top in part for piece in top.walk())
        top = HEAD_BAND + (STRIP if arrives else 0)
        for piece in part:
            self._place(piece, top)
            top += piece.extent + GAP
        self._bottom = top - GAP
        for piece, box in self._leaving:
            x = box.right + GUTTER // 2
            end = self._bottom + STRIP - TAG[1] - GAP // 2
            self._wires.append(Wire(((box.right, box.middle), (x, box.middle), (x, end))))
            self.tags.append(_tag(x, end, self._letters.leaving(piece)))

    def _place(self, piece: Piece, top: int) -> Box:
        body = piece.extent - piece.below
        inner = stacked(piece.children)
        at = top + (body - inner) // 2
        boxes = []
        for child in piece.children:
            boxes.append(self._place(child, at))
            at += child.extent + GAP
        wanted = top + (body - piece.own_height) // 2
        if boxes:
            wanted = (boxes[0].middle + boxes[-1].middle - piece.box_height) // 2
        box = self._box(piece, min(max(wanted, top), top + body - piece.own_height))
        self._wires += [_wire(box, child) for child in boxes]
        self._continue(piece, box)
        self._put_notes(piece, box)
        self._put_slots(piece, box, top + body)
        return box

    def _box(self, piece: Piece, top: int) -> Box:
        left, y = self.grid.left(piece.node.level), top + PAD
        words = []
        for text, size, bold in piece.rows:
            words.append(Words(left + PAD, y + size * 4 // 5, text, size, bold))
            y += LEADING[size]
        node = piece.node
        width, height = self.grid.column, piece.box_height
        box = Box(node.code, left, top, width, height, tuple(words), node.level)
        self._boxes.append(box)
        return box

    def _continue(self, piece: Piece, box: Box) -> None:
        x = box.right + GUTTER // 2
        if piece.is_stub and piece.goes_back:
            begin = HEAD_BAND + TAG[1]
            self.tags.append(_tag(x, HEAD_BAND, self._letters.arriving(piece)))
            self._wires.append(Wire(((x, begin), (x, box.middle), (box.right, box.middle))))
        if piece.goes_on:
            self._leaving.append((piece, box))

    def _put_notes(self, piece: Piece, box: Box) -> None:
        top = box.bottom + GAP
        for note in piece.notes:
            left = box.left + piece.indent
            words = tuple(
                Words(left + PAD, top + PAD + place * LEADING[SMALL] + SMALL * 4 // 5, line, SMALL)
                for place, line in enumerate(note)
            )
            width = self.grid.column - piece.indent
            self._boxes.append(Box("", left, top, width, note_height(note), words, dashed=True))
            self.links.append(DashedLink(((left + PAD, top - GAP), (left + PAD, top))))
            top += note_height(note) + GAP

    def _put_slots(self, piece: Piece, box: Box, top: int) -> None:
        for place, slot in enumerate(piece.slots):
            x = box.left + PAD + (len(piece.slots) - 1 - place) * SLOT_STEP
            line = top + slot.height
            self.ends.append(_End(slot.link, slot.is_source, x, box.bottom, line))
            self._put_label(slot, x, line)
            top = line

    def _put_label(self, slot: Slot, x: int, line: int) -> None:
        first = line - len(slot.label) * LEADING[SMALL]
        self._labels += [
            Words(x + PAD, first + place * LEADING[SMALL] + SMALL * 4 // 5, text, SMALL)
            for place, text in enumerate(slot.label)
        ]

    def lane(self, low: int, high: int) -> int:
        """The nearest vertical on the right that is free from `low` to `high`."""
        for place, taken in enumerate(self._lanes):
            if all(high < start or end < low for start, end in taken):
                taken.append((low, high))
                return self.grid.right + (place + 1) * LANE
        if len(self._lanes) == MOST_LANES:
            return self.grid.right + MOST_LANES * LANE
        self._lanes.append([(low, high)])
        return self.grid.right + len(self._lanes) * LANE

    def done(self, room: Room) -> TreeSheet:
        """All that was drawn."""
        end = self._bottom + (STRIP if self._leaving else PAD)
        heads = tuple(
            Words(self.grid.left(level), HEADING, LEVEL_NAMES[level], HEADING, bold=True)
            for level in self.grid.levels
        )
        return TreeSheet(
            room.width,
            end,
            heads,
            tuple(self._boxes),
            tuple(self._wires),
            tuple(self.links),
            tuple(self._labels),
            tuple(self.tags),
        )


def _wire(box: Box, child: Box) -> Wire:
    x = box.right + GUTTER // 2
    if box.middle == child.middle:
        return Wire(((box.right, box.middle), (child.left, child.middle)))
    corners = ((x, box.middle), (x, child.middle))
    return Wire(((box.right, box.middle), *corners, (child.left, child.middle)))


def _tag(x: int, top: int, letter: str) -> Tag:
    """A pentagon that points down, as on the form of an SOP."""
    width, height = TAG
    left, right, shoulder = x - width // 2, x + width // 2, top + height * 3 // 5
    outline = ((left, top), (right, top), (right, shoulder), (x, top + height), (left, shoulder))
    return Tag(outline, Words(x, top + height * 3 // 5, letter, SMALL))


def _join(ends: Sequence[tuple[int, _End]], sheets: Sequence[_Sheet], letters: _Letters) -> None:
    """Draw one link: on its sheet, or in two halves with a letter where its ends lie apart."""
    sources = [(number, end) for number, end in ends if end.is_source]
    targets = [(number, end) for number, end in ends if not end.is_source]
    for (here, source), (there, target) in zip(sources, targets, strict=True):
        sheet = sheets[here]
        if here == there:
            lane = sheet.lane(*sorted((source.line, target.line)))
            points = (*_out_to(source, lane), *reversed(_out_to(target, lane)))
            sheet.links.append(DashedLink(points, _head(target)))
            continue
        letter = letters.next()
        for number, end in ((here, source), (there, target)):
            other = sheets[number]
            x = other.grid.right + LANE
            points = _out_to(end, x - TAG[0] // 2)
            head = () if end.is_source else _head(end)
            other.links.append(DashedLink(points, head))
            other.tags.append(_tag(x, end.line - TAG[1] // 2, letter))


def _out_to(end: _End, x: int) -> tuple[Spot, Spot, Spot]:
    return ((end.x, end.box_bottom), (end.x, end.line), (x, end.line))


def _head(end: _End) -> tuple[Spot, ...]:
    length, half = ARROW[0], ARROW[1] // 2
    base = end.box_bottom + length
    return ((end.x, end.box_bottom), (end.x - half, base), (end.x + half, base))
