"""What people were told about the time of their tasks, and the rests of a step's clock."""

from django.db import models

from ukur.domain.reminding import NoticeKind
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.form import UnitTask
from ukur.store.models.run import StepRun


class Notice(models.Model):
    """One person was told one thing; its mail follows, once.

    Of a task it is unique by person, task, round, version and kind, a digest by person and day:
    the row is kept first and then mailed, so that two runs of `ukur tick` at once tell it once.
    """

    class Mail(models.TextChoices):
        NONE = "none"
        """The person has no address; the inbox alone tells them."""
        WAITING = "waiting"
        """To be sent; also after a failure, for the next try."""
        SENDING = "sending"
        """Handed to the server by a run that has not reported back. Never sent again."""
        SENT = "sent"
        GIVEN_UP = "given_up"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notices")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in NoticeKind])
    step_run = models.ForeignKey(StepRun, on_delete=models.PROTECT, null=True)
    unit_task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, null=True)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveSmallIntegerField(default=0)
    """Of a unit's form: how often it had been submitted when this was told."""
    words = models.CharField(max_length=300, blank=True)
    """What whoever caused it wrote, such as the reason of a return."""
    day = models.DateField()
    """The office's day on which it was told; with `kind` and `account` it names a digest."""
    late = models.JSONField(default=list)
    """Of a digest: the first of what was late, as [kind of task, id], the longest first."""
    late_count = models.PositiveIntegerField(default=0)
    """Of a digest: how much was late."""
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=10, choices=Mail.choices)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "step_run", "kind"),
                condition=models.Q(step_run__isnull=False),
                name="notice_once_a_step",
            ),
            models.UniqueConstraint(
                fields=("account", "unit_task", "round", "version", "kind"),
                condition=models.Q(unit_task__isnull=False),
                name="notice_once_a_unit_form",
            ),
            models.UniqueConstraint(
                fields=("account", "day"),
                condition=models.Q(kind=NoticeKind.DIGEST),
                name="digest_once_a_day",
            ),
        )
        indexes = (
            models.Index(fields=("account", "read_at"), name="notice_inbox"),
            models.Index(
                fields=("account",), condition=models.Q(mail="waiting"), name="notice_to_mail"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class StepPause(models.Model):
    """A rest of the clock of a step that waits for others; see `ukur.domain.sop.timing`."""

    step_run = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField()
    awaited = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    paused_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "step_pause"
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(fields=("step_run", "since"), name="pause_once_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="pause_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step_run_id} {self.awaited}"
