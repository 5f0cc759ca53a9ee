"""The words about tables from outside: what their columns may be, and what goes wrong."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.figures.indicator import Polarity
from ukur.domain.plan.foreign.columns import OURS
from ukur.domain.plan.layout import PERIODS
from ukur.domain.refusals import Problem

REFUSAL_WORDS: Mapping[str, Promise] = {
    "table_gone": _lazy(
        "This file does not wait here any more: it was brought in, forgotten, or a day has passed. "
        "Hand it in once more."
    ),
}

PROBLEM_WORDS: Mapping[str, Promise] = {
    "mapped_sheet_missing": _lazy(
        "The sheet “{sheet}” is not in this file. Choose the sheet once more."
    ),
    "mapped_column_changed": _lazy(
        "“{column}” was mapped to the column “{expected}”, but here the column is called "
        "“{found}”. Map the columns of this file anew."
    ),
    "mapped_twice": _lazy(
        "“{column}” was chosen for two columns, “{first}” and “{found}”. Leave one of them."
    ),
    "indicator_not_mapped": _lazy(
        "No column was chosen for the indicators. Choose the one that holds their names."
    ),
    "mapping_unknown": _lazy("There is no mapping “{found}”. Kept are: {allowed}."),
    "unit_not_chosen": _lazy("Choose the unit that fills in, or write the name of a new one."),
    "goal_not_written": _lazy("Write the goal that the indicators belong to."),
    "csv_unreadable": _lazy(
        "The file cannot be read as a table of text. Save it as XLSX, or as CSV in UTF-8."
    ),
    "e81_not_found": _lazy(
        "The sheet “{sheet}” has not the header of a Form E.81 (K and Rp below each group). Read "
        "it as another table."
    ),
    "e81_column_missing": _lazy(
        "The column “{column}” was not found in the header of the Form E.81. Correct the header, "
        "or read the sheet as another table."
    ),
    "e81_level_unknown": _lazy(
        "It cannot be told whether “{found}” is a program, a kegiatan or a sub kegiatan. Write "
        "its code in front of it, such as 1.02.01.2.01."
    ),
    "e81_row_unnamed": _lazy(
        "Row {row} has a figure ({found}) but neither a program nor an indicator. Delete the "
        "figure, or write what it belongs to."
    ),
}


def problem_sentence(problem: Problem) -> str:
    """One thing wrong with a table or its mapping, as a sentence."""
    facts = dict(problem.facts)
    key = str(facts.get("column", ""))
    if key in OURS:
        facts["column"] = our_column_words(key)
    return str(PROBLEM_WORDS[problem.code]).format_map(facts)


def our_column_words(key: str) -> str:
    """What a column of ours is called, in the words of the plan workbook."""
    periods = {name.casefold(): f"Target {name}" for name in PERIODS}
    name = periods.get(key) or OURS[key].names[0]
    return name[:1].upper() + name[1:]


def polarity_words() -> Mapping[str, str]:
    """Each polarity with its meaning."""
    return {
        Polarity.POSITIVE.value: _("higher is better"),
        Polarity.NEGATIVE.value: _("lower is better"),
        Polarity.EXACT.value: _("closest to the target is best"),
    }


def method_words() -> Mapping[str, str]:
    """Each usual way to count, as a choice."""
    return {
        "dijumlahkan": _("A number of its own each period; the periods are added up"),
        "kumulatif": _("A number counted since January; the last one holds"),
        "nilai akhir": _("A percentage, index or score; the last one holds"),
        "rata-rata": _("A percentage, index or score; the mean of the periods"),
        "rasio": _("Numerator and denominator, counted since January"),
        "peringkat": _("A grade such as A or BB; the last one holds"),
        "ya/tidak": _("Ya or tidak; the last one holds"),
        "tanggal": _("A day, such as 28 Februari; the last one holds"),
    }


_FIGURES = {
    "renstra": "Target akhir Renstra",
    "lalu": "Realisasi s.d. tahun lalu",
    "tahun": "Target tahun berjalan",
    "tw1": "Realisasi TW I",
    "tw2": "Realisasi TW II",
    "tw3": "Realisasi TW III",
    "tw4": "Realisasi TW IV",
    "jumlah": "Realisasi tahun berjalan",
    "kumulatif": "Realisasi Renstra s.d. tahun ini",
    "tingkat": "Tingkat capaian Renstra",
}
_PARTS = {"k": "K", "rp": "Rp", "%": "%"}


def form_column_words(key: str) -> str:
    """What a recognized column of a Form E.81 holds, in the form's own language."""
    group, _space, part = key.rpartition(" ")
    if group in _FIGURES and part in _PARTS:
        return f"{_FIGURES[group]} ({_PARTS[part]})"
    words = "program, kegiatan, sub kegiatan" if key == "uraian" else key
    return words[:1].upper() + words[1:]
