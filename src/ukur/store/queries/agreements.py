"""The agreements of a year, one of them, and what a stranger may know of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from ukur.domain.periods import Period
from ukur.domain.plan.agreement import State
from ukur.domain.plan.draft import PlanKind
from ukur.store.models import Agency, AgreementEventRow, AgreementRow, PlanVersion
from ukur.store.queries.papers import PublicPaper
from ukur.store.queries.plans import plan_in_force

KIND = "agreement"
"""What letters, files and verification call an agreement."""


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in the list of its year; `sealed_at` is the seal of pihak pertama."""

    id: int
    plan_id: int
    plan_number: int
    version: int
    kind: str
    code: str
    number: str
    dated: date
    superior: str
    issued_at: datetime
    sealed_at: datetime | None
    signed_at: datetime | None
    way: str
    is_replaced: bool

    @property
    def state(self) -> State:
        if self.is_replaced:
            return State.REPLACED
        if self.signed_at:
            return State.SIGNED
        return State.SEALED if self.sealed_at else State.ISSUED

    @property
    def waits(self) -> bool:
        """Whether a signature can still be put on it."""
        return self.state in (State.ISSUED, State.SEALED)


@dataclass(frozen=True)
class Told:
    """An event of the chain."""

    number: int
    at: datetime
    by: str
    verb: str
    hash: str


@dataclass(frozen=True)
class AgreementsPage:
    """A version of the plan with the agreements of its year, the newest first.

    `next_kind` is what could be issued from it; `is_issued` says that this version has its own.
    """

    plan_id: int
    year: int
    number: int
    plan_kind: str
    change_reason: str
    in_force: int | None
    lines: tuple[AgreementLine, ...]
    events: tuple[Told, ...]
    city: str
    head_title: str
    government: str
    utc_offset: int
    superior_title: str
    superior_name: str
    superior_nip: str

    @property
    def is_issued(self) -> bool:
        return any(line.plan_id == self.plan_id for line in self.lines)

    @property
    def next_kind(self) -> str:
        return (PlanKind.CHANGE if self.lines else PlanKind.INITIAL).value

    @property
    def open_line(self) -> AgreementLine | None:
        """The newest agreement, while it waits for a signature."""
        newest = self.lines[0] if self.lines else None
        return newest if newest and newest.waits else None


@dataclass(frozen=True)
class KeptAgreement:
    """An agreement with all that is needed to give out its bytes."""

    code: str
    year: int
    plan_id: int
    pdf_sha256: str
    seal_sha256: str
    signed_sha256: str

    @property
    def record(self) -> str:
        """The hash of the file that counts."""
        return self.signed_sha256 or self.seal_sha256 or self.pdf_sha256


def agreements_page(plan_id: int, agency_id: int, day: date) -> AgreementsPage | None:
    """The page of a version, or None where the agency has no such version. Four queries."""
    rows = PlanVersion.objects.select_related("agency")
    plan = rows.filter(pk=plan_id, agency_id=agency_id).first()
    if plan is None:
        return None
    agency = plan.agency
    current = plan_in_force(agency_id, plan.year, day)
    agreements = list(_rows(agency_id, plan.year).order_by("-version"))
    last = agreements[0] if agreements else None
    return AgreementsPage(
        plan_id=plan.pk,
        year=plan.year,
        number=plan.number,
        plan_kind=plan.kind,
        change_reason=plan.change_reason,
        in_force=current.number if current else None,
        lines=tuple(_line(row, is_replaced=row is not last) for row in agreements),
        events=_events(agency_id, plan.year),
        city=agency.city,
        head_title=agency.head_title,
        government=agency.government,
        utc_offset=agency.utc_offset,
        superior_title=last.superior_title if last else _superior(agency),
        superior_name=last.superior_name if last else "",
        superior_nip=last.superior_nip if last else "",
    )


def _superior(agency: Agency) -> str:
    """Whom the head of an agency of a regency or a city answers to; "" where it is not known."""
    for government, title in (("Kabupaten ", "Bupati "), ("Kota ", "Wali Kota ")):
        if agency.region.startswith(government):
            return title + agency.region.removeprefix(government)
    if agency.region.startswith("Provinsi "):
        return "Gubernur " + agency.region.removeprefix("Provinsi ")
    return ""


def _rows(agency_id: int, year: int) -> QuerySet[AgreementRow]:
    rows = AgreementRow.objects.filter(agency_id=agency_id, year=year)
    return rows.select_related("letter", "plan").defer("values")


def _line(row: AgreementRow, *, is_replaced: bool) -> AgreementLine:
    return AgreementLine(
        id=row.pk,
        plan_id=row.plan_id,
        plan_number=row.plan.number,
        version=row.version,
        kind=row.kind,
        code=row.code,
        number=row.letter.number if row.letter else "",
        dated=row.dated,
        superior=row.superior_title,
        issued_at=row.issued_at,
        sealed_at=row.sealed_at,
        signed_at=row.signed_at,
        way=row.signed_way,
        is_replaced=is_replaced,
    )


def _events(agency_id: int, year: int) -> tuple[Told, ...]:
    rows = AgreementEventRow.objects.filter(agency_id=agency_id, year=year).order_by("-sequence")
    return tuple(
        Told(row.sequence, datetime.fromisoformat(row.at), row.by, row.verb, row.hash)
        for row in rows
    )


def kept_agreement(code: str, agency_id: int) -> KeptAgreement | None:
    """The agreement with that code at the agency, or None. One query."""
    row = AgreementRow.objects.filter(code=code, agency_id=agency_id).defer("values").first()
    return _kept(row) if row else None


def agreement_by_id(agreement_id: int, agency_id: int) -> KeptAgreement:
    """An agreement of the agency. One query.

    Raises:
        AgreementRow.DoesNotExist: there is none.
    """
    row = AgreementRow.objects.defer("values").get(pk=agreement_id, agency_id=agency_id)
    return _kept(row)


def _kept(row: AgreementRow) -> KeptAgreement:
    return KeptAgreement(
        row.code, row.year, row.plan_id, row.pdf_sha256, row.seal_sha256, row.signed_sha256
    )


def agreement_of_plan(plan_id: int) -> KeptAgreement | None:
    """The agreement that was issued from a version of the plan, or None. One query."""
    row = AgreementRow.objects.filter(plan_id=plan_id).defer("values").first()
    return _kept(row) if row else None


def is_agreed(plan_id: int) -> bool:
    """Whether the agreement of this version of the plan bears a signature. One query."""
    rows = AgreementRow.objects.filter(plan_id=plan_id)
    return rows.exclude(seal_sha256="", signed_sha256="").exists()


# --- what a stranger may know -------------------------------------------------------------


def public_agreement(code: str) -> PublicPaper | None:
    """What may be said of the agreement with that code; None if there is none. Two queries."""
    row = _public_rows().filter(code=code).first()
    return _public(row) if row else None


def agreement_of_file(sha256: str) -> PublicPaper | None:
    """The agreement of which this is a file: signed, sealed, or for a pen. At most 4 queries."""
    for name in ("signed_sha256", "seal_sha256", "pdf_sha256"):
        row = _public_rows().filter(**{name: sha256}).first()
        if row:
            return _public(row)
    return None


def _public_rows() -> QuerySet[AgreementRow]:
    return AgreementRow.objects.select_related("agency", "letter").defer("values")


def _public(row: AgreementRow) -> PublicPaper:
    newest = AgreementRow.objects.filter(agency_id=row.agency_id, year=row.year).latest("version")
    return PublicPaper(
        code=row.code,
        kind=KIND,
        version=row.version,
        newest_version=newest.version,
        newest_code=newest.code,
        agency=row.agency.name,
        region=row.agency.region,
        mode=row.agency.mode,
        year=row.year,
        period=Period.YEAR.value,
        number=row.letter.number if row.letter else "",
        made_at=row.issued_at,
        signed_at=row.signed_at or row.sealed_at,
        way=row.signed_way or ("seal" if row.seal_sha256 else ""),
        pdf_sha256=row.pdf_sha256,
        signed_sha256=row.signed_sha256 or row.seal_sha256,
        utc_offset=row.agency.utc_offset,
    )
