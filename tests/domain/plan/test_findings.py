"""What wants a look in a plan is found, and what is sound is left alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from samples.make_samples import HEALTH, TRIAL
from tests.plan_drafts import (
    EVERY_PERIOD,
    RATIO,
    SCORE,
    SUMMED,
    TO_DATE,
    indicator,
    measuring,
    point,
    sound_plan,
    targets,
)
from tests.plan_sheets import sheets
from ukur.adapters.workbook import read_workbook
from ukur.domain.figures.indicator import (
    AKIP_GRADES,
    Counting,
    EntryBasis,
    Kind,
    PeriodRule,
    Polarity,
    UnitRule,
)
from ukur.domain.periods import Period
from ukur.domain.plan.draft import (
    Assignment,
    PlanDraft,
    PlannedBudget,
    PlannedGoal,
    PlannedTarget,
    PlannedUnit,
    PlannedUnitTarget,
    Stage,
)
from ukur.domain.plan.findings import words
from ukur.domain.plan.findings.finding import Finding, FindingCode, Group
from ukur.domain.plan.findings.plan import plan_findings
from ukur.domain.plan.reading import read_plan

DEATHS = {"name": "Jumlah kematian ibu", "unit_text": "kasus", "polarity": Polarity.NEGATIVE}
PEOPLE = {"name": "Jumlah kader yang dilatih", "unit_text": "orang", "decimals": 0}
TIME = {"name": "Indeks kepuasan", "unit_text": "indeks", "counting": SCORE}
SEMESTERS = (Period.SEM1, Period.SEM2, Period.YEAR)
HALVES = {"due": SEMESTERS, **PEOPLE, "counting": SUMMED}
TWICE = replace(SUMMED, periods=PeriodRule.MEAN)
HIGHEST = replace(SCORE, periods=PeriodRule.MAXIMUM)
SUMMED_RATIO = replace(RATIO, basis=EntryBasis.IN_PERIOD, periods=PeriodRule.SUM)
GRADED = Counting(Kind.GRADE, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.OWNER)


def line(code: str, level: str, parent: str, ceiling: str, goal: str = "") -> PlannedBudget:
    return PlannedBudget(code, code, level, parent, goal, Decimal(ceiling), "PKM-01")


def money(*ceilings: str) -> PlanDraft:
    """A program with the first ceiling, and kegiatan below it with the others."""
    below = [line(f"1.02.02.{n}", "kegiatan", "1.02.02", c) for n, c in enumerate(ceilings[1:])]
    return sound_plan(budget=(line("1.02.02", "program", "", ceilings[0], "S1"), *below))


def with_units(*texts: str, assigned: int = 2) -> PlanDraft:
    """A counted indicator of so many units, some of them with a target of the year."""
    units = tuple(PlannedUnit(f"U-{n}", f"Unit {n}", "bidang", n) for n in range(assigned))
    draft = measuring("3", "3", "3", "3", "12", **PEOPLE, counting=SUMMED)
    return replace(
        draft,
        units=(*draft.units, *units),
        assignments=(*(Assignment("I-1", unit.code) for unit in units), *draft.assignments[1:]),
        unit_targets=tuple(
            PlannedUnitTarget("I-1", unit.code, Period.YEAR, point(text))
            for unit, text in zip(units, texts, strict=False)
        ),
    )


def graded(*texts: str) -> PlanDraft:
    return measuring(
        *texts, name="Nilai SAKIP", unit_text="predikat", counting=GRADED, grades=AKIP_GRADES
    )


GOALS = sound_plan().goals
C = FindingCode
CASES: dict[FindingCode, PlanDraft] = {
    C.SUM_DIFFERS: measuring("3", "3", "3", "4", "12", **PEOPLE, counting=SUMMED),
    C.QUARTERS_EQUAL_YEAR: measuring("12", "12", "12", "12", "12", **PEOPLE, counting=SUMMED),
    C.LOOKS_TO_DATE: measuring("3", "6", "9", "12", "12", **PEOPLE, counting=SUMMED),
    C.LOOKS_IN_PERIOD: measuring("3", "3", "3", "3", "12", **PEOPLE, counting=TO_DATE),
    C.LAST_DIFFERS: measuring("25", "50", "75", "90", "100"),
    C.MEAN_DIFFERS: measuring("2", "4", "6", "8", "8", **PEOPLE, counting=TWICE),
    C.MAXIMUM_DIFFERS: measuring("80", "85", "82", "81", "80", **TIME | {"counting": HIGHEST}),
    C.YEAR_OUTSIDE: measuring("80", "85", "82", "81", "90", counting=SUMMED_RATIO),
    C.QUARTERS_FALL: measuring("3", "6", "5", "12", "12", **PEOPLE, counting=TO_DATE),
    C.AGAINST_POLARITY: measuring("25", "50", "45", "100", "100"),
    C.RANGE_MIXED: measuring("80", "85", "82 - 90", "81", "80", **TIME),
    C.TARGET_NOT_DUE: measuring("25", "50", "75", "100", "100", due=EVERY_PERIOD[1:]),
    C.DUE_WITH_HOLE: measuring(
        "25", "", "75", "100", "100", due=(Period.TW1, Period.TW3, Period.TW4, Period.YEAR)
    ),
    C.RENJA_DIFFERS: replace(
        sound_plan(),
        targets=(
            *sound_plan().targets,
            PlannedTarget("I-1", Period.YEAR, point("95"), Stage.RENJA),
        ),
    ),
    C.UNIT_TARGETS_DIFFER: with_units("6", "5"),
    C.TARGET_ZERO: measuring("0", "50", "75", "100", "100"),
    C.ABOVE_WHOLE: measuring("25", "50", "75", "200", "200"),
    C.PERCENT_AS_FRACTION: measuring("0,25", "0,5", "0,75", "1", "1"),
    C.PERCENT_SUMMED: measuring("25", "25", "25", "25", "100", counting=SUMMED),
    C.FINER_THAN_SHOWN: measuring("25", "50", "75,125", "100", "100"),
    C.GOAL_WITHOUT_AIM: sound_plan(goals=(*GOALS, PlannedGoal("T1", "Tujuan", level="tujuan"))),
    C.AIM_WITHOUT_GOAL: sound_plan(goals=(*GOALS, PlannedGoal("T1", "Tujuan", level="tujuan"))),
    C.GOAL_WITHOUT_INDICATOR: sound_plan(goals=(*GOALS, PlannedGoal("S2", "Lain"))),
    C.GOAL_WITHOUT_PROGRAM: sound_plan(goals=(*GOALS, PlannedGoal("S2", "Lain"))),
    C.PROGRAM_WITHOUT_GOAL: sound_plan(budget=(line("1.02.02", "program", "", "1500000000"),)),
    C.LINE_WITHOUT_INDICATOR: money("1500000000", "1500000000"),
    C.LINES_WITHOUT_INDICATOR: replace(
        money("1500000000", "1500000000"), indicators=(indicator(),)
    ),
    C.INDICATOR_WITHOUT_NODE: sound_plan(
        indicators=(*sound_plan().indicators, indicator(code="P-2", level="program", name="A b"))
    ),
    C.INDICATORS_WITHOUT_NODE: sound_plan(
        indicators=tuple(indicator(code=f"P-{n}", level="program") for n in range(2))
    ),
    C.UNIT_IDLE: sound_plan(
        units=(*sound_plan().units, PlannedUnit("PKM-02", "Puskesmas Seroja", "puskesmas", 2))
    ),
    C.WEIGHTS_DIFFER: sound_plan(
        indicators=tuple(indicator(code=f"I-{n}", weight=Decimal("0.4")) for n in range(2))
    ),
    C.DEFINITION_MISSING: measuring("25", "50", "75", "100", "100", definition=""),
    C.DEFINITION_REPEATS: measuring(
        "25", "50", "75", "100", "100", definition="PERSENTASE ibu hamil  yang dilayani"
    ),
    C.FORMULA_UNTOLD: measuring("80", "80", "80", "80", "80", **TIME, formula_text=""),
    C.SOURCE_MISSING: measuring("25", "50", "75", "100", "100", data_source=""),
    C.IN_CHARGE_MISSING: measuring("25", "50", "75", "100", "100", in_charge=""),
    C.MANUALS_MISSING: sound_plan(
        indicators=tuple(indicator(code=f"I-{n}", in_charge="") for n in range(2))
    ),
    C.NAME_TWICE: sound_plan(
        indicators=(*sound_plan().indicators, indicator(code="I-3", name=indicator().name.upper()))
    ),
    C.NAME_NUMBERED: measuring("80", "80", "80", "80", "80", name="1. Nilai AKIP 2. Nilai IKM"),
    C.NAME_COMPOUND: measuring("80", "80", "80", "80", "80", name="Nilai AKIP dan indeks kepuasan"),
    C.NAME_IS_GOAL: measuring("25", "50", "75", "100", "100", name="Meningkatnya mutu layanan"),
    C.NAME_VAGUE: measuring(
        "25", "50", "75", "100", "100", name="Persentase layanan yang optimal", definition=""
    ),
    C.NAME_SHORT: measuring("80", "80", "80", "80", "80", name="IKM"),
    C.OUTPUT_AS_OUTCOME: measuring(
        "1", "2", "3", "4", "4", name="Jumlah profil", unit_text="Dok.", counting=TO_DATE
    ),
    C.UNIT_SAYS_NOTHING: measuring("1", "2", "3", "4", "4", **PEOPLE | {"unit_text": "-"}),
    C.PERCENT_NOT_RATIO: measuring("80", "80", "80", "80", "80", counting=SCORE),
    C.YEAR_MISSING: measuring("25", "50", "75", "100", "", due=EVERY_PERIOD[:4]),
    C.TARGET_UNCHANGED: measuring("25", "50", "75", "90", "90", baseline="90,0%"),
    C.TARGET_WORSE: measuring("25", "50", "75", "90", "90", baseline="92"),
    C.TARGET_FAR: measuring("25", "50", "75", "90", "90", baseline="9"),
    C.UNIT_CONTRADICTS_FACTOR: measuring(
        "4", "4", "4", "4", "4", unit_text="per 1.000 KH", counting=replace(RATIO, factor=100_000)
    ),
    C.FACTOR_UNSAID: measuring("25", "50", "75", "100", "100", unit_text="angka kelahiran"),
    C.NAME_CONTRADICTS_UNIT: measuring("25", "50", "75", "100", "100", name="Jumlah ibu hamil"),
    C.FACTOR_UNUSUAL: measuring(
        "4",
        "4",
        "4",
        "4",
        "4",
        name="Angka Kematian Bayi",
        unit_text="per 100.000 KH",
        counting=replace(RATIO, factor=100_000),
        polarity=Polarity.NEGATIVE,
    ),
    C.UNITS_SPELLED_APART: measuring("25", "50", "75", "100", "100", unit_text="Persen"),
    C.LOWER_MEANT: measuring("25", "50", "75", "100", "100", name="Prevalensi stunting balita"),
    C.HIGHER_MEANT: measuring(
        "30", "30", "30", "30", "30", name="Indeks kepuasan", polarity=Polarity.NEGATIVE
    ),
    C.CEILING_IN_OTHER_UNIT: money("1500000000", "1499996500", "3500"),
    C.CEILINGS_IN_OTHER_UNIT: money("1500", "1500"),
    C.CHILDREN_IN_OTHER_UNIT: money("1500000000", "1500000"),
    C.CHILDREN_DIFFER: money("1500000000", "1400000000"),
    C.CEILING_ZERO: money("1500000000", "1500000000", "0"),
}


def codes(draft: PlanDraft) -> list[FindingCode]:
    return [finding.code for finding in plan_findings(draft)]


def test_a_sound_plan_has_no_findings() -> None:
    assert plan_findings(sound_plan()) == ()


@pytest.mark.parametrize("code", FindingCode)
def test_what_wants_a_look_is_found(code: FindingCode) -> None:
    assert code in codes(CASES[code])


SOUND = {
    "a count since January": measuring("3", "6", "9", "12", "12", **PEOPLE, counting=TO_DATE),
    "a count that is added": measuring("3", "3", "3", "3", "12", **PEOPLE, counting=SUMMED),
    "semesters that are added": replace(
        measuring("", "", "", "", "", **HALVES),
        targets=(
            *targets("5", "7", "12", periods=SEMESTERS),
            *targets("20", "40", "60", "90", "90", code="P-1"),
        ),
    ),
    "deaths that add up since January": measuring(
        "3", "6", "9", "12", "12", **DEATHS, counting=TO_DATE
    ),
    "no deaths at all": measuring("0", "0", "0", "0", "0", **DEATHS, counting=TO_DATE),
    "a rate that is the same all year": measuring(
        "95",
        "95",
        "95",
        "95",
        "95",
        name="Angka Kematian Ibu",
        unit_text="per 100.000 KH",
        polarity=Polarity.NEGATIVE,
        counting=replace(RATIO, factor=100_000),
    ),
    "a mean with a third": measuring(
        "80",
        "80",
        "81",
        "",
        "80,33",
        **TIME | {"counting": replace(SCORE, periods=PeriodRule.MEAN)},
        due=(*EVERY_PERIOD[:3], Period.YEAR),
    ),
    "the highest of four": measuring("80", "85", "82", "81", "85", **TIME | {"counting": HIGHEST}),
    "a ratio whose parts are added": measuring("80", "85", "82", "81", "83", counting=SUMMED_RATIO),
    "ranges": measuring("12 - 18", "12 - 18", "12 - 18", "12 - 18", "12 - 18", **TIME),
    "measured in two quarters": measuring(
        "", "86", "", "88", "88", **TIME, due=(Period.TW2, Period.TW4, Period.YEAR)
    ),
    "measured once a year": measuring("", "", "", "", "88", **TIME, due=(Period.YEAR,)),
    "a grade": graded("", "", "", "", "6"),
    "units that make the agency": with_units("6", "6"),
    "a target of their own for some units": with_units("4", assigned=3),
    "weights that say how much more one counts": sound_plan(
        indicators=(
            indicator(weight=Decimal(3)),
            indicator(code="I-2", name="Persentase bayi yang dilayani", weight=Decimal(2)),
            sound_plan().indicators[1],
        ),
    ),
    "nothing better than all": measuring("25", "50", "75", "100", "100", baseline="100"),
    "a baseline in words": measuring("25", "50", "75", "100", "100", baseline="belum ada"),
    "weights of a hundred": sound_plan(
        indicators=(
            indicator(weight=Decimal(60)),
            indicator(code="I-2", name="Persentase bayi yang dilayani", weight=Decimal(40)),
            sound_plan().indicators[1],
        ),
    ),
    "parts that make their whole": replace(
        money("1500000000", "1400000000", "100000000"),
        indicators=(
            *sound_plan().indicators,
            *(
                indicator(
                    code=f"K-{n}",
                    level="kegiatan",
                    node_code=f"1.02.02.{n}",
                    name=f"Persentase ibu hamil di wilayah {n}",
                )
                for n in range(2)
            ),
        ),
    ),
}


@pytest.mark.parametrize("what", SOUND)
def test_what_is_sound_is_left_alone(what: str) -> None:
    assert codes(SOUND[what]) == []


def test_a_target_is_held_against_that_of_the_year_before_where_no_baseline_is_told() -> None:
    draft = measuring("25", "50", "75", "90", "90")
    before = {"persentase ibu hamil yang dilayani": Decimal(90)}
    assert [f.code for f in plan_findings(draft, before)] == [FindingCode.TARGET_UNCHANGED]


def test_a_finding_of_a_workbook_names_its_cell() -> None:
    changed = sheets({("Indikator", 0, "satuan"): "per 1.000 KH"})
    found = plan_findings(read_plan(changed, 2026))
    cells = {finding.code: finding.where for finding in found}
    assert cells[FindingCode.UNIT_CONTRADICTS_FACTOR] == "Indikator!D3"


def test_a_finding_without_a_workbook_names_sheet_and_row() -> None:
    found = plan_findings(CASES[FindingCode.UNIT_IDLE])
    assert [f.where for f in found] == ["Unit PKM-02"]


def test_the_key_of_a_finding_changes_with_its_facts_alone() -> None:
    first, second = (
        plan_findings(measuring("3", "3", "3", last, "12", **PEOPLE, counting=SUMMED))[0]
        for last in ("4", "5")
    )
    assert first.key != second.key
    assert replace(first, cell="Target!F9").key == first.key


def of_sample(folder: object) -> tuple[Finding, ...]:
    content = (HEALTH if folder is HEALTH else TRIAL) / "rencana.xlsx"
    return plan_findings(read_plan(read_workbook(content.read_bytes()), 2026))


def test_the_trial_holds_two_indicators_in_one_row() -> None:
    assert [f.subject for f in of_sample(TRIAL) if f.code is FindingCode.NAME_NUMBERED] == [
        "BRS-13"
    ]


@pytest.mark.parametrize("folder", [HEALTH, TRIAL], ids=lambda folder: folder.name)
def test_the_samples_raise_no_alarm_about_figures(folder: object) -> None:
    about = [f.code for f in of_sample(folder) if f.group in {Group.TARGETS, Group.MONEY}]
    assert set(about) <= {FindingCode.RENJA_DIFFERS}


@pytest.mark.parametrize(
    "name",
    [
        "Angka keberhasilan pengobatan tuberkulosis",
        "Persentase balita gizi buruk yang mendapat perawatan",
        "Persentase KLB yang ditangani kurang dari 24 jam",
        "Persentase temuan hasil pemeriksaan yang ditindaklanjuti",
        "Persentase penurunan kasus DBD",
        "Pelayanan kesehatan orang terduga tuberkulosis",
        "Jumlah desa yang bebas stunting",
    ],
)
def test_a_name_with_a_bad_word_may_tell_something_good(name: str) -> None:
    assert words.tells_bad(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Angka Kematian Ibu",
        "Prevalensi stunting pada balita",
        "Angka kesakitan (IR) DBD",
        "Jumlah kematian bayi",
        "Persentase balita yang menderita gizi buruk",
        "Waktu tunggu pelayanan",
        "Tingkat pengangguran terbuka",
    ],
)
def test_a_name_with_a_bad_word_tells_something_bad(name: str) -> None:
    assert words.tells_bad(name)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("%", 100),
        ("Persen", 100),
        ("per 1000 KH", 1_000),
        ("per 100.000 penduduk", 100_000),
        ("/1.000", 1_000),
        ("per seribu", 1_000),
        ("‰", 1_000),
        ("per seratus ribu KH", 100_000),
        ("orang per bulan", None),
        ("indeks", None),
    ],
)
def test_a_unit_says_its_factor(text: str, factor: int | None) -> None:
    assert words.said_factor(text) == factor


@pytest.mark.parametrize(
    "name",
    [
        "Persentase desa dan kelurahan UCI",
        "Persentase sarana dan prasarana yang dipelihara",
        "Jumlah orang yang menerima gaji dan tunjangan ASN",
        "Nilai Evaluasi AKIP 2026",
    ],
)
def test_two_nouns_are_not_two_indicators(name: str) -> None:
    assert not words.is_compound(name)
    assert not words.is_numbered(name)
