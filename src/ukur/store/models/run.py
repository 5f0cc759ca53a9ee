"""The engine's rows: one run of an SOP, and each step of it in each round."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.procedure import ProcedureVersion


class Run(models.Model):
    """One run of one version of an SOP at one agency. `step` is None when it has ended.

    A measurement cycle is a run with figures (see `Cycle`); any other SOP is a run alone.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="runs")
    procedure = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="runs")
    subject = models.CharField(max_length=300)
    """What it is about, in the words of whoever began it."""
    chain = models.CharField(max_length=120)
    """How its journal is called where it stands beside others: "dinkes/2026/tw1"."""
    step = models.PositiveSmallIntegerField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    finish_by = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    """Set with `ended_at` when it was cancelled: it ended before its last step."""
    reopened_at = models.DateTimeField(null=True)
    """When what was signed was last opened again; what is signed later is the next version."""

    worked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    """Who last finished a step before the open one, where that decides on their work."""
    events_told = models.PositiveIntegerField(default=0)
    chain_head = models.CharField(max_length=64, default="0" * 64)
    """How long the journal is and the hash of its last event, so that the next one need not ask."""

    class Meta:
        db_table = "run"
        indexes = (
            models.Index(
                fields=("agency", "-opened_at"),
                condition=models.Q(step__isnull=False),
                name="run_running",
            ),
            models.Index(
                fields=("agency", "-opened_at"),
                condition=models.Q(step__isnull=True),
                name="run_ended",
            ),
            models.Index(fields=("agency", "-opened_at"), name="run_newest"),
            models.Index(fields=("procedure", "-opened_at"), name="run_newest_of_sop"),
        )

    def __str__(self) -> str:
        return self.chain


class StepRun(models.Model):
    """One step in one round: opened, due, done, by whom, with which outcome.

    `agency`, `lead` and `joined` repeat what the run and its SOP say, so that an inbox finds
    what is open for a role in the order in which it is due, however much has ended.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    lead = models.CharField(max_length=20)
    """The key of the lane that finishes it."""
    joined = models.CharField(max_length=200, null=True)  # noqa: DJ001
    """Those that work along, each between blanks: " tim_sakip staf ". None where nobody does:
    an index of the shared ones alone asks for that, since "" in a query is a value unknown."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    done_as = models.CharField(max_length=20, blank=True)
    done_acting = models.CharField(max_length=3, blank=True)
    own_work = models.BooleanField(default=False)
    """A decision of whoever finished the step before it, as the rule set allowed."""
    outcome = models.CharField(max_length=10, blank=True)
    reason_code = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    back_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "step_run"
        ordering = ("round", "step")
        constraints = (
            models.UniqueConstraint(fields=("run", "step", "round"), name="step_once_a_round"),
        )
        indexes = (
            models.Index(
                fields=("agency", "lead", "due_at"),
                condition=models.Q(done_at=None),
                name="step_open_of_lead",
            ),
            models.Index(
                fields=("agency", "due_at", "joined"),
                condition=models.Q(done_at=None, joined__isnull=False),
                name="step_open_joined",
            ),
            models.Index(
                fields=("agency", "due_at", "lead"),
                condition=models.Q(done_at=None),
                name="step_open_by_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step}/{self.round}"
