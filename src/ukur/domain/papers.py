"""What each paper says, as values: the use cases fill them in, a template lays them out.

Every figure arrives as text that is already formatted, so a paper cannot round a number
a second time. `typeset(paper.template, plain(paper), attached)` makes the PDF.
"""

import base64
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from ukur.domain.journal import Plain
from ukur.domain.periods import Period
from ukur.domain.sop.drawing import flow_of
from ukur.domain.sop.model import Procedure

PERIOD_NAMES = {
    Period.TW1: "Triwulan I",
    Period.TW2: "Triwulan II",
    Period.TW3: "Triwulan III",
    Period.TW4: "Triwulan IV",
    Period.SEM1: "Semester I",
    Period.SEM2: "Semester II",
    Period.YEAR: "Tahun",
}
"""The periods as papers, workbooks and packages name them, in Indonesian always."""

MARK_TEXTS = {"sample": "DATA CONTOH", "trial": "UJI HITUNG, bukan dokumen resmi"}
"""What a sample or a trial says of itself on workbooks and packages, by the agency's mode."""


@dataclass(frozen=True)
class Crest:
    """The coat of arms in the letterhead: `format` is "svg" or "png"."""

    format: str
    content: bytes


@dataclass(frozen=True)
class Letterhead:
    """Kop surat: the government, the agency, one or more lines of address and contact."""

    government: str
    agency: str
    address: tuple[str, ...] = ()
    crest: Crest | None = None


@dataclass(frozen=True)
class Marks:
    """What a paper says about itself on every page, when it is not the record.

    A trial bears neither letter number nor signatory (decision 0040, 15): `plain` leaves
    them out, whatever the paper was given.
    """

    sample: bool = False
    """DATA CONTOH."""
    trial: bool = False
    """UJI HITUNG, bukan dokumen resmi."""
    working_copy: bool = False
    """SALINAN KERJA, belum ditandatangani."""


@dataclass(frozen=True)
class Footer:
    """The foot of every page. What is empty is not printed.

    `code` is the random code of the document and `journal_head` the start of the
    journal's hash, both `grouped` for reading; `verify_url` also becomes the QR code.
    """

    short_title: str
    code: str = ""
    verify_url: str = ""
    journal_head: str = ""
    journal_count: int = 0


@dataclass(frozen=True)
class AttachedFile:
    """What an attached file is, for whoever lists the attachments of the PDF.

    `relationship` is "data" (the figures), "source" or "supplement".
    """

    name: str
    description: str
    relationship: str = "data"


@dataclass(frozen=True)
class Frame:
    """What surrounds every paper.

    `created` must be aware; it is the only time in the PDF. `title` names the document
    in its metadata, `number` is the letter number, empty while there is none.
    """

    title: str
    created: datetime
    letterhead: Letterhead
    footer: Footer
    marks: Marks = Marks()
    number: str = ""
    attached: tuple[AttachedFile, ...] = ()


class SignatureMode(StrEnum):
    """How the paper is signed."""

    INK = "ink"
    """Room for a pen."""
    SEAL = "seal"
    """The installation's own seal, which the paper names "segel internal"."""


@dataclass(frozen=True)
class Signature:
    """The sign block: `position` is one line or more, such as KEPALA DINAS KESEHATAN."""

    place_and_date: str
    position: tuple[str, ...]
    name: str = ""
    rank: str = ""
    nip: str = ""
    mode: SignatureMode = SignatureMode.INK


@dataclass(frozen=True)
class Pair:
    """A label and what stands behind the colon."""

    label: str
    text: str


# --- step 1: the order -------------------------------------------------------------------


@dataclass(frozen=True)
class OrderedStep:
    """One row of the SOP, as the order lists it."""

    number: int
    activity: str
    actor: str
    standard: str


@dataclass(frozen=True)
class OrderPaper:
    """Surat perintah or nota dinas, by its `kind` (printed as the heading). Source: SOP row 1."""

    template: ClassVar[str] = "order"

    frame: Frame
    kind: str
    date: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    period: str
    due: str
    body: tuple[str, ...] = ()
    steps: tuple[OrderedStep, ...] = ()
    closing: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signature: Signature | None = None


# --- step 2: the disposition -------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A box on a form, ticked or not."""

    text: str
    ticked: bool = False


@dataclass(frozen=True)
class DispositionPaper:
    """Lembar disposisi: a letter, whom it goes to, and what they are to do. Source: SOP row 2."""

    template: ClassVar[str] = "disposition"

    frame: Frame
    letter_from: str
    letter_number: str
    letter_date: str
    received: str
    agenda: str
    subject: str
    due: str
    urgency: tuple[Choice, ...] = ()
    forwarded_to: tuple[Choice, ...] = ()
    instructions: tuple[Choice, ...] = ()
    note: str = ""
    signature: Signature | None = None


# --- step 3: the form --------------------------------------------------------------------


@dataclass(frozen=True)
class FormLine:
    """One indicator to fill in. The last four are empty where a pen is to fill them.

    `hint` says what numerator and denominator count; `in_parts` is False where only
    the value itself is collected.
    """

    number: str
    goal: str
    indicator: str
    unit: str
    target: str
    year_target: str
    hint: str = ""
    in_parts: bool = True
    numerator: str = ""
    denominator: str = ""
    realization: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class FormPaper:
    """Format pengumpulan data, for one unit or for all. Source: SOP rows 3 and 4."""

    template: ClassVar[str] = "form"

    frame: Frame
    title: tuple[str, ...]
    heading: tuple[Pair, ...]
    period: str
    year: int
    lines: tuple[FormLine, ...]
    notes: tuple[str, ...] = ()
    signature: Signature | None = None


# --- steps 5 to 8: the measurement -------------------------------------------------------


@dataclass(frozen=True)
class GoalSummary:
    """How a goal stands: "3 dari 3" measured, the mean in percent, its rating."""

    goal: str
    measured: str
    mean: str
    rating: str
    counted: str = ""
    """How many of its indicators have each rating."""


@dataclass(frozen=True)
class StepRun:
    """How a step of the SOP was carried out, beside its standard."""

    number: int
    activity: str
    actor: str
    finished: str
    actual: str
    standard: str


@dataclass(frozen=True)
class FollowUp:
    """Why an indicator fell short and what is done about it, by whom, until when."""

    indicator: str
    cause: str
    action: str
    owner: str
    due: str


@dataclass(frozen=True)
class MeasuredLine:
    """One indicator with its figures; percent columns bear no sign.

    `printed` is the percentage of an earlier report, shown beside ours in a trial.
    """

    indicator: str
    unit: str
    target: str
    realization: str
    achievement: str
    rating: str
    year_target: str
    year_achievement: str
    lower_is_better: bool = False
    printed: str = ""


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal (sasaran) and its indicators."""

    number: str
    name: str
    lines: tuple[MeasuredLine, ...]


@dataclass(frozen=True)
class ProgramLine:
    """The money of a program: ceiling (pagu), realization, absorption in percent.

    `achievement` in percent, `efficiency` and its class stand beside it where something measures
    what the money was for.
    """

    name: str
    ceiling: str
    realized: str
    absorption: str
    achievement: str = ""
    efficiency: str = ""
    judged: str = ""


@dataclass(frozen=True)
class Explained:
    """How one figure came to be: the formula, the formula with its numbers, the result.

    `steps` lead there one by one; `year` works the figure of the year; `rules` say how entries,
    units and periods were put together, and `sources` what was entered, unit by unit.
    """

    indicator: str
    formula: str
    worked: str
    result: str
    notes: tuple[str, ...] = ()
    steps: str = ""
    year: str = ""
    rules: str = ""
    sources: str = ""


@dataclass(frozen=True)
class NotDelivered:
    """A unit that did not hand in, and the reason that Tim SAKIP recorded."""

    unit: str
    indicators: str
    reason: str


@dataclass(frozen=True)
class MeasurementPaper:
    """Dokumen pengukuran kinerja: the report, the table, the appendices.

    Source: SOP rows 6 to 8; table after the form of PermenPANRB 29/2010.
    """

    template: ClassVar[str] = "measurement"

    frame: Frame
    title: tuple[str, ...]
    table_title: str
    agency: str
    period: str
    year: int
    basis: tuple[str, ...]
    summary: tuple[str, ...]
    goal_summaries: tuple[GoalSummary, ...]
    narrative: tuple[str, ...]
    method: tuple[str, ...]
    steps: tuple[StepRun, ...]
    steps_note: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]
    goals: tuple[MeasuredGoal, ...]
    programs: tuple[ProgramLine, ...] = ()
    programs_total: ProgramLine | None = None
    notes: tuple[str, ...] = ()
    explained: tuple[Explained, ...] = ()
    explained_basis: tuple[str, ...] = ()
    explained_sums: tuple[Explained, ...] = ()
    not_delivered: tuple[NotDelivered, ...] = ()
    signature: Signature | None = None


# --- the SOP's records -------------------------------------------------------------------


@dataclass(frozen=True)
class RecordLine:
    """Indikator kinerja, target, realisasi dan persentase capaian kinerja."""

    indicator: str
    unit: str
    target: str
    realization: str
    achievement: str


@dataclass(frozen=True)
class RecordsPaper:
    """The records that the SOP's cover asks for. Source: SOP, pencatatan dan pendataan."""

    template: ClassVar[str] = "records"

    frame: Frame
    title: tuple[str, ...]
    heading: tuple[Pair, ...]
    lines: tuple[RecordLine, ...]
    notes: tuple[str, ...] = ()
    signature: Signature | None = None


@dataclass(frozen=True)
class SopPaper:
    """The SOP itself: the cover and the flow table. Source: SOP form."""

    template: ClassVar[str] = "sop"

    frame: Frame
    procedure: Procedure


class Paper(Protocol):
    """A dataclass of values, and the name of the template that lays it out."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    template: ClassVar[str]

    @property
    def frame(self) -> Frame: ...


def plain(paper: Paper) -> dict[str, Plain]:
    """The values of a paper as JSON can hold them; equal papers give equal values.

    Raises:
        TypeError: a value is neither text, count, flag nor time. That is a bug: a figure
            has to be formatted before it comes here.
    """
    values = {field.name: _plain(getattr(paper, field.name)) for field in fields(paper)}
    if isinstance(paper, SopPaper):
        values["flow"] = _plain(flow_of(paper.procedure))
    if paper.frame.marks.trial:
        values["frame"] = _plain(replace(paper.frame, number=""))
        values |= {"signature": None} if "signature" in values else {}
    return values


def cancelled(values: Mapping[str, Plain]) -> dict[str, Plain]:
    """The kept values of a paper, marked on every page as of a run that was cancelled."""
    frame = values["frame"]
    if not isinstance(frame, dict) or not isinstance(frame["marks"], dict):
        raise TypeError("a paper without a frame")
    return {**values, "frame": {**frame, "marks": {**frame["marks"], "cancelled": True}}}


def grouped(text: str, by: int = 4, separator: str = " ") -> str:
    """`text` in groups, for eyes that compare it.

    >>> grouped("db3e08cbbba77575", by=8)
    'db3e08cb bba77575'
    >>> grouped("K7QM2F9X", separator="-")
    'K7QM-2F9X'
    """
    return separator.join(text[start : start + by] for start in range(0, len(text), by))


def _plain(value: object) -> Plain:
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return _plain_leaf(value)


def _plain_leaf(value: object) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):  # a bool is an int
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(type(value).__name__)
