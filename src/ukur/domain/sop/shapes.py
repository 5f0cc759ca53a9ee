"""The shapes of a drawn SOP: symbols, arrows, dashed links, and their measures.

Source: SOP form, column Pelaksana; the five symbols of SOP-AP.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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
    ASIDE = "aside"
    """Taken, though the form has no arrow for it: a return to another step than the drawn one."""


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
    first row of a table that breaks over pages. `letter` and `line` are what a letter of a
    label surely takes.
    """

    box: tuple[Number, Number] = (40, 25)
    diamond: tuple[Number, Number] = (48, 38)
    connector: tuple[Number, Number] = (24, 26)
    head: tuple[Number, Number] = (8, Decimal("6.4"))
    gap: Number = 10
    strip: Number = 46
    letter: Number = Decimal("6.5")
    line: Number = 13

    def width(self, label: str) -> Decimal:
        """What a label surely takes on a line."""
        return Decimal(self.letter) * len(label)

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
            letter=self.letter * factor,
            line=self.line * factor,
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
