"""A form that comes back, row by row: is each one a row of this form, as it was given out?

A workbook and a CSV hand over the same rows. A row is known by its mark alone: where it stands,
and what its texts say, only tells whether something was mixed up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ukur.domain.figures.indicator import Kind
from ukur.domain.form_marks import budget_definition, line_definition, read_mark, short_hash
from ukur.domain.refusals import Problem
from ukur.domain.unit_form import FilledBudget, FilledForm, FilledRow, RowMark, UnitForm

FIGURES = ("numerator", "denominator", "value")
SPENT = "spent"
_AN_ERROR = ("Err:", "#")
"""How LibreOffice begins the errors that Excel does not know, and how all others begin."""


@dataclass(frozen=True)
class Returned:
    """One row as it came back: its mark, what it shows, and its cells by the name of the field.

    `place` is where the row is, `cells` where each field stands, `broken` which of them hold
    something that cannot be read at all, with the code of the problem.
    """

    mark: str
    place: str
    shown: tuple[str, ...]
    texts: Mapping[str, str]
    cells: Mapping[str, str]
    broken: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def cell(self, name: str) -> str:
        return self.cells.get(name, self.place)


def judged(form: UnitForm, rows: Sequence[Returned], budget: Sequence[Returned]) -> FilledForm:
    """The rows that belong to the form, and every problem of the others with its cell."""
    problems: list[Problem] = []
    lines = {line.code: line_definition(line) for line in form.lines}
    money = {line.code: budget_definition(line) for line in form.budget}
    known = list(_known(form.key, rows, lines, problems))
    spent = list(_known(form.key, budget, money, problems))
    kinds = {line.code: line.kind for line in form.lines}
    for mark, row in known:
        problems += _cell_problems(row, kinds[mark.code])
    for _mark, row in spent:
        problems += _broken(row, (SPENT,))
    return FilledForm(
        form.key,
        tuple(_filled(mark, row) for mark, row in known),
        tuple(
            FilledBudget(mark.code, row.text(SPENT), row.cell(SPENT), mark) for mark, row in spent
        ),
        tuple(problems),
        tuple(_notices([mark.code for mark, _row in known], lines))
        + tuple(_notices([mark.code for mark, _row in spent], money)),
    )


def _known(
    key: str, rows: Sequence[Returned], definitions: Mapping[str, str], problems: list[Problem]
) -> Iterator[tuple[RowMark, Returned]]:
    """The rows whose marks belong to the form, each once."""
    first: dict[str, str] = {}
    for row in rows:
        mark = read_mark(key, row.mark)
        if mark is None:
            problems.append(Problem(row.place, "row_foreign", {"expected": key}))
        elif mark.code not in definitions:
            problems.append(Problem(row.place, "row_unknown", {"found": mark.code}))
        elif mark.code in first:
            facts = {"found": mark.code, "first": first[mark.code]}
            problems.append(Problem(row.place, "row_twice", facts))
        else:
            first[mark.code] = row.place
            problems += _definition_problems(row, mark, definitions[mark.code])
            yield mark, row


def _definition_problems(row: Returned, mark: RowMark, now: str) -> Iterator[Problem]:
    if mark.definition != now:
        yield Problem(row.place, "row_outdated", {"found": mark.code})
    elif short_hash(*row.shown) != mark.definition:
        yield Problem(row.place, "row_text_changed", {"found": mark.code})


def _cell_problems(row: Returned, kind: Kind) -> Iterator[Problem]:
    asked = ("numerator", "denominator") if kind is Kind.RATIO else ("value",)
    for name in FIGURES:
        if name not in asked and row.text(name):
            yield Problem(row.cell(name), "cell_not_asked", {"typed": row.text(name)[:40]})
    yield from _broken(row, (*asked, "note"))


def _broken(row: Returned, names: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        text = row.text(name)
        if name in row.broken:
            yield Problem(row.cell(name), row.broken[name])
        elif name != "note" and text.startswith(_AN_ERROR):
            yield Problem(row.cell(name), "cell_error", {"found": text[:40]})


def _filled(mark: RowMark, row: Returned) -> FilledRow:
    return FilledRow(
        mark.code,
        row.text("numerator"),
        row.text("denominator"),
        row.text("value"),
        row.text("note"),
        cells=row.cells,
        mark=mark,
    )


def _notices(found: Sequence[str], wanted: Mapping[str, str]) -> Iterator[Problem]:
    there = set(found)
    for code in wanted:
        if code not in there:
            yield Problem(code, "row_missing")
    order = [code for code in wanted if code in there]
    moved = next((code for code, other in zip(found, order, strict=True) if code != other), None)
    if moved is not None:
        yield Problem(moved, "rows_moved")
