"""What an agency measured before it came here: balances of the periods before its first cycle."""

from django.db import models

from ukur.domain.periods import Period
from ukur.store.exact import ExactDecimalField
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency, Unit


class OpeningBalanceRow(models.Model):
    """A saldo awal: what an old report says of one indicator in one earlier period.

    Invariant: written once and never changed; a changed balance is a row with the next number
    and its reason, and a row without an amount takes the balance back. Without `unit` it is the
    value of the whole agency.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="balances")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=5, choices=[(p.value, p.value) for p in Period])
    code = models.CharField(max_length=40)
    """The indicator's code: a balance outlives the version of the plan that it was read with."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    number = models.PositiveSmallIntegerField()
    value = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = ExactDecimalField(max_digits=20, decimal_places=6, null=True)
    source = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "opening_balance"
        ordering = ("year", "code", "period", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "period", "code", "number"),
                condition=models.Q(unit__isnull=True),
                name="balance_once_a_version",
            ),
            models.UniqueConstraint(
                fields=("agency", "year", "period", "code", "unit", "number"),
                condition=models.Q(unit__isnull=False),
                name="unit_balance_once_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="changed_balance_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.period} {self.year} ({self.number})"
