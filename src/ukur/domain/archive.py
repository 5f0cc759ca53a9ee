"""The package of a finished cycle: what it holds, under which names, and what differs in it.

bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt  and its signature
data/index.html             the package explained, opens without the program
data/pengukuran-kinerja.pdf the signed paper
data/dataset.csv  .json     its figures, twice, so that a change in one shows against the other
data/jurnal.jsonl           the cycle's journal, with kepala-jurnal.json and its signature
data/jurnal-unit/           the journal of each unit's submission
data/bukti/UNIT/            evidence, and data/bukti.csv: what each piece, or link, is for
data/sop.toml  sop.pdf      the procedure that was followed
data/aturan.json            the rule set that was applied
data/manual-indikator.pdf   what the indicators mean, by the plan that was measured
data/perjanjian-kinerja.pdf what was promised, if an agreement was issued from that plan
data/verifikasi.txt         how to check all this with common programs
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ukur.domain.refusals import Problem

INDEX = "index.html"
PAPER = "pengukuran-kinerja.pdf"
DATASET_CSV = "dataset.csv"
DATASET_JSON = "dataset.json"
EXPLANATIONS = "penjelasan.json"
JOURNAL = "jurnal.jsonl"
JOURNAL_HEAD = "kepala-jurnal.json"
JOURNAL_SIGNATURE = "kepala-jurnal.p7s"
UNIT_JOURNALS = "jurnal-unit/"
EVIDENCE = "bukti/"
EVIDENCE_LIST = "bukti.csv"
PROCEDURE = "sop.toml"
PROCEDURE_PAPER = "sop.pdf"
RULES = "aturan.json"
MANUAL = "manual-indikator.pdf"
AGREEMENT = "perjanjian-kinerja.pdf"
AUTHORITY = "otoritas-segel.pem"
HOW_TO_VERIFY = "verifikasi.txt"

REQUIRED = (
    INDEX,
    PAPER,
    DATASET_CSV,
    DATASET_JSON,
    JOURNAL,
    JOURNAL_HEAD,
    JOURNAL_SIGNATURE,
    PROCEDURE,
    PROCEDURE_PAPER,
    RULES,
    AUTHORITY,
    HOW_TO_VERIFY,
)

_NAME_LIMIT = 80
_ENDING_LIMIT = 8
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def missing_content(names: Iterable[str]) -> tuple[Problem, ...]:
    """The files that every package holds and this one does not, names relative to `data/`."""
    present = frozenset(names)
    return tuple(Problem(name, "content_missing") for name in REQUIRED if name not in present)


def unit_journal_name(unit_code: str) -> str:
    """Where the journal of a unit's submission lies."""
    return f"{UNIT_JOURNALS}{portable_name(unit_code)}.jsonl"


def evidence_name(unit_code: str, sha256: str, original: str) -> str:
    """Where a piece of evidence lies: its hash keeps equal names apart.

    >>> evidence_name("PKM-01", "ab12cd34" + "0" * 56, "Rekap ODGJ (final).xlsx")
    'bukti/PKM-01/ab12cd34-Rekap-ODGJ-final.xlsx'
    """
    return f"{EVIDENCE}{portable_name(unit_code)}/{sha256[:8]}-{portable_name(original)}"


def portable_name(original: str) -> str:
    """A name that every file system takes and no shell or browser misreads.

    >>> portable_name("../../etc/passwd"), portable_name("???")
    ('etc-passwd', 'berkas')
    >>> portable_name("Foto kegiatan 1.JPG")
    'Foto-kegiatan-1.JPG'
    """
    stem, dot, ending = original.rpartition(".")
    if not dot or not 1 <= len(ending) <= _ENDING_LIMIT:
        stem, ending = original, ""
    parts = (_UNSAFE.sub("-", part).strip("-._") for part in (stem, ending))
    body, tail = parts
    body = body[: _NAME_LIMIT - len(tail) - 1].rstrip("-._") or "berkas"
    return f"{body}.{tail}" if tail else body


@dataclass(frozen=True)
class Table:
    """A dataset: columns, and rows of as many cells; an empty cell is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class CellChange:
    """A cell that differs. None is an empty cell, or the side that lacks the row or column."""

    row: str
    column: str
    was: str | None
    now: str | None


def table_of(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Table | Problem:
    """The table, or the first row that does not fit its columns."""
    if len(set(columns)) != len(columns):
        return Problem("line 1", "columns_repeat")
    taken = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            return Problem(f"row {number}", "row_length", {"cells": len(row)})
        taken.append(tuple(cell or None for cell in row))
    return Table(tuple(columns), tuple(taken))


def dataset_json(table: Table) -> str:
    """The dataset as JSON: a list of objects, one a line, cells as text or null."""
    lines = (
        json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False)
        for row in table.rows
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read_dataset_json(text: str) -> Table | Problem:
    """The dataset of a JSON file, or why it is none."""
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        return Problem("file", "not_json")
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        return Problem("file", "not_a_dataset")
    columns = tuple(records[0]) if records else ()
    rows = []
    for number, record in enumerate(records, start=1):
        if tuple(record) != columns:
            return Problem(f"row {number}", "columns_differ")
        rows.append([_cell(value) for value in record.values()])
    return table_of(columns, rows)


def dataset_changes(was: Table, now: Table) -> tuple[CellChange, ...]:
    """The cells that differ, row by row.

    A row is found again by its first cell where that is unique in both tables, otherwise by its
    number.
    """
    columns = (*was.columns, *(c for c in now.columns if c not in was.columns))
    by_name = _first_cells_are_unique(was) and _first_cells_are_unique(now)
    before, after = _rows(was, by_name=by_name), _rows(now, by_name=by_name)
    keys = (*before, *(key for key in after if key not in before))
    return tuple(
        CellChange(key, column, old, new)
        for key in keys
        for column in columns
        if (old := before.get(key, {}).get(column)) != (new := after.get(key, {}).get(column))
    )


def _cell(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _first_cells_are_unique(table: Table) -> bool:
    firsts = Counter(row[0] for row in table.rows if row)
    return None not in firsts and all(times == 1 for times in firsts.values())


def _rows(table: Table, *, by_name: bool) -> dict[str, Mapping[str, str | None]]:
    return {
        str(row[0]) if by_name and row else f"row {number}": dict(
            zip(table.columns, row, strict=True)
        )
        for number, row in enumerate(table.rows, start=1)
    }
