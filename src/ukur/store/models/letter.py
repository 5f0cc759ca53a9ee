"""The registers: letters that go out, letters that come in, and the dispositions of both."""

from django.db import models

from ukur.domain.letters import Nature
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.run import Run


class Letter(models.Model):
    """A line of the register of letters that go out; numbers run through the year without a gap."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    dated = models.DateField()
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    recipient = models.CharField(max_length=200, blank=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="letters")

    class Meta:
        db_table = "letter"
        ordering = ("-year", "-sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "sequence"), name="letter_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.number


class IncomingLetter(models.Model):
    """A line of the agenda of letters that come in; numbers run through the year without a gap.

    The scan lies in the vault; without one, `sha256` is "".
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incoming")
    year = models.PositiveSmallIntegerField()
    agenda = models.PositiveIntegerField()
    received_on = models.DateField()
    sender = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    dated = models.DateField(null=True)
    subject = models.CharField(max_length=300)
    nature = models.CharField(max_length=10, choices=[(n.value, n.value) for n in Nature])
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="incoming")

    class Meta:
        db_table = "incoming_letter"
        ordering = ("-year", "-agenda")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "agenda"), name="agenda_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.agenda}/{self.year}"


class Disposition(models.Model):
    """A disposition sheet: what is to be done with a letter, or with the order of a cycle.

    A sheet of a cycle bears the code of its paper; that of a letter is typeset from its row.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="dispositions")
    letter = models.ForeignKey(
        IncomingLetter, on_delete=models.PROTECT, null=True, related_name="dispositions"
    )
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="dispositions")
    paper = models.CharField(max_length=24, blank=True)
    instruction = models.TextField()
    due_on = models.DateField(null=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=20)

    class Meta:
        db_table = "disposition"
        ordering = ("-given_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(letter=None) ^ models.Q(run=None),
                name="disposition_of_letter_or_run",
            ),
        )
        indexes = (models.Index(fields=("agency", "-given_at"), name="disposition_newest"),)

    def __str__(self) -> str:
        return self.instruction[:40]


class DispositionTo(models.Model):
    """One addressee of a sheet: a role, and what became of it."""

    disposition = models.ForeignKey(
        Disposition, on_delete=models.PROTECT, related_name="addressees"
    )
    role = models.CharField(max_length=20)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        db_table = "disposition_to"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("disposition", "role"), name="disposition_once_to_a_role"
            ),
        )
        indexes = (
            models.Index(
                fields=("role",), condition=models.Q(done_at=None), name="disposition_to_open"
            ),
        )

    def __str__(self) -> str:
        return self.role
