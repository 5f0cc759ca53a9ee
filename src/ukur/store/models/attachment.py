"""What is laid beside a plain step in one round: files and words."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.run import StepRun


class StepAttachment(models.Model):
    """A file beside a step; its bytes lie in the vault."""

    step_run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "step_attachment"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class StepNote(models.Model):
    """Words beside a step, by whoever worked in it. Invariant: they never change."""

    step_run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "step_note"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]
