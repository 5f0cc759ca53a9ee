"""The cells of the table that a sentence of the draft can name."""

from ukur.store.queries.measured import Measurement
from ukur.store.queries.measurement import measurement


def bindings_of(cycle_id: int) -> dict[str, str]:
    """By name, the text of the cell as the table shows it now."""
    return bindings(measurement(cycle_id))


def bindings(figures: Measurement) -> dict[str, str]:
    """By name, the text of the cell: lines, goals, budget lines, and the whole."""
    found = {
        "rata": figures.mean_text,
        "predikat": figures.rating or "–",
        "jumlah": str(len(figures.lines)),
        "diukur": str(sum(line.is_due for line in figures.lines)),
        "belum_diukur": str(sum(not line.is_due for line in figures.lines)),
        "di_bawah_target": str(sum(line.shortfall for line in figures.lines)),
    }
    for line in figures.lines:
        found |= {
            f"{line.code}.nama": line.name,
            f"{line.code}.target": line.target,
            f"{line.code}.realisasi": line.realization,
            f"{line.code}.capaian": line.achievement,
            f"{line.code}.predikat": line.rating or "–",
        }
    for goal in figures.goals:
        found |= {f"{goal.code}.rata": goal.mean_text, f"{goal.code}.predikat": goal.rating or "–"}
    if figures.budget_total:
        found |= {
            "pagu": figures.budget_total.ceiling_text,
            "realisasi_anggaran": figures.budget_total.absorbed_text,
            "serapan": figures.budget_total.share_text,
        }
    return found
