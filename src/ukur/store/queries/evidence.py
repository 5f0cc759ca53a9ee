"""What backs one figure, and where else the same file or link does."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ukur.domain.checking import Warnings
from ukur.domain.collecting import Act, offers_task
from ukur.domain.evidence import SHOWN, EvidenceKind, LinkState, missing_kinds, names_persons
from ukur.domain.figures.accumulation import value_of
from ukur.domain.figures.indicator import Parts
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.showing import value_text
from ukur.domain.people import Actor
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import Entry, EvidenceRow
from ukur.store.queries.archive import may_open
from ukur.store.queries.checks import warnings_of
from ukur.store.queries.in_force import amount_in
from ukur.store.queries.looks import look_of
from ukur.store.queries.own_tasks import own_units
from ukur.store.queries.windows import stand_of_form
from ukur.store.queries.writings import Writing, note_writings

MOST_ELSEWHERE = 5
"""Other figures that are named by a piece of evidence; the rest is counted."""


@dataclass(frozen=True)
class Elsewhere:
    """Another figure that the same file or link backs."""

    unit: str
    indicator: str
    when: YearPeriod


@dataclass(frozen=True)
class Piece:
    """A file or a link beside a figure; `sha256` is "" for a link that was not reached."""

    id: int
    kind: EvidenceKind
    name: str
    pages: str
    url: str
    link_state: LinkState | None
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    elsewhere: tuple[Elsewhere, ...] = ()
    more: int = 0

    @property
    def is_link(self) -> bool:
        return bool(self.url)

    @property
    def is_shown(self) -> bool:
        """Whether a page can show it as a picture."""
        return not self.url and self.media_type in SHOWN


@dataclass(frozen=True)
class FigureEvidence:
    """A figure as its unit entered it, with everything that backs it."""

    task_id: int
    line_id: int
    cycle_id: int
    unit: str
    code: str
    indicator: str
    when: YearPeriod
    utc_offset: int
    figure: str
    entered_by: str
    """Who gave the figure last, and when."""
    entered_at: datetime | None
    note: str
    written: Writing | None
    """Who wrote the note last."""
    no_evidence: str
    needed: tuple[EvidenceKind, ...]
    missing: tuple[EvidenceKind, ...]
    warnings: Warnings
    pieces: tuple[Piece, ...]
    can_fill: bool
    is_own: bool

    @property
    def note_names_persons(self) -> bool:
        """Whether the note holds what looks like a NIK."""
        return names_persons(f"{self.note} {self.no_evidence}")


def figure_evidence(
    task_id: int, line_id: int, actor: Actor, now: datetime
) -> FigureEvidence | None:
    """What backs a figure that the actor may look into, or None. Eight queries at most."""
    entry = (
        Entry.objects.filter(may_open(actor, "task__"), task=task_id, line=line_id)
        .filter(task__cycle__agency_id=actor.agency_id)
        .select_related("task__unit", "task__cycle__agency", "line__indicator", "entered_by")
        .first()
    )
    if entry is None:
        return None
    task, cycle, indicator = entry.task, entry.task.cycle, entry.line.indicator
    code = indicator.code
    pieces = pieces_of([entry.pk]).get(entry.pk, ())
    acts = offers_task(stand_of_form(task), actor, now)
    present = {piece.kind for piece in pieces}
    is_blank = amount_in(entry) is None
    return FigureEvidence(
        task_id=task.pk,
        line_id=entry.line_id,
        cycle_id=cycle.pk,
        unit=task.unit.name,
        code=code,
        indicator=indicator.name,
        when=YearPeriod(cycle.year, Period(cycle.period)),
        utc_offset=cycle.agency.utc_offset,
        figure=_figure_text(entry),
        entered_by=entry.entered_by.name if entry.entered_by else "",
        entered_at=entry.entered_at,
        note=entry.note,
        written=note_writings([task.pk] if entry.note else (), code).get((task.pk, code)),
        no_evidence=entry.no_evidence,
        needed=tuple(EvidenceKind(kind) for kind in entry.line.evidence_kinds),
        missing=() if is_blank else missing_kinds(entry.line.evidence_kinds, present),
        warnings=warnings_of(task).get(entry.line_id, ()),
        pieces=pieces,
        can_fill=cycle.is_live and Act.FILL in acts,
        is_own=task.unit_id in own_units(actor),
    )


def pieces_of(entry_ids: Collection[int]) -> dict[int, tuple[Piece, ...]]:
    """The evidence of entries by their ids, each with where else it stands. Two queries."""
    rows = list(
        EvidenceRow.objects.filter(entry__in=entry_ids, removed_at=None).select_related(
            "added_by", "entry__task__cycle"
        )
    )
    elsewhere = _elsewhere(rows)
    found: dict[int, list[Piece]] = defaultdict(list)
    for row in rows:
        others = elsewhere.get(row.pk, ())
        found[row.entry_id].append(
            Piece(
                id=row.pk,
                kind=EvidenceKind(row.kind),
                name=row.name,
                pages=row.pages,
                url=row.url,
                link_state=LinkState(row.link_state) if row.link_state else None,
                media_type=row.media_type,
                size=row.size,
                sha256=row.sha256,
                added_at=row.added_at,
                added_by=row.added_by.name,
                elsewhere=others[:MOST_ELSEWHERE],
                more=max(len(others) - MOST_ELSEWHERE, 0),
            )
        )
    return {entry_id: tuple(pieces) for entry_id, pieces in found.items()}


def _elsewhere(rows: Collection[EvidenceRow]) -> Mapping[int, tuple[Elsewhere, ...]]:
    """The other figures of the agency that the same bytes or the same link back, newest first."""
    hashes = {row.sha256 for row in rows if row.sha256}
    links = {row.url for row in rows if row.url}
    if not hashes and not links:
        return {}
    same = EvidenceRow.objects.filter(
        Q(sha256__in=hashes) | Q(url__in=links, url__gt=""),
        removed_at=None,
        entry__task__cycle__is_live=True,
        entry__task__cycle__agency_id__in={_agency_of(row) for row in rows},
    ).select_related("entry__task__unit", "entry__task__cycle", "entry__line__indicator")
    same = same.order_by("-entry__task__cycle__year", "-entry__task__cycle__period", "id")
    places: dict[str, dict[int, Elsewhere]] = defaultdict(dict)
    for other in same:
        task = other.entry.task
        when = YearPeriod(task.cycle.year, Period(task.cycle.period))
        place = Elsewhere(task.unit.name, other.entry.line.indicator.name, when)
        for mark in filter(None, (other.sha256, other.url)):
            places[mark][other.entry_id] = place
    return {row.pk: _others(row, places) for row in rows}


def _others(
    row: EvidenceRow, places: Mapping[str, Mapping[int, Elsewhere]]
) -> tuple[Elsewhere, ...]:
    found = {**places.get(row.sha256, {}), **places.get(row.url, {})}
    return tuple(place for entry_id, place in found.items() if entry_id != row.entry_id)


def _agency_of(row: EvidenceRow) -> int:
    return row.entry.task.cycle.agency_id


def _figure_text(entry: Entry) -> str:
    """The figure as it is read: of a ratio its two numbers too."""
    indicator, amount = entry.line.indicator, amount_in(entry)
    if amount is None:
        return ""
    value = value_of(amount, indicator.factor)
    look = look_of(indicator, entry.task.cycle.year)
    said = "–" if isinstance(value, Reason) else value_text(value, look)
    if isinstance(amount, Parts):
        return f"{said} ({written_exact(amount.numerator)} / {written_exact(amount.denominator)})"
    return said
