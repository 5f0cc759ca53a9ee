"""What a planner answered to a finding of the plan.

Invariant: an answer is written once and never changed; a later one to the same finding holds.
"""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.plan import PlanVersion


class FindingAnswer(models.Model):
    """A word on one finding of one version; `key` is the finding's own, facts included."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="finding_answers")
    key = models.CharField(max_length=32)
    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=500)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT)

    class Meta:
        db_table = "finding_answer"
        indexes = (models.Index(fields=("plan", "key"), name="finding_answer_of_plan"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.code} {self.subject}"
