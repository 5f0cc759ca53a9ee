"""Papers and the sealed packages."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.cycle import Cycle
from ukur.store.models.letter import Letter


class PaperRow(models.Model):
    """A paper as its values; its bytes follow from them and lie in the vault once made.

    `code` is random and stands in the QR. The record is the signed file; `pdf_sha256` is the
    unsigned one. `replaced` once a newer version exists.
    """

    class Kind(models.TextChoices):
        ORDER = "order"
        DISPOSITION = "disposition"
        FORM = "form"
        MEASUREMENT = "measurement"
        RECORDS = "records"
        SOP = "sop"

    class SignedBy(models.TextChoices):
        SEAL = "seal"
        INK = "ink"
        OUTSIDE = "outside"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24, unique=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True)
    values = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_by_way = models.CharField(max_length=10, choices=SignedBy.choices, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    signed_acting = models.CharField(max_length=3, blank=True)

    class Meta:
        db_table = "paper"
        ordering = ("kind", "version")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "kind", "version"), name="paper_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.kind} {self.version}"


class PackageRow(models.Model):
    """A sealed package of a cycle, kept as one zip in the vault; one a signed version.

    Invariant: a package never changes. A cycle that is opened again gets another one.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    files = models.JSONField(default=list)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "package"
        constraints = (
            models.UniqueConstraint(fields=("cycle", "version"), name="package_version_once"),
        )

    def __str__(self) -> str:
        return self.name
