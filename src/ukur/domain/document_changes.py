"""What a document of measurement says, and what one version of it changed against another.

    difference(before, after)   cell by cell, passage by passage, proof by proof
    applied(before, difference) gives `after` again

A content lists its passages in the order of `Section`. Values are texts as the paper prints them:
two versions differ where a reader sees a difference.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest


class Part(StrEnum):
    """Which table a cell stands in."""

    LINE = "line"
    GOAL = "goal"
    BUDGET = "budget"


COLUMNS: Mapping[Part, tuple[str, ...]] = {
    Part.LINE: (
        "target",
        "realization",
        "achievement",
        "rating",
        "year_target",
        "year_achievement",
    ),
    Part.GOAL: ("mean", "rating"),
    Part.BUDGET: ("ceiling", "realized", "absorption"),
}
ENTERED = {"target", "realization", "year_target", "ceiling", "realized"}
"""Columns that a person can fill in; the others are always computed."""


class Section(StrEnum):
    """Where a passage of the document stands."""

    SUMMARY = "summary"
    """Made of the figures; its numbers change by themselves."""
    NARRATIVE = "narrative"
    CAUSE = "cause"
    FOLLOW_UP = "follow_up"
    OWNER = "owner"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, order=True)
class CellAt:
    """A cell: `row` is the code of an indicator, goal or program, "" for the sum of all."""

    part: Part
    row: str
    column: str


@dataclass(frozen=True)
class Passage:
    """A paragraph; `title` is what it is about, "" where the section says it."""

    section: Section
    title: str
    text: str


@dataclass(frozen=True, order=True)
class Proof:
    """A file that backs a figure, by the row it was kept in."""

    id: int
    line: str
    unit: str
    name: str


@dataclass(frozen=True)
class Content:
    """What one version of the document says."""

    cells: Mapping[CellAt, str] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    proofs: frozenset[Proof] = frozenset()


@dataclass(frozen=True)
class CellChange:
    """A cell that reads otherwise; None where one version has no such cell.

    `by_hand`: a person typed the new value; otherwise it follows from another one.
    """

    at: CellAt
    was: str | None
    now: str | None
    by_hand: bool = False


@dataclass(frozen=True)
class PassagePair:
    """A passage of both versions, or of one of them."""

    was: Passage | None
    now: Passage | None

    @property
    def is_changed(self) -> bool:
        return self.was != self.now

    @property
    def shown(self) -> Passage:
        """The newer one, or the one that fell away.

        Raises:
            ValueError: neither version has it. That is a bug.
        """
        passage = self.now or self.was
        if passage is None:
            raise ValueError("a pair of nothing")
        return passage


@dataclass(frozen=True)
class Difference:
    """What turns one content into another; `pairs` hold the passages that stayed, too."""

    cells: tuple[CellChange, ...] = ()
    pairs: tuple[PassagePair, ...] = ()
    added: frozenset[Proof] = frozenset()
    removed: frozenset[Proof] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.cells or self.added or self.removed or self.passages)

    @property
    def passages(self) -> tuple[PassagePair, ...]:
        """The passages that changed."""
        return tuple(pair for pair in self.pairs if pair.is_changed)

    @property
    def typed(self) -> tuple[CellChange, ...]:
        return tuple(cell for cell in self.cells if cell.by_hand)

    @property
    def recomputed(self) -> tuple[CellChange, ...]:
        return tuple(cell for cell in self.cells if not cell.by_hand)


def difference(
    before: Content, after: Content, touched: Collection[tuple[Part, str]] = ()
) -> Difference:
    """What `after` says otherwise than `before`.

    `touched` are the rows that a person typed in between the two: a realization that changed
    without that follows from something else, such as a late correction of an earlier quarter.
    """
    cells = tuple(
        CellChange(at, was, now, at.column in ENTERED and (at.part, at.row) in touched)
        for at in dict.fromkeys((*before.cells, *after.cells))
        if (was := before.cells.get(at)) != (now := after.cells.get(at))
    )
    return Difference(
        cells,
        tuple(pair for section in Section for pair in _paired(section, before, after)),
        added=after.proofs - before.proofs,
        removed=before.proofs - after.proofs,
    )


def applied(before: Content, changes: Difference) -> Content:
    """The content that `changes` lead to from the one they start at."""
    cells = dict(before.cells)
    for change in changes.cells:
        if change.now is None:
            del cells[change.at]
        else:
            cells[change.at] = change.now
    return Content(
        cells,
        tuple(pair.now for pair in changes.pairs if pair.now is not None),
        (before.proofs - changes.removed) | changes.added,
    )


def fallen(changes: Difference, classes: Sequence[str]) -> tuple[CellChange, ...]:
    """The ratings of indicators that became worse; `classes` are those of the scale, best first."""
    place = {name: at for at, name in enumerate(classes)}
    return tuple(
        cell
        for cell in changes.cells
        if cell.at.part is Part.LINE
        and cell.at.column == "rating"
        and cell.was in place
        and cell.now in place
        and place[cell.now] > place[cell.was]
    )


def _paired(section: Section, before: Content, after: Content) -> list[PassagePair]:
    """The passages of a section side by side: by title where they have one, else by text."""
    old = [passage for passage in before.passages if passage.section is section]
    new = [passage for passage in after.passages if passage.section is section]
    old_keys, new_keys = ([one.title or one.text for one in some] for some in (old, new))
    pairs: list[PassagePair] = []
    matcher = difflib.SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace" and any(passage.title for passage in (*old[a:b], *new[c:d])):
            # Passages about different things are not one that was rewritten.
            pairs += [PassagePair(passage, None) for passage in old[a:b]]
            pairs += [PassagePair(None, passage) for passage in new[c:d]]
        else:
            pairs += [PassagePair(*both) for both in zip_longest(old[a:b], new[c:d])]
    return pairs


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph: "same", "del" or "ins"."""

    kind: str
    text: str


def words_changed(was: str, now: str) -> tuple[Piece, ...]:
    """What turns one text into the other, word by word; phrases are kept whole.

    >>> [piece.text for piece in words_changed("dua dari tiga", "hampir satu dari tiga")]
    ['dua', 'hampir satu', ' dari tiga']
    """
    old, new = re.findall(r"\s+|\S+", was), re.findall(r"\s+|\S+", now)
    pieces: list[Piece] = []
    gone, come = "", ""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(codes):
        same = "".join(new[c:d])
        is_last = at == len(codes) - 1
        if kind != "equal":
            gone, come = gone + "".join(old[a:b]), come + same
        elif same.isspace() and (gone or come) and not is_last:
            # A blank between two changes belongs to both: a phrase is read as one.
            gone, come = gone + same, come + same
        else:
            pieces += [*_changed(gone, come), Piece("same", same)]
            gone, come = "", ""
    return (*pieces, *_changed(gone, come))


def _changed(gone: str, come: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("del", gone), ("ins", come)) if text]


_ALIKE = 0.5
"""Below this share of common words a paragraph is another one."""


def found_again(quote: str, number: int, texts: Sequence[str]) -> int | None:
    """The number, from 1, of the paragraph that was once the `number`th and read as `quote`.

    None when nothing like it is left.

    >>> found_again("Dua.", 1, ["Satu.", "Dua."])
    2
    """
    here = texts[number - 1 : number]
    if quote in here:
        return number
    if quote in texts:
        return texts.index(quote) + 1
    words = quote.split()
    likeness = [
        difflib.SequenceMatcher(None, words, text.split(), autojunk=False).ratio() for text in texts
    ]
    best = max(likeness, default=0.0)
    return likeness.index(best) + 1 if best >= _ALIKE else None
