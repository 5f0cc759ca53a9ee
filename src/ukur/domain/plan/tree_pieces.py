"""The parts of a drawn tree before they have a place: how tall each is, and on which sheet.

A piece is a node with its words broken into lines. A branch takes rows of its own over all
columns, so boxes never meet; what does not fit on a sheet goes on to the next, where the nodes
above it come again in short.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, groupby

from ukur.domain.lettering import wrapped
from ukur.domain.plan.tree import (
    LEVEL_NAMES,
    Branch,
    CrossLink,
    Tree,
    TreeNode,
    branches,
)

HEADING, BODY, SMALL = 74, 80, 72
"""Sizes of the letters: the code of a node, its text, its indicators and the labels of links."""
LEADING = {HEADING: 92, BODY: 100, SMALL: 92}
"""From base line to base line."""
PAD = 44
"""Between a box and its words."""
GUTTER = 220
"""Between two columns."""
GAP = 70
"""Between two branches."""
SLOT_STEP = 80
"""Between two links that leave one box."""
LANE = 60
"""Between two verticals of links."""
MOST_LANES = 8
CONTINUED = "(lanjutan)"
STUB_LINES = 2

Row = tuple[str, int, bool]
"""A line of words, the size of its letters, and whether it is bold."""


@dataclass(frozen=True)
class Grid:
    """The columns of a tree on a sheet, and its links by the nodes that they touch."""

    levels: tuple[str, ...]
    column: int
    codes: frozenset[str]
    links: tuple[CrossLink, ...]

    def left(self, level: str) -> int:
        return self.levels.index(level) * (self.column + GUTTER)

    @property
    def right(self) -> int:
        """The right edge of the last column."""
        return self.left(self.levels[-1]) + self.column

    def crosses(self, link: CrossLink) -> bool:
        """Whether both ends are nodes of the tree, so that a line is drawn."""
        return {link.from_code, link.to_code} <= self.codes and link.from_code != link.to_code


def grid_of(tree: Tree, width: int) -> Grid:
    """The columns of the levels that are there, with room for links on the right."""
    grid = Grid(tree.levels, 0, frozenset(node.code for node in tree.nodes), tree.links)
    crossing = sum(map(grid.crosses, tree.links))
    lanes = (min(crossing, MOST_LANES) + 1) * LANE if crossing else 0
    columns = len(tree.levels)
    return replace(grid, column=(width - lanes - (columns - 1) * GUTTER) // columns)


@dataclass(frozen=True)
class Slot:
    """Room below a branch for one end of a link: its label, and the line under it."""

    link: CrossLink
    is_source: bool
    label: tuple[str, ...]

    @property
    def height(self) -> int:
        return len(self.label) * LEADING[SMALL] + GAP


@dataclass(frozen=True)
class Piece:
    """A node as it stands on one sheet; `rows` are its words from the top of its box.

    `is_stub`: the node came before. `goes_back`: its connector arrives from the sheet before;
    `goes_on`: it leaves for the next one. `key` is the same on all its sheets.
    """

    key: int
    node: TreeNode
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, ...], ...] = ()
    slots: tuple[Slot, ...] = ()
    children: tuple["Piece", ...] = ()
    is_stub: bool = False
    goes_back: bool = False
    goes_on: bool = False

    @cached_property
    def box_height(self) -> int:
        return _height_of(self.rows)

    @property
    def own_height(self) -> int:
        """The box with the dashed boxes under it."""
        return self.box_height + sum(note_height(note) + GAP for note in self.notes)

    @property
    def indent(self) -> int:
        """How far the dashed boxes stand in, so that links pass on their left."""
        return len(self.slots) * SLOT_STEP + PAD if self.slots else 0

    @property
    def below(self) -> int:
        """Room for the ends of links, under the box and all that hangs on it."""
        return sum(slot.height for slot in self.slots)

    @cached_property
    def extent(self) -> int:
        """All the height that the branch takes, over all columns."""
        return max(self.own_height, stacked(self.children)) + self.below

    def walk(self) -> Iterator["Piece"]:
        """The piece and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def stacked(pieces: Sequence[Piece]) -> int:
    """The height of branches one below the other."""
    return sum(piece.extent for piece in pieces) + GAP * max(0, len(pieces) - 1)


def note_height(note: Sequence[str]) -> int:
    """The height of a dashed box."""
    return 2 * PAD + len(note) * LEADING[SMALL]


def _height_of(rows: Iterable[Row]) -> int:
    return 2 * PAD + sum(LEADING[size] for _text, size, _bold in rows)


# --- from nodes to pieces ---------------------------------------------------------------


def pieces_of(tree: Tree, grid: Grid, most: int) -> tuple[Piece, ...]:
    """The roots with all that hangs on them; no box is taller than `most`."""
    keys = count()
    return tuple(
        part
        for branch in branches(tree)
        for part in _fitting(_piece(branch, grid, most, keys), most, keys)
    )


def _piece(branch: Branch, grid: Grid, most: int, keys: Iterator[int]) -> Piece:
    node = branch.node
    slots = tuple(_slots(node, grid))
    bare = Piece(next(keys), node, _rows(node, grid.column - 2 * PAD), slots=slots)
    return replace(
        bare,
        notes=tuple(
            wrapped(_note(link), SMALL, grid.column - bare.indent - 2 * PAD)
            for link in grid.links
            if link.from_code == node.code and not grid.crosses(link)
        ),
        children=tuple(
            part
            for child in branch.children
            for part in _fitting(_piece(child, grid, most, keys), most, keys)
        ),
    )


def _note(link: CrossLink) -> str:
    return f"Lintas: {link.to_agency or link.to_code}. {link.text}"


def _rows(node: TreeNode, room: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    heading = f"{LEVEL_NAMES[node.level]} {node.code}"
    rows += [(line, HEADING, True) for line in wrapped(heading, HEADING, room, bold=True)]
    rows += [(line, BODY, False) for line in wrapped(node.text, BODY, room)]
    for indicator in node.indicators:
        target = f": {indicator.target}" if indicator.target else ""
        said = f"• {indicator.code} {indicator.name}{target}"
        rows += [(line, SMALL, False) for line in wrapped(said, SMALL, room)]
    return tuple(rows)


def _slots(node: TreeNode, grid: Grid) -> Iterator[Slot]:
    for link in grid.links:
        if not grid.crosses(link) or node.code not in (link.from_code, link.to_code):
            continue
        is_source = link.from_code == node.code
        said = f"ke {link.to_code}: {link.text}" if is_source else f"dari {link.from_code}"
        room = grid.right - grid.left(node.level) - grid.column // 2
        yield Slot(link, is_source, wrapped(said, SMALL, room))


def _fitting(piece: Piece, most: int, keys: Iterator[int]) -> Iterator[Piece]:
    """The piece, or where its box is taller than a sheet the parts of it, one below the other."""
    spare = most - (piece.own_height - piece.box_height) - piece.below
    if piece.box_height <= spare:
        yield piece
        return
    first, rest = _cut(piece.rows, max(spare, most // 2))
    yield replace(piece, rows=first)
    heading = (f"{LEVEL_NAMES[piece.node.level]} {piece.node.code} {CONTINUED}", HEADING, True)
    while rest:
        part, rest = _cut((heading, *rest), most)
        yield Piece(next(keys), piece.node, part, is_stub=True)


def _cut(rows: tuple[Row, ...], most: int) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """As many rows as fit, and the others; two at least, so that it comes to an end."""
    fits = [number for number in range(2, len(rows) + 1) if _height_of(rows[:number]) <= most]
    number = max(fits, default=2)
    return rows[:number], rows[number:]


# --- from pieces to sheets --------------------------------------------------------------

Path = tuple[Piece, ...]
"""A piece that nothing hangs on, with all that it hangs on before it."""


def parts_of(roots: Sequence[Piece], most: int) -> list[tuple[Piece, ...]]:
    """The tree in parts that are each at most `most` tall, leaf by leaf."""
    if stacked(roots) <= most:
        return [tuple(roots)]
    parts: list[list[Path]] = []
    seen: set[int] = set()
    for path in _paths(roots):
        if parts and stacked(_merged([*parts[-1], path], seen)) <= most:
            parts[-1].append(path)
            continue
        if parts:
            seen |= _keys(parts[-1])
        parts.append([path])
    return [_shown(place, parts) for place in range(len(parts))]


def _paths(pieces: Sequence[Piece]) -> Iterator[Path]:
    for piece in pieces:
        if not piece.children:
            yield (piece,)
        for path in _paths(piece.children):
            yield (piece, *path)


def _keys(paths: Iterable[Path]) -> set[int]:
    return {piece.key for path in paths for piece in path}


def _shown(place: int, parts: Sequence[Sequence[Path]]) -> tuple[Piece, ...]:
    seen = {key for part in parts[:place] for key in _keys(part)}
    later = {key for part in parts[place + 1 :] for key in _keys(part)}
    return _merged(parts[place], seen, later)


def _merged(
    paths: Sequence[Path], seen: set[int], later: set[int] | None = None
) -> tuple[Piece, ...]:
    """The paths as a tree again; what was seen on an earlier sheet comes in short."""
    pieces = []
    for _key, group in groupby(paths, key=lambda path: path[0].key):
        same = list(group)
        piece = same[0][0]
        inner = _merged([path[1:] for path in same if path[1:]], seen, later)
        shown = replace(piece, children=inner, goes_on=piece.key in (later or ()))
        pieces.append(_stub(shown) if piece.key in seen else shown)
    return tuple(pieces)


def _stub(piece: Piece) -> Piece:
    """The node once more on a further sheet: its code and the beginning of its text."""
    heading = [row for row in piece.rows if row[1] == HEADING]
    body = [row for row in piece.rows if row[1] == BODY]
    rows = (*heading, *body[:STUB_LINES], (CONTINUED, SMALL, False))
    return replace(piece, rows=rows, notes=(), slots=(), is_stub=True, goes_back=True)
