"""The plan of five years (Renstra): goals, indicators, and a target for every year.

Invariant: as with the year's plan, rows of a version are written once and never changed.
"""

from django.db import models

from ukur.store.exact import ExactDecimalField
from ukur.store.models.agency import Agency


class RenstraVersion(models.Model):
    """The Renstra of an agency: the first (number 1), or a change of it, which says why."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="renstras")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    change_reason = models.TextField(blank=True)
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "renstra_version"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "first_year", "number"), name="renstra_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="renstra_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_year}-{self.last_year} {self.kind} {self.number}"


class RenstraGoalRow(models.Model):
    """A tujuan, or a sasaran below it."""

    renstra = models.ForeignKey(RenstraVersion, on_delete=models.PROTECT, related_name="goals")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    level = models.CharField(max_length=10, default="sasaran")
    parent_code = models.CharField(max_length=40, blank=True)
    order = models.PositiveIntegerField()

    class Meta:
        db_table = "renstra_goal"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("renstra", "code"), name="renstra_goal_code_once"),
        )

    def __str__(self) -> str:
        return self.text


class RenstraIndicatorRow(models.Model):
    """An indicator of the Renstra; `baseline` is the state at its start, as it is printed."""

    renstra = models.ForeignKey(RenstraVersion, on_delete=models.PROTECT, related_name="indicators")
    goal = models.ForeignKey(RenstraGoalRow, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    unit_text = models.CharField(max_length=80)
    polarity = models.CharField(max_length=10)
    value_kind = models.CharField(max_length=10)
    grades = models.JSONField(default=list)
    baseline = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "renstra_indicator"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("renstra", "code"), name="renstra_indicator_code_once"),
        )

    def __str__(self) -> str:
        return self.name


class RenstraTargetRow(models.Model):
    """A target for one year; `high` only when it is a range."""

    indicator = models.ForeignKey(
        RenstraIndicatorRow, on_delete=models.PROTECT, related_name="targets"
    )
    year = models.PositiveSmallIntegerField()
    low = ExactDecimalField(max_digits=20, decimal_places=6)
    high = ExactDecimalField(max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        db_table = "renstra_target"
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "year"), name="renstra_target_once_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"
