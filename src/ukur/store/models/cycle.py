"""A cycle of measurement and the run of its steps."""

from django.db import models

from ukur.domain.periods import Period
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.plan import PlanVersion
from ukur.store.models.procedure import ProcedureVersion, RuleSetVersion


class Cycle(models.Model):
    """One agency, one period, one run of the SOP. `step` is None when it has ended."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=5, choices=[(p.value, p.value) for p in Period])
    procedure = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    rule_set = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT)
    step = models.PositiveSmallIntegerField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    finish_by = models.DateField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_live = models.BooleanField(default=True)
    """False once cancelled: a period may then be measured again."""

    class Meta:
        db_table = "cycle"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "period"),
                condition=models.Q(is_live=True),
                name="one_live_cycle_a_period",
            ),
        )
        indexes = (models.Index(fields=("agency", "step"), name="cycle_inbox"),)

    def __str__(self) -> str:
        return f"{self.period} {self.year}"


class StepRun(models.Model):
    """One step in one round: opened, due, done, by whom, with which outcome."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs")
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    done_as = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reason_code = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    back_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "step_run"
        ordering = ("round", "step")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "step", "round"), name="step_once_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.step}/{self.round}"
