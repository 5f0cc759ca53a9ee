"""The chain of what an office says outside of any run: keys of programs, names of other systems."""

from django.db import models

from ukur.store.models.agency import Agency


class OfficeEventRow(models.Model):
    """An event of an agency's own chain, its head signed. Written once, never changed."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="office_events")
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
        db_table = "office_event"
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "sequence"), name="office_event_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.sequence} {self.verb}"
