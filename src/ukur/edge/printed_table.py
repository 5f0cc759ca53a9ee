"""A table of an old report: which it is, and the same table with printed and recomputed apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ukur.domain.figures.explain import displayed, percent_plain, rating_notes, shown
from ukur.domain.figures.notation import half_up
from ukur.domain.figures.policy import DEFAULT, RuleSet
from ukur.domain.figures.printed.case import Line
from ukur.domain.figures.printed.causes import Verdict
from ukur.domain.figures.printed.columns import Part, missing_parts, parts_of
from ukur.domain.figures.printed.report import Compared, compared_lines
from ukur.domain.figures.rating import rating
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.sheet import ADDED, REQUIRED, Computed, computed
from ukur.domain.refusals import NotValid, Problem
from ukur.edge.figure_words import note_words, reason_words
from ukur.edge.printed_words import RATING_VERDICTS, explained, reading_words
from ukur.edge.wiring import Table

PRINTED_ADDED = (
    "tercetak_dibaca",
    "selisih",
    "cocok",
    "sebab",
    "keyakinan",
    "temuan",
    "penjelasan",
    "predikat_cocok",
    "sebab_predikat",
)
"""What a table with printed achievements gets beside the columns of `ukur calc`."""

HEADER_WITHIN = 15
"""A header may stand so many lines down, under the titles of a report."""
_DECIMALS = 4

_STRICT = {
    "indikator": Part.INDICATOR,
    "satuan": Part.UNIT,
    "polaritas": Part.POLARITY,
    "target": Part.TARGET,
    "realisasi": Part.REALIZATION,
    "rumus": Part.FORMULA,
    "pembilang": Part.NUMERATOR,
    "penyebut": Part.DENOMINATOR,
}

Row = tuple[str, ...]
Parts = dict[Part, int]


@dataclass(frozen=True)
class ReportRow:
    """One row of the report: its cells, the answer of `ukur calc`, and what was printed.

    `compared` is None for a row that is empty or has more cells than the header.
    """

    cells: Row
    computed: Computed
    compared: Compared | None


def report_parts(header: Sequence[str]) -> Parts:
    """Where each part stands, if this heads a report with printed figures; or nothing.

    In a table of `ukur calc` only a column that says so itself is a printed figure: its
    `capaian` is an answer. A page that was given a report takes `loose_parts`.

    >>> sorted(report_parts(["indikator", "satuan", "polaritas", "target", "realisasi"]))
    []
    """
    names = {name.strip().lower() for name in header}
    found = parts_of(header, plain_only=names.issuperset(REQUIRED))
    return {} if missing_parts(found) else found


def loose_parts(header: Sequence[str]) -> Parts:
    """The same where it is known that a report was handed in.

    >>> loose_parts(["indikator", "satuan", "polaritas", "target", "realisasi", "capaian"])[
    ...     Part.PRINTED
    ... ]
    5
    """
    found = parts_of(header)
    return {} if missing_parts(found) else found


def header_found(table: Table) -> tuple[Table, Parts]:
    """The table from the line on that heads its columns; reports put titles above it.

    Raises:
        NotValid: no line names target, realization and printed achievement.
    """
    lines = (table.header, *table.rows)
    for at, line in enumerate(lines[:HEADER_WITHIN]):
        parts = loose_parts(line)
        if parts:
            return _from_line(table, at), parts
    raise NotValid((Problem("", "report_columns_missing"),))


def untitled(table: Table) -> tuple[Table, int]:
    """The table without the titles of a report above its header, and how many lines they were.

    A table whose first line is a header, of `ukur calc` or of a report, is left as it is.
    """
    lines = (table.header, *table.rows)
    for at, line in enumerate(lines[:HEADER_WITHIN]):
        names = {name.strip().lower() for name in line}
        if names.issuperset(REQUIRED) or report_parts(line):
            return _from_line(table, at), at
    return table, 0


def _from_line(table: Table, at: int) -> Table:
    if at == 0:
        return table
    header, *rows = (table.header, *table.rows)[at:]
    width = len(header)
    wide = tuple((*row, *("",) * (width - len(row))) for row in rows)
    return replace(table, header=header, rows=wide)


def report_rows(table: Table, parts: Parts, rules: RuleSet = DEFAULT) -> tuple[ReportRow, ...]:
    """Every row of a report, recomputed and held against what is printed."""
    width = len(table.header)
    plain = [_is_plain(row, width) for row in table.rows]
    lines = [
        Line(number, {part: row[at] for part, at in parts.items()})
        for number, (row, is_plain) in enumerate(zip(table.rows, plain, strict=True), start=1)
        if is_plain
    ]
    answers = iter(compared_lines(lines, rules))
    return tuple(
        _row(row, next(answers), rules) if is_plain else _unusable(row)
        for row, is_plain in zip(table.rows, plain, strict=True)
    )


def answered(table: Table, parts: Parts, rules: RuleSet = DEFAULT) -> Table:
    """The report with every row and column it had, and the added columns after them."""
    rows = report_rows(table, parts, rules)
    width = max(len(table.header), *(_filled(row) for row in table.rows), 0)
    lines = tuple(
        (*_widened(row.cells, width), *computed_cells(row.computed, row), *_printed_cells(row))
        for row in rows
    )
    return replace(
        table, header=(*_widened(table.header, width), *ADDED, *PRINTED_ADDED), rows=lines
    )


def computed_cells(answer: Computed, row: ReportRow | None = None) -> Row:
    """The columns that `ukur calc` always adds."""
    reason = answer.reason
    said = [reason_words(reason)] if reason else []
    read = reading_words(row.compared) if row is not None and row.compared is not None else ()
    return (
        answer.capaian,
        answer.capaian_tampil,
        answer.predikat,
        answer.rumus_dipakai,
        reason.code.value if reason else "",
        " ".join([*said, *(note_words(note) for note in answer.notes), *read]),
    )


def _printed_cells(row: ReportRow) -> Row:
    one = row.compared
    if one is None:
        return ("",) * len(PRINTED_ADDED)
    value = one.case.printed.value
    rating_found = one.rating
    return (
        "" if value is None else format(value, "f"),
        _difference(one.difference),
        one.verdict.value,
        one.finding.cause.value,
        one.finding.certainty.value,
        ", ".join(dict.fromkeys(finding.cause.value for finding in one.beside)),
        explained(one),
        "" if rating_found is None else RATING_VERDICTS[rating_found.cause].value,
        "" if rating_found is None else rating_found.cause.value,
    )


def _difference(value: Fraction | None) -> str:
    if value is None:
        return ""
    text = format(half_up(value, _DECIMALS), "f")
    return text.rstrip("0").rstrip(".")


def _row(cells: Row, one: Compared, rules: RuleSet) -> ReportRow:
    """The strict answer of `ukur calc` where it has one, else that of the tolerant reading."""
    strict = computed(_strict_row(one.case.line.texts), rules)
    return ReportRow(cells, _tolerant(one, strict, rules) if strict.reason else strict, one)


def _strict_row(texts: Mapping[Part, str]) -> dict[str, str]:
    return {name: texts.get(part, "") for name, part in _STRICT.items()}


def _tolerant(one: Compared, strict: Computed, rules: RuleSet) -> Computed:
    if one.recomputed is None:
        outcome = one.case.outcome
        return replace(strict, reason=outcome) if isinstance(outcome, Reason) else strict
    ratio = one.recomputed / 100
    number, bounded = displayed(ratio, rules)
    notes = () if isinstance(one.case.outcome, Reason) else one.case.outcome.notes
    return Computed(
        capaian=percent_plain(number),
        capaian_tampil=shown(number),
        predikat="" if one.case.is_absorption else rating(ratio, rules.scale),
        rumus_dipakai=one.formula,
        notes=(*notes, *bounded, *rating_notes(ratio, rules)),
    )


def _is_plain(row: Row, width: int) -> bool:
    return any(cell.strip() for cell in row) and not any(cell.strip() for cell in row[width:])


def _unusable(row: Row) -> ReportRow:
    is_empty = not any(cell.strip() for cell in row)
    code = ReasonCode.ROW_EMPTY if is_empty else ReasonCode.ROW_MALFORMED
    return ReportRow(row, Computed(reason=Reason(code)), None)


def _filled(row: Row) -> int:
    return max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _widened(row: Row, width: int) -> Row:
    return (*row[:width], *("",) * (width - len(row)))


@dataclass(frozen=True)
class Summary:
    """How many rows of a report agree, differ for a known cause, are mistakes, or say nothing."""

    rows: int
    agreeing: int
    explained: int
    mistaken: int
    unknown: int


def summary(rows: Sequence[ReportRow]) -> Summary:
    """The counts over a report."""
    found = [row.compared for row in rows if row.compared is not None]
    agreeing = sum(one.verdict is Verdict.YES for one in found)
    unknown = sum(one.verdict is Verdict.UNKNOWN for one in found)
    mistaken = sum(one.verdict is Verdict.NO and not one.is_explained for one in found)
    return Summary(
        len(found), agreeing, len(found) - agreeing - unknown - mistaken, mistaken, unknown
    )
