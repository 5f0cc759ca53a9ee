"""Keys by which programs act for a person."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.agency import Unit


class ApiToken(models.Model):
    """A key of one account; with a unit it carries the account's duties at that unit alone.

    Only the hash is kept: the key itself is shown once, when it is made.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key."""
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """Kept by the day, so that reading is not writing."""
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    """Its owner, or the pengelola."""

    class Meta:
        db_table = "api_token"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.account_id} {self.name}"
