"""Two versions of a procedure side by side: what came, what went, which cells changed.

Rows are paired by what they do, not by their numbers, so that a row which was put in between
does not make all rows below it look changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from ukur.domain.sop.model import Cover, Lane, LegalBasis, Procedure, Step, Work

REPLACED_BY = "dicabut oleh"
"""Between a regulation and the one that took its place, as offices write it."""
ALIKE = 0.4
"""The share of common words from which two sentences are taken for the same row."""
CELLS = ("activity", "work", "completeness", "standard", "output", "note")
"""The cells of a row that are compared as they are printed."""


@dataclass(frozen=True)
class Changed:
    """A box of the cover or a cell of a row under both versions; "" is empty."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class StepPair:
    """A row under both versions; None where a version has no such row."""

    was: Step | None
    now: Step | None
    changes: tuple[Changed, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.was is not None and self.now is not None and not self.changes


@dataclass(frozen=True)
class LanePair:
    """A lane under both versions, by its key; None where a version has no such lane."""

    was: Lane | None
    now: Lane | None

    @property
    def is_same(self) -> bool:
        return self.was == self.now


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions; `steps` and `lanes` hold also what stayed."""

    cover: tuple[Changed, ...]
    lanes: tuple[LanePair, ...]
    is_reordered: bool
    """Whether the lanes that both have stand in another order."""
    steps: tuple[StepPair, ...]

    @property
    def is_same(self) -> bool:
        return (
            not self.cover
            and not self.is_reordered
            and all(pair.is_same for pair in self.lanes)
            and all(pair.is_same for pair in self.steps)
        )


def compared(was: Procedure, now: Procedure) -> Comparison:
    """The two versions side by side, the rows in the order of the newer one."""
    old_keys = [lane.key for lane in was.lanes]
    new_keys = [lane.key for lane in now.lanes]
    return Comparison(
        cover=tuple(_cover_changes(was, now)),
        lanes=tuple(_lane_pairs(was, now)),
        is_reordered=[key for key in old_keys if key in new_keys]
        != [key for key in new_keys if key in old_keys],
        steps=tuple(_step_pairs(was, now)),
    )


def ways_of(step: Step) -> str:
    """The ways out of a row beside the next one, as numbers under their labels; "" if none.

    The labels are the form's own words: "Ya: 8; Tidak: 6, 5, 4".
    """
    if step.decision is None:
        return ", ".join(str(number) for number in step.returns)
    decision = step.decision
    back = ", ".join(str(number) for number in step.ways_back)
    return f"{decision.yes}: {decision.yes_to}; {decision.no}: {back}"


def _cover_changes(was: Procedure, now: Procedure) -> Iterator[Changed]:
    if was.title != now.title:
        yield Changed("form_title", was.title, now.title)
    for field in fields(Cover):
        old, new = (_lines(getattr(one.cover, field.name)) for one in (was, now))
        if old != new:
            # Of a list only the lines that came or went, unless they only changed places.
            gone = [line for line in old if line not in new]
            come = [line for line in new if line not in old]
            old, new = (gone, come) if gone or come else (old, new)
            yield Changed(field.name, "\n".join(old), "\n".join(new))


def _lines(value: str | Sequence[str | LegalBasis]) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return [_basis(line) if isinstance(line, LegalBasis) else line for line in value]


def _basis(basis: LegalBasis) -> str:
    return f"{basis.text} ({REPLACED_BY} {basis.replaced_by})" if basis.replaced_by else basis.text


def _lane_pairs(was: Procedure, now: Procedure) -> Iterator[LanePair]:
    old = {lane.key: lane for lane in was.lanes}
    new = {lane.key: lane for lane in now.lanes}
    yield from (LanePair(old.get(key), lane) for key, lane in new.items())
    yield from (LanePair(lane, None) for key, lane in old.items() if key not in new)


def _step_pairs(was: Procedure, now: Procedure) -> Iterator[StepPair]:
    pairs = _aligned(was.steps, now.steps)
    twin = {old.number: new.number for old, new in pairs if old and new}
    for old, new in pairs:
        changes = tuple(_cell_changes(was, now, old, new, twin)) if old and new else ()
        yield StepPair(old, new, changes)


def _cell_changes(
    was: Procedure, now: Procedure, old: Step, new: Step, twin: dict[int, int]
) -> Iterator[Changed]:
    for name in CELLS:
        before, after = _cell(old, name), _cell(new, name)
        if before != after:
            yield Changed(name, before, after)
    for name in ("lead", "joined"):
        before, after = _lanes(was, old, name), _lanes(now, new, name)
        if before != after:
            yield Changed(name, before, after)
    if _ways(old, twin) != _ways(new, None):
        yield Changed("decision", ways_of(old), ways_of(new))
    if _bound(old) != _bound(new):
        yield Changed("max_rounds", _bound(old), _bound(new))


def _bound(step: Step) -> str:
    bound = step.decision.max_rounds if step.decision else None
    return "" if bound is None else str(bound)


def _cell(step: Step, name: str) -> str:
    value = step.standard.text if name == "standard" else getattr(step, name)
    return value.value if isinstance(value, Work) else str(value)


def _lanes(procedure: Procedure, step: Step, name: str) -> str:
    names = {lane.key: lane.name for lane in procedure.lanes}
    keys = (step.lead,) if name == "lead" else step.joined
    return ", ".join(names.get(key, key) for key in keys)


def _ways(step: Step, twin: dict[int, int] | None) -> tuple[object, ...]:
    """The ways, by the numbers that their rows have in the newer version."""

    def to(number: int) -> int:
        return number if twin is None else twin.get(number, -number)

    decision = step.decision
    if decision is None:
        return tuple(to(number) for number in step.returns)
    back = tuple(to(number) for number in step.ways_back)
    return (decision.yes, decision.no, to(decision.yes_to), back)


def _aligned(old: Sequence[Step], new: Sequence[Step]) -> Sequence[tuple[Step | None, Step | None]]:
    """The rows in pairs that keep both orders and are as alike as can be."""
    words = [_words(step) for step in new]
    likeness = [[_likeness(_words(a), b) for b in words] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else -1
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[Step | None, Step | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        alike = likeness[i][j]
        if alike >= ALIKE and best[i][j] == alike + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    pairs += [(step, None) for step in old[i:]]
    pairs += [(None, step) for step in new[j:]]
    return pairs


def _words(step: Step) -> frozenset[str]:
    """The words of the row; a row whose work only one row can have is known by its work."""
    if step.work is not Work.TASK:
        return frozenset({f"work:{step.work.value}"})
    return frozenset(step.activity.casefold().split())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if one == other:
        return 1.0
    return len(one & other) / len(one | other)
