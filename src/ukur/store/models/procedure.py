"""Versions of the SOP and of the rule set; a cycle pins one of each. Drafts of the SOP."""

from django.db import models

from ukur.store.models.account import Account
from ukur.store.models.agency import Agency


class ProcedureVersion(models.Model):
    """An SOP as its TOML text. Invariant: the text of a version never changes."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="procedures")
    key = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    """None for the one that came with the program."""
    withdrawn_at = models.DateTimeField(null=True)
    """When it was taken back before its day: nothing ever runs by it, its text stays."""
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        db_table = "procedure_version"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "key", "version"), name="procedure_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class ProcedureDraft(models.Model):
    """An SOP that is being written. Invariant: nothing runs by a draft.

    `content` is the plain data of `ukur.domain.sop.writing.plain`, which may be unsound;
    `revision` grows with every change, so that two editors do not overwrite one another.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=80)
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)
    """The name of the file that it was taken from, "" for none."""
    edited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        db_table = "procedure_draft"
        constraints = (
            models.UniqueConstraint(fields=("agency", "key"), name="procedure_draft_once"),
        )

    def __str__(self) -> str:
        return f"{self.key} (draft)"


class RuleSetVersion(models.Model):
    """A rule set as plain data. Invariant: the data of a version never changes."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rule_sets")
    key = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    rules = models.JSONField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    """None for the one that came with the program."""

    class Meta:
        db_table = "rule_set_version"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "key", "version"), name="rule_set_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
