"""The plan that figures are measured against: goals, indicators, targets, budget lines.

Invariant: rows of a plan version are written once, when it is brought in, and never changed;
a changed target is a new version. Figures have up to 14 digits before the comma (a national
budget in rupiah) and 6 behind it.
"""

from django.db import models

from ukur.store.models.agency import Agency, Unit


class PlanVersion(models.Model):
    """The plan of one year: Induk (number 1) or a Perubahan."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    in_force_from = models.DateField()
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    source_note = models.TextField(blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "plan_version"
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="plan_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.number}"


class Goal(models.Model):
    """A sasaran strategis."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    order = models.PositiveIntegerField()

    class Meta:
        db_table = "goal"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="goal_code_once"),)

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

    class Meta:
        db_table = "indicator"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="indicator_code_once"),
        )

    def __str__(self) -> str:
        return self.name


class TargetRow(models.Model):
    """A target of the agency for one period; `high` only when it is a range."""

    indicator = models.ForeignKey(IndicatorRow, on_delete=models.PROTECT, related_name="targets")
    period = models.CharField(max_length=5)
    low = models.DecimalField(max_digits=20, decimal_places=6)
    high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        db_table = "target"
        constraints = (
            models.UniqueConstraint(fields=("indicator", "period"), name="target_once_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"


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
    ceiling = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        db_table = "budget_line"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="budget_code_once"),)

    def __str__(self) -> str:
        return self.name
