"""Warnings in words: each says what the figure was compared with."""

from decimal import Decimal

import pytest
from django.utils import translation

from ukur.domain.checking import ALL, Check, Earlier, Ground, warnings
from ukur.domain.figures.indicator import Amount, EntryBasis, Kind, Parts
from ukur.domain.figures.showing import Look
from ukur.domain.periods import Period, YearPeriod
from ukur.edge.check_words import CHECK_NAMES, warning_sentence

BEFORE = YearPeriod(2026, Period.TW2)
RATIO, INDEX = Look(Kind.RATIO, 2026, 2), Look(Kind.INDEX, 2026, 2)
D = Decimal


def ground(look: Look, was: Amount | None = None, **more: object) -> Ground:
    earlier = [] if was is None else [Earlier(BEFORE, was)]
    facts: dict[str, object] = {"basis": EntryBasis.TO_DATE, "earlier": earlier, **more}
    return Ground(YearPeriod(2026, Period.TW3), look, **facts)  # type: ignore[arg-type]  # by name


CASES: list[tuple[Amount, Ground, str]] = [
    (
        Parts(D(2190), D(512)),
        ground(RATIO),
        "Pembilang 2.190 lebih besar daripada penyebut 512.",
    ),
    (D("101.5"), ground(INDEX, is_percent=True), "101,5 lebih dari 100%."),
    (
        Parts(D(60), D(512)),
        ground(RATIO, Parts(D(226), D(512))),
        "Pembilang 60 lebih rendah daripada 226 pada TW II 2026, padahal dihitung sejak Januari.",
    ),
    (
        D(850),
        ground(INDEX, D(86)),
        "Angka 850 kira-kira 10 kali 86 pada TW II 2026; mungkin yang dimaksud 85.",
    ),
    (
        D("0.85"),
        ground(INDEX, D(86)),
        "Angka 0,85 kira-kira 1/100 dari 86 pada TW II 2026; mungkin yang dimaksud 85.",
    ),
    (
        D(30),
        ground(INDEX, D(86)),
        "30 jauh dari angka unit ini sebelumnya: selalu 86 (TW II 2026).",
    ),
    (
        D(30),
        ground(INDEX, peers=(D(80), D(81), D(82), D(83), D(84))),
        "30 jauh dari 5 unit sejenis: 80 sampai 84, nilai tengah 82.",
    ),
]


@pytest.mark.parametrize(("amount", "on", "said"), CASES)
def test_a_warning_says_what_it_compared(amount: Amount, on: Ground, said: str) -> None:
    with translation.override("id"):
        assert [warning_sentence(one) for one in warnings(amount, ALL, on)] == [said]


def test_every_check_has_a_name() -> None:
    assert set(CHECK_NAMES) == set(Check)
