"""Runs of plain SOPs: their lists, and one of them with what lies beside its steps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet, Subquery

from ukur.domain.people import Actor
from ukur.domain.running import is_plain, may_begin, may_see_run
from ukur.domain.sop.flow import Position
from ukur.domain.sop.model import Procedure
from ukur.store.models import (
    IncomingLetter,
    Letter,
    ProcedureVersion,
    Run,
    StepAttachment,
    StepNote,
)
from ukur.store.queries.procedures import procedure_of
from ukur.store.queries.run_heads import RunHead, cancelled_step, newest_pause, open_step

PAGE = 25
"""How many runs stand on one page of a list."""
MOST_OF_MINE, MOST_OF_OTHERS = 30, 10
"""How many runs a desk shows; the list has them all."""


class Group(StrEnum):
    """The three lists: what waits for the person, what waits for others, what has ended."""

    MINE = "saya"
    OTHERS = "lain"
    ENDED = "selesai"


@dataclass(frozen=True, kw_only=True)
class PlainRun(RunHead):
    """A run of a plain SOP and its open step."""

    subject: str
    chain: str
    opened_by: str
    cycle_id: int | None = None


@dataclass(frozen=True)
class RunList:
    """One page of one group; `counts` are of all groups, `procedures` are titles by their keys."""

    group: Group
    runs: tuple[PlainRun, ...]
    counts: Mapping[Group, int]
    page: int
    pages: int
    procedures: Mapping[str, Procedure]


@dataclass(frozen=True)
class StepFile:
    """A file beside a step in a round."""

    id: int
    name: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True)
class StepWords:
    """A note beside a step in a round."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What lies beside one step in one round."""

    files: tuple[StepFile, ...] = ()
    notes: tuple[StepWords, ...] = ()


@dataclass(frozen=True)
class StoredFile:
    """A file of a run as it is given out."""

    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class HandledLetter:
    """The letter that came in and is handled by a run."""

    id: int
    agenda: int
    year: int
    sender: str


@dataclass(frozen=True)
class RunLetter:
    """A letter that the run has numbered."""

    number: str
    dated: date
    subject: str
    recipient: str


def run_list(actor: Actor, group: Group, key: str = "", page: int = 1) -> RunList:
    """The runs that the actor may see, one page of one group. Three queries, however many.

    What waits for somebody stands in the order in which it is due, what has ended the newest
    first. `key` is that of an SOP, or "" for all.
    """
    versions = _plain_versions(actor.agency_id)
    known = {one.key: one for one in versions.values()}
    if key:
        versions = {pk: one for pk, one in versions.items() if one.key == key}
    wanted = _groups(versions, actor)
    counts = Run.objects.filter(procedure__in=versions).aggregate(
        **{name.value: Count("pk", filter=q) for name, q in wanted.items()}
    )
    pages = max(1, -(-counts[group.value] // PAGE))
    page = min(max(page, 1), pages)
    rows = _in_order(_with_open_step(Run.objects.filter(wanted[group])), group)
    return RunList(
        group=group,
        runs=tuple(_head(row) for row in rows[(page - 1) * PAGE : page * PAGE]),
        counts={name: counts[name.value] for name in Group},
        page=page,
        pages=pages,
        procedures=known,
    )


def runs_on_desk(actor: Actor) -> tuple[tuple[PlainRun, ...], tuple[PlainRun, ...]]:
    """What waits for the actor, and for others, as far as a desk has room. Three queries."""
    wanted = _groups(_plain_versions(actor.agency_id), actor)
    mine, others = (
        _in_order(_with_open_step(Run.objects.filter(wanted[group])), group)[:most]
        for group, most in ((Group.MINE, MOST_OF_MINE), (Group.OTHERS, MOST_OF_OTHERS))
    )
    return tuple(_head(row) for row in mine), tuple(_head(row) for row in others)


def waiting_runs(actor: Actor) -> int:
    """How many runs wait for the actor. Two queries."""
    wanted = _groups(_plain_versions(actor.agency_id), actor)[Group.MINE]
    return Run.objects.filter(wanted).count()


def run_at(run_id: int, agency_id: int) -> PlainRun | None:
    """One run at the agency, or None. One query.

    That of a cycle too, since an agency may add plain steps to its SOP of the measurement.
    """
    row = _with_open_step(Run.objects.filter(pk=run_id, agency_id=agency_id)).first()
    return _head(row) if row else None


def loaded_run(run_id: int, agency_id: int) -> Run:
    """The row of a run with its agency and its SOP. One query.

    Raises:
        Run.DoesNotExist: no such run at the agency.
    """
    return Run.objects.select_related("agency", "procedure").get(pk=run_id, agency_id=agency_id)


def beside_steps(run_id: int) -> dict[tuple[int, int], Beside]:
    """What lies beside the steps of a run, by step and round. Two queries."""
    found: dict[tuple[int, int], Beside] = {}
    files = StepAttachment.objects.filter(step_run__run=run_id, removed_at=None)
    for row in files.select_related("step_run", "added_by").order_by("pk"):
        at = (row.step_run.step, row.step_run.round)
        beside = found.get(at, Beside())
        file = StepFile(row.pk, row.name, row.size, row.added_by.name, row.added_at)
        found[at] = replace(beside, files=(*beside.files, file))
    notes = StepNote.objects.filter(step_run__run=run_id)
    for note in notes.select_related("step_run", "written_by").order_by("pk"):
        at = (note.step_run.step, note.step_run.round)
        beside = found.get(at, Beside())
        words = StepWords(note.text, note.written_by.name, note.written_at)
        found[at] = replace(beside, notes=(*beside.notes, words))
    return found


def letters_of(run_id: int) -> tuple[RunLetter, ...]:
    """The letters that a run has numbered. One query."""
    return tuple(
        RunLetter(row.number, row.dated, row.subject, row.recipient)
        for row in Letter.objects.filter(run=run_id).order_by("year", "sequence")
    )


def handled_letter(run_id: int) -> HandledLetter | None:
    """The letter that came in and is handled by the run, if there is one. One query."""
    row = IncomingLetter.objects.filter(run=run_id).first()
    return HandledLetter(row.pk, row.agenda, row.year, row.sender) if row else None


def file_of(attachment_id: int, actor: Actor) -> StoredFile | None:
    """A file beside a step, of a run that the actor may see; else None. One query."""
    row = (
        StepAttachment.objects.select_related("step_run__run__procedure")
        .filter(pk=attachment_id, step_run__run__agency_id=actor.agency_id)
        .first()
    )
    if row is None:
        return None
    run = row.step_run.run
    if not may_see_run(actor, procedure_of(run), has_ended=run.step is None):
        return None
    return StoredFile(row.name, row.media_type, row.sha256)


def may_be_begun(actor: Actor, day: date) -> tuple[Procedure, ...]:
    """The plain SOPs in force on the day whose first step the actor leads, by title. One query."""
    newest: dict[str, ProcedureVersion] = {}
    rows = ProcedureVersion.objects.filter(agency_id=actor.agency_id, in_force_from__lte=day)
    for version in rows.order_by("in_force_from", "pk"):
        newest[version.key] = version
    procedures = (procedure_of(Run(procedure=version)) for version in newest.values())
    own = (procedure for procedure in procedures if may_begin(procedure, actor))
    return tuple(sorted(own, key=lambda procedure: procedure.cover.title))


def _plain_versions(agency_id: int) -> dict[int, Procedure]:
    """Every version of a plain SOP by its id; a later version stands after an earlier one."""
    rows = ProcedureVersion.objects.filter(agency_id=agency_id).order_by("in_force_from", "pk")
    found = {version.pk: procedure_of(Run(procedure=version)) for version in rows}
    return {pk: procedure for pk, procedure in found.items() if is_plain(procedure)}


def _groups(versions: Mapping[int, Procedure], actor: Actor) -> dict[Group, Q]:
    """What belongs into each group; which steps are the actor's differs by the version."""
    mine = Q(pk__in=[])
    for pk, procedure in versions.items():
        steps = [s.number for s in procedure.steps if not actor.roles.isdisjoint(s.actors)]
        if steps:
            mine |= Q(procedure=pk, step__in=steps)
    running = _visible(versions, actor, has_ended=False)
    ended = _visible(versions, actor, has_ended=True)
    return {
        Group.MINE: mine,
        Group.OTHERS: Q(procedure__in=running, step__isnull=False) & ~mine,
        Group.ENDED: Q(procedure__in=ended, step__isnull=True),
    }


def _visible(
    versions: Mapping[int, Procedure], actor: Actor, *, has_ended: bool
) -> Collection[int]:
    return [pk for pk, one in versions.items() if may_see_run(actor, one, has_ended=has_ended)]


def _with_open_step(runs: QuerySet[Run]) -> QuerySet[Run]:
    step = open_step("")
    return runs.select_related("procedure", "opened_by").annotate(
        step_stopped=Subquery(cancelled_step("").values("step")[:1]),
        step_since=Subquery(step.values("opened_at")[:1]),
        step_due=Subquery(step.values("due_at")[:1]),
        step_paused_until=Subquery(newest_pause("").values("until")[:1]),
        step_awaited=Subquery(newest_pause("").values("awaited")[:1]),
        of_cycle=F("cycle"),
    )


def _in_order(runs: QuerySet[Run], group: Group) -> QuerySet[Run]:
    if group is Group.ENDED:
        return runs.order_by("-opened_at", "-pk")
    return runs.order_by(F("step_due"), "pk")


def _head(row: Run) -> PlainRun:
    return PlainRun(
        run_id=row.pk,
        position=Position(row.step, row.round),
        procedure=procedure_of(row),
        version_id=row.procedure_id,
        finish_by=row.finish_by,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        since=row.step_since,  # type: ignore[attr-defined]  # annotated above
        due_at=row.step_due,  # type: ignore[attr-defined]  # annotated above
        is_cancelled=row.cancelled_at is not None,
        paused_until=row.step_paused_until,  # type: ignore[attr-defined]  # annotated above
        awaited=row.step_awaited or "",  # type: ignore[attr-defined]  # annotated above
        stopped_at=row.step_stopped,  # type: ignore[attr-defined]  # annotated above
        subject=row.subject,
        chain=row.chain,
        opened_by=row.opened_by.name if row.opened_by else "",
        cycle_id=row.of_cycle,  # type: ignore[attr-defined]  # annotated above
    )
