"""The order that opened a cycle."""

from dataclasses import dataclass

from ukur.domain.journal import Plain
from ukur.store.models import EventRow, PaperRow


@dataclass(frozen=True)
class Order:
    """The order of step 1: its letter, its paper, and what was ordered."""

    number: str
    paper: str
    instruction: str


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
