"""The journal: chains of events with their signed heads, and the log of refused attempts."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.form import UnitTask
from ukur.store.models.run import Run


class EventRow(models.Model):
    """An event of a run's chain, or of a unit's own (`task` set). Written once, never changed."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="events")
    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, null=True, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.CharField(max_length=27)
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=40)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    signature = models.TextField(blank=True)
    """Where a step ended: the office's own, over the head of the chain as it then stood."""

    class Meta:
        db_table = "event"
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(
                fields=("run", "sequence"),
                condition=models.Q(task__isnull=True),
                name="event_once_a_run",
            ),
            models.UniqueConstraint(
                fields=("task", "sequence"),
                condition=models.Q(task__isnull=False),
                name="event_once_a_task",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.sequence} {self.verb}"


class Attempt(models.Model):
    """Something that was asked for and refused."""

    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    what = models.CharField(max_length=200)
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "attempt"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.what} {self.code}"
