"""Where figures come from that nobody typed: mappings of other systems, and what was brought in."""

from django.db import models

from ukur.domain.sources import System
from ukur.store.models.account import Account
from ukur.store.models.agency import Agency
from ukur.store.models.cycle import Cycle


class SourceMap(models.Model):
    """How the names of another system are read here; a changed mapping is a new version.

    `mapping` names data elements and organisation units as `ukur.domain.sources` reads them.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="source_maps")
    system = models.CharField(max_length=10, choices=[(s.value, s.value) for s in System])
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    mapping = models.JSONField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "source_map"
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "system", "name", "version"), name="source_map_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.name} {self.version}"


class SourceImport(models.Model):
    """A file that was brought in whole; its bytes lie in the vault. Written once."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="imports")
    source_map = models.ForeignKey(SourceMap, on_delete=models.PROTECT, null=True)
    system = models.CharField(max_length=10, choices=[(s.value, s.value) for s in System])
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    taken = models.PositiveIntegerField()
    """How many figures it changed."""
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "source_import"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
