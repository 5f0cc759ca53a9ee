"""The form of a cycle: its frozen lines, and what each unit fills in."""

from django.db import models

from ukur.domain.collecting import SubmissionEnd
from ukur.domain.entering import Origin
from ukur.domain.evidence import EvidenceKind, LinkState
from ukur.domain.journal import GENESIS
from ukur.store.exact import ExactDecimalField
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency, Unit
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
    evidence_kinds = models.JSONField(default=list)
    """The kinds of evidence that a figure needs, by `ukur.domain.evidence.EvidenceKind`."""
    checks = models.JSONField(default=list)
    """Which checks apply to its figures, by `ukur.domain.checking.Check`."""
    due_at = models.DateTimeField(null=True)
    """By when its figures are due, where that is earlier than the units' own forms."""

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
    opens_at = models.DateTimeField(null=True)
    """From when it can be filled in; None is from the start."""
    closes_at = models.DateTimeField(null=True)
    """After `due_at` it is late, after this it is not taken at all; None is never."""
    extended_until = models.DateTimeField(null=True)
    """An exception of this unit's own; it ends by itself."""
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    extension_reason = models.TextField(blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    """How often it was submitted: the number of its newest submission."""
    first_submitted_at = models.DateTimeField(null=True)
    """By this it is on time or late; a correction later changes nothing about that."""
    ready_at = models.DateTimeField(null=True)
    """When the operator asked the head of the unit to vouch for the figures."""
    ready_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    events_told = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default=GENESIS)
    """The hash of the last event of the unit's own chain."""

    class Meta:
        db_table = "unit_task"
        constraints = (models.UniqueConstraint(fields=("cycle", "unit"), name="unit_once_a_cycle"),)
        indexes = (models.Index(fields=("unit", "state"), name="unit_task_inbox"),)

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.unit_id}"


class Submission(models.Model):
    """What a unit handed in, version by version. Invariant: figures are written once.

    `figures` are the entries as they stood, by indicator code, in plain values; the cells of the
    budget likewise. `chain_count` and `chain_head` are the unit's journal at that moment.
    """

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    chain_count = models.PositiveIntegerField()
    chain_head = models.CharField(max_length=64)
    end = models.CharField(
        max_length=10, choices=[(e.value, e.value) for e in SubmissionEnd], blank=True
    )
    """What became of it; "" while nobody decided."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "submission"
        ordering = ("task", "number")
        constraints = (
            models.UniqueConstraint(fields=("task", "number"), name="submission_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.task_id} ({self.number})"


class ReturnLineRow(models.Model):
    """What was said about one line of a version that went back to its unit. Written once.

    Either `line` or `budget_line` is set.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="return_lines")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="return_lines"
    )
    order = models.PositiveSmallIntegerField()
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, null=True, related_name="+")
    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, null=True, related_name="+"
    )
    word = models.TextField()

    class Meta:
        db_table = "return_line"
        ordering = ("submission", "order")
        constraints = (
            models.UniqueConstraint(fields=("submission", "line"), name="return_line_once"),
            models.UniqueConstraint(
                fields=("submission", "budget_line"), name="return_budget_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(line__isnull=False) ^ models.Q(budget_line__isnull=False),
                name="return_line_is_of_one_sort",
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.order}"


class UnitReminder(models.Model):
    """Tim SAKIP reminded a unit of its form; at most twice a round."""

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="reminders")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "unit_reminder"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("task", "round", "number"), name="reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.task_id} {self.number}"


class Entry(models.Model):
    """What a unit entered for one line: a value, or numerator and denominator, or a grade."""

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="entries")
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, related_name="entries")
    value = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    note = models.TextField(blank=True)
    """Why there is no figure, or what has to be said about the one there is."""
    no_evidence = models.TextField(blank=True)
    """Why evidence that is asked for cannot be provided."""
    saves = models.PositiveIntegerField(default=0)
    """How often it was changed: whoever saves says which state they saw."""
    origin = models.CharField(
        max_length=10, choices=[(o.value, o.value) for o in Origin], blank=True
    )
    source = models.ForeignKey(
        "SourceImport", on_delete=models.PROTECT, null=True, related_name="entries"
    )
    source_note = models.CharField(max_length=300, blank=True)
    """Where in the source it stood: a cell, or data element and organisation unit."""
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
    saves = models.PositiveIntegerField(default=0)
    """How often it was changed, as of `Entry`."""
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
    """A file that backs an entry, its bytes in the vault; or a link, hashed if it was reached."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(
        max_length=10,
        choices=[(k.value, k.value) for k in EvidenceKind],
        default=EvidenceKind.ANY.value,
    )
    pages = models.CharField(max_length=60, blank=True)
    """Where in it the figure stands, as typed: "3", "3-4", "lembar Rekap"."""
    url = models.CharField(max_length=500, blank=True)
    link_state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in LinkState], blank=True
    )
    """Of a link: how it was met when it was entered."""
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "evidence"
        ordering = ("id",)
        indexes = (models.Index(fields=("sha256",), name="evidence_by_hash"),)

    def __str__(self) -> str:
        return self.name
