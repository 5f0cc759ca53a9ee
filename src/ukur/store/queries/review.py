"""Two versions of a cycle's document side by side: what changed, and what is remarked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ukur.domain.discussion import Place
from ukur.domain.document_changes import (
    COLUMNS,
    CellAt,
    CellChange,
    Difference,
    Part,
    PassagePair,
    Section,
    fallen,
    found_again,
    words_changed,
)
from ukur.domain.plain_values import Values, rows_of, text_of
from ukur.store.models import Cycle, FormLine, UnitTask
from ukur.store.queries.documents import (
    Compared,
    Stated,
    Touch,
    coded_programs,
    compared_in_turn,
    proposed,
    stated,
)
from ukur.store.queries.procedures import rules_of
from ukur.store.queries.remarks import RemarkRow, remarks_of
from ukur.store.queries.review_rows import (
    Cell,
    Fallen,
    Review,
    ReviewGoal,
    ReviewLine,
    ReviewParagraph,
    ReviewProgram,
    Shown,
)

ACCOUNTS = {"achievement": "masa", "year_achievement": "tahun", "absorption": "serapan"}
"""The place on a figure's own page that explains the cell."""
NOTHING = Difference()


@dataclass(frozen=True)
class UnitChoice:
    """A unit that may be sent back to, by the id of the unit."""

    unit_id: int
    name: str


def reviewing(
    cycle_id: int,
    *,
    of: int | None = None,
    against: int | None = None,
    shown: Shown = Shown.CHANGES,
) -> Review | None:
    """A version of the document against another; None where one of them does not exist.

    Without numbers: the newest one against the one before it. Eight queries at most, however
    many lines, versions and remarks there are.
    """
    versions = proposed(cycle_id)
    numbers = [version.version for version in versions]
    if not numbers:
        return None
    newest = numbers[-1] if of is None else of
    earlier = [number for number in numbers if number < newest]
    before = against if against is not None else (earlier[-1] if earlier else None)
    wanted = [number for number in (before, newest) if number is not None]
    if not set(wanted) <= set(numbers):
        return None
    held = {one.head.version: one for one in stated(cycle_id, wanted)}
    pair = [held[number] for number in wanted]
    compared = compared_in_turn(cycle_id, pair)
    sheet = _Sheet(
        pair,
        compared[0] if compared else None,
        shown,
        dict(FormLine.objects.filter(cycle=cycle_id).values_list("indicator__code", "id")),
        remarks_of(cycle_id),
    )
    return Review(
        after=pair[-1].head,
        before=pair[0].head if len(pair) > 1 else None,
        shown=shown,
        changes=compared[0].changes if compared else NOTHING,
        goals=sheet.goals(),
        programs=sheet.programs(),
        paragraphs=sheet.paragraphs(),
        remarks=sheet.remarks,
        fallen=_fallen(cycle_id, compared[0]) if compared else (),
        versions=versions,
        now_at=sheet.now_at(),
        touch_at=sheet.touch_at(),
    )


def units_of(cycle_id: int) -> tuple[UnitChoice, ...]:
    """The units that may be sent back to, in their order. One query."""
    rows = UnitTask.objects.filter(cycle=cycle_id).order_by("unit__order", "unit__code")
    return tuple(UnitChoice(*row) for row in rows.values_list("unit_id", "unit__name"))


def _fallen(cycle_id: int, compared: Compared) -> tuple[Fallen, ...]:
    cycle = Cycle.objects.select_related("rule_set").get(pk=cycle_id)
    rules = rules_of(cycle)
    names = dict(_indicators(compared.after.values))
    return tuple(
        Fallen(names.get(cell.at.row, cell.at.row), cell.was or "", cell.now or "")
        for cell in fallen(compared.changes, rules.scale.names)
    )


def _indicators(values: Values) -> Iterator[tuple[str, str]]:
    for row in rows_of(values, "explained"):
        code, _space, name = text_of(row, "indicator").partition(" ")
        yield code, name


class _Sheet:
    """The tables and paragraphs of one version, with the marks of what changed in it."""

    def __init__(
        self,
        pair: Sequence[Stated],
        compared: Compared | None,
        shown: Shown,
        line_ids: Mapping[str, int],
        remarks: Sequence[RemarkRow],
    ) -> None:
        marked = compared if shown is Shown.CHANGES else None
        self.base = pair[0] if shown is Shown.OLD else pair[-1]
        self.newest = pair[-1]
        self.pairs = (
            marked.changes.pairs
            if marked
            else tuple(PassagePair(one, one) for one in self.base.content.passages)
        )
        self.changed = {change.at: change for change in marked.changes.cells} if marked else {}
        self.touches = (
            {(touch.part, touch.row): touch for touch in marked.touches} if marked else {}
        )
        self.line_ids = line_ids
        self.remarks = tuple(remarks)

    def goals(self) -> tuple[ReviewGoal, ...]:
        codes = (code for code, _name in _indicators(self.base.values))
        return tuple(
            ReviewGoal(
                number := text_of(goal, "number"),
                text_of(goal, "name"),
                self._cells(Part.GOAL, number, lambda _column: ("", ())),
                tuple(
                    self._line(code, line)
                    for line, code in zip(rows_of(goal, "lines"), codes, strict=False)
                ),
            )
            for goal in rows_of(self.base.values, "goals")
        )

    def programs(self) -> tuple[ReviewProgram, ...]:
        return tuple(
            ReviewProgram(
                text_of(row, "name"),
                code,
                self._cells(Part.BUDGET, code, self._at_program(code)),
                tuple(r for r in self._on(Place.BUDGET) if r.row == code and r.column),
            )
            for code, row in coded_programs(self.base.values)
        )

    def paragraphs(self) -> tuple[ReviewParagraph, ...]:
        counts = dict.fromkeys(Section, 0)
        on = self._paragraph_remarks()
        found = []
        for pair in self.pairs:
            passage = pair.shown
            number = None
            if pair.now is not None:
                counts[passage.section] += 1
                number = counts[passage.section]
            found.append(
                ReviewParagraph(
                    number=number,
                    section=passage.section,
                    title=passage.title,
                    pieces=words_changed(
                        pair.was.text if pair.was else "", pair.now.text if pair.now else ""
                    ),
                    is_changed=pair.is_changed,
                    spot=f"paragraph:{passage.section.value}:{number}" if number else "",
                    remarks=on.get((passage.section, number), ()) if number else (),
                )
            )
        return tuple(found)

    def now_at(self) -> dict[int, str]:
        cells = self.newest.content.cells
        return {row.number: cells.get(at, "") for row, at in self._remarked_cells()}

    def touch_at(self) -> dict[int, Touch]:
        return {
            row.number: self.touches[at.part, at.row]
            for row, at in self._remarked_cells()
            if (at.part, at.row) in self.touches
        }

    def _remarked_cells(self) -> Iterator[tuple[RemarkRow, CellAt]]:
        codes = {id_: code for code, id_ in self.line_ids.items()}
        for row in self.remarks:
            if row.column and row.place is Place.LINE:
                yield row, CellAt(Part.LINE, codes.get(row.line_id or 0, ""), row.column)
            elif row.column:
                yield row, CellAt(Part.BUDGET, row.row, row.column)

    def _line(self, code: str, line: Values) -> ReviewLine:
        line_id = self.line_ids.get(code)
        own = tuple(r for r in self._on(Place.LINE) if line_id and r.line_id == line_id)
        return ReviewLine(
            line_id=line_id,
            code=code,
            indicator=text_of(line, "indicator"),
            unit=text_of(line, "unit"),
            lower_is_better=line.get("lower_is_better") is True,
            cells=self._cells(
                Part.LINE,
                code,
                lambda column: (
                    f"line:{line_id}:{column}" if line_id else "",
                    tuple(r for r in own if r.column == column),
                ),
            ),
            remarks=own,
        )

    def _at_program(self, code: str) -> Callable[[str], tuple[str, tuple[RemarkRow, ...]]]:
        own = [r for r in self._on(Place.BUDGET) if r.row == code]
        return lambda column: (
            f"budget:{code}:{column}",
            tuple(r for r in own if r.column == column),
        )

    def _cells(
        self, part: Part, row: str, spot: Callable[[str], tuple[str, tuple[RemarkRow, ...]]]
    ) -> tuple[Cell, ...]:
        """The cells of a row; `spot` gives for a column its name for remarks, and its remarks."""
        cells = []
        for column in COLUMNS[part]:
            at = CellAt(part, row, column)
            name, remarks = spot(column)
            change: CellChange | None = self.changed.get(at)
            cells.append(
                Cell(
                    now=self.base.content.cells.get(at, ""),
                    was=(change.was or "") if change else "",
                    is_changed=change is not None,
                    by_hand=change is not None and change.by_hand,
                    account=ACCOUNTS.get(column, ""),
                    column=column,
                    spot=name,
                    remarks=remarks,
                    touch=self.touches.get((part, row)) if change and change.by_hand else None,
                )
            )
        return tuple(cells)

    def _on(self, place: Place) -> tuple[RemarkRow, ...]:
        return tuple(row for row in self.remarks if row.place is place)

    def _paragraph_remarks(self) -> dict[tuple[Section, int | None], tuple[RemarkRow, ...]]:
        texts: dict[str, list[str]] = {section.value: [] for section in Section}
        for passage in self.base.content.passages:
            texts[passage.section.value].append(passage.text)
        found: dict[tuple[Section, int | None], tuple[RemarkRow, ...]] = {}
        for row in self._on(Place.PARAGRAPH):
            if not row.section or row.paragraph is None:
                continue
            number = found_again(row.quote, row.paragraph, texts.get(row.section, ()))
            if number is not None:
                key = (Section(row.section), number)
                found[key] = (*found.get(key, ()), row)
        return found
