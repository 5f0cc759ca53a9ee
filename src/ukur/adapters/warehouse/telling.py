"""Figures and means as the tables that are handed out, their columns in Indonesian."""

from decimal import Decimal

import ibis
import ibis.expr.datatypes as dt

from ukur.adapters.warehouse.averaging import COUNTS as MEAN_COUNTS
from ukur.adapters.warehouse.judging import FALSE
from ukur.adapters.warehouse.rolling import AREAS, COUNTS
from ukur.domain.figures.bulk import Level
from ukur.domain.figures.explain import SHOWN_DECIMALS
from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.reasons import NoteCode
from ukur.domain.figures.worked import PLAIN_DECIMALS

COLUMNS = {
    "province": "provinsi",
    "agency": "perangkat_daerah",
    "unit": "unit",
    "period": "periode",
    "goal": "sasaran",
    "indicator": "indikator",
    "given": "ada",
    "missing": "kosong",
    "closed": "tidak_menyampaikan",
    "counted": "dihitung",
    "not_due": "belum_diukur",
    "not_computable": "tanpa_angka",
    "not_delivered": "tidak_menyampaikan",
    "incomplete": "belum_lengkap",
}
"""How our columns are called outside."""


def told_figures(lines: ibis.Table, level: Level, rules: RuleSet, decimals: int) -> ibis.Table:
    """A row for each line: its share three times, its rating, or the reason for none.

    `decimals` are those of the steps that targets are counted in. Units' own figures come without
    target and realization, which stand in the table that they came from.
    """
    keys = (*AREAS[level], "period", "goal", "indicator")
    columns = {COLUMNS[name]: lines[name] for name in keys}
    if level is not Level.UNIT:
        columns |= {
            "target": _scaled(lines.low, decimals),
            "target_atas": _scaled(lines.high, decimals),
            "realisasi": _scaled(lines.realized, PLAIN_DECIMALS),
        }
    columns |= {
        "capaian": _scaled(lines.shown, PLAIN_DECIMALS),
        "capaian_tampil": _scaled(lines.shown_short, SHOWN_DECIMALS),
        "capaian_mentah": _scaled(lines.raw, PLAIN_DECIMALS),
        "capaian_rerata": _scaled(lines.averaged, PLAIN_DECIMALS),
        "predikat": _rating(lines.place, rules),
        "rumus_dipakai": ibis.ifelse(lines.reason.isnull(), lines.used, None),
        "alasan": lines.reason,
        "catatan": _notes(lines),
    }
    if level is not Level.UNIT:
        columns |= {COLUMNS[name]: lines[name].cast("int64") for name in COUNTS}
    told = lines.select(**columns)
    # Ten million rows stay in the order of their file: to sort them would take the disk.
    return told if level is Level.UNIT else told.order_by(*(COLUMNS[name] for name in keys))


def told_means(means: ibis.Table, level: Level, rules: RuleSet) -> ibis.Table:
    """A row for each mean, the counts beside it, and how many lines are in each class."""
    keys = (*AREAS[level], "period", "goal")
    columns = {COLUMNS[name]: means[name] for name in keys}
    columns |= {
        "rerata": _scaled(means.raw, PLAIN_DECIMALS),
        "rerata_tampil": _scaled(means.shown_short, SHOWN_DECIMALS),
        "predikat": _rating(means.place, rules),
        "alasan": means.reason,
    }
    columns |= {COLUMNS[name]: means[name].cast("int64") for name in MEAN_COUNTS}
    columns |= {
        name.lower().replace(" ", "_"): means[f"rated_{place}"].cast("int64")
        for place, name in enumerate(rules.scale.names)
    }
    return means.select(**columns).order_by(*(COLUMNS[name] for name in keys))


def _scaled(steps: ibis.Value, decimals: int) -> ibis.Value:
    """Steps as a decimal number: multiplied, since a division would give a floating point one."""
    one = ibis.literal(Decimal(1).scaleb(-decimals), type=dt.Decimal(38, decimals))
    return steps * one


def _rating(place: ibis.Value, rules: RuleSet) -> ibis.Value:
    return ibis.cases(*((place == at, name) for at, name in enumerate(rules.scale.names)))


def _notes(lines: ibis.Table) -> ibis.Value:
    """The codes of what must be said beside a figure, with a space between them."""
    flags = {
        NoteCode.CAPPED: lines.is_capped,
        NoteCode.FLOORED: lines.is_floored,
        NoteCode.RATING_DIFFERS_FROM_SHOWN: lines.differs,
        NoteCode.NUMERATOR_ABOVE_DENOMINATOR: lines.exceeds,
    }
    said = ibis.coalesce(lines.side + " ", "") + ibis.coalesce(lines.note + " ", "")
    for code, holds in flags.items():
        said += ibis.ifelse(ibis.coalesce(holds, FALSE), f"{code.value} ", "")
    return said.rstrip()
