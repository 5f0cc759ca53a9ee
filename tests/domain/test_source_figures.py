"""Periods become one only as the indicator counts, and no name is dropped in silence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ukur.domain.entering import Entered, Origin
from ukur.domain.figures.indicator import Counting, EntryBasis, Kind, PeriodRule, UnitRule
from ukur.domain.figures.showing import Look
from ukur.domain.incoming import Fate, Standing, compared
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.refusals import Problem
from ukur.domain.source_figures import SourceFigures, proposed, source_figures
from ukur.domain.source_periods import Gathered, Span, gathered, span_of
from ukur.domain.sources import (
    Meaning,
    Months,
    Part,
    SourceMapping,
    SourceValue,
    System,
    mapping_from,
    mapping_values,
)

TW3 = YearPeriod(2026, Period.TW3)
SUMMED = Counting(Kind.COUNT, EntryBasis.IN_PERIOD, PeriodRule.SUM, UnitRule.SUM)
LAST = replace(SUMMED, periods=PeriodRule.LAST)
TO_DATE = Counting(Kind.RATIO, EntryBasis.TO_DATE, PeriodRule.LAST, UnitRule.SUM_RATIO, 100)


def values(*periods: str, text: str = "5", element: str = "K6") -> list[SourceValue]:
    return [
        SourceValue(element, "Melati", period, text, f"dataValues[{number}]")
        for number, period in enumerate(periods)
    ]


def made(counting: Counting, *periods: str, months: Months = Months.ADD) -> str:
    """The figure, or the code of what keeps it out, or "" for other periods."""
    found = gathered(values(*periods), TW3, counting, months)
    if isinstance(found, Gathered):
        return found.text
    return found.code if isinstance(found, Problem) else ""


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("202609", Span(2026, 9, 9)),
        ("2026-09", Span(2026, 9, 9)),
        ("2026Q3", Span(2026, 7, 9)),
        ("2026S1", Span(2026, 1, 6)),
        ("2026", Span(2026, 1, 12)),
        ("202613", None),
        ("2026W12", None),
        ("20260931", None),
        ("\u0662\u0660\u0662\u0666", None),
    ],
)
def test_periods_are_months_of_a_year(period: str, span: Span | None) -> None:
    assert span_of(period) == span


@pytest.mark.parametrize(
    ("counting", "periods", "figure"),
    [
        (SUMMED, ("2026Q3",), "5"),
        (SUMMED, ("",), "5"),
        (SUMMED, ("202607", "202608", "202609"), "15"),
        (SUMMED, ("202607", "202609"), "source_period_missing"),
        (SUMMED, ("202601", "2025Q3"), ""),
        (SUMMED, ("2026Q3", "202609"), "source_periods_overlap"),
        (SUMMED, ("202609", "2026-09"), "source_twice"),
        (SUMMED, ("2026W30",), "source_period_unknown"),
        (LAST, ("2026Q3",), "5"),
        (LAST, ("202607", "202608", "202609"), "source_not_added"),
        (TO_DATE, tuple(f"2026{month:02d}" for month in range(1, 10)), "45"),
        (TO_DATE, ("2026S1", "2026Q3"), "10"),
        (TO_DATE, ("2026Q3",), "source_period_missing"),
    ],
)
def test_periods_become_one_only_as_the_indicator_counts(
    counting: Counting, periods: tuple[str, ...], figure: str
) -> None:
    assert made(counting, *periods) == figure


def test_the_last_period_or_the_year_counts_where_the_mapping_says_so() -> None:
    assert made(TO_DATE, "202608", "202609", months=Months.LAST) == "5"
    assert made(TO_DATE, "202608", months=Months.LAST) == "source_period_missing"
    assert made(TO_DATE, "2026", "202609", months=Months.YEAR) == "5"
    assert made(TO_DATE, "202609", months=Months.YEAR) == ""
    assert made(TO_DATE, "2026", months=Months.YEAR) == "5"


def test_what_was_added_is_said() -> None:
    found = gathered(values("202607", "202608", "202609"), TW3, SUMMED, Months.ADD)
    assert isinstance(found, Gathered)
    assert found.words == "5 + 5 + 5 (202607–202609)"


# --- lines ---

RATIO = Standing(1, "IKU-01", "Pelayanan ibu hamil", Look(Kind.RATIO, 2026), TO_DATE, Entered(), 0)
COUNT = Standing(2, "IKU-02", "Kematian ibu", Look(Kind.COUNT, 2026), SUMMED, Entered(), 0)
UNITS = {"PKM-01": {"IKU-01": RATIO, "IKU-02": COUNT}}
MAPPING = SourceMapping(
    {
        "K6": Meaning("IKU-01", Part.NUMERATOR),
        "Bumil": Meaning("IKU-01", Part.DENOMINATOR, Months.YEAR),
        "AKI": Meaning("IKU-02"),
        "Lain": Meaning(""),
    },
    {"Melati": "PKM-01"},
)
NINE = tuple(f"2026{month:02d}" for month in range(1, 10))


def figures(*found: SourceValue, mapping: SourceMapping = MAPPING) -> SourceFigures:
    return source_figures(found, mapping, UNITS, TW3, System.DHIS2)


def test_numerator_and_denominator_meet_in_one_line_and_say_where_they_came_from() -> None:
    got = figures(*values(*NINE), *values("2026", text="60", element="Bumil"))
    (line,) = got.lines
    assert (line.arrival.typed.numerator, line.arrival.typed.denominator) == ("45", "60")
    assert line.arrival.place == "DHIS2: K6 / Bumil, Melati, 202601–202609, 2026"
    assert got.problems == ()


def test_a_part_that_the_file_does_not_hold_stays_as_it_is_kept() -> None:
    kept = replace(RATIO, figure=Entered(numerator=Decimal(1), denominator=Decimal(60)))
    got = source_figures(values(*NINE), MAPPING, {"PKM-01": {"IKU-01": kept}}, TW3, System.DHIS2)
    assert got.lines[0].arrival.typed.denominator == "60"


def test_two_elements_of_one_cell_are_added() -> None:
    mapping = SourceMapping({"L": Meaning("IKU-02"), "P": Meaning("IKU-02")}, {"Melati": "PKM-01"})
    found = [*values("2026Q3", element="L"), *values("2026Q3", element="P", text="7")]
    assert figures(*found, mapping=mapping).lines[0].arrival.typed.value == "12"


def test_unknown_names_are_listed_and_what_is_left_out_is_counted() -> None:
    got = figures(
        *values("2026Q3", element="Baru"),
        *values("2026Q3", element="Lain"),
        *values("2025Q3", element="AKI"),
        SourceValue("AKI", "Mawar", "2026Q3", "1", "x"),
    )
    assert got.unknown_elements == ("Baru",)
    assert got.unknown_units == ("Mawar",)
    assert got.left_out == {"ignored": 1, "other_period": 1}


def test_a_figure_that_somebody_typed_is_asked_about_and_an_imported_one_is_not() -> None:
    for origin, fate in ((Origin.PAGE, Fate.CONFLICT), (Origin.DHIS2, Fate.CHANGED)):
        kept = replace(COUNT, figure=Entered(value=Decimal(3)), origin=origin.value, saves=4)
        got = source_figures(
            values("2026Q3", element="AKI"),
            MAPPING,
            {"PKM-01": {"IKU-02": kept}},
            TW3,
            System.DHIS2,
        )
        assert compared(kept, got.lines[0].arrival).fate is fate


def test_equal_names_are_proposed_and_what_was_said_stays() -> None:
    found = [
        *values("2026Q3", element="IKU-01 pembilang"),
        *values("2026Q3", element="kematian  IBU"),
        *values("2026Q3", element="IKU-02"),
    ]
    said = SourceMapping({"IKU-02": Meaning("")}, {})
    lines = UNITS["PKM-01"]
    got = proposed(said, found, lines, {"PKM-01": "Melati"})
    assert got.elements["IKU-01 pembilang"] == Meaning("IKU-01", Part.NUMERATOR)
    assert got.elements["kematian  IBU"] == Meaning("IKU-02")
    assert got.elements["IKU-02"] == Meaning("")
    assert got.units == {"Melati": "PKM-01"}


def test_a_mapping_is_kept_as_plain_values_and_comes_back() -> None:
    kept = mapping_values(MAPPING)
    back = mapping_from(kept["elements"], kept["units"], 3, 9)  # type: ignore[arg-type]
    assert (back.elements, back.units, back.version) == (MAPPING.elements, MAPPING.units, 3)
