"""Files that were damaged, mistaken or made to harm: the same ones for the same numbers.

    python -m tests.faults.broken_files 10000      reads them all and prints what became of them

Each is read as a form that comes back or as figures of another system. What may come of it is a
refusal that names a place, or a reading; never another exception, never much memory or time.
"""

import io
import json
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import django
import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.adapters.test_form_workbook import FORM, RATIO
from ukur.adapters.dhis2 import read_data_values
from ukur.adapters.figure_table import read_figure_table
from ukur.adapters.form_reading import read_unit_form
from ukur.adapters.form_table import read_unit_form_csv, unit_form_csv
from ukur.adapters.form_workbook import unit_form
from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import Counting, EntryBasis, Kind, PeriodRule, UnitRule
from ukur.domain.figures.showing import Look
from ukur.domain.incoming import Standing, arrival_of, compared
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.source_figures import source_figures
from ukur.domain.sources import Meaning, Part, SourceMapping, SourceValue, System
from ukur.domain.unit_form import FilledForm
from ukur.edge.wording import problem_sentence

LINES = tuple(
    replace(RATIO, code=f"I-{n}", numerator=Decimal(n), denominator=Decimal(90), saves=n)
    for n in range(1, 13)
)
THE_FORM = replace(FORM, lines=(*LINES, *FORM.lines[1:]))
COUNTING = Counting(Kind.RATIO, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM_RATIO, 100)
STANDING = {
    line.code: Standing(
        n, line.code, line.indicator, Look(line.kind, 2026), COUNTING, Entered(), line.saves
    )
    for n, line in enumerate(THE_FORM.lines)
}
MAPPING = SourceMapping(
    {"K6": Meaning("I-1", Part.NUMERATOR), "I-1 pembilang": Meaning("I-1", Part.NUMERATOR)},
    {"Melati": "PKM-01", "PKM-01": "PKM-01"},
)
NASTY = (
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(1)", "\t=1",
    "1e999999999", "NaN", "Infinity", "-Infinity", "1e308", "9" * 400, "-5", "1.234", "4.25",
    "1.234,5", "15%", "1e3", "#DIV/0!", "<b>x</b>", "\x00", "\ud800", "\ufeff", "\u202e12",
    "\u0663", "\uff11\uff12", "0x10", "1_000", "Rp 5", "''=1", "'", " ", "ya", "2026-02-31",
    "A" * 40_000, "12;13", "12,13,14",
)  # fmt: skip


@dataclass(frozen=True)
class Broken:
    """A file by what was done to it."""

    what: str
    name: str
    content: bytes


@cache
def workbook() -> bytes:
    """The form as we write it."""
    return unit_form(THE_FORM)


@cache
def resaved() -> bytes:
    """The form as another program saves it."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(workbook())).save(out)
    return out.getvalue()


@cache
def parts(which: int) -> dict[str, bytes]:
    """The parts of one of the two."""
    with zipfile.ZipFile(io.BytesIO((workbook(), resaved())[which])) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """The parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in found.items():
            package.writestr(name, content)
    return out.getvalue()


def truncated(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def flipped(content: bytes, dice: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def spliced(content: bytes, dice: random.Random) -> bytes:
    """A piece cut out, or doubled, or put elsewhere."""
    one, two = sorted(dice.randrange(len(content) + 1) for _ in range(2))
    two = min(two, one + dice.choice((1, 10, 100, 1000)))
    piece = content[one:two]
    match dice.randrange(3):
        case 0:
            return content[:one] + content[two:]
        case 1:
            return content[:two] + piece * dice.choice((1, 2, 50)) + content[two:]
        case _:
            rest = content[:one] + content[two:]
            at = dice.randrange(len(rest) + 1)
            return rest[:at] + piece + rest[at:]


def _part(dice: random.Random, change: Callable[[bytes, random.Random], bytes]) -> bytes:
    found = dict(parts(dice.randrange(2)))
    name = dice.choice([*found, SHEET, SHEET, SHEET])
    found[name] = change(found[name], dice)
    return packed(found)


SHEET = "xl/worksheets/sheet1.xml"
_VALUE = re.compile(rb"<v>[^<]*</v>")
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>')


KINDS = (b"", *(f' t="{t}"'.encode() for t in ("s", "str", "b", "e", "d", "inlineStr")))


def _escaped(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.encode("utf-8", "surrogatepass")


def _nasty_cells(dice: random.Random) -> bytes:
    """Values in cells that no spreadsheet would write there."""
    found = dict(parts(dice.randrange(2)))
    sheet = found[SHEET]
    for _ in range(dice.choice((1, 3, 9))):
        cells = list(_VALUE.finditer(sheet))
        one = dice.choice(cells)
        value = _escaped(dice.choice(NASTY))
        sheet = sheet[: one.start()] + b"<v>" + value + b"</v>" + sheet[one.end() :]
        tags = list(_CELL.finditer(sheet))
        tag = dice.choice(tags)
        other = b'<c r="' + tag[1] + b'"' + dice.choice(KINDS) + b">"
        sheet = sheet[: tag.start()] + other + sheet[tag.end() :]
    found[SHEET] = sheet
    return packed(found)


def _typed_cells(dice: random.Random) -> bytes:
    """What people do to a form: text, formulas, merged cells, deleted and moved rows."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    sheet = book.worksheets[0]
    for _ in range(dice.choice((1, 4, 12))):
        dice.choice(EDITS)(sheet, dice.randrange(1, 32), dice)
    sheet.title = dice.choice(("Sheet1", "PKM-01", "Isian (2)"))
    if not dice.randrange(5):
        book.copy_worksheet(sheet)
    if not dice.randrange(5):
        book.create_sheet("Lain", 0)["A1"] = dice.choice(("=1/0", "ukur-isian-2:lain/2026"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, row: int, dice: random.Random) -> None:
    texts = [text for text in NASTY if len(text) < 32_000 and text.isprintable()]
    values: tuple[str | float, ...] = (*texts, 1, -1, 0.1, 1e300, True, 10**20)
    cell = sheet.cell(row, dice.randrange(1, 14))
    if isinstance(cell, Cell):
        cell.value = dice.choice(values)


EDITS: tuple[Callable[[Worksheet, int, random.Random], object], ...] = (
    _write,
    _write,
    _write,
    lambda sheet, row, _d: sheet.delete_rows(row),
    lambda sheet, row, _d: sheet.insert_rows(row),
    lambda sheet, row, _d: sheet.merge_cells(f"H{row}:J{row + 1}"),
)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(12))
    + b"]>"
)


def _with_sheet(sheet: bytes) -> dict[str, bytes]:
    return {**parts(0), SHEET: sheet}


def _before_end(more: bytes) -> dict[str, bytes]:
    """The form with something behind its last row."""
    return _with_sheet(parts(0)[SHEET].replace(b"</sheetData>", more + b"</sheetData>"))


def _instead(more: bytes) -> dict[str, bytes]:
    """The form with something before its first row."""
    return _with_sheet(parts(0)[SHEET].replace(b"<sheetData>", b"<sheetData>" + more))


def _entities(dice: random.Random) -> dict[str, bytes]:
    name = dice.choice((SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"))
    body = parts(0).get(name, b"<sst/>").partition(b"?>")[2]
    return {**parts(0), name: LAUGHS + body.replace(b"<v>", b"<v>&m;")}


def _last_row(dice: random.Random) -> dict[str, bytes]:
    last = dice.choice((b"1048576", b"1048577", b"99999999999", b"0", b"-1"))
    return _before_end(b'<row r="%s"><c r="A%s"><v>1</v></c></row>' % (last, last))


def _macros(dice: random.Random) -> dict[str, bytes]:
    types = parts(0)["[Content_Types].xml"].replace(b"sheet.main", b"sheet.macroEnabled.main")
    macro = bytes(dice.randbytes(4_000))
    return {**parts(0), "[Content_Types].xml": types, "xl/vbaProject.bin": macro}


def _links(_dice: random.Random) -> dict[str, bytes]:
    sheet = _VALUE.sub(b"<f>[1]Sheet1!A1</f>", parts(0)[SHEET], count=9)
    return {**_with_sheet(sheet), "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}


def _encodings(dice: random.Random) -> dict[str, bytes]:
    name = dice.choice((SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"))
    encoding = dice.choice(("utf-16", "utf-32", "cp037", "utf-7"))
    return {**parts(0), name: parts(0)[name].decode().encode(encoding, "replace")}


def _without(dice: random.Random) -> dict[str, bytes]:
    gone = dice.choice(list(parts(0)))
    return {name: content for name, content in parts(0).items() if name != gone}


def _merged(_dice: random.Random) -> dict[str, bytes]:
    merges = b"".join(b'<mergeCell ref="A%d:Z%d"/>' % (n, n) for n in range(1, 30_000))
    end = b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    return _with_sheet(parts(0)[SHEET].replace(b"</sheetData>", end))


def _dimension(_dice: random.Random) -> dict[str, bytes]:
    endless = b'<dimension ref="A1:XFD1048576"/>'
    return _with_sheet(re.sub(rb'<dimension ref="[^"]*"/>', endless, parts(0)[SHEET]))


def _endless_format(_dice: random.Random) -> dict[str, bytes]:
    more = b'<numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts>' % (b"[a" * 100_000)
    styles = parts(0)["xl/styles.xml"].replace(b"<fonts", more + b"<fonts", 1)
    used = re.sub(rb'(<cellXfs[^>]*><xf )numFmtId="[0-9]+"', rb'\1numFmtId="200"', styles)
    return {**parts(0), "xl/styles.xml": used}


HARMS: tuple[Callable[[random.Random], dict[str, bytes]], ...] = (
    lambda _d: _instead(b" " * 60_000_000),
    lambda _d: {**parts(0), "xl/media/x.bin": b"\0" * 80_000_000},
    lambda _d: {**parts(0), **{f"xl/x/{n}": b"" for n in range(20_000)}},
    _entities,
    lambda _d: _before_end(b"".join(b'<row r="%d"/>' % n for n in range(60, 1_000_060))),
    _last_row,
    _dimension,
    _macros,
    _links,
    _encodings,
    lambda _d: _with_sheet(parts(0)[SHEET].replace(b"UTF-8", b"hex")),
    _without,
    lambda _d: _instead(b"<row>" + b"<c>" * 50_000),
    lambda _d: _instead(b'<row r="9"><c r="A9"><v>' + b"9" * 3_000_000),
    lambda _d: _instead(b'<row r="1">' + b"<c><v>1</v></c>" * 20_000 + b"</row>"),
    _merged,
    lambda _d: _instead(b"<x/>" + b" " * 150_000 + b"<x/>"),
    _endless_format,
)
"""Bombs, entities, foreign encodings, macros, links outside, endless sheets."""


def _made_to_harm(dice: random.Random) -> bytes:
    return packed(dice.choice(HARMS)(dice))


def _other_kind(dice: random.Random) -> bytes:
    """What only calls itself a workbook."""
    return dice.choice(
        (
            b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xd0\xcf\x11\xe0" + b"x" * 999,
            b"<html>", b"%PDF-1.7", packed({"a.txt": b"x"}), packed({"x.zip": workbook()}),
            dice.randbytes(dice.choice((10, 1_000, 100_000))),
        )
    )  # fmt: skip


@cache
def table() -> str:
    return unit_form_csv(THE_FORM).decode("utf-8-sig")


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    truncated,
    flipped,
    spliced,
    lambda content, _d: content,
)
TABLES: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, d: text.replace(";", d.choice((",", "\t", "|", ":"))),
    lambda text, _d: text.replace('"', "", 1),
    lambda text, _d: text + "\n" * 1_000_000,
    lambda text, _d: text + ";" * 100_000,
    lambda text, _d: text.replace("I-1", "I-1\x00", 1),
    lambda text, _d: '"' + text,
    lambda text, _d: text + "x" * 300_000,
    *((lambda text, _d: text),) * 5,
)
ENCODINGS = (
    ("utf-8", "surrogatepass"), ("utf-8-sig", "replace"), ("utf-16", "surrogatepass"),
    ("utf-32", "surrogatepass"), ("cp1252", "replace"), ("utf-7", "replace"), ("koi8-r", "replace"),
)  # fmt: skip


def _broken_table(dice: random.Random) -> bytes:
    """A form as CSV that was damaged as text, as bytes, or in its encoding."""
    rows = table().splitlines()
    for _ in range(dice.choice((0, 1, 5))):
        at = dice.randrange(len(rows))
        cells = rows[at].split(";")
        cells[dice.randrange(len(cells))] = dice.choice(NASTY)
        rows[at] = ";".join(cells)
    text = dice.choice(("\n", "\r\n", "\r")).join(rows)
    encoding, errors = dice.choice(ENCODINGS)
    content = dice.choice(TABLES)(text, dice).encode(encoding, errors)
    return dice.choice(DAMAGES)(content, dice)


def _value(dice: random.Random) -> object:
    return dice.choice((None, True, 12, 1.5, "12", "", [], {}, [1], {"a": 1}, "x" * 300, *NASTY))


SETS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda content, d: b"[" * d.choice((500, 100_000)) + content,
    lambda content, d: content.replace(b'"12"', d.choice((b"NaN", b"1e999999999", b"-Infinity"))),
    lambda content, _d: content.replace(b'"12"', b"9" * 100_000),
    lambda _content, d: json.dumps(_value(d)).encode(),
    lambda content, d: content.decode().encode(d.choice(("utf-16", "utf-8-sig", "utf-32"))),
    lambda content, _d: content.replace(b"K6", b"\\ud800\\u0000", 1),
    lambda _content, _d: b'{"dataValues":[' + b"{}," * 100_000 + b"{}]}",
    lambda _content, _d: b'{"dataValues":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    *DAMAGES,
)


GOOD = {"dataElement": "K6", "orgUnit": "Melati", "period": "202609", "value": "12"}
A_SET = json.dumps({"dataSet": "KIA", "dataValues": [GOOD]}).encode()


def _broken_set(dice: random.Random) -> bytes:
    """A data value set with wrong types, damaged bytes, or made to harm."""
    rows: list[object] = []
    for _ in range(dice.choice((1, 5, 40))):
        row: dict[str, object] = dict(GOOD)
        if dice.randrange(5) < 3:
            row[dice.choice(list(GOOD))] = _value(dice)
        rows.append(dice.choice((row, row, row, _value(dice))))
    whole = {"dataSet": "KIA", "period": _value(dice), "dataValues": rows}
    return dice.choice(SETS)(json.dumps(whole).encode(), dice)


MAKERS: tuple[tuple[str, str, int, Callable[[random.Random], bytes]], ...] = (
    ("truncated", "isian.xlsx", 12, lambda d: truncated(d.choice((workbook(), resaved())), d)),
    ("flipped bytes", "isian.xlsx", 12, lambda d: flipped(d.choice((workbook(), resaved())), d)),
    ("flipped bytes of a part", "isian.xlsx", 14, lambda d: _part(d, flipped)),
    ("a part cut and spliced", "isian.xlsx", 14, lambda d: _part(d, spliced)),
    ("values in cells", "isian.xlsx", 14, _nasty_cells),
    ("edited by hand", "isian.xlsx", 6, _typed_cells),
    ("made to harm", "isian.xlsx", 2, _made_to_harm),
    ("another kind", "isian.xlsx", 3, _other_kind),
    ("tables", "isian.csv", 12, _broken_table),
    ("data value sets", "kia.json", 11, _broken_set),
)  # fmt: skip


def broken(number: int) -> Broken:
    """The file of that number: always the same bytes."""
    dice = random.Random(number)  # noqa: S311 - the same for the same number
    what, name, _weight, make = dice.choices(MAKERS, [weight for _, _, weight, _ in MAKERS])[0]
    return Broken(what, name, make(dice))


def read(file: Broken) -> str:
    """What became of the file: "refused" or "read"; checks that a refusal names its place.

    Raises:
        AssertionError: a refusal says nothing, or nowhere.
        Exception: what should never come out of a file.
    """
    outcomes = {_outcome(door) for door in _doors(file)}
    return min(outcomes, key=("read", "told", "refused").index)


def _outcome(door: Callable[[], tuple[Problem, ...]]) -> str:
    problems: tuple[Problem, ...] = ()
    outcome = "refused"
    try:
        problems = door()
        outcome = "told" if problems else "read"
    except NotValid as refused:
        problems = refused.problems
    assert problems or outcome == "read", "refused without a word"
    assert all(problem_sentence(problem) for problem in problems)
    return outcome


def _doors(file: Broken) -> Iterator[Callable[[], tuple[Problem, ...]]]:
    """Every way in that would take a file of that name."""
    if file.name.endswith(".json"):
        yield lambda: _figures(System.DHIS2, read_data_values(file.name, file.content))
        return
    if file.name.endswith(".csv"):
        yield lambda: _form(read_unit_form_csv(file.name, file.content, THE_FORM))
    else:
        yield lambda: _form(read_unit_form(file.content, THE_FORM))
    yield lambda: _figures(*read_figure_table(file.name, file.content))


def _form(filled: FilledForm) -> tuple[Problem, ...]:
    found = [compared(STANDING[row.code], arrival_of(row)) for row in filled.rows]
    return (*filled.problems, *(problem for one in found for problem in one.problems))


def _figures(system: System, values: tuple[SourceValue, ...]) -> tuple[Problem, ...]:
    units = {"PKM-01": STANDING}
    when = YearPeriod(2026, Period.TW3)
    figures = source_figures(values, MAPPING, units, when, system)
    for line in figures.lines:
        compared(STANDING[line.code], line.arrival)
    return figures.problems


def main(count: int, first: int = 0) -> int:
    """Reads so many; prints the outcomes, the slowest by computing, and the most memory."""
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest: list[tuple[float, int, str]] = []
    failed = 0
    for number in range(first, first + count):
        file = broken(number)
        began = time.process_time()
        try:
            outcome = read(file)
        except Exception as error:  # noqa: BLE001 - finding them is what this is for
            outcome, failed = f"CRASHED {type(error).__name__}", failed + 1
            print(number, file.what, repr(error)[:300])  # noqa: T201
        slowest.append((time.process_time() - began, number, file.what))
        outcomes[file.what, outcome] += 1
    for (what, outcome), times in sorted(outcomes.items()):
        print(f"{what:28} {outcome:10} {times:6}")  # noqa: T201
    for seconds, number, what in sorted(slowest, reverse=True)[:5]:
        print(f"{seconds:8.3f} s  number {number}, {what}")  # noqa: T201
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} files, {failed} crashes, at most {most} MB of memory")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    django.setup()
    limit = 2 * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    sys.exit(main(*map(int, sys.argv[1:] or ["10000"])))
