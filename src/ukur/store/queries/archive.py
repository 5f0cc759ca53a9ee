"""What is archived, what will be, and the files of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ukur.domain.evidence import SHOWN
from ukur.domain.people import SOP_ROLES, Actor, Role
from ukur.domain.periods import Period, YearPeriod
from ukur.store.models import EvidenceRow, PackageRow, PaperRow, UnitTask
from ukur.store.queries.own_tasks import own_units


@dataclass(frozen=True)
class PackedFile:
    """A file of a package; `size` in bytes."""

    name: str
    about: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Package:
    """A sealed package."""

    cycle_id: int
    version: int
    is_newest: bool
    when: YearPeriod
    name: str
    sha256: str
    size: int
    files: tuple[PackedFile, ...]
    sealed_at: datetime
    sealed_by: str


@dataclass(frozen=True)
class ToPack:
    """What a package will hold besides what every package holds."""

    paper_code: str
    signed_at: datetime | None
    units: int
    evidence: int
    evidence_size: int


@dataclass(frozen=True)
class EvidenceFile:
    """A file of evidence by its hash in the vault, or a link; and the figure that it backs."""

    name: str
    media_type: str
    sha256: str
    url: str
    task_id: int
    line_id: int

    @property
    def is_shown(self) -> bool:
        """Whether a page can show it as a picture."""
        return not self.url and self.media_type in SHOWN


def packages(actor: Actor) -> tuple[Package, ...]:
    """The sealed packages of the agency, the newest first. One query."""
    rows = PackageRow.objects.filter(cycle__agency_id=actor.agency_id)
    return _packages(rows, actor)


def packages_of(cycle_id: int, actor: Actor) -> tuple[Package, ...]:
    """The packages of a cycle of the actor's agency, the newest version first. One query.

    More than one once what was signed was opened again.
    """
    rows = PackageRow.objects.filter(cycle_id=cycle_id, cycle__agency_id=actor.agency_id)
    return _packages(rows, actor)


def _packages(rows: QuerySet[PackageRow], actor: Actor) -> tuple[Package, ...]:
    if not may_read_archive(actor):
        return ()
    found = list(rows.select_related("cycle", "sealed_by").order_by("-sealed_at", "-version"))
    newest: dict[int, int] = {}
    for row in found:
        newest[row.cycle_id] = max(newest.get(row.cycle_id, 0), row.version)
    return tuple(_package(row, is_newest=row.version == newest[row.cycle_id]) for row in found)


def may_read_archive(actor: Actor) -> bool:
    """Whether the actor may open packages: the office and its evaluators."""
    return actor.has(*SOP_ROLES, Role.EVALUATOR)


def to_pack(cycle_id: int) -> ToPack:
    """What lies ready to be sealed. Three queries."""
    paper = (
        PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT)
        .exclude(signed_sha256="")
        .defer("values")
        .order_by("-version")
        .first()
    )
    sizes = list(
        EvidenceRow.objects.filter(entry__task__cycle=cycle_id, removed_at=None).values_list(
            "size", flat=True
        )
    )
    units = UnitTask.objects.filter(cycle=cycle_id).aggregate(
        count=Count("id", filter=~Q(state=UnitTask.State.CLOSED))
    )
    return ToPack(
        paper_code=paper.code if paper else "",
        signed_at=paper.signed_at if paper else None,
        units=units["count"],
        evidence=len(sizes),
        evidence_size=sum(sizes),
    )


def evidence_file(evidence_id: int, actor: Actor) -> EvidenceFile | None:
    """A file of evidence that the actor may open, or None. One query."""
    row = (
        EvidenceRow.objects.filter(
            may_open(actor, "entry__task__"),
            pk=evidence_id,
            removed_at=None,
            entry__task__cycle__agency_id=actor.agency_id,
        )
        .select_related("entry")
        .first()
    )
    if row is None:
        return None
    entry = row.entry
    return EvidenceFile(row.name, row.media_type, row.sha256, row.url, entry.task_id, entry.line_id)


def line_of_evidence(evidence_id: int, task_id: int, actor: Actor) -> int | None:
    """The line beside which a piece lies or lay, if the actor may look into its form. One query."""
    found = EvidenceRow.objects.filter(
        may_open(actor, "entry__task__"),
        pk=evidence_id,
        entry__task=task_id,
        entry__task__cycle__agency_id=actor.agency_id,
    )
    return found.values_list("entry__line_id", flat=True).first()


def may_open(actor: Actor, task: str) -> Q:
    """Which evidence somebody may look into; `task` is the way to the unit's form.

    The unit itself and the roles of the SOP may; evaluators once the cycle has ended.
    """
    if actor.has(*SOP_ROLES):
        return Q()
    allowed = Q(**{f"{task}unit_id__in": own_units(actor)})
    if actor.has(Role.EVALUATOR):
        allowed |= Q(
            **{
                f"{task}cycle__run__ended_at__isnull": False,
                f"{task}cycle__run__cancelled_at": None,
            }
        )
    return allowed


def _package(row: PackageRow, *, is_newest: bool) -> Package:
    return Package(
        cycle_id=row.cycle_id,
        version=row.version,
        is_newest=is_newest,
        when=YearPeriod(row.cycle.year, Period(row.cycle.period)),
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        files=_files(row.files),
        sealed_at=row.sealed_at,
        sealed_by=row.sealed_by.name,
    )


def _files(listed: Sequence[dict[str, object]]) -> tuple[PackedFile, ...]:
    return tuple(
        PackedFile(
            name=str(row.get("name", "")),
            about=str(row.get("about", "")),
            size=int(str(row.get("size", 0))),
            sha256=str(row.get("sha256", "")),
        )
        for row in listed
    )
