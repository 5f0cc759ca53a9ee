"""Steps 5 to 7: evaluations, remarks, and the words of the draft."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.cycle import Cycle
from ukur.store.models.form import FormLine


class Evaluation(models.Model):
    """Why a line stands where it stands, and what is done about it, by whom, until when."""

    line = models.OneToOneField(FormLine, on_delete=models.PROTECT, related_name="evaluation")
    cause = models.TextField(blank=True)
    obstacle = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "evaluation"

    def __str__(self) -> str:
        return str(self.line_id)


class Remark(models.Model):
    """A catatan on a cell or a paragraph. It belongs to the duty that wrote it."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        SETTLED = "settled"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="remarks")
    number = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, null=True)
    place = models.CharField(max_length=40)
    """"line", "budget", "paragraph" or "document"."""
    row = models.CharField(max_length=40, blank=True)
    """The code of a program; "" for the sum of all, and for what is no cell of the budget."""
    column = models.CharField(max_length=20, blank=True)
    section = models.CharField(max_length=20, blank=True)
    paragraph = models.PositiveSmallIntegerField(null=True)
    """The number of a paragraph in its section, from 1, in the version that was remarked."""
    quote = models.TextField(blank=True)
    """What the cell or the paragraph said when the remark was written."""
    text = models.TextField()
    role = models.CharField(max_length=20)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "remark"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "number"), name="remark_number_once"),
        )
        indexes = (models.Index(fields=("state", "role"), name="remark_inbox"),)

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.number}"


class Narrative(models.Model):
    """The paragraphs of the draft; numbers in braces are bound to cells of the table."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="narrative")
    paragraphs = models.JSONField(default=list)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "narrative"

    def __str__(self) -> str:
        return str(self.cycle_id)
