"""A cycle of measurement: a run of the SOP with figures."""

from django.db import models

from ukur.domain.periods import Period
from ukur.store.models.agency import Agency
from ukur.store.models.plan import PlanVersion
from ukur.store.models.procedure import RuleSetVersion
from ukur.store.models.run import Run


class Cycle(models.Model):
    """One agency, one period, measured in one run of the SOP by one plan and one rule set."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="cycle")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cycles")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=5, choices=[(p.value, p.value) for p in Period])
    rule_set = models.ForeignKey(RuleSetVersion, on_delete=models.PROTECT)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT)
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
        indexes = (models.Index(fields=("agency", "-year"), name="cycle_by_year"),)

    def __str__(self) -> str:
        return f"{self.period} {self.year}"
