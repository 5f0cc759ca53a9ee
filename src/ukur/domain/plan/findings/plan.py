"""All that wants a look in a plan."""

from collections.abc import Mapping
from decimal import Decimal

from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.findings.finding import Finding, Group
from ukur.domain.plan.findings.manual import manual_findings, smart_findings
from ukur.domain.plan.findings.money import money_findings
from ukur.domain.plan.findings.targets import target_findings
from ukur.domain.plan.findings.tree import tree_findings
from ukur.domain.plan.findings.units import unit_findings

GROUPS = tuple(Group)
NOTHING_BEFORE: Mapping[str, Decimal] = {}


def plan_findings(
    draft: PlanDraft, last_year: Mapping[str, Decimal] = NOTHING_BEFORE
) -> tuple[Finding, ...]:
    """What wants a look in a plan, group by group, each in the order of the rows.

    `last_year` are the targets of the year before, by the folded name of the indicator; with
    them a target that did not move, or moved far, is seen.
    """
    return (
        *target_findings(draft),
        *tree_findings(draft),
        *manual_findings(draft),
        *smart_findings(draft, last_year),
        *unit_findings(draft),
        *money_findings(draft),
    )
