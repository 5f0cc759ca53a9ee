"""The letter register, and the order that opened a cycle."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from ukur.domain.journal import Plain
from ukur.store.models import AgreementRow, EventRow, Letter, PaperRow


@dataclass(frozen=True)
class LetterLine:
    """A line of the register; `paper` is the code of the paper that bears the number."""

    sequence: int
    number: str
    dated: date
    kind: str
    subject: str
    cycle_id: int | None
    paper: str


@dataclass(frozen=True)
class Order:
    """The order of step 1: its letter, its paper, and what was ordered."""

    number: str
    paper: str
    instruction: str


def register(agency_id: int) -> dict[int, tuple[LetterLine, ...]]:
    """The letters of the agency by year, the newest first. Three queries."""
    papers = dict(
        PaperRow.objects.filter(letter__agency_id=agency_id)
        .order_by("version")
        .values_list("letter_id", "code")
    )
    agreements = AgreementRow.objects.filter(letter__agency_id=agency_id)
    papers |= dict(agreements.values_list("letter_id", "code"))
    years: dict[int, list[LetterLine]] = {}
    for row in (
        Letter.objects.filter(agency_id=agency_id)
        .annotate(of_cycle=F("run__cycle"))
        .order_by("-year", "-sequence")
    ):
        years.setdefault(row.year, []).append(
            LetterLine(
                row.sequence,
                row.number,
                row.dated,
                row.kind,
                row.subject,
                row.of_cycle,
                papers.get(row.pk, ""),
            )
        )
    return {year: tuple(lines) for year, lines in years.items()}


def order_of(cycle_id: int) -> Order | None:
    """The order that opened the cycle. Two queries."""
    paper = (
        PaperRow.objects.filter(cycle_id=cycle_id, kind=PaperRow.Kind.ORDER)
        .select_related("letter")
        .defer("values")
        .order_by("-version")
        .first()
    )
    if paper is None:
        return None
    event = EventRow.objects.filter(run__cycle=cycle_id, task=None, verb="ordered").first()
    facts: dict[str, Plain] = event.facts if event else {}
    return Order(
        paper.letter.number if paper.letter else "",
        paper.code,
        str(facts.get("instruction") or ""),
    )
