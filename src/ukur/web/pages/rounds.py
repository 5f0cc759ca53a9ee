"""The rounds of a run, and two versions of a cycle's document side by side."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ukur.domain.people import Actor, Role
from ukur.domain.rounds import Cause, Decision, Round
from ukur.domain.running import may_see_run
from ukur.domain.sop.flow import Outcome
from ukur.domain.sop.model import Procedure, Step
from ukur.edge.names import period_of_year
from ukur.edge.round_words import row_words
from ukur.edge.who import actor_of
from ukur.store.queries.conformance import run_of_cycle
from ukur.store.queries.cycles import cycle_head
from ukur.store.queries.offices import office_of
from ukur.store.queries.review import reviewing
from ukur.store.queries.review_rows import Fallen, Shown
from ukur.store.queries.rounds import (
    CycleDocuments,
    RoundDocument,
    RunRounds,
    cycle_documents,
    rounds_of_run,
)
from ukur.web.pages.conformance import READERS
from ukur.web.standing import mistar_of
from ukur.web.work import whole

MOST = 12
"""So many changed figures of a round are listed; the comparison shows all."""
MOST_UNITS = 6
"""So many units are named; the journal names all."""


@dataclass(frozen=True)
class DecisionLine:
    """A yes or a no, in the words that the SOP writes on its arrows."""

    decision: Decision
    word: str
    who: str


@dataclass(frozen=True)
class ChangeLine:
    """A figure that changed."""

    name: str
    column: str
    was: str
    now: str
    by_hand: bool
    typed_at: tuple[str, ...]
    """The units that typed it."""


@dataclass(frozen=True)
class RoundLine:
    """A round with the names of its steps and people; `document` is None for other runs."""

    round: Round
    who: str
    steps: tuple[Step, ...]
    units: tuple[str, ...]
    decisions: tuple[DecisionLine, ...]
    more_units: int
    document: RoundDocument | None
    changes: tuple[ChangeLine, ...]
    more: int
    fallen: tuple[Fallen, ...]

    @property
    def colour(self) -> str:
        return "" if self.round.opening.cause is Cause.BEGUN else "buka"


@require_safe
def of_cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """All rounds of a measurement cycle, with what each changed.

    Raises:
        Http404: no such cycle at the actor's agency, or not theirs to read.
    """
    actor = actor_of(request)
    found = _readable(run_of_cycle(cycle_id, actor.agency_id), actor)
    head = cycle_head(cycle_id, actor.agency_id)
    documents = cycle_documents(cycle_id, found.rounds)
    context = {
        **_context(found, actor, documents),
        "title": period_of_year(head.when) if head else found.subject,
        "cycle_id": cycle_id,
        "documents": documents,
        "mistar": mistar_of(cycle_id, actor),
    }
    return render(request, "web/review/rounds.html", context)


@require_safe
def of_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """All rounds of any run: who sent it back, where to, and why.

    Raises:
        Http404: no such run at the actor's agency, or not theirs to read.
    """
    actor = actor_of(request)
    found = rounds_of_run(run_id, actor.agency_id)
    if found is None or not may_see_run(
        actor, found.procedure, has_ended=found.ended_at is not None
    ):
        raise Http404
    context = {**_context(found, actor, None), "title": found.subject, "run_id": run_id}
    return render(request, "web/review/rounds.html", context)


@require_safe
def compare(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Two versions of the document side by side; without numbers the newest two.

    Raises:
        Http404: no such cycle or version, or not theirs to read.
    """
    actor = actor_of(request)
    _readable(run_of_cycle(cycle_id, actor.agency_id), actor)
    head = cycle_head(cycle_id, actor.agency_id)
    if head is None:
        raise Http404
    found = reviewing(
        cycle_id, of=asked(request, "ke"), against=asked(request, "dari"), shown=shown_on(request)
    )
    if found is None:
        raise Http404
    context = {
        "head": head,
        "cycle_id": cycle_id,
        "review": found,
        "utc_offset": (offset := office_of(actor.agency_id).utc_offset),
        "place": {"utc_offset": offset},
        "mistar": mistar_of(cycle_id, actor),
        "switch": f"dari={found.compared_with or found.version}&ke={found.version}",
    }
    return render(request, "web/review/compare.html", context)


def asked(request: HttpRequest, name: str) -> int | None:
    """The number of a version in the address; None where none is asked for.

    Raises:
        Http404: it is no number.
    """
    text = request.GET.get(name)
    if text is None:
        return None
    number = whole(text)
    if number is None:
        raise Http404
    return number


def shown_on(request: HttpRequest) -> Shown:
    """What the address asks to see: the changes, unless it names one version."""
    text = request.GET.get("tampak", "")
    return Shown(text) if text in tuple(Shown) else Shown.CHANGES


def _readable(run_id: int | None, actor: Actor) -> RunRounds:
    found = None if run_id is None else rounds_of_run(run_id, actor.agency_id)
    if found is None or not _may_read(found, actor):
        raise Http404
    return found


def _may_read(found: RunRounds, actor: Actor) -> bool:
    has_ended = found.ended_at is not None
    return actor.has(*READERS) or (has_ended and actor.has(Role.EVALUATOR))


def _context(found: RunRounds, actor: Actor, documents: CycleDocuments | None) -> dict[str, object]:
    return {
        "run": found,
        "lines": [round_line(one, found, documents) for one in reversed(found.rounds)],
        "utc_offset": office_of(actor.agency_id).utc_offset,
    }


def round_line(one: Round, found: RunRounds, documents: CycleDocuments | None) -> RoundLine:
    """A round as the page tells it."""
    lanes = {lane.key: lane.name for lane in found.procedure.lanes}
    document = documents.by_round.get(one.number) if documents else None
    changes = _changes(document, documents)
    units = tuple(found.unit_names.get(code, code) for code in one.opening.units)
    return RoundLine(
        round=one,
        who=person(lanes.get(one.opening.role, ""), one.opening.by),
        steps=tuple(found.procedure.step(number) for number in one.steps),
        units=units[:MOST_UNITS],
        more_units=max(len(units) - MOST_UNITS, 0),
        decisions=tuple(
            DecisionLine(
                each, _word(each, found.procedure), person(lanes.get(each.role, ""), each.by)
            )
            for each in one.decisions
        ),
        document=document,
        changes=changes[:MOST],
        more=max(len(changes) - MOST, 0),
        fallen=_fallen(document, documents),
    )


def person(lane: str, name: str) -> str:
    """Who acted, with the name where it says more than the lane."""
    if not lane or not name or lane == name:
        return lane or name
    return f"{lane} ({name})"


def _word(decision: Decision, procedure: Procedure) -> str:
    written = procedure.step(decision.step).decision
    if decision.outcome is Outcome.YES:
        return written.yes if written else "Ya"
    return written.no if written else "Tidak"


def _fallen(document: RoundDocument | None, documents: CycleDocuments | None) -> tuple[Fallen, ...]:
    if document is None or documents is None:
        return ()
    return tuple(
        Fallen(row_words(cell.at, documents.indicators), cell.was or "", cell.now or "")
        for cell in document.fallen
    )


def _changes(
    document: RoundDocument | None, documents: CycleDocuments | None
) -> tuple[ChangeLine, ...]:
    if document is None or documents is None or document.compared is None:
        return ()
    cells, touches = document.compared.changes.cells, document.compared.touches
    # What a person typed stands first: the others follow from it.
    return tuple(
        ChangeLine(
            row_words(cell.at, documents.indicators),
            cell.at.column,
            cell.was or "",
            cell.now or "",
            cell.by_hand,
            tuple(
                dict.fromkeys(
                    touch.unit
                    for touch in touches
                    if cell.by_hand and (touch.part, touch.row) == (cell.at.part, cell.at.row)
                )
            ),
        )
        for cell in sorted(cells, key=lambda cell: not cell.by_hand)
    )
