"""Perjanjian Kinerja: the agreements of a year, and their own chain of events.

Invariant: what an agreement says is written once, when it is issued. Afterwards it can only be
sealed, signed by both, and replaced by a later one; each of these happens at most once.
"""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.letter import Letter
from ukur.store.models.plan import PlanVersion


class AgreementRow(models.Model):
    """An agreement: the version 1 of a year is the Induk, each later one a Perubahan.

    `pdf_sha256` is the file for a pen. `seal_sha256` bears the seal of pihak pertama alone,
    `signed_sha256` the signatures of both. `sealed_head` is the event on whose head the sealed
    paper was made.
    """

    class Way(models.TextChoices):
        INK = "ink"
        OUTSIDE = "outside"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    plan = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="agreement")
    kind = models.CharField(max_length=10)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    reason = models.TextField(blank=True)
    superior_title = models.CharField(max_length=200)
    superior_name = models.CharField(max_length=200, blank=True)
    superior_nip = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200)
    dated = models.DateField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True)
    code = models.CharField(max_length=24, unique=True)
    values = models.JSONField()
    pdf_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    seal_sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "agreement"
        ordering = ("year", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "version"), name="agreement_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, replaces__isnull=True)
                | models.Q(version__gt=1, replaces__isnull=False),
                name="agreement_replaces_the_one_before",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.version}"


class AgreementEventRow(models.Model):
    """An event of the chain of a year's agreements, with its head signed by the office's key."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreement_events")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    at = models.CharField(max_length=27)
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    signature = models.TextField()
    """Over the statement of the head, as `ports.Sealer.sign_head` makes it."""

    class Meta:
        db_table = "agreement_event"
        ordering = ("year", "sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "sequence"), name="agreement_event_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.sequence} {self.verb}"
