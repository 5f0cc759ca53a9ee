"""The plan that figures are measured against: goals, indicators, targets, budget lines.

Invariant: rows of a plan version are written once, when it is brought in, and never changed;
a changed target is a new version. Figures have up to 14 digits before the comma (a national
budget in rupiah) and 6 behind it.
"""

from django.db import models

from ukur.domain.plan.draft import Stage
from ukur.store.exact import ExactDecimalField
from ukur.store.models.agency import Agency, Unit
from ukur.store.models.renstra import RenstraVersion


class PlanVersion(models.Model):
    """The plan of one year: Induk (number 1) or a Perubahan, which says why.

    `renstra` is the five years' plan that the year belongs to: the one that was there on import,
    else the first that came later. It is the one column that is filled afterwards.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    in_force_from = models.DateField()
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    source_note = models.TextField(blank=True)
    change_reason = models.TextField(blank=True)
    renstra = models.ForeignKey(
        RenstraVersion, on_delete=models.PROTECT, null=True, related_name="plans"
    )
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "plan_version"
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="plan_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.number}"


class Goal(models.Model):
    """A tujuan, or a sasaran strategis below it."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    level = models.CharField(max_length=10, default="sasaran")
    parent_code = models.CharField(max_length=40, blank=True)
    weight = ExactDecimalField(max_digits=9, decimal_places=4, default=1)
    order = models.PositiveIntegerField()

    class Meta:
        db_table = "goal"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="goal_code_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="goal_weight_positive"),
        )

    def __str__(self) -> str:
        return self.text


class IndicatorRow(models.Model):
    """An indikator kinerja with its manual and the rules of its figures."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="indicators")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    level = models.CharField(max_length=40, default="sasaran")
    parent_code = models.CharField(max_length=40, blank=True)
    unit_text = models.CharField(max_length=80)
    decimals = models.PositiveSmallIntegerField(default=2)
    polarity = models.CharField(max_length=10)
    formula = models.CharField(max_length=40, blank=True)
    value_kind = models.CharField(max_length=10)
    factor = models.PositiveIntegerField(default=1)
    grades = models.JSONField(default=list)
    numerator_text = models.CharField(max_length=300, blank=True)
    denominator_text = models.CharField(max_length=300, blank=True)
    entry_basis = models.CharField(max_length=10)
    period_rule = models.CharField(max_length=10)
    unit_rule = models.CharField(max_length=10)
    due_periods = models.JSONField(default=list)
    definition = models.TextField(blank=True)
    data_source = models.CharField(max_length=300, blank=True)
    in_charge = models.CharField(max_length=200, blank=True)
    evidence_needed = models.BooleanField(default=False)
    printed = models.CharField(max_length=40, blank=True)
    """Achievement as an old report printed it, kept beside the recomputed one."""
    weight = ExactDecimalField(max_digits=9, decimal_places=4, default=1)
    node_code = models.CharField(max_length=40, blank=True)
    """The budget line whose performance it measures; empty if it measures its goal."""
    formula_text = models.TextField(blank=True)
    baseline = models.CharField(max_length=80, blank=True)
    frequency = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "indicator"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="indicator_code_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0), name="indicator_weight_positive"
            ),
        )

    def __str__(self) -> str:
        return self.name


class TargetRow(models.Model):
    """A target of the agency for one period; `high` only when it is a range.

    The stage says which paper it stands in: a measurement uses what was agreed, never Renja.
    """

    indicator = models.ForeignKey(IndicatorRow, on_delete=models.PROTECT, related_name="targets")
    period = models.CharField(max_length=5)
    stage = models.CharField(max_length=10, default=Stage.AGREED.value)
    low = ExactDecimalField(max_digits=20, decimal_places=6)
    high = ExactDecimalField(max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        db_table = "target"
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "period", "stage"), name="target_once_a_stage"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.stage}"


class UnitTargetRow(models.Model):
    """A target of one unit for one period, where the plan gives it one of its own."""

    indicator = models.ForeignKey(
        IndicatorRow, on_delete=models.PROTECT, related_name="unit_targets"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    period = models.CharField(max_length=5)
    low = ExactDecimalField(max_digits=20, decimal_places=6)
    high = ExactDecimalField(max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        db_table = "unit_target"
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "unit", "period"), name="unit_target_once_a_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.period}"


class AssignmentRow(models.Model):
    """Which unit fills in which indicator."""

    indicator = models.ForeignKey(
        IndicatorRow, on_delete=models.PROTECT, related_name="assignments"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        db_table = "assignment"
        constraints = (
            models.UniqueConstraint(fields=("indicator", "unit"), name="assignment_once"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id}"


class BudgetLine(models.Model):
    """A program, kegiatan or sub kegiatan with its pagu, and who reports its realization."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="budget_lines")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True)
    code = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    level = models.CharField(max_length=40)
    parent_code = models.CharField(max_length=40, blank=True)
    ceiling = ExactDecimalField(max_digits=20, decimal_places=6)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        db_table = "budget_line"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="budget_code_once"),)

    def __str__(self) -> str:
        return self.name


class NodeLinkRow(models.Model):
    """A cross-cutting link of the tree: to a node of this plan, or to another agency in words."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="links")
    order = models.PositiveIntegerField()
    from_code = models.CharField(max_length=40)
    to_code = models.CharField(max_length=40, blank=True)
    to_agency = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500)

    class Meta:
        db_table = "node_link"
        ordering = ("order",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(to_code="", to_agency=""), name="link_leads_somewhere"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_code} → {self.to_code or self.to_agency}"
