"""What a paper says about its figures: the method, and the appendix "Cara hitung"."""

from collections import defaultdict

from ukur.domain.figures.explain import Explanation
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import AgencyMean, Averaging, Bounds, EfficiencyMethod, RuleSet
from ukur.domain.figures.printed.report import Compared
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.papers import Explained
from ukur.domain.plan.balances import PERIOD_NAMES
from ukur.domain.ports import Tools
from ukur.store.queries.measured import BudgetFigures, MeasuredLine, Measurement, TakenMean
from ukur.store.queries.printed import compared_printed

EFFICIENCY_TEXTS = {
    EfficiencyMethod.DIFFERENCE: "Efisiensi adalah selisih capaian dan serapan dalam poin: lebih "
    "dari {tolerance} efisien, dalam ±{tolerance} cukup efisien, selebihnya tidak efisien.",
    EfficiencyMethod.SAVING: "Efisiensi adalah 100 dikurangi serapan, hanya bila target tercapai.",
    EfficiencyMethod.OUTPUT: "Efisiensi adalah E = (Σ(pagu × capaian) − Σ realisasi) ÷ "
    "Σ(pagu × capaian) × 100.",
}


def method_of(rules: RuleSet, tools: Tools) -> tuple[str, ...]:
    """How figures, ratings, means and efficiency are made under the rule set, as paragraphs."""
    negative = tools.words.formula(rules.negative_formula)
    formulas = (
        "Indikator makin tinggi makin baik dihitung realisasi ÷ target × 100. Indikator bertanda "
        f"* makin rendah makin baik dihitung {negative} × 100, kecuali disebut lain pada lampiran. "
        "Angka dihitung utuh dan baru dibulatkan dua desimal saat ditampilkan; lima dibulatkan "
        f"ke atas.{_bounded('Capaian ditampilkan', rules.shown)}"
    )
    bounds = "; ".join(f"{step.name} {step.bound} ke atas" for step in rules.scale.steps)
    efficiency = EFFICIENCY_TEXTS[rules.efficiency.method].format(
        tolerance=written_exact(rules.efficiency.tolerance)
    )
    means = (
        f"Rata-rata diambil atas yang diukur{_weighed(rules)}; rata-rata perangkat daerah diambil "
        f"atas {averaged_noun(rules)}.{_bounded('Dalam rata-rata capaian dihitung', rules.means)} "
        f"{efficiency}"
    )
    ratings = f"Predikat diambil dari angka utuh: {bounds}; selebihnya {rules.scale.lowest}."
    return formulas, ratings, means


def averaged_noun(rules: RuleSet) -> str:
    """What the mean of the agency is taken over."""
    return "sasaran" if rules.agency_mean is AgencyMean.GOALS else "indikator"


def _weighed(rules: RuleSet) -> str:
    return ", menurut bobot" if rules.averaging is Averaging.WEIGHTED else ""


def _bounded(what: str, bounds: Bounds) -> str:
    ends = [
        f"{word} {written_exact(bound)}%"
        for word, bound in (("paling tinggi", bounds.cap), ("paling rendah", bounds.floor))
        if bound is not None
    ]
    return f" {what} {' dan '.join(ends)}." if ends else ""


def explained_basis(figures: Measurement, tools: Tools) -> tuple[str, ...]:
    """What holds for every figure of the appendix: letters, target version, rule set, basis."""
    versions = dict.fromkeys(
        tools.words.version(line.explanation.provenance) for line in figures.lines
    )
    told = (
        "Huruf dalam rumus: R realisasi, T target, C capaian, B bobot, n banyaknya, S serapan, "
        "P pagu. Isian unit: pembilang ÷ penyebut atau nilai, dalam kurung banyaknya berkas bukti; "
        "pengisi dan waktunya ada pada berkas penjelasan.json dalam dokumen ini. Target menurut "
        f"rencana {'; '.join(versions)}. Angka tidak dibulatkan sebelum hasil akhir. Perangkat "
        f"aturan {figures.rules.name}."
    )
    return told, f"Dasar: {'; '.join(figures.rules.basis_texts)}."


def explained_lines(figures: Measurement, tools: Tools) -> tuple[Explained, ...]:
    """How the figures of every line came to be, with what every unit entered."""
    printed = compared_printed(figures)
    return tuple(_line(line, printed.get(line.line_id), tools) for line in figures.lines)


def _line(line: MeasuredLine, printed: Compared | None, tools: Tools) -> Explained:
    told = line.explanation
    beside = (tools.words.printed(printed),) if printed else ()
    rows = (tools.words.row(row) for row in told.provenance.rows)
    return Explained(
        indicator=f"{line.code} {line.name}",
        formula=told.symbolic,
        worked=_worked(told),
        result=told.shown or "–",
        notes=(*_notes(told, tools), *beside),
        steps="; ".join(told.steps) if told.symbolic else "",
        year=_year(line),
        rules=tools.words.rules(told.provenance) if line.is_due else "",
        sources="; ".join(rows) if line.is_due else "",
    )


def explained_sums(figures: Measurement, tools: Tools) -> tuple[Explained, ...]:
    """How the means and the money of the highest budget lines came to be."""
    total = figures.budget_total
    money = [line for line in figures.budget if not line.parent_code]
    return (
        *(_mean(f"{goal.code} {goal.text}", goal.taken, tools) for goal in figures.goals),
        _mean("Rata-rata perangkat daerah", figures.taken, tools),
        *(told for line in money for told in _money(f"{line.code} {line.name}", line, tools)),
        *(_money("Jumlah anggaran", total, tools) if total else ()),
    )


def _mean(name: str, taken: TakenMean, tools: Tools) -> Explained:
    told = taken.explanation
    left_out: dict[str, list[str]] = defaultdict(list)
    for share in told.shares:
        if not share.averaged:
            left_out[tools.words.left_out(share)].append(share.code)
    without = (f"{why} ({', '.join(codes)})" for why, codes in left_out.items())
    shares = [
        f"{share.code} {share.averaged}{f' × {share.weight}' if share.weight else ''}"
        for share in told.shares
        if share.averaged
    ]
    return Explained(
        indicator=name,
        formula=told.symbolic,
        worked=_worked(told),
        result=told.shown or "–",
        notes=_notes(told, tools),
        sources="; ".join(shares),
        rules=f"Tidak diikutkan: {' '.join(without)}" if left_out else "",
    )


def _money(name: str, line: BudgetFigures, tools: Tools) -> tuple[Explained, ...]:
    return tuple(
        Explained(
            indicator=f"{what} {name}",
            formula=told.symbolic,
            worked=_worked(told),
            result=told.shown or "–",
            notes=(*_notes(told, tools), *((told.rating,) if told.rating else ())),
        )
        for what, told in (("Serapan", line.explanation), ("Efisiensi", line.efficiency))
        if told is not None
    )


def _worked(told: Explanation) -> str:
    """The formula with its numbers and what it gives, before any bound."""
    if not told.filled_in:
        return "; ".join(told.steps)
    return f"{told.filled_in} {'=' if told.is_exact else '≈'} {told.raw}"


def _year(line: MeasuredLine) -> str:
    told = line.year_explanation
    if not told.shown:
        return ""
    # Without a formula in signs the steps are all that there is to tell.
    first = [step for step in told.steps if told.filled_in and step.startswith("R =")]
    return "; ".join((*first, _worked(told), *_before(line)))


def _before(line: MeasuredLine) -> tuple[str, ...]:
    """Which earlier periods are known from an old report, or were corrected since."""
    return tuple(
        f"{PERIOD_NAMES[part.period]} saldo awal, sumber {part.source}"
        if part.source
        else f"{PERIOD_NAMES[part.period]} dikoreksi (versi {part.version})"
        for part in line.history
        if part.source or part.version > 1
    )


def _notes(told: Explanation, tools: Tools) -> tuple[str, ...]:
    notes = tuple(tools.words.note(NoteCode(code)) for code in told.notes)
    if not told.reason:
        return notes
    return (tools.words.reason(Reason(ReasonCode(told.reason), told.detail)), *notes)
