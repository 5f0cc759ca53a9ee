"""The brief for the head: what stands in the document, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ukur.domain.figures.achievement import Achieved
from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.rating import counted_by_rating, rating
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.sop.model import Work
from ukur.store.models import Cycle, PaperRow, StepRun, UnitTask
from ukur.store.queries.measured import MeasuredLine, Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.periods import earlier
from ukur.store.queries.procedures import procedure_of


@dataclass(frozen=True)
class RatingCount:
    """A class of the scale, the best first, and how many indicators are in it."""

    name: str
    place: int
    count: int


@dataclass(frozen=True)
class Changed:
    """An indicator that moved since the period before; `better` by its polarity."""

    name: str
    unit: str
    was: str
    now: str
    better: bool


@dataclass(frozen=True)
class Voucher:
    """Someone who answers for a part of the document: by role and work, with the time."""

    role: Role
    work: Work
    at: datetime


@dataclass(frozen=True)
class Document:
    """The paper that lies ready, or was signed."""

    code: str
    version: int
    is_signed: bool
    way: str
    signed_at: datetime | None
    signed_by: str


@dataclass(frozen=True)
class Brief:
    """Three minutes of reading before the signature."""

    figures: Measurement
    counts: tuple[RatingCount, ...]
    high_or_better: int
    rated: int
    attention: tuple[MeasuredLine, ...]
    changes: tuple[Changed, ...]
    changed_since: Period | None
    vouchers: tuple[Voucher, ...]
    units: int
    units_closed: int
    units_at: datetime | None
    returns: int
    document: Document | None


def brief(cycle_id: int) -> Brief:
    """The brief of a cycle. The queries of two measurements, and six."""
    cycle = Cycle.objects.select_related("run__procedure").get(pk=cycle_id)
    figures = measurement(cycle_id)
    scale = figures.rules.scale
    ratios = [line.period.ratio for line in figures.lines if isinstance(line.period, Achieved)]
    counted = counted_by_rating(ratios, scale)
    before = _before(cycle)
    tasks = list(UnitTask.objects.filter(cycle=cycle).values_list("state", "decided_at"))
    decided = [at for _state, at in tasks if at is not None]
    return Brief(
        figures=figures,
        counts=tuple(
            RatingCount(name, place, counted[name]) for place, name in enumerate(scale.names)
        ),
        high_or_better=sum(counted[name] for name in scale.names[:2]),
        rated=len(ratios),
        attention=_attention(figures),
        changes=_changes(figures.lines, measurement(before.pk).lines) if before else (),
        changed_since=Period(before.period) if before else None,
        vouchers=_vouchers(cycle),
        units=len(tasks),
        units_closed=sum(state == UnitTask.State.CLOSED for state, _at in tasks),
        units_at=max(decided, default=None),
        returns=cycle.run.round - 1,
        document=_document(cycle_id),
    )


def _before(cycle: Cycle) -> Cycle | None:
    year, period = earlier(cycle.year, Period(cycle.period))
    return Cycle.objects.filter(
        agency_id=cycle.agency_id, year=year, period=period.value, is_live=True
    ).first()


def _attention(figures: Measurement) -> tuple[MeasuredLine, ...]:
    """The lines in the two lowest classes, the lowest first."""
    lowest = figures.rules.scale.names[-2:]
    found = [
        (line.period.ratio, line)
        for line in figures.lines
        if isinstance(line.period, Achieved)
        and rating(line.period.ratio, figures.rules.scale) in lowest
    ]
    return tuple(line for _ratio, line in sorted(found, key=lambda pair: pair[0]))


def _changes(now: Sequence[MeasuredLine], was: Sequence[MeasuredLine]) -> tuple[Changed, ...]:
    """The lines whose achievement moved most, the largest move first."""
    old = {line.code: line for line in was}
    found: list[tuple[Fraction, Changed]] = []
    for line in now:
        before = old.get(line.code)
        if before is None or not isinstance(line.rolled.value, Fraction):
            continue
        if not isinstance(before.rolled.value, Fraction):
            continue
        move = line.rolled.value - before.rolled.value
        if move == 0 or before.rolled.value == 0:
            continue
        better = (move < 0) is line.lower_is_better
        if line.polarity is Polarity.EXACT:
            better = _share(line) > _share(before)
        changed = Changed(line.name, line.unit, before.realization, line.realization, better)
        found.append((abs(move / before.rolled.value), changed))
    return tuple(changed for _size, changed in sorted(found, key=lambda pair: -pair[0]))


def _share(line: MeasuredLine) -> Fraction:
    """How much of its target a line reached; nothing counts as 0 here, to compare by."""
    return line.period.ratio if isinstance(line.period, Achieved) else Fraction(0)


def _vouchers(cycle: Cycle) -> tuple[Voucher, ...]:
    """Who last finished each of the steps that make the document, the latest first."""
    steps = {step.number: step for step in procedure_of(cycle.run).steps}
    told = (Work.REVIEW, Work.DRAFT, Work.EVALUATE)
    rows = StepRun.objects.filter(run=cycle.run_id).exclude(done_at=None).order_by("round")
    last = {
        steps[row.step].work: Voucher(Role(row.done_as), steps[row.step].work, row.done_at)
        for row in rows
        if row.done_at is not None and steps[row.step].work in told
    }
    return tuple(last[work] for work in told if work in last)


def _document(cycle_id: int) -> Document | None:
    row = (
        PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT)
        .select_related("signed_by")
        .defer("values")
        .order_by("-version")
        .first()
    )
    if row is None:
        return None
    return Document(
        code=row.code,
        version=row.version,
        is_signed=bool(row.signed_sha256),
        way=row.signed_by_way,
        signed_at=row.signed_at,
        signed_by=row.signed_by.name if row.signed_by else "",
    )
