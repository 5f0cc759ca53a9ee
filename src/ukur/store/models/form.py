"""The form of a cycle: its frozen lines, and what each unit fills in."""

from django.db import models

from ukur.store.exact import ExactDecimalField
from ukur.store.models.account import Account
from ukur.store.models.agency import Unit
from ukur.store.models.cycle import Cycle
from ukur.store.models.plan import BudgetLine, IndicatorRow


class FormLine(models.Model):
    """An indicator in a cycle, with the targets in force the day the form was made.

    Not due in this period means "belum diukur": no target of the period is needed.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lines")
    indicator = models.ForeignKey(IndicatorRow, on_delete=models.PROTECT)
    order = models.PositiveIntegerField()
    is_due = models.BooleanField()
    low = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    high = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    year_low = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    year_high = ExactDecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta:
        db_table = "form_line"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "indicator"), name="line_once_a_cycle"),
        )

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.indicator_id}"


class UnitTask(models.Model):
    """What one unit has to deliver in a cycle."""

    class State(models.TextChoices):
        FILLING = "filling"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        VERIFIED = "verified"
        CLOSED = "closed"
        """Closed by Tim SAKIP without figures: "tidak menyampaikan", with the reason."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILLING)
    round = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "unit_task"
        constraints = (models.UniqueConstraint(fields=("cycle", "unit"), name="unit_once_a_cycle"),)
        indexes = (models.Index(fields=("unit", "state"), name="unit_task_inbox"),)

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.unit_id}"


class Entry(models.Model):
    """What a unit entered for one line: a value, or numerator and denominator, or a grade."""

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="entries")
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, related_name="entries")
    value = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    note = models.TextField(blank=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "entry"
        constraints = (models.UniqueConstraint(fields=("task", "line"), name="entry_once_a_task"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.line_id}"


class BudgetEntry(models.Model):
    """What was spent on a budget line up to the end of the cycle's period, in rupiah."""

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="budget_entries")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT)
    absorbed = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "budget_entry"
        constraints = (
            models.UniqueConstraint(fields=("task", "budget_line"), name="budget_once_a_task"),
        )

    def __str__(self) -> str:
        return f"{self.task_id} {self.budget_line_id}"


class EvidenceRow(models.Model):
    """A file that backs an entry; its bytes lie in the vault."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "evidence"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
