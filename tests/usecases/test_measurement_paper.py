"""What the measurement document says about its figures."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.builders import COUNT, LATER, RATIO, cycle_at, new_world
from ukur.domain.figures.policy import (
    DEFAULT,
    AgencyMean,
    Averaging,
    Bounds,
    Efficiency,
    EfficiencyMethod,
)
from ukur.domain.papers import Explained, MeasurementPaper
from ukur.store.models import FormLine
from ukur.store.queries.measurement import measurement
from ukur.usecases.figure_appendix import explained_lines, method_of
from ukur.usecases.measurement_paper import Issue, loaded_cycle, measurement_values
from ukur.usecases.paper_frame import head_of

pytestmark = pytest.mark.django_db


def paper() -> MeasurementPaper:
    world = new_world()
    cycle_id = cycle_at(world, 6).cycle_id
    cycle = loaded_cycle(cycle_id, world.agency_id)
    issue = Issue("KODE", world.clock.at, head_of(cycle), working_copy=True)
    return measurement_values(cycle, measurement(cycle_id), issue, world.tools)


def told(rows: tuple[Explained, ...], start: str) -> Explained:
    return next(row for row in rows if row.indicator.startswith(start))


def test_the_appendix_works_every_line_and_names_what_each_unit_entered() -> None:
    found = paper()
    ratio = told(found.explained, RATIO)
    assert (ratio.formula, ratio.worked, ratio.result) == (
        "R ÷ T × 100",
        "80 ÷ 90 × 100 ≈ 88,89",
        "88,89",
    )
    assert ratio.steps.startswith("80 + 80 = 160; 100 + 100 = 200; R = 160 ÷ 200 × 100 = 80")
    assert ratio.sources == "Puskesmas 01 80 ÷ 100 (1); Puskesmas 02 80 ÷ 100 (1)"
    assert "pembilang dan penyebut semua unit dijumlahkan" in ratio.rules
    assert ratio.year == "R = 160 ÷ 200 × 100 = 80; 80 ÷ 95 × 100 ≈ 84,21"
    later = told(found.explained, LATER)
    assert (later.result, later.notes, later.sources) == (
        "–",
        ("Belum diukur pada periode ini.",),
        "",
    )
    assert "Induk 2026 (versi 1), berlaku sejak 1 Januari 2026" in found.explained_basis[0]


def test_a_year_without_a_formula_tells_its_steps_once() -> None:
    world = new_world()
    cycle_id = cycle_at(world, 6).cycle_id
    FormLine.objects.filter(indicator__code=COUNT).update(year_low=10, year_high=20)
    lines = explained_lines(measurement(cycle_id), world.tools)
    assert told(lines, COUNT).year == "R = 4 + 10 = 14; 100,00 %"


def test_the_appendix_works_means_and_money() -> None:
    sums = paper().explained_sums
    goal, agency = told(sums, "S1"), told(sums, "Rata-rata perangkat daerah")
    assert (goal.formula, goal.result) == ("ΣC ÷ n", "74,44")
    assert goal.sources == f"{RATIO} 88,89; {COUNT} 60,00"
    assert agency.rules == f"Tidak diikutkan: Belum diukur pada periode ini. ({LATER})"
    total = told(sums, "Efisiensi Jumlah anggaran")
    assert (total.formula, total.result, total.notes) == ("C − S", "31,30", ("efisien",))


def test_the_report_counts_ratings_and_judges_the_money() -> None:
    found = paper()
    assert "1 (33,33%) Sangat Tinggi, 1 (33,33%) Tinggi, 1 (33,33%) Rendah" in found.summary[0]
    assert found.goal_summaries[0].counted == "1 Tinggi, 1 Rendah"
    program = found.programs[0]
    assert (program.achievement, program.efficiency, program.judged) == (
        "74,44",
        "24,44",
        "efisien",
    )


def test_the_method_says_what_the_rule_set_chose() -> None:
    world = new_world()
    plain = method_of(DEFAULT, world.tools)
    assert "(2 × target − realisasi) ÷ target × 100" in plain[0]
    assert "lebih dari 5 efisien" in plain[2]
    chosen = replace(
        DEFAULT,
        shown=Bounds(Decimal(120)),
        means=Bounds(Decimal(100), Decimal(0)),
        averaging=Averaging.WEIGHTED,
        agency_mean=AgencyMean.GOALS,
        efficiency=Efficiency(EfficiencyMethod.SAVING),
    )
    told_by = " ".join(method_of(chosen, world.tools))
    assert "Capaian ditampilkan paling tinggi 120%." in told_by
    assert "Dalam rata-rata capaian dihitung paling tinggi 100% dan paling rendah 0%." in told_by
    assert "menurut bobot; rata-rata perangkat daerah diambil atas sasaran" in told_by
    assert "100 dikurangi serapan" in told_by
