"""The proposed versions of a cycle's document, and what one changed against another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from django.db.models import QuerySet

from ukur.domain.document_changes import (
    COLUMNS,
    CellAt,
    Content,
    Difference,
    Part,
    Passage,
    Proof,
    Section,
    difference,
)
from ukur.domain.plain_values import Values, rows_of, text_of
from ukur.store.models import BudgetLine, Cycle, EventRow, EvidenceRow, PaperRow
from ukur.store.queries.writings import RECORDED, figures_in


@dataclass(frozen=True)
class Version:
    """A proposed version of the document, by whom and in which round."""

    version: int
    round: int
    code: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Touch:
    """A figure that was typed: which row, by whom at which unit, when."""

    part: Part
    row: str
    by: str
    unit: str
    at: datetime


@dataclass(frozen=True)
class Stated:
    """A version with all it says, as the paper was given it and as cells and passages."""

    head: Version
    values: Values
    content: Content


@dataclass(frozen=True)
class Compared:
    """From one version to another: what changed, and who typed what in between."""

    before: Stated
    after: Stated
    changes: Difference
    touches: tuple[Touch, ...]


def proposed(cycle_id: int) -> tuple[Version, ...]:
    """The versions of the document, the first one first. One query."""
    rows = _papers(cycle_id).defer("values")
    return tuple(_head(row) for row in rows)


def stated(cycle_id: int, versions: Iterable[int] | None = None) -> tuple[Stated, ...]:
    """The versions with what they say, the first one first: those named, or all. Two queries."""
    rows = _papers(cycle_id)
    if versions is not None:
        rows = rows.filter(version__in=set(versions))
    papers = list(rows)
    files = list(
        EvidenceRow.objects.filter(entry__task__cycle=cycle_id)
        .order_by("id")
        .values_list(
            "id",
            "entry__line__indicator__code",
            "entry__task__unit__name",
            "name",
            "added_at",
            "removed_at",
        )
    )
    return tuple(
        Stated(
            _head(row),
            row.values,
            content_of(
                row.values,
                (
                    Proof(id_, line, unit, name)
                    for id_, line, unit, name, added, removed in files
                    if added <= row.made_at and (removed is None or removed > row.made_at)
                ),
            ),
        )
        for row in papers
    )


def compared_in_turn(cycle_id: int, versions: Sequence[Stated]) -> tuple[Compared, ...]:
    """What each of the versions changed against the one before it in the list. Two queries.

    No query for fewer than two.
    """
    if not versions[1:]:
        return ()
    since = min(version.head.made_at for version in versions)
    touches = _touches(cycle_id, since)
    found = []
    for before, after in pairwise(versions):
        span = sorted((before.head.made_at, after.head.made_at))
        own = tuple(touch for touch in touches if span[0] < touch.at <= span[1])
        rows = {(touch.part, touch.row) for touch in own}
        changes = difference(before.content, after.content, rows)
        found.append(Compared(before, after, changes, own))
    return tuple(found)


def content_of(values: Values, proofs: Iterable[Proof] = ()) -> Content:
    """What a paper's values say, cell by cell and passage by passage."""
    cells: dict[CellAt, str] = {}
    # The summary lists the goals in the order of the table.
    summaries = rows_of(values, "goal_summaries")
    for goal, summary in zip(rows_of(values, "goals"), summaries, strict=False):
        _put(cells, Part.GOAL, text_of(goal, "number"), summary)
    for code, line in coded_lines(values):
        _put(cells, Part.LINE, code, line)
    for code, program in coded_programs(values):
        _put(cells, Part.BUDGET, code, program)
    return Content(cells, tuple(_passages(values)), frozenset(proofs))


def coded_lines(values: Values) -> list[tuple[str, Values]]:
    """The lines of the table, each with the code of its indicator."""
    # The appendix lists the same lines in the same order, each led by its code.
    codes = [text_of(row, "indicator").partition(" ")[0] for row in rows_of(values, "explained")]
    lines = [line for goal in rows_of(values, "goals") for line in rows_of(goal, "lines")]
    return list(zip(codes, lines, strict=False))


def coded_programs(values: Values) -> list[tuple[str, Values]]:
    """The programs with their codes, and the sum of all with none."""
    # A program is named by its code and its name.
    rows = [(text_of(row, "name").partition(" ")[0], row) for row in rows_of(values, "programs")]
    total = values.get("programs_total")
    return [*rows, ("", total)] if isinstance(total, dict) else rows


def _put(cells: dict[CellAt, str], part: Part, row: str, values: Values) -> None:
    for column in COLUMNS[part]:
        cells[CellAt(part, row, column)] = text_of(values, column)


def _passages(values: Values) -> Iterable[Passage]:
    for section in (Section.SUMMARY, Section.NARRATIVE):
        found = values.get(section.value)
        for text in found if isinstance(found, list) else ():
            if isinstance(text, str):
                yield Passage(section, "", text)
    follow_ups = rows_of(values, "follow_ups")
    for section, names in (
        (Section.CAUSE, ("cause",)),
        (Section.FOLLOW_UP, ("action",)),
        (Section.OWNER, ("owner", "due")),
    ):
        for row in follow_ups:
            text = ", ".join(text_of(row, name) for name in names if text_of(row, name))
            if text:
                yield Passage(section, text_of(row, "indicator"), text)
    for row in rows_of(values, "not_delivered"):
        title = f"{text_of(row, 'unit')}: {text_of(row, 'indicators')}"
        yield Passage(Section.NOT_DELIVERED, title, text_of(row, "reason"))


def _papers(cycle_id: int) -> QuerySet[PaperRow]:
    rows = PaperRow.objects.filter(cycle=cycle_id, kind=PaperRow.Kind.MEASUREMENT)
    return rows.select_related("made_by").order_by("version")


def _head(row: PaperRow) -> Version:
    return Version(row.version, row.round, row.code, row.made_at, row.made_by.name)


def _touches(cycle_id: int, since: datetime) -> tuple[Touch, ...]:
    """What was typed in the units' forms since a moment, the first one first."""
    programs = _program_of(cycle_id)
    events = EventRow.objects.filter(
        task__cycle=cycle_id,
        verb=RECORDED,
        # The journal keeps its moments as text in UTC, which sorts as the moments do.
        at__gte=since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
    ).order_by("at", "id")
    found: list[Touch] = []
    for at, by, unit, facts in events.values_list("at", "by", "task__unit__name", "facts"):
        when = datetime.fromisoformat(at)
        rows_touched = [(Part.LINE, code) for code in figures_in(facts)]
        rows_touched += [(Part.BUDGET, programs.get(c, c)) for c in _budget_codes(facts)]
        found += [Touch(part, row, by, unit, when) for part, row in rows_touched]
    return tuple(found)


def _budget_codes(facts: Values) -> list[str]:
    return list(dict.fromkeys(text_of(row, "line") for row in rows_of(facts, "budget")))


def _program_of(cycle_id: int) -> dict[str, str]:
    """The program above every budget line of the cycle's plan, by their codes."""
    plan = Cycle.objects.filter(pk=cycle_id).values("plan")
    above = dict(BudgetLine.objects.filter(plan__in=plan).values_list("code", "parent_code"))
    return {code: _highest(code, above) for code in above}


def _highest(code: str, above: Mapping[str, str]) -> str:
    for _step in above:  # as many steps as there are lines: a circle ends, too
        if not above.get(code):
            break
        code = above[code]
    return code
