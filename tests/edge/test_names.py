"""Periods are called by one name in each language, wherever they stand."""

import pytest
from django.utils import translation

from ukur.domain.periods import Period, YearPeriod
from ukur.edge.names import period_name, period_of_year, period_short


@pytest.mark.parametrize(
    ("language", "period", "names"),
    [
        ("id", Period.TW3, ("Triwulan III 2026", "TW III", "Triwulan III")),
        ("en", Period.TW3, ("Q3 2026", "Q3", "Quarter 3")),
        ("id", Period.SEM2, ("Semester II 2026", "Sem II", "Semester II")),
        ("en", Period.SEM2, ("H2 2026", "H2", "Half-year 2")),
        ("id", Period.YEAR, ("Tahun 2026", "Tahun", "Tahun")),
        ("en", Period.YEAR, ("Year 2026", "Year", "Year")),
    ],
)
def test_a_period_is_called_as_its_readers_call_it(
    language: str, period: Period, names: tuple[str, str, str]
) -> None:
    with translation.override(language):
        told = (
            period_of_year(YearPeriod(2026, period)),
            period_short(period),
            period_name(period),
        )
    assert told == names


def test_no_two_periods_share_a_name_in_either_language() -> None:
    for language in ("id", "en"):
        with translation.override(language):
            assert len({period_short(period) for period in Period}) == len(Period)
            assert len({period_name(period) for period in Period}) == len(Period)
