"""Rows as printed in real reports, recomputed; where they differ, the file says why."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ukur.domain.figures.budget import absorption
from ukur.domain.figures.notation import Number, half_up, read
from ukur.domain.figures.reasons import Reason, ReasonCode
from ukur.domain.figures.sheet import computed

FILE = Path(__file__).with_name("published_rows.csv")
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def number(text: str) -> Decimal:
    answer = read(text)
    assert isinstance(answer, Number), text
    return answer.value


def exact_percent(row: dict[str, str]) -> Fraction | None:
    """Recomputed from what was printed, or None."""
    if row["kind"] == "absorption":
        share = absorption(number(row["target"]), number(row["realization"]))
        assert not isinstance(share, Reason)
        return share * 100
    answer = computed(
        {
            "polaritas": row["polarity"],
            "target": row["target"],
            "realisasi": row["realization"],
            "rumus": row["formula"],
        }
    )
    if answer.reason is not None:
        assert answer.reason.code is ReasonCode.REALIZATION_MISSING
        return None
    return Fraction(Decimal(answer.capaian))


def decimals(text: str) -> int:
    exponent = number(text).as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['agency']}: {row['indicator']}"[:70])
def test_a_published_row_is_recomputed_and_its_difference_explained(row: dict[str, str]) -> None:
    percent = exact_percent(row)
    if row["difference"] == "not_measured":
        assert percent is None
        return
    printed = number(row["printed"])
    assert percent is not None
    off = abs(percent - Fraction(printed))
    match row["difference"]:
        case "same":
            assert half_up(percent, decimals(row["printed"])) == printed
        case "unrounded_inputs":
            # The inputs were printed with two decimals; that much doubt explains the difference.
            doubt = percent * Fraction(5, 1000) / Fraction(number(row["realization"])) + percent * (
                Fraction(5, 1000) / Fraction(number(row["target"]))
            )
            assert 0 < off <= doubt + Fraction(5, 1000)
        case "mistake":
            assert off > 1
        case other:
            pytest.fail(f"unknown difference {other}")


def test_the_file_holds_every_kind_of_difference() -> None:
    kinds = [row["difference"] for row in ROWS]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "mistake": 5,
        "not_measured": 3,
        "same": 56,
        "unrounded_inputs": 1,
    }
    assert all(row["source"] for row in ROWS)


@pytest.mark.parametrize(
    ("target", "realization", "printed"),
    [("15", "100", "666,66"), ("65.040.000,0", "65.038.490,0", "99,99")],
)
def test_some_reports_cut_off_instead_of_rounding(
    target: str, realization: str, printed: str
) -> None:
    """Lapas Baubau, LAKIP 2022."""
    exact = Fraction(number(realization)) / Fraction(number(target)) * 100
    cut = Fraction(int(exact * 100), 100)
    assert cut == Fraction(number(printed))
    assert Fraction(half_up(exact, 2)) - cut == Fraction(1, 100)
