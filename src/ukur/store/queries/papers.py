"""Papers by their code, and what a stranger may know of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ukur.domain.journal import Plain
from ukur.store.models import Cycle, PackageRow, PaperRow


@dataclass(frozen=True)
class KeptPaper:
    """A paper with all that is needed to give out its bytes."""

    code: str
    kind: str
    version: int
    cycle_id: int
    values: dict[str, Plain]
    pdf_sha256: str
    signed_sha256: str
    has_ended: bool
    is_cancelled: bool = False


@dataclass(frozen=True)
class PublicPaper:
    """What a verification page may say of a paper: no names of people, no figures."""

    code: str
    kind: str
    version: int
    newest_version: int
    newest_code: str
    agency: str
    region: str
    mode: str
    year: int
    period: str
    number: str
    made_at: datetime
    signed_at: datetime | None
    way: str
    pdf_sha256: str
    signed_sha256: str
    utc_offset: int
    is_cancelled: bool = False
    signed_acting: str = ""

    @property
    def is_newest(self) -> bool:
        return self.version == self.newest_version


def kept_paper(code: str, agency_id: int) -> KeptPaper:
    """The paper with that code at the agency. One query.

    Raises:
        PaperRow.DoesNotExist: there is none.
    """
    row = PaperRow.objects.select_related("cycle__run").get(code=code, cycle__agency_id=agency_id)
    return KeptPaper(
        row.code,
        row.kind,
        row.version,
        row.cycle_id,
        row.values,
        row.pdf_sha256,
        row.signed_sha256,
        row.cycle.run.step is None and row.cycle.run.cancelled_at is None,
        row.cycle.run.cancelled_at is not None,
    )


def public_paper(code: str) -> PublicPaper | None:
    """What may be said of the paper with that code; None if there is none. Two queries."""
    row = _public_rows().filter(code=code).first()
    return _public(row) if row else None


def paper_of_file(sha256: str) -> PublicPaper | None:
    """The paper whose signed file, or else whose working copy, has this hash. Two queries."""
    row = (
        _public_rows().filter(signed_sha256=sha256).first()
        or _public_rows().filter(pdf_sha256=sha256).first()
    )
    return _public(row) if row else None


def proposer_of(cycle_id: int) -> int | None:
    """The account that proposed the newest draft of the cycle; None while there is none."""
    drafts = PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT)
    newest = drafts.order_by("-version").values_list("made_by_id", flat=True)
    return newest.first()


def package_of_file(sha256: str) -> bool:
    """Whether a package with this hash was sealed here."""
    return PackageRow.objects.filter(sha256=sha256).exists()


def cycle_is_at(cycle_id: int, agency_id: int) -> tuple[int | None, int]:
    """Step and round of a cycle of the agency.

    Raises:
        Cycle.DoesNotExist: there is none.
    """
    row = Cycle.objects.values_list("run__step", "run__round").get(pk=cycle_id, agency_id=agency_id)
    return row[0], row[1]


def _public_rows() -> QuerySet[PaperRow]:
    return PaperRow.objects.select_related("cycle__agency", "cycle__run", "letter")


def _public(row: PaperRow) -> PublicPaper:
    cycle, agency = row.cycle, row.cycle.agency
    same = PaperRow.objects.filter(cycle=cycle, kind=row.kind)
    if row.signed_sha256:
        # a draft of the next version replaces nothing: that is for its signature to do
        same = same.exclude(signed_sha256="")
    newest = same.latest("version")
    return PublicPaper(
        code=row.code,
        kind=row.kind,
        version=row.version,
        newest_version=newest.version,
        newest_code=newest.code,
        agency=agency.name,
        region=agency.region,
        mode=agency.mode,
        year=cycle.year,
        period=cycle.period,
        number=row.letter.number if row.letter else "",
        made_at=row.made_at,
        signed_at=row.signed_at,
        way=row.signed_by_way,
        pdf_sha256=row.pdf_sha256,
        signed_sha256=row.signed_sha256,
        utc_offset=agency.utc_offset,
        is_cancelled=cycle.run.cancelled_at is not None,
        signed_acting=row.signed_acting,
    )
