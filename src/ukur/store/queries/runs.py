"""Runs of plain SOPs: their lists, and one of them with what lies beside its steps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, QuerySet, Subquery

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
from ukur.store.queries.inbox import MOST_COUNTED, waiting_for, waiting_for_others
from ukur.store.queries.procedures import procedure_of, procedures_by_id, versions_of
from ukur.store.queries.run_heads import (
    RunHead,
    cancelled_step,
    count_of_noes,
    newest_pause,
    open_step,
)

PAGE = 25
"""How many runs stand on one page of a list."""


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
    """One page of one group; `procedures` are the SOPs by their keys.

    `counts` are of what is running, up to one more than `inbox.MOST_COUNTED`; what has ended is
    not counted. `next` is the id behind which the next page begins: of an open step, or of a
    run among those that have ended; None on the last page.
    """

    group: Group
    runs: tuple[PlainRun, ...]
    counts: Mapping[Group, int]
    next: int | None
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


def run_list(actor: Actor, group: Group, key: str = "", after: int | None = None) -> RunList:
    """The runs that the actor may see, one page of one group. A dozen queries, however many.

    What waits for somebody stands in the order in which it is due, what has ended the newest
    first. `key` is that of an SOP, or "" for all; the page begins behind `after`, see `RunList`.
    """
    versions = plain_versions(actor.agency_id)
    known = {one.key: one for one in versions.values()}
    if key:
        versions = {pk: one for pk, one in versions.items() if one.key == key}
    running = _visible(versions, actor, has_ended=False)
    mine = waiting_for(actor, MOST_COUNTED, versions.keys())
    others = waiting_for_others(actor, MOST_COUNTED, running)
    counts = {Group.MINE: mine.count, Group.OTHERS: others.count}
    if group is Group.ENDED:
        ended = _visible(versions, actor, has_ended=True)
        rows = _ended(actor.agency_id, ended, after, by_version=bool(key))
        shown, has_more = rows[:PAGE], len(rows) > PAGE
        heads = runs_in(shown, actor.agency_id)
        page = tuple(heads[pk] for pk in shown)
        return RunList(group, page, counts, shown[-1] if has_more else None, known)
    if after is not None and group is Group.MINE:
        mine = waiting_for(actor, PAGE, versions.keys(), after)
    elif after is not None:
        others = waiting_for_others(actor, PAGE, running, after)
    found = (mine if group is Group.MINE else others).first(PAGE)
    heads = runs_in(found.runs, actor.agency_id)
    return RunList(group, tuple(heads[pk] for pk in found.runs), counts, found.next, known)


def runs_in(runs: Collection[int], agency_id: int) -> dict[int, PlainRun]:
    """These runs of the agency by their ids. Two queries, none for none."""
    if not runs:
        return {}
    rows = list(_with_open_step(Run.objects.filter(agency_id=agency_id, pk__in=runs)))
    procedures = procedures_by_id({row.procedure_id for row in rows})
    return {row.pk: _head(row, procedures[row.procedure_id]) for row in rows}


def _ended(
    agency_id: int, versions: Collection[int], after: int | None, *, by_version: bool
) -> list[int]:
    """A page and one more of the ended runs of these versions, the newest first.

    The runs of one SOP among many are found version by version, each in its own order.
    """
    rows = Run.objects.filter(agency_id=agency_id, step__isnull=True)
    last = rows.filter(pk=after).values_list("opened_at", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(opened_at__lte=last).exclude(opened_at=last, pk__gte=after)
    parts = (
        [rows.filter(procedure=pk) for pk in versions]
        if by_version
        else [rows.filter(procedure__in=versions)]
    )
    found = [
        row
        for part in parts
        for row in part.order_by("-opened_at", "-pk").values_list("opened_at", "pk")[: PAGE + 1]
    ]
    return [pk for _at, pk in sorted(found, reverse=True)[: PAGE + 1]]


def run_at(run_id: int, agency_id: int) -> PlainRun | None:
    """One run at the agency, or None. Two queries.

    That of a cycle too, since an agency may add plain steps to its SOP of the measurement.
    """
    return runs_in([run_id], agency_id).get(run_id)


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
    """A file that lies beside a step, of a run that the actor may see; else None. One query."""
    row = (
        StepAttachment.objects.select_related("step_run__run__procedure")
        .filter(pk=attachment_id, removed_at=None, step_run__run__agency_id=actor.agency_id)
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
    rows = ProcedureVersion.objects.filter(
        agency_id=actor.agency_id, in_force_from__lte=day, withdrawn_at=None
    )
    for version in rows.order_by("in_force_from", "pk"):
        newest[version.key] = version
    procedures = (procedure_of(Run(procedure=version)) for version in newest.values())
    own = (procedure for procedure in procedures if may_begin(procedure, actor))
    return tuple(sorted(own, key=lambda procedure: procedure.cover.title))


def plain_versions(agency_id: int) -> dict[int, Procedure]:
    """Every version of a plain SOP by its id; a later version stands after an earlier one."""
    found = versions_of(agency_id)
    return {pk: procedure for pk, procedure in found.items() if is_plain(procedure)}


def _visible(
    versions: Mapping[int, Procedure], actor: Actor, *, has_ended: bool
) -> Collection[int]:
    return [pk for pk, one in versions.items() if may_see_run(actor, one, has_ended=has_ended)]


def _with_open_step(runs: QuerySet[Run]) -> QuerySet[Run]:
    step = open_step("")
    return runs.select_related("opened_by").annotate(
        step_stopped=Subquery(cancelled_step("").values("step")[:1]),
        step_since=Subquery(step.values("opened_at")[:1]),
        step_due=Subquery(step.values("due_at")[:1]),
        step_paused_until=Subquery(newest_pause("").values("until")[:1]),
        step_awaited=Subquery(newest_pause("").values("awaited")[:1]),
        step_noes=count_of_noes(""),
        of_cycle=F("cycle"),
    )


def _head(row: Run, procedure: Procedure) -> PlainRun:
    return PlainRun(
        run_id=row.pk,
        position=Position(
            row.step,
            row.round,
            row.step_noes,  # type: ignore[attr-defined]  # annotated above
        ),
        procedure=procedure,
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
        worked_by=row.worked_by_id,
        subject=row.subject,
        chain=row.chain,
        opened_by=row.opened_by.name if row.opened_by else "",
        cycle_id=row.of_cycle,  # type: ignore[attr-defined]  # annotated above
    )
