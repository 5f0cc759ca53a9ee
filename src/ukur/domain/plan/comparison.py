"""Two versions of a plan held side by side: what came, what went, and what says otherwise now.

Fields are called as the columns of the workbook, and their texts are as they stand there.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ukur.domain.figures.indicator import Counting
from ukur.domain.figures.notation import money, written_exact
from ukur.domain.figures.showing import Look, target_text
from ukur.domain.plan import layout
from ukur.domain.plan.draft import PlanDraft, PlannedBudget, PlannedGoal, PlannedIndicator, Stage


class State(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """A field that says otherwise: as it was and as it is; "" where it is empty."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Compared:
    """A row that is not the same in both versions; no differences where it came or went."""

    code: str
    name: str
    state: State
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that differs between two versions, in the order of the newer one."""

    goals: tuple[Compared, ...]
    indicators: tuple[Compared, ...]
    budget: tuple[Compared, ...]
    links: tuple[Compared, ...]

    @property
    def is_same(self) -> bool:
        return not (self.goals or self.indicators or self.budget or self.links)


Texts = dict[str, str]
Rows = dict[str, tuple[str, Texts]]
"""By code: the name of a row, and the text of each of its fields."""


def compared(was: PlanDraft, now: PlanDraft, year: int) -> Comparison:
    """What differs between two versions of the plan of `year`."""
    return Comparison(
        goals=_differing(_goals(was), _goals(now)),
        indicators=_differing(_indicators(was, year), _indicators(now, year)),
        budget=_differing(_budget(was), _budget(now)),
        links=_differing(_links(was), _links(now)),
    )


def _differing(was: Rows, now: Rows) -> tuple[Compared, ...]:
    found = []
    for code, (name, texts) in now.items():
        if code not in was:
            found.append(Compared(code, name, State.ADDED))
            continue
        differences = _differences(was[code][1], texts)
        if differences:
            found.append(Compared(code, name, State.CHANGED, differences))
    gone = (code for code in was if code not in now)
    return (*found, *(Compared(code, was[code][0], State.REMOVED) for code in gone))


def _differences(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    fields = [*now, *(field for field in was if field not in now)]
    pairs = ((field, was.get(field, ""), now.get(field, "")) for field in fields)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _goals(draft: PlanDraft) -> Rows:
    return {goal.code: (goal.text, _goal_texts(goal)) for goal in draft.goals}


def _goal_texts(goal: PlannedGoal) -> Texts:
    return {
        "sasaran": goal.text,
        "tingkat": goal.level,
        "induk": goal.parent_code,
        "bobot": written_exact(goal.weight),
    }


def _indicators(draft: PlanDraft, year: int) -> Rows:
    of_target = _target_texts(draft, year)
    units: dict[str, list[str]] = defaultdict(list)
    for row in draft.assignments:
        units[row.code].append(row.unit_code)
    return {
        row.code: (
            row.name,
            {
                **of_target[row.code],
                **_indicator_texts(row),
                "penugasan": ", ".join(sorted(units[row.code])),
            },
        )
        for row in draft.indicators
    }


def _target_texts(draft: PlanDraft, year: int) -> dict[str, Texts]:
    """The targets of each indicator by what they are called, the agency's before the units'."""
    looks = {row.code: Look(row.counting.kind, year, 0, row.grades) for row in draft.indicators}
    found: dict[str, Texts] = defaultdict(dict)
    for target in draft.targets:
        name = "renja" if target.stage is Stage.RENJA else _PERIODS[target.period]
        found[target.code][f"target {name}"] = target_text(target.target, looks[target.code])
    for own in draft.unit_targets:
        name = f"target {own.unit_code} {_PERIODS[own.period]}"
        found[own.code][name] = target_text(own.target, looks[own.code])
    return found


_PERIODS = {period: name for name, period in layout.PERIODS.items()}


def _indicator_texts(row: PlannedIndicator) -> Texts:
    return {
        "indikator": row.name,
        "kode sasaran": row.goal_code,
        "kode anggaran": row.node_code,
        "tingkat": row.level,
        "induk": row.parent_code,
        "satuan": row.unit_text,
        "desimal": str(row.decimals),
        "polaritas": row.polarity.value,
        "rumus": row.formula.value if row.formula else "",
        **counting_texts(row.counting),
        "diukur pada": ", ".join(_PERIODS[period] for period in row.due),
        "pembilang": row.numerator_text,
        "penyebut": row.denominator_text,
        "rumus dalam kata": row.formula_text,
        "definisi operasional": row.definition,
        "sumber data": row.data_source,
        "penanggung jawab": row.in_charge,
        "frekuensi": row.frequency,
        "kondisi awal": row.baseline,
        "bukti wajib": "ya" if row.evidence_needed else "tidak",
        "skala": layout.GRADES_ABOVE.join(reversed(row.grades)),
        "bobot": written_exact(row.weight),
        "tercetak": row.printed,
    }


def counting_texts(counting: Counting) -> Texts:
    """The rules of an indicator in the words of the workbook, by column."""
    return {
        "jenis nilai": _word_of(layout.KINDS, counting.kind),
        "faktor": str(counting.factor),
        "dasar isian": _word_of(layout.BASES, counting.basis),
        "aturan periode": _word_of(layout.PERIOD_RULES, counting.periods),
        "aturan unit": _word_of(layout.UNIT_RULES, counting.units),
    }


def _word_of(words: Mapping[str, object], meant: object) -> str:
    return next(word for word, value in words.items() if value is meant)


def _budget(draft: PlanDraft) -> Rows:
    return {line.code: (line.name, _budget_texts(line)) for line in draft.budget}


def _budget_texts(line: PlannedBudget) -> Texts:
    return {
        "uraian": line.name,
        "tingkat": line.level,
        "induk": line.parent_code,
        "kode sasaran": line.goal_code,
        "pagu": money(line.ceiling),
        "kode unit": line.unit_code,
    }


def _links(draft: PlanDraft) -> Rows:
    """Every link by its ends; one that leads elsewhere is another link."""
    ends = ((link, link.to_code or link.to_agency) for link in draft.links)
    return {f"{link.from_code} → {to}": (link.text, {"uraian": link.text}) for link, to in ends}
