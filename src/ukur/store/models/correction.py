"""Figures that were corrected after their collection had ended."""

from django.db import models

from ukur.store.exact import ExactDecimalField
from ukur.store.models.account import Account
from ukur.store.models.form import Entry


class EntryCorrectionRow(models.Model):
    """A late correction of one entry: a new version of its figure, with the reason.

    Invariant: the entry itself, what was signed, and earlier corrections stay as they are. A
    correction without an amount says that the figure does not hold and none takes its place.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    old_value = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    old_numerator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    old_denominator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    value = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    reason = models.TextField()
    reported_on = models.DateField()
    """The day on which whoever knew told the agency."""
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "entry_correction"
        ordering = ("entry", "number")
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="correction_number_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} ({self.number})"
