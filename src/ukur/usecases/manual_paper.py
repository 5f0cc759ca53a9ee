"""Manual indikator kinerja: what each indicator means, how it is counted, and its targets."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ukur.domain.figures.indicator import (
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Polarity,
    Target,
    UnitRule,
)
from ukur.domain.figures.notation import written, written_exact
from ukur.domain.figures.worked import SYMBOLIC
from ukur.domain.papers import PERIOD_NAMES, Pair
from ukur.domain.periods import Period
from ukur.domain.plan.agreement import target_words, targets_of
from ukur.domain.plan.draft import PlanDraft, PlannedIndicator, PlannedUnitTarget, Stage
from ukur.domain.plan.papers import ManualEntry, ManualPaper, ManualTarget
from ukur.domain.plan.tree import node_of
from ukur.domain.ports import Tools
from ukur.usecases.plan_papers import PaperPlan, plan_frame, plan_heading

MOST_UNITS_NAMED = 6
POLARITIES = {
    Polarity.POSITIVE: "makin tinggi makin baik",
    Polarity.NEGATIVE: "makin rendah makin baik",
    Polarity.EXACT: "tepat pada target; lebih dan kurang sama-sama mengurangi capaian",
}
KINDS = {
    Kind.COUNT: "jumlah",
    Kind.RATIO: "rasio pembilang dan penyebut",
    Kind.INDEX: "indeks",
    Kind.GRADE: "predikat",
    Kind.YES_NO: "ya atau tidak",
    Kind.DATE: "tanggal",
}
BASES = {
    EntryBasis.IN_PERIOD: "isian untuk periode itu saja",
    EntryBasis.TO_DATE: "isian sejak Januari",
}
PERIOD_RULES = {
    PeriodRule.SUM: "dijumlahkan",
    PeriodRule.LAST: "diambil nilai terakhir yang terisi",
    PeriodRule.MEAN: "dirata-ratakan",
    PeriodRule.MAXIMUM: "diambil nilai tertinggi",
}
BY_RULE_SET = "menurut aturan hitung yang berlaku, sesuai arah dan bentuk target"
FORMULAS = {
    **{formula: f"{signs} (R realisasi, T target)" for formula, signs in SYMBOLIC.items()},
    Formula.RANGE: "100 di dalam rentang; di luarnya terhadap batas yang dilewati",
    Formula.RANGE_MAXIMUM: "100 mulai batas atas; di bawahnya R ÷ batas atas × 100",
    Formula.YES_NO: "100 bila terpenuhi, selain itu 0",
    Formula.ON_TIME: "100 bila selesai paling lambat pada tanggal target, selain itu 0",
}
"""How achievement is counted, where the indicator itself says so."""
UNIT_RULES = {
    UnitRule.SUM_RATIO: "pembilang dan penyebut semua unit dijumlahkan, lalu dibagi",
    UnitRule.SUM: "nilai semua unit dijumlahkan",
    UnitRule.OWNER: "nilai satu unit",
    UnitRule.MEAN: "rata-rata sederhana nilai semua unit",
}


def manual_values(
    plan: PaperPlan, at: datetime, tools: Tools, *, working_copy: bool
) -> ManualPaper:
    """An entry for each indicator, in the order of the plan."""
    book = _book(plan.draft, plan.year)
    return ManualPaper(
        frame=plan_frame(plan, "Manual Indikator Kinerja", at, tools, working_copy=working_copy),
        title=("MANUAL INDIKATOR KINERJA", f"TAHUN {plan.year}"),
        heading=plan_heading(plan),
        entries=tuple(book.entry(row) for row in plan.draft.indicators),
    )


@dataclass(frozen=True)
class _Book:
    """The rows of a plan by indicator, so that each is looked up and not searched."""

    year: int
    nodes: Mapping[str, str]
    budget: Set[str]
    agreed: Mapping[tuple[str, Period], Target]
    renja: Mapping[tuple[str, Period], Target]
    units: Mapping[str, list[str]]
    unit_names: Mapping[str, str]
    unit_targets: Mapping[str, list[PlannedUnitTarget]]

    def entry(self, row: PlannedIndicator) -> ManualEntry:
        node = node_of(row, self.budget)
        return ManualEntry(
            code=row.code,
            name=row.name,
            goal=f"{node} {self.nodes.get(node, '')}".strip(),
            rows=(*_meaning(row), *self._counting(row), *_care(row)),
            targets=tuple(self._targets(row)),
            unit_targets=tuple(self._unit_targets(row)),
        )

    def _counting(self, row: PlannedIndicator) -> Iterator[Pair]:
        counting = row.counting
        yield Pair("Antarperiode", f"{BASES[counting.basis]}; {PERIOD_RULES[counting.periods]}")
        yield Pair("Antarunit", UNIT_RULES[counting.units])
        yield Pair("Unit yang mengisi", self._units(row))
        yield Pair("Diukur pada", ", ".join(PERIOD_NAMES[period] for period in row.due))

    def _units(self, row: PlannedIndicator) -> str:
        names = self.units.get(row.code, [])
        if len(names) <= MOST_UNITS_NAMED:
            return ", ".join(names)
        return f"{len(names)} unit: {names[0]} sampai dengan {names[-1]}"

    def _targets(self, row: PlannedIndicator) -> Iterator[ManualTarget]:
        for period, name in PERIOD_NAMES.items():
            target = self.agreed.get((row.code, period))
            if target is not None:
                said = f"{name} (PK)" if period is Period.YEAR else name
                yield ManualTarget(said, target_words(row, target, self.year))
        work_plan = self.renja.get((row.code, Period.YEAR))
        if work_plan is not None:
            yield ManualTarget("Tahun (Renja)", target_words(row, work_plan, self.year))

    def _unit_targets(self, row: PlannedIndicator) -> Iterator[ManualTarget]:
        for target in self.unit_targets.get(row.code, ()):
            name = self.unit_names.get(target.unit_code, target.unit_code)
            yield ManualTarget(name, target_words(row, target.target, self.year))


def _book(draft: PlanDraft, year: int) -> _Book:
    unit_names = {unit.code: unit.name for unit in draft.units}
    units: dict[str, list[str]] = {}
    for row in draft.assignments:
        units.setdefault(row.code, []).append(unit_names.get(row.unit_code, row.unit_code))
    unit_targets: dict[str, list[PlannedUnitTarget]] = {}
    for target in draft.unit_targets:
        if target.period is Period.YEAR:
            unit_targets.setdefault(target.code, []).append(target)
    return _Book(
        year,
        {
            **{goal.code: goal.text for goal in draft.goals},
            **{line.code: line.name for line in draft.budget},
        },
        {line.code for line in draft.budget},
        targets_of(draft),
        targets_of(draft, Stage.RENJA),
        units,
        unit_names,
        unit_targets,
    )


def _meaning(row: PlannedIndicator) -> Iterator[Pair]:
    counting = row.counting
    yield Pair("Definisi operasional", row.definition)
    yield Pair("Rumus dalam kata", row.formula_text)
    if counting.kind is Kind.RATIO:
        yield Pair("Pembilang", row.numerator_text)
        yield Pair("Penyebut", row.denominator_text)
        yield Pair("Faktor pengali", written(Decimal(counting.factor), 0))
    yield Pair("Satuan", row.unit_text)
    yield Pair("Jenis nilai", KINDS[counting.kind])
    if row.grades:
        yield Pair("Skala, dari yang terendah", ", ".join(row.grades))
    yield Pair("Arah", POLARITIES[row.polarity])
    yield Pair("Rumus capaian", FORMULAS[row.formula] if row.formula else BY_RULE_SET)


def _care(row: PlannedIndicator) -> Iterator[Pair]:
    yield Pair("Sumber data", row.data_source)
    yield Pair("Penanggung jawab", row.in_charge)
    yield Pair("Frekuensi", row.frequency)
    yield Pair("Kondisi awal", row.baseline)
    yield Pair("Bobot", written_exact(row.weight))
