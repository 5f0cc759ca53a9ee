"""A plan that is written as its own workbook is read back as the same plan."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan_sheets import sheets
from ukur.adapters.plan_workbook import plan_workbook
from ukur.adapters.workbook import read_workbook
from ukur.domain.figures.indicator import (
    AKIP_GRADES,
    FACTORS,
    Counting,
    EntryBasis,
    Formula,
    Kind,
    PeriodRule,
    Point,
    Polarity,
    Range,
    Target,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    PERIOD_COLUMNS,
    Assignment,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedIndicator,
    PlannedLink,
    PlannedTarget,
    PlannedUnit,
    PlannedUnitTarget,
    Stage,
)
from ukur.domain.plan.export import only_own_units, plan_rows
from ukur.domain.plan.reading import read_with_problems

YEAR = 2026
PERIODS = list(PERIOD_COLUMNS)

codes = st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z._/-]{0,10}[0-9A-Za-z])?", fullmatch=True)
words = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Cf", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join).map(str.strip).filter(bool)
maybe = st.one_of(st.just(""), texts)
figures = st.decimals(-(10**13), 10**13, places=6, allow_nan=False, allow_infinity=False)
weights = st.decimals(Decimal("0.0001"), 99, places=4)


@st.composite
def targets_of(draw: st.DrawFn, kind: Kind, grades: tuple[str, ...]) -> Target:
    if kind is Kind.GRADE:
        return Point(Decimal(draw(st.integers(1, len(grades)))))
    if kind is Kind.YES_NO:
        return Point(Decimal(draw(st.integers(0, 1))))
    if kind is Kind.DATE:
        return Point(Decimal(draw(st.integers(1, 365))))
    low, high = sorted((draw(figures), draw(figures)))
    return Point(low) if draw(st.booleans()) else Range(low, high)


@st.composite
def indicators(draw: st.DrawFn, code: str, goal_code: str) -> PlannedIndicator:
    kind = draw(st.sampled_from(Kind))
    scale = draw(st.sampled_from((AKIP_GRADES, ("TMS", "MS", "=A1"), ("C", "B", "A"))))
    due = draw(st.sets(st.sampled_from(Period), min_size=1))
    return PlannedIndicator(
        code,
        goal_code,
        draw(texts),
        draw(texts),
        draw(st.integers(0, 6)),
        draw(st.sampled_from(Polarity)),
        draw(st.one_of(st.none(), st.sampled_from(Formula))),
        Counting(
            kind,
            draw(st.sampled_from(EntryBasis)),
            draw(st.sampled_from(PeriodRule)),
            draw(st.sampled_from(UnitRule)),
            draw(st.sampled_from(FACTORS)),
        ),
        tuple(period for period in Period if period in due),
        numerator_text=draw(maybe),
        denominator_text=draw(maybe),
        definition=draw(maybe),
        data_source=draw(maybe),
        in_charge=draw(maybe),
        evidence_needed=draw(st.booleans()),
        level=draw(st.sampled_from(("tujuan", "sasaran", "program", "sub kegiatan"))),
        parent_code=draw(st.one_of(st.just(""), codes)),
        printed=draw(st.sampled_from(("", "100%", "666,66", "-"))),
        grades=scale if kind is Kind.GRADE else (),
        weight=draw(weights),
        node_code=draw(st.one_of(st.just(""), codes)),
        formula_text=draw(maybe),
        baseline=draw(maybe),
        frequency=draw(maybe),
    )


@st.composite
def drafts(draw: st.DrawFn) -> PlanDraft:
    own_codes = draw(st.lists(codes, min_size=1, max_size=3, unique_by=str.casefold))
    rows = tuple(draw(indicators(code, draw(codes))) for code in own_codes)
    unit_codes = draw(st.lists(codes, min_size=1, max_size=2, unique_by=str.casefold))
    planned, of_units = [], []
    for row in rows:
        own = targets_of(row.counting.kind, row.grades)
        planned += [PlannedTarget(row.code, period, draw(own))
                    for period in PERIODS if draw(st.booleans())]  # fmt: skip
        if draw(st.booleans()):
            planned.append(PlannedTarget(row.code, Period.YEAR, draw(own), Stage.RENJA))
        of_units += [PlannedUnitTarget(row.code, unit, Period.TW1, draw(own))
                     for unit in unit_codes if draw(st.booleans())]  # fmt: skip
    return PlanDraft(
        tuple(
            PlannedUnit(code, draw(texts), draw(words).casefold(), draw(st.integers(0, 99)))
            for code in unit_codes
        ),
        tuple(
            PlannedGoal(code, draw(texts), draw(st.sampled_from(("tujuan", "sasaran"))), "",
                        draw(weights))
            for code in draw(st.lists(codes, min_size=1, max_size=2, unique=True))
        ),
        rows,
        tuple(planned),
        tuple(Assignment(row.code, draw(st.sampled_from(unit_codes))) for row in rows),
        tuple(
            PlannedBudget(code, draw(texts), "program", "", "", draw(figures), unit_codes[0])
            for code in draw(st.lists(codes, max_size=2, unique=True))
        ),
        tuple(of_units),
        tuple(
            PlannedLink(code, draw(st.one_of(st.just(""), codes)), draw(maybe), draw(texts))
            for code in draw(st.lists(codes, max_size=2))
        ),
    )  # fmt: skip


def written_and_read(draft: PlanDraft) -> PlanDraft:
    content = plan_workbook(plan_rows(draft, YEAR))
    return replace(read_with_problems(read_workbook(content), YEAR)[0], notes=())


@given(drafts())
@settings(max_examples=40)
def test_every_plan_survives_its_own_workbook(draft: PlanDraft) -> None:
    assert written_and_read(draft) == draft


def test_a_written_plan_leaves_nothing_to_confirm() -> None:
    draft, problems = read_with_problems(sheets(), YEAR)
    assert problems == ()
    again, problems = read_with_problems(read_workbook(plan_workbook(plan_rows(draft, YEAR))), YEAR)
    assert (problems, again.notes) == ((), ())
    assert replace(again, notes=()) == replace(draft, notes=())


def test_the_same_plan_gives_the_same_bytes() -> None:
    draft, _ = read_with_problems(sheets(), YEAR)
    first, second = (plan_workbook(plan_rows(draft, YEAR)) for _ in range(2))
    assert first == second


def test_what_begins_like_a_formula_stays_a_text() -> None:
    draft, _ = read_with_problems(sheets(), YEAR)
    evil = replace(
        draft.indicators[0], name='=HYPERLINK("http://x";"y")', in_charge="+1+cmd|' /C'!A0"
    )
    spoiled = replace(draft, indicators=(evil, *draft.indicators[1:]))
    content = plan_workbook(plan_rows(spoiled, YEAR))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
    assert written_and_read(spoiled).indicators[0].name == evil.name


def test_units_of_other_plans_are_left_out() -> None:
    draft, _ = read_with_problems(sheets(), YEAR)
    stranger = PlannedUnit("LAIN", "Unit lain", "unit", 99)
    assert only_own_units(replace(draft, units=(*draft.units, stranger))).units == draft.units
