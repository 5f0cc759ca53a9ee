"""Tables of any shape on their way to a plan, for whoever hands one in: a page, a command."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ukur.domain.figures.notation import Number, read
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.people import Actor
from ukur.domain.plan.balances import LAYOUT
from ukur.domain.plan.draft import Imported, PlannedIndicator, PlannedTarget, Preview, Stage, Upload
from ukur.domain.plan.export import Cell, number_cell
from ukur.domain.plan.foreign.e81 import FORM as E81
from ukur.domain.plan.foreign.e81 import read_e81
from ukur.domain.plan.foreign.e81_figures import E81Years, e81_results, e81_years
from ukur.domain.plan.foreign.mapping import (
    Asked,
    TableGone,
    TableMapping,
    asked_levels,
    checked_table,
    fitted,
    proposed_mapping,
    said_levels,
    with_levels,
)
from ukur.domain.plan.foreign.rows import Questions, questions
from ukur.domain.plan.foreign.sheets import MappedTable, mapped_table
from ukur.domain.plan.foreign.table import cell_at, data_rows
from ukur.domain.plan.reading import read_with_problems
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sheets import ReadWorkbook, Sheet, column_letters
from ukur.edge import wiring
from ukur.edge.balance_files import COLUMNS
from ukur.edge.mapping_words import form_column_words
from ukur.edge.names import period_short
from ukur.store.queries.mappings import (
    KeptMapping,
    Staged,
    kept_mappings,
    known_units,
    staged_table,
)
from ukur.usecases.plan import discard_table, keep_mapping, map_table, stage_table
from ukur.usecases.plan import import_plan as bringing_in
from ukur.usecases.plan import preview_plan as previewing

SAMPLES = 3
_YEAR = re.compile(r"\b20[0-9]{2}\b")


@dataclass(frozen=True)
class ForeignColumn:
    """A column of the table as a person sees it, with what it is read as."""

    index: int
    letters: str
    name: str
    samples: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class ShownRow:
    """An indicator as it would come in."""

    code: str
    name: str
    unit: str
    polarity: str
    due: str
    target: str
    place: str


def shown_rows(looked: Preview, year: int, most: int) -> tuple[ShownRow, ...]:
    """The first indicators of a preview, with the target of the year or else of the last period."""
    targets = {row.code: row for row in looked.draft.targets if row.stage is Stage.AGREED}
    return tuple(
        ShownRow(
            row.code,
            row.name,
            row.unit_text,
            row.polarity.value,
            ", ".join(period_short(period) for period in row.due),
            _target_text(targets.get(row.code), row, year),
            row.at.of("indikator"),
        )
        for row in looked.draft.indicators[:most]
    )


def _target_text(target: PlannedTarget | None, row: PlannedIndicator, year: int) -> str:
    look = Look(row.counting.kind, year, row.decimals, row.grades)
    return target_text(target.target if target else None, look) or "–"


@dataclass(frozen=True)
class FormColumn:
    """A column of a known form that was recognized."""

    letters: str
    name: str
    words: str


def form_columns(sheet: Sheet) -> tuple[FormColumn, ...]:
    """The columns of a Form E.81 as they were recognized, from left to right.

    Raises:
        NotValid: see `ukur.domain.plan.foreign.e81.read_e81`.
    """
    form = read_e81(sheet)
    ordered = sorted(form.columns.items(), key=lambda item: item[1])
    return tuple(
        FormColumn(column_letters(at), cell_at(form.header, at), form_column_words(key))
        for key, at in ordered
    )


def stage(*, name: str, content: bytes, actor: Actor, tools: Tools) -> int:
    """Keep the file for a day, with the mapping that is known for its header, if there is one.

    Raises:
        Refusal: see `ukur.usecases.plan.stage_table`.
    """
    read = reading(name)
    staged_id = stage_table.stage_table(
        name=name, content=content, read=read, actor=actor, tools=tools
    )
    sheets = read(content)
    for kept in kept_mappings(actor.agency_id):
        mapping = fitted(sheets, kept.mapping)
        if mapping is not None:
            map_table.map_table(staged_id=staged_id, mapping=mapping, actor=actor, tools=tools)
            break
    return staged_id


def waiting(staged_id: int, actor: Actor, tools: Tools) -> Staged:
    """The actor's own file that waits.

    Raises:
        TableGone: it has waited too long, was brought in, or is somebody else's.
    """
    found = staged_table(staged_id, actor, tools.clock.now())
    if found is None:
        raise TableGone
    return found


def sheets_of(staged: Staged) -> Sequence[Sheet]:
    """The sheets of the file that waits.

    Raises:
        NotValid: see `ukur.adapters.foreign_table.read_foreign`.
    """
    return reading(staged.name)(staged.content)


def reading(name: str) -> ReadWorkbook:
    """Reads a table; what is wrong with the file as a whole is told under its name."""

    def read(content: bytes) -> Sequence[Sheet]:
        try:
            return wiring.read_foreign(name, content)
        except NotValid as refused:
            problems = (replace(p, where=p.where or name) for p in refused.problems)
            raise NotValid(tuple(problems)) from None

    return read


def proposal(staged: Staged, sheets: Sequence[Sheet], asked: Asked) -> TableMapping:
    """How the file is read: as it was said before, unless something else is asked for now.

    Raises:
        NotValid: see `ukur.domain.plan.foreign.mapping.proposed_mapping`.
    """
    if staged.mapping is not None and asked == Asked():
        return staged.mapping
    mapping = proposed_mapping(sheets, asked)
    before = staged.mapping
    if before is None or before.form != mapping.form:
        return mapping
    return replace(mapping, constants=before.constants, words=before.words, answers=before.answers)


def columns_of(sheet: Sheet, mapping: TableMapping) -> tuple[ForeignColumn, ...]:
    """The columns of a table, each with its first texts."""
    rows = [row for _, row in data_rows(sheet, mapping.bottom)]
    width = max((len(row) for row in rows), default=0)
    keys = {at: key for key, at in mapping.columns.items()}
    found = []
    for at in range(max(width, len(mapping.header))):
        texts = dict.fromkeys(text for row in rows if (text := cell_at(row, at)))
        samples = tuple(texts)[:SAMPLES]
        if samples or cell_at(mapping.header, at):
            name = cell_at(mapping.header, at)
            found.append(ForeignColumn(at, column_letters(at), name, samples, keys.get(at, "")))
    return tuple(found)


def asked_of(staged: Staged, sheets: Sequence[Sheet]) -> Questions:
    """What the table leaves open.

    Raises:
        TableGone: it was not mapped yet.
        NotValid: it does not fit its mapping.
    """
    mapping = mapping_of_staged(staged)
    levels = asked_levels(sheets, mapping)
    if any(not one.proposed for one in levels):
        # Without its levels the form is no table yet; the rest is asked once they are said.
        return Questions((), (), (), levels=levels)
    told = with_levels(mapping, levels)
    return replace(questions(checked_table(sheets, told), told), levels=levels)


def mapping_of_staged(staged: Staged) -> TableMapping:
    """The mapping that was said.

    Raises:
        TableGone: none was.
    """
    if staged.mapping is None:
        raise TableGone
    return staged.mapping


def write_mapping(
    *, staged_id: int, mapping: TableMapping, name: str | None, actor: Actor, tools: Tools
) -> None:
    """Write the mapping beside the file; with a name, keep it for other files too.

    Raises:
        Refusal: see `map_table`, `keep_mapping`.
    """
    map_table.map_table(staged_id=staged_id, mapping=mapping, actor=actor, tools=tools)
    if name is not None:
        keep_mapping.keep_mapping(staged_id=staged_id, name=name, actor=actor, tools=tools)


def mapped_reading(name: str, mapping: TableMapping, actor: Actor) -> ReadWorkbook:
    """Reads a file by a mapping into the sheets of our own workbook."""

    def read(content: bytes) -> Sequence[Sheet]:
        return mapped(reading(name)(content), mapping, actor).sheets

    return read


def mapped(sheets: Sequence[Sheet], mapping: TableMapping, actor: Actor) -> MappedTable:
    """Our sheets, and the rows that went into none of them.

    Raises:
        NotValid: the table does not fit the mapping.
    """
    table = checked_table(sheets, mapping)
    return mapped_table(table, mapping, known_units(actor.agency_id))


def preview(*, staged: Staged, upload: Upload, actor: Actor) -> Preview:
    """What the file would bring, all its problems at their own cells; nothing is written.

    Raises:
        Refusal: see `ukur.usecases.plan.preview_plan`.
    """
    mapping = mapping_of_staged(staged)
    read = mapped_reading(staged.name, mapping, actor)
    return previewing.preview_plan(
        upload=replace(upload, recipe=mapping.as_text), read=read, actor=actor
    )


def bring_in(*, staged: Staged, upload: Upload, actor: Actor, tools: Tools) -> Imported:
    """The plan version that the file became, or already is; a plain table waits no longer.

    Raises:
        Refusal: see `ukur.usecases.plan.import_plan`.
    """
    mapping = mapping_of_staged(staged)
    imported = bringing_in.import_plan(
        upload=replace(upload, recipe=mapping.as_text),
        read=mapped_reading(staged.name, mapping, actor),
        actor=actor,
        tools=tools,
    )
    if mapping.form != E81:  # the figures of the quarters can still be taken from a form
        discard_table.discard_table(staged_id=staged.id, actor=actor, tools=tools)
    return imported


def bring_in_by(*, mapping_name: str, upload: Upload, actor: Actor, tools: Tools) -> Imported:
    """The plan version that a file became, read by the mapping that was kept under a name.

    Raises:
        NotValid: no such mapping; or a column that it names is called otherwise in the file.
        Refusal: see `ukur.usecases.plan.import_plan`.
    """
    sheets = reading(upload.name)(upload.content)
    mapping = kept_for(sheets, mapping_name, actor)
    return bringing_in.import_plan(
        upload=replace(upload, recipe=mapping.as_text),
        read=mapped_reading(upload.name, mapping, actor),
        actor=actor,
        tools=tools,
    )


def kept_for(sheets: Sequence[Sheet], name: str, actor: Actor) -> TableMapping:
    """The kept mapping of that name for the sheet that has its header, or else for its own sheet.

    Raises:
        NotValid: there is no such mapping, or the file does not fit it.
    """
    kept = kept_named(actor.agency_id, name).mapping
    mapping = fitted(sheets, kept) or kept
    checked_table(sheets, mapping)
    return mapping


def discard(*, staged_id: int, actor: Actor, tools: Tools) -> None:
    """Forget the file that waits.

    Raises:
        WrongRole: only the planner brings in a plan.
    """
    discard_table.discard_table(staged_id=staged_id, actor=actor, tools=tools)


def kept_named(agency_id: int, name: str) -> KeptMapping:
    """The newest version of the mapping of that name.

    Raises:
        NotValid: there is none.
    """
    found = [kept for kept in kept_mappings(agency_id) if kept.name.casefold() == name.casefold()]
    if not found:
        names = ", ".join(kept.name for kept in kept_mappings(agency_id))
        facts = {"found": name, "allowed": names or "–"}
        raise NotValid((Problem(name, "mapping_unknown", facts),))
    return found[0]


def name_proposed(staged: Staged, kept: Sequence[KeptMapping]) -> str:
    """The name under which the mapping is kept already, or one from the file's own name."""
    mapping = staged.mapping
    known: Mapping[str, str] = {one.mapping.fingerprint: one.name for one in kept}
    if mapping is not None and mapping.fingerprint in known:
        return known[mapping.fingerprint]
    stem = re.sub(r"\.[A-Za-z]{2,4}$", "", staged.name)
    return " ".join(re.sub(r"[_-]+", " ", stem).split())[:60] or staged.name[:60]


def year_proposed(staged: Staged, sheets: Sequence[Sheet], usual: int) -> int:
    """The first year that the title or the file's name speaks of, else the usual one."""
    mapping = staged.mapping
    sheet = next((one for one in sheets if mapping and one.name == mapping.sheet), None)
    texts = [staged.name, *(text for row in (sheet.rows[:15] if sheet else ()) for text in row)]
    found = next((match for text in texts if (match := _YEAR.search(text))), None)
    return int(found[0]) if found else usual


def results_workbook(*, staged: Staged, year: int, actor: Actor) -> bytes:
    """What a Form E.81 says was reached, as a workbook of opening balances, and what was spent.

    Raises:
        TableGone: the file was not mapped yet.
        NotValid: it is no Form E.81.
    """
    mapping = mapping_of_staged(staged)
    sheets = sheets_of(staged)
    draft, _ = read_with_problems(mapped(sheets, mapping, actor).sheets, year)
    sheet = next(one for one in sheets if one.name == mapping.sheet)
    form = read_e81(sheet, said_levels(mapping))
    places = [row.at.of("indikator") for row in draft.indicators]
    own = {
        row.at.of("indikator"): row
        for row in draft.indicators
        if places.count(row.at.of("indikator")) == 1
    }
    codes = {place: row.code for place, row in own.items()}
    found = e81_results(form, codes, {row.at.of("kode"): row.code for row in draft.budget})
    named = {row.code: row for row in own.values()}
    reached = [
        (
            *(one.code, named[one.code].name, named[one.code].unit_text, ""),
            *(QUARTERS[one.quarter], _figure_cell(one.value[0], named[one.code].unit_text)),
            *("", "", f"{staged.name}, {one.value[1]}"),
        )
        for one in found
        if one.code and one.value[0] not in _NOTHING
    ]
    spent = [
        (one.line_code, QUARTERS[one.quarter], _figure_cell(one.money[0], ""), one.money[1])
        for one in found
        if one.line_code and one.money[0] not in _NOTHING
    ]
    return wiring.table_workbook(
        {
            LAYOUT.sheet: [COLUMNS, *reached],
            "Anggaran": [("kode anggaran", "periode", "realisasi", "sumber"), *spent],
            "Renstra": [_YEARS, *(_years_row(one, named) for one in e81_years(form, codes))],
        },
        title=f"Realisasi dari Formulir E.81 tahun {year}",
    )


_YEARS = (
    "kode indikator",
    "indikator",
    "satuan",
    "target akhir Renstra",
    "pagu akhir Renstra",
    "realisasi s.d. tahun lalu",
    "realisasi anggaran s.d. tahun lalu",
    "sumber",
)


def _years_row(one: E81Years, named: Mapping[str, PlannedIndicator]) -> tuple[Cell, ...]:
    row = named[one.code]
    return (
        *(one.code, row.name, row.unit_text),
        *(_figure_cell(one.aim[0], row.unit_text), _figure_cell(one.aim_money[0], "")),
        *(_figure_cell(one.before[0], row.unit_text), _figure_cell(one.before_money[0], "")),
        one.aim[1],
    )


QUARTERS = {1: "TW I", 2: "TW II", 3: "TW III", 4: "TW IV"}
_NOTHING = ("", "-", "–")


def _figure_cell(text: str, unit: str) -> Cell:
    """A number where the text is one, also with its unit behind it; else the text as it stands."""
    bare = text[: -len(unit)].strip() if unit and text.endswith(unit) else text
    answer = read(bare)
    return number_cell(answer.value) if isinstance(answer, Number) else text
