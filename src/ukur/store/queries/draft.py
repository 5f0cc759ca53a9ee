"""The words of the draft, and the cells that its sentences can name."""

from dataclasses import dataclass
from datetime import datetime

from ukur.domain.narrative import bound
from ukur.store.models import Narrative, PaperRow
from ukur.store.queries.bindings import bindings
from ukur.store.queries.measured import Measurement
from ukur.store.queries.measurement import measurement
from ukur.store.queries.remarks import RemarkRow, remarks_of


@dataclass(frozen=True)
class Name:
    """A name that a sentence can hold in braces, with its present value.

    `account` leads to the account of a percentage: page, code ("" for the whole), place on it.
    """

    name: str
    value: str
    account: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class NameGroup:
    """The names of one line or goal; `title` is "" for those of the whole."""

    title: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as typed, and as it reads with its numbers."""

    typed: str
    read: str


@dataclass(frozen=True)
class DraftVersion:
    """A proposed version of the measurement paper."""

    code: str
    version: int
    round: int
    made_at: datetime


@dataclass(frozen=True)
class Drafting:
    """What the planner writes on."""

    paragraphs: tuple[Paragraph, ...]
    written_at: datetime | None
    written_by: str
    names: tuple[NameGroup, ...]
    values: dict[str, str]
    remarks: tuple[RemarkRow, ...]
    versions: tuple[DraftVersion, ...]
    figures: Measurement

    @property
    def to_answer(self) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if not row.is_answered)


def drafting(cycle_id: int) -> Drafting:
    """The draft of a cycle as it stands. The queries of `measurement`, and three."""
    figures = measurement(cycle_id)
    values = bindings(figures)
    row = Narrative.objects.filter(cycle=cycle_id).select_related("written_by").first()
    typed: list[str] = row.paragraphs if row else []
    return Drafting(
        paragraphs=tuple(Paragraph(text, bound(text, values)) for text in typed),
        written_at=row.written_at if row else None,
        written_by=row.written_by.name if row else "",
        names=_grouped(values, figures),
        values=values,
        remarks=remarks_of(cycle_id),
        versions=versions_of(cycle_id),
        figures=figures,
    )


def versions_of(cycle_id: int) -> tuple[DraftVersion, ...]:
    """The measurement papers of a cycle, the newest first. One query."""
    rows = PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT)
    return tuple(
        DraftVersion(row.code, row.version, row.round, row.made_at)
        for row in rows.defer("values").order_by("-version")
    )


_WHOLE = {"rata": ("mean_figure", "", "rata"), "serapan": ("money_total", "", "serapan")}


def _account(name: str, of_what: str) -> tuple[str, str, str] | None:
    """Where the percentage that a name stands for is explained; None for what is none."""
    if not of_what:
        return _WHOLE.get(name)
    pages = {"capaian": ("figure", "masa"), "rata": ("goal_figure", "rata")}
    found = pages.get(name.rpartition(".")[2])
    return None if found is None else (found[0], of_what, found[1])


def _grouped(values: dict[str, str], figures: Measurement) -> tuple[NameGroup, ...]:
    titles = {line.code: line.name for line in figures.lines}
    titles |= {goal.code: goal.text for goal in figures.goals}
    groups: dict[str, list[Name]] = {"": []}
    for name, value in values.items():
        of_what = name.rpartition(".")[0]
        account = _account(name, of_what) if value != "–" else None
        groups.setdefault(titles.get(of_what, ""), []).append(Name(name, value, account))
    return tuple(NameGroup(title, tuple(names)) for title, names in groups.items())
