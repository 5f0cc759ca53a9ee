"""Tables from outside on their way to becoming a plan, and how such tables are read."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.agency import Agency


class StagedTable(models.Model):
    """A file between being handed in and being brought in; gone after a day (decision 0012).

    `mapping` is how it is to be read as far as it was said, empty at first.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="staged_tables")
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=10, default="table")
    """What it waits for: "table" for its columns, "plan" for what its unclear cells mean."""
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict)
    staged_at = models.DateTimeField()

    class Meta:
        db_table = "staged_table"
        indexes = (models.Index(fields=("account", "staged_at"), name="staged_by_account"),)

    def __str__(self) -> str:
        return self.name


class MappingRow(models.Model):
    """How tables with one kind of header are read; a changed mapping is a new version."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mappings")
    fingerprint = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    mapping = models.JSONField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "table_mapping"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "fingerprint", "version"), name="mapping_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
