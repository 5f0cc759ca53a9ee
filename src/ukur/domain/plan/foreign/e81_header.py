"""Where the header of a Form E.81 stands, and which figure is in which of its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ukur.domain.plan.foreign.table import cell_at, header_names, is_numbered, plain
from ukur.domain.sheets import Sheet, folded

WITHIN = 40
MOST_ABOVE = 5
FEWEST_PAIRS = 4

_PERFORMANCE = frozenset({"k", "kinerja", "fisik"})
_MONEY = frozenset({"rp", "anggaran", "keuangan", "rupiah"})
_PERCENT = frozenset({"%", "persen"})
_QUARTER = re.compile(r"\b(?:triwulan|tw)\b.*?\b(i{1,3}|iv|[1-4])\b")
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass
class E81Columns:
    """Places counted from 0: of texts and of figures by name, of the parts of a code in turn."""

    texts: dict[str, int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)

    def all(self) -> dict[str, int]:
        """Every column by its name; of a code in parts the first."""
        code = {"kode": self.codes[0]} if self.codes else {}
        return {**code, **self.texts, **self.figures}


@dataclass(frozen=True)
class E81Header:
    """Where the header of the form stands, rows counted from 1; `leaf` is the row of K and Rp."""

    top: int
    leaf: int
    bottom: int


def header_of_e81(sheet: Sheet) -> E81Header | None:
    """Where the form's header stands; None if the sheet is no Form E.81."""
    for number, row in enumerate(sheet.rows[:WITHIN], start=1):
        leaves = leaves_of(row)
        pairs = min(sum(leaf in _PERFORMANCE for leaf in leaves), sum(x in _MONEY for x in leaves))
        if pairs >= FEWEST_PAIRS:
            top = _top(sheet, number)
            names = plain(" ".join(header_names(sheet, top, number)))
            if "tw" in names.split() or "triwulan" in names:
                after = sheet.rows[number] if number < len(sheet.rows) else ()
                return E81Header(top, number, number + is_numbered(after))
    return None


def leaves_of(row: Sequence[str]) -> list[str]:
    """The lowest words of a header, folded and without brackets: "k", "rp", "%"."""
    return [folded(text).strip("()") for text in row]


def _top(sheet: Sheet, leaf: int) -> int:
    """The highest row above the leaves that names a column of indicators."""
    for number in range(max(1, leaf - MOST_ABOVE), leaf + 1):
        if any("indikator" in folded(text) for text in sheet.rows[number - 1][1:]):
            return number
    return leaf


def columns_of_e81(header: Sequence[str], leaves: Sequence[str]) -> E81Columns:
    """The columns by what stands above them; `leaves` is the row of K and Rp."""
    found = E81Columns()
    before: list[tuple[str, dict[str, int]]] = []
    after: list[tuple[str, dict[str, int]]] = []
    groups: list[tuple[str, dict[str, int]]] = before
    for at, name in enumerate(header):
        part = _part(cell_at(leaves, at))
        group = " ".join(plain(name).split()[:-1])
        quarter = _QUARTER.search(group)
        if not part:
            _text_column(found, plain(name), at)
        elif quarter:
            groups = after
            found.figures.setdefault(f"tw{_NUMBERS[quarter[1]]} {part}", at)
        elif groups and groups[-1][0] == group and part not in groups[-1][1]:
            groups[-1][1][part] = at
        else:
            groups.append((group, {part: at}))
    _name_groups(found, before, after)
    return found


def _part(leaf: str) -> str:
    for part, words in (("k", _PERFORMANCE), ("rp", _MONEY), ("%", _PERCENT)):
        if leaf in words:
            return part
    return ""


def _text_column(found: E81Columns, name: str, at: int) -> None:
    if name.startswith("kode"):
        found.codes.append(at)
        return
    for key, words in (
        ("indikator", ("indikator",)),
        ("satuan", ("satuan",)),
        ("penanggung jawab", ("penanggung jawab",)),
        ("uraian", ("program", "kegiatan", "urusan")),
        ("sasaran", ("sasaran",)),
        ("keterangan", ("keterangan", "ket", "catatan")),
        ("no", ("no", "nomor")),
    ):
        is_named = any(word in name for word in words) if key != "no" else name in words
        if is_named:
            found.texts.setdefault(key, at)
            return


def _name_groups(
    found: E81Columns,
    before: Sequence[tuple[str, dict[str, int]]],
    after: Sequence[tuple[str, dict[str, int]]],
) -> None:
    """Say which figures the groups left and right of the quarters are.

    The year's target is the last one before the quarters; what is "realisasi" before it is
    that of the years before; what is left is the target at the end of the Renstra.
    """
    names: list[str] = []
    for group, _ in before[:-1]:
        names.append("lalu" if "realisasi" in group else "renstra")
    if before:
        names.append("tahun")
    for group, _ in after:
        if "tingkat" in group:
            names.append("tingkat")
        else:
            names.append("kumulatif" if "jumlah" in names else "jumlah")
    for name, (_, parts) in zip(names, (*before, *after), strict=True):
        for part, at in parts.items():
            found.figures.setdefault(f"{name} {part}", at)
