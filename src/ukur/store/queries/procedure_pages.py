"""The SOPs of an agency as the pages show them: versions, drafts, what runs by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from ukur.domain.sop.model import Procedure
from ukur.store.models import ProcedureDraft, ProcedureVersion
from ukur.store.queries.procedures import parsed_version


@dataclass(frozen=True)
class VersionLine:
    """A version of an SOP; `issued_by` is "" for what came with the program."""

    id: int
    procedure: Procedure
    text: str
    sha256: str
    in_force_from: date
    reason: str
    issued_at: datetime | None
    issued_by: str
    running: int
    """How many runs are under way by it."""
    begun: int
    """How many ever began by it."""
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: str

    @property
    def key(self) -> str:
        return self.procedure.key


@dataclass(frozen=True)
class DraftLine:
    """An SOP that is being written."""

    id: int
    key: str
    content: dict[str, Any]
    revision: int
    based_on_id: int | None
    source: str
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True)
class SopLine:
    """An SOP: the version in force, the next one, its draft; each None where there is none."""

    key: str
    title: str
    number: str
    now: VersionLine | None
    coming: VersionLine | None
    draft: DraftLine | None
    versions: int
    running: int


def versions_of(agency_id: int, key: str | None = None) -> tuple[VersionLine, ...]:
    """The versions of an SOP, or of all, the one that came into force last first. One query."""
    rows = ProcedureVersion.objects.filter(agency_id=agency_id)
    if key is not None:
        rows = rows.filter(key=key)
    counted = rows.select_related("issued_by", "withdrawn_by").annotate(
        begun=Count("runs"), running=Count("runs", filter=Q(runs__step__isnull=False))
    )
    return tuple(_version(row) for row in counted.order_by("key", "-in_force_from", "-id"))


def drafts_of(agency_id: int) -> tuple[DraftLine, ...]:
    """What is being written at the agency. One query."""
    rows = ProcedureDraft.objects.filter(agency_id=agency_id).select_related("edited_by")
    return tuple(_draft(row) for row in rows.order_by("key"))


def draft_of(draft_id: int, agency_id: int) -> DraftLine | None:
    """One draft, or None where the agency has no such one. One query."""
    rows = ProcedureDraft.objects.filter(pk=draft_id, agency_id=agency_id)
    row = rows.select_related("edited_by").first()
    return _draft(row) if row else None


def sops_of(agency_id: int, today: date) -> tuple[SopLine, ...]:
    """Every SOP of the agency by its title. Two queries, however many versions."""
    versions: dict[str, list[VersionLine]] = {}
    for version in versions_of(agency_id):
        versions.setdefault(version.key, []).append(version)
    drafts = {draft.key: draft for draft in drafts_of(agency_id)}
    lines = (_sop(key, versions.get(key, ()), drafts.get(key), today) for key in versions | drafts)
    return tuple(sorted(lines, key=lambda line: (line.title.casefold(), line.key)))


def in_force(versions: Sequence[VersionLine], today: date) -> VersionLine | None:
    """The one that holds today, of versions with the latest first; none that was withdrawn."""
    standing = (one for one in versions if one.withdrawn_at is None)
    return next((one for one in standing if one.in_force_from <= today), None)


def _sop(
    key: str, versions: Sequence[VersionLine], draft: DraftLine | None, today: date
) -> SopLine:
    now = in_force(versions, today)
    coming = [one for one in versions if one.in_force_from > today and not one.withdrawn_at]
    shown = now or (coming[-1] if coming else None) or (versions[0] if versions else None)
    cover = shown.procedure.cover if shown else None
    return SopLine(
        key=key,
        title=cover.title if cover else str(draft.content["cover"]["title"]) if draft else key,
        number=cover.number if cover else "",
        now=now,
        coming=coming[-1] if coming else None,
        draft=draft,
        versions=len(versions),
        running=sum(one.running for one in versions),
    )


def _version(row: ProcedureVersion) -> VersionLine:
    return VersionLine(
        id=row.pk,
        procedure=parsed_version(row),
        text=row.text,
        sha256=row.sha256,
        in_force_from=row.in_force_from,
        reason=row.reason,
        issued_at=row.issued_at,
        issued_by=row.issued_by.name if row.issued_by else "",
        running=row.running,  # type: ignore[attr-defined]  # annotated above
        begun=row.begun,  # type: ignore[attr-defined]  # annotated above
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawal_reason=row.withdrawal_reason,
    )


def _draft(row: ProcedureDraft) -> DraftLine:
    return DraftLine(
        id=row.pk,
        key=row.key,
        content=row.content,
        revision=row.revision,
        based_on_id=row.based_on_id,
        source=row.source,
        edited_by=row.edited_by.name,
        edited_at=row.edited_at,
    )
