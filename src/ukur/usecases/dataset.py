"""The dataset of a cycle: the figures of the paper for programs, as CSV and as JSON."""

import csv
import io
from collections.abc import Sequence

from ukur.domain.archive import dataset_json as table_json
from ukur.domain.archive import table_of
from ukur.domain.figures.achievement import Achieved, Outcome
from ukur.domain.figures.explain import percent_plain
from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.reasons import Reason
from ukur.domain.journal import canonical
from ukur.domain.plain_cells import guarded
from ukur.domain.refusals import Problem
from ukur.store.models import Cycle
from ukur.store.queries.measured import (
    BudgetFigures,
    MeasuredLine,
    Measurement,
    RatingCount,
    TakenMean,
)
from ukur.store.queries.printed import compared_printed

COLUMNS = (
    "kode",
    "sasaran",
    "indikator",
    "satuan",
    "polaritas",
    "target",
    "realisasi",
    "pembilang",
    "penyebut",
    "capaian",
    "capaian_tampil",
    "predikat",
    "target_tahun",
    "capaian_tahun",
    "rumus",
    "alasan",
    "tercetak",
    "sebab_tercetak",
)
"""The columns of the CSV. `capaian` is percent with a point, up to 10 decimals; `sebab_tercetak`
is the code of why the figure of an old report is what it is."""


def dataset_csv(figures: Measurement) -> bytes:
    """One row a line of the cycle, in the order of the paper; UTF-8, comma, line feed.

    No cell begins as a formula does (`ukur.domain.plain_cells`).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(figures):
        writer.writerow(guarded(row[column]) for column in COLUMNS)
    return out.getvalue().encode()


def dataset_json(figures: Measurement) -> bytes:
    """The same table as JSON, a list of objects; a change in one file shows against the other."""
    rows = [[row[column] for column in COLUMNS] for row in _rows(figures)]
    table = table_of(COLUMNS, rows)
    if isinstance(table, Problem):
        raise TypeError(table.code)
    return table_json(table).encode()


def explanations_json(cycle: Cycle, figures: Measurement) -> bytes:
    """How every figure came to be, line by line, the means, the money, and what it rests on.

    The fields are described in docs/arithmetic.md.
    """
    total = figures.budget_total
    return canonical(
        {
            "agency": cycle.agency.code,
            "year": cycle.year,
            "period": cycle.period,
            "rule_set": {"key": figures.rules.key, "version": figures.rules.version},
            "procedure": {"key": cycle.run.procedure.key, "version": cycle.run.procedure.version},
            "plan": {"number": cycle.plan.number, "sha256": cycle.plan.source_sha256},
            "explanations": {line.code: line.explanation.plain() for line in figures.lines},
            "year_explanations": {
                line.code: line.year_explanation.plain() for line in figures.lines
            },
            "goals": [
                {"code": g.code, "goal": g.text, **_mean(g.taken), "counts": _counts(g.counts)}
                for g in figures.goals
            ],
            "agency_mean": {**_mean(figures.taken), "counts": _counts(figures.counts)},
            "budget": [
                {"code": line.code, "name": line.name, "level": line.level, **_money(line)}
                for line in figures.budget
            ],
            "budget_total": _money(total) if total else {},
        }
    ).encode()


def _mean(taken: TakenMean) -> dict[str, object]:
    return {
        "mean": taken.text,
        "rating": taken.rating,
        "explanation": taken.explanation.plain(),
    }


def _counts(counts: Sequence[RatingCount]) -> dict[str, object]:
    return {count.name: count.count for count in counts}


def _money(line: BudgetFigures) -> dict[str, object]:
    return {
        "ceiling": line.ceiling_text,
        "absorbed": line.absorbed_text,
        "share": line.share_text,
        "explanation": line.explanation.plain(),
        "achievement": line.achieved_text,
        "efficiency": line.efficiency_text,
        "efficiency_class": line.efficiency_class,
        "efficiency_explanation": line.efficiency.plain() if line.efficiency else {},
        "effectiveness": line.effectiveness,
    }


def _rows(figures: Measurement) -> list[dict[str, str]]:
    printed = compared_printed(figures)
    return [_row(line, printed.get(line.line_id)) for line in figures.lines]


def _row(line: MeasuredLine, printed: Compared | None) -> dict[str, str]:
    parts = line.rolled
    has_parts = parts.numerator is not None and parts.denominator is not None
    return {
        "kode": line.code,
        "sasaran": line.goal,
        "indikator": line.name,
        "satuan": line.unit,
        "polaritas": line.polarity.value,
        "target": line.target,
        "realisasi": line.realization,
        "pembilang": str(parts.numerator) if has_parts else "",
        "penyebut": str(parts.denominator) if has_parts else "",
        "capaian": _percent(line.period),
        "capaian_tampil": line.achievement,
        "predikat": line.rating,
        "target_tahun": line.year_target,
        "capaian_tahun": _percent(line.year),
        "rumus": line.explanation.formula,
        "alasan": line.period.code.value if isinstance(line.period, Reason) else "",
        "tercetak": line.printed,
        "sebab_tercetak": "" if printed is None else printed.finding.cause.value,
    }


def _percent(outcome: Outcome) -> str:
    return percent_plain(outcome.ratio) if isinstance(outcome, Achieved) else ""
