"""Ceilings: one unit of money for all, and parts that make their whole."""

from collections.abc import Iterator
from decimal import Decimal

from ukur.domain.figures.notation import money, written_exact
from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group, Notebook

LEAST_LINE = Decimal(100_000)
"""No line of a DPA has a ceiling below this many rupiah."""
USUAL_LINE = Decimal(10_000_000)
LEAST_LARGEST = Decimal(5_000_000)
"""If no line has more than this, the whole plan is in thousands or millions of rupiah."""
OTHER_UNITS = (Decimal(1_000), Decimal(1_000_000))

_BUDGET = Notebook(Group.MONEY, "Anggaran")


def money_findings(draft: PlanDraft) -> Iterator[Finding]:
    """Ceilings in other units than rupiah, of nothing, or other than the sum of their parts.

    Units: rupiah.
    """
    yield from _units(draft)
    yield from _sums(draft)
    for line in draft.budget:
        if line.ceiling == 0:
            yield _BUDGET.about(line, "pagu", FindingCode.CEILING_ZERO)


def _units(draft: PlanDraft) -> Iterator[Finding]:
    largest = max((line.ceiling for line in draft.budget), default=Decimal(0))
    if 0 < largest < LEAST_LARGEST:
        found = written_exact(largest)
        yield _BUDGET.about_all("pagu", FindingCode.CEILINGS_IN_OTHER_UNIT, found=found)
    elif largest >= USUAL_LINE:
        for line in draft.budget:
            if 0 < line.ceiling < LEAST_LINE:
                found = written_exact(line.ceiling)
                yield _BUDGET.about(line, "pagu", FindingCode.CEILING_IN_OTHER_UNIT, found=found)


def _sums(draft: PlanDraft) -> Iterator[Finding]:
    sums: dict[str, Decimal] = {}
    for line in draft.budget:
        if line.parent_code:
            sums[line.parent_code] = sums.get(line.parent_code, Decimal(0)) + line.ceiling
    for line in draft.budget:
        total = sums.get(line.code, line.ceiling)
        if total == line.ceiling:
            continue
        is_other_unit = any(
            total * unit == line.ceiling or line.ceiling * unit == total for unit in OTHER_UNITS
        )
        code = FindingCode.CHILDREN_IN_OTHER_UNIT if is_other_unit else FindingCode.CHILDREN_DIFFER
        facts = {"found": money(line.ceiling), "expected": money(total)}
        yield _BUDGET.about(line, "pagu", code, **facts)
