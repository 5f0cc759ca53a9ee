"""The rounds of a run in order, and of a cycle also what each changed and what was remarked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ukur.domain.document_changes import CellChange, fallen
from ukur.domain.rounds import REOPENED, Cause, Decision, Opening, Round, Told, opening_of
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Procedure
from ukur.store.models import Cycle, EventRow, FormLine, Run, StepRun, Unit
from ukur.store.queries.documents import Compared, Version, compared_in_turn, stated
from ukur.store.queries.procedures import procedure_of, rules_of
from ukur.store.queries.remarks import RemarkRow, remarks_of

DECIDING = (Outcome.YES.value, Outcome.NO.value)


@dataclass(frozen=True)
class RunRounds:
    """A run with its rounds, the first one first."""

    run_id: int
    subject: str
    procedure: Procedure
    ended_at: datetime | None
    is_cancelled: bool
    rounds: tuple[Round, ...]
    unit_names: Mapping[str, str]
    """The units that rounds opened again, by their codes."""


@dataclass(frozen=True)
class RoundDocument:
    """What a round did to the document.

    `proposal` is None while it has proposed none. `compared` is None for the first document.
    """

    proposal: Version | None
    compared: Compared | None
    fallen: tuple[CellChange, ...]
    written: int
    answered: int
    settled: int


@dataclass(frozen=True)
class CycleDocuments:
    """The documents of a cycle's rounds by the number of the round, and names for their rows."""

    by_round: Mapping[int, RoundDocument]
    indicators: Mapping[str, str]

    @property
    def has_several(self) -> bool:
        """Whether two versions can be compared."""
        return sum(one.proposal is not None for one in self.by_round.values()) > 1


def rounds_of_run(run_id: int, agency_id: int) -> RunRounds | None:
    """A run of the agency with its rounds, or None. Four queries, whatever SOP it follows."""
    run = (
        Run.objects.select_related("procedure", "opened_by")
        .filter(pk=run_id, agency_id=agency_id)
        .first()
    )
    if run is None:
        return None
    openings = _openings(run)
    steps, decisions = _steps(run_id)
    codes = {code for opening in openings.values() for code in opening.units}
    units = Unit.objects.filter(agency_id=agency_id, code__in=codes) if codes else ()
    return RunRounds(
        run_id=run.pk,
        subject=run.subject,
        procedure=procedure_of(run),
        ended_at=run.ended_at,
        is_cancelled=run.cancelled_at is not None,
        rounds=tuple(
            Round(
                number,
                opening,
                tuple(steps[number]),
                tuple(decisions[number]),
                is_open=run.ended_at is None and number == run.round,
            )
            for number, opening in sorted(openings.items())
        ),
        unit_names={unit.code: unit.name for unit in units},
    )


def cycle_documents(cycle_id: int, rounds: Sequence[Round]) -> CycleDocuments:
    """What the rounds of a cycle proposed, changed and discussed. Seven queries at most."""
    versions = stated(cycle_id)
    compared = {one.after.head.version: one for one in compared_in_turn(cycle_id, versions)}
    proposals = {one.head.round: one.head for one in versions}
    classes: tuple[str, ...] = ()
    if compared:
        cycle = Cycle.objects.select_related("rule_set").get(pk=cycle_id)
        classes = rules_of(cycle).scale.names
    remarks = remarks_of(cycle_id)
    found = {}
    for one, after in zip(rounds, [*rounds[1:], None], strict=True):
        proposal = proposals.get(one.number)
        own = compared.get(proposal.version) if proposal else None
        until = after.opening.at if after else None
        found[one.number] = RoundDocument(
            proposal=proposal,
            compared=own,
            fallen=fallen(own.changes, classes) if own else (),
            written=sum(row.round == one.number for row in remarks),
            answered=_between(remarks, "replied_at", one.opening.at, until),
            settled=_between(remarks, "settled_at", one.opening.at, until),
        )
    return CycleDocuments(found, _indicators(cycle_id) if compared else {})


def _indicators(cycle_id: int) -> dict[str, str]:
    lines = FormLine.objects.filter(cycle=cycle_id)
    return dict(lines.values_list("indicator__code", "indicator__name"))


def _between(
    remarks: Sequence[RemarkRow], moment: str, since: datetime, until: datetime | None
) -> int:
    """How many remarks have the moment within a round."""
    moments = (getattr(row, moment) for row in remarks)
    return sum(at is not None and since <= at and (until is None or at < until) for at in moments)


def _openings(run: Run) -> dict[int, Opening]:
    """Why each round was opened, by its number."""
    events = EventRow.objects.filter(
        Q(facts__outcome=Outcome.NO.value) | Q(verb=REOPENED), run=run, task=None
    ).order_by("sequence")
    told = (
        opening_of(Told(verb, datetime.fromisoformat(at), by, facts))
        for verb, at, by, facts in events.values_list("verb", "at", "by", "facts")
    )
    first = Opening(
        cause=Cause.BEGUN,
        at=run.opened_at,
        by=run.opened_by.name if run.opened_by else "",
        role=procedure_of(run).steps[0].lead,
        to_step=procedure_of(run).steps[0].number,
    )
    return {1: first, **dict(one for one in told if one is not None)}


def _steps(run_id: int) -> tuple[dict[int, list[int]], dict[int, list[Decision]]]:
    """The steps that ran in each round, and the decisions that were made in it."""
    steps: dict[int, list[int]] = defaultdict(list)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    rows = StepRun.objects.filter(run=run_id).select_related("done_by")
    for row in rows.order_by("round", "opened_at", "step"):
        steps[row.round].append(row.step)
        if row.outcome in DECIDING and row.done_at is not None:
            decisions[row.round].append(
                Decision(
                    row.step,
                    Outcome(row.outcome),
                    row.done_at,
                    row.done_by.name if row.done_by else "",
                    row.done_as,
                )
            )
    return steps, decisions
