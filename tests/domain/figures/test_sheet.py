"""One row of a foreign table, answered."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.policy import DEFAULT, Bounds
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.domain.figures.sheet import Computed, computed, factor_of


def answer(
    polaritas: str = "positif", target: str = "100", realisasi: str = "90", **others: str
) -> Computed:
    row = {"polaritas": polaritas, "target": target, "realisasi": realisasi, **others}
    return computed({"indikator": "x", "satuan": "%", **row})


def reason(**row: str) -> Reason:
    found = answer(**row).reason
    assert found is not None
    return found


def test_a_row_is_answered_in_all_its_columns() -> None:
    assert answer(polaritas=" Negatif ", target="32", realisasi="4,88") == Computed(
        "184.75", "184,75", "Sangat Tinggi", "negatif_2t_r"
    )


@pytest.mark.parametrize(
    ("polaritas", "target", "realisasi", "rumus", "given"),
    [
        ("rentang", "80 - 90%", "92%", "", ("102,22", "rentang")),
        ("rentang", "80 - 90%", "92%", "rentang", ("102,22", "rentang")),
        ("negatif", "7 – 8", "6,5", "", ("107,14", "rentang")),
        ("positif", "80 sampai 90", "70", "-", ("87,50", "rentang")),
        ("negatif", "162", "186", "NEGATIF_T_R", ("87,10", "negatif_t_r")),
        ("negatif", "162", "186", "negatif_2t_r", ("85,19", "negatif_2t_r")),
        ("positif", "Rp. 65.040.000,-", "Rp. 65.038.490,-", "", ("100,00", "positif")),
    ],
)
def test_polarity_shape_and_formula_go_together(
    polaritas: str, target: str, realisasi: str, rumus: str, given: tuple[str, str]
) -> None:
    found = answer(polaritas, target, realisasi, rumus=rumus)
    assert (found.capaian_tampil, found.rumus_dipakai) == given


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"polaritas": "naik"}, Reason(ReasonCode.POLARITY_UNKNOWN, ("naik",))),
        ({"polaritas": ""}, Reason(ReasonCode.POLARITY_UNKNOWN, ("",))),
        ({"rumus": "t/r"}, Reason(ReasonCode.FORMULA_UNKNOWN, ("t/r",))),
        ({"rumus": "negatif_t_r"}, Reason(ReasonCode.FORMULA_DOES_NOT_FIT, ("negatif_t_r",))),
        ({"target": ""}, Reason(ReasonCode.TARGET_MISSING)),
        ({"target": "x"}, Reason(ReasonCode.TARGET_UNREADABLE, ("x", "not_a_number"))),
        ({"target": "90-80"}, Reason(ReasonCode.TARGET_UNREADABLE, ("90-80", "range_reversed"))),
        ({"target": "4.25"}, Reason(ReasonCode.TARGET_AMBIGUOUS, ("4.25", "4,25", "425"))),
        ({"polaritas": "rentang"}, Reason(ReasonCode.TARGET_NOT_RANGE, ("100",))),
        ({"realisasi": "-"}, Reason(ReasonCode.REALIZATION_MISSING)),
        ({"realisasi": "1e3"}, Reason(ReasonCode.REALIZATION_UNREADABLE, ("1e3", "not_a_number"))),
        ({"realisasi": "82.7"}, Reason(ReasonCode.REALIZATION_AMBIGUOUS, ("82.7", "82,7", "827"))),
        ({"target": "0", "realisasi": "0"}, Reason(ReasonCode.TARGET_ZERO)),
    ],
)
def test_a_row_that_cannot_be_computed_is_an_answer(row: dict[str, str], expected: Reason) -> None:
    assert reason(**row) == expected
    assert answer(**row).capaian == ""


def test_an_empty_row_is_an_answer_too() -> None:
    row = {"polaritas": " ", "target": "", "realisasi": ""}
    assert computed(row).reason == Reason(ReasonCode.ROW_EMPTY)


def test_a_thousands_dot_is_noted() -> None:
    assert answer(target="1.234", realisasi="1.234").notes == (
        NoteCode.TARGET_ASSUMED,
        NoteCode.REALIZATION_ASSUMED,
    )
    assert answer(target="1.234", realisasi="x").notes == (NoteCode.TARGET_ASSUMED,)


def test_numerator_and_denominator_make_the_realization() -> None:
    found = answer(target="50", realisasi="", pembilang="3", penyebut="4")
    assert (found.capaian, found.notes) == ("150", (NoteCode.REALIZATION_FROM_RATIO,))
    above = answer(target="100", realisasi="-", pembilang="5.000", penyebut="4.000,0")
    assert above.notes == (
        NoteCode.REALIZATION_FROM_RATIO,
        NoteCode.RATIO_ASSUMED,
        NoteCode.NUMERATOR_ABOVE_DENOMINATOR,
    )


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("3", "", Reason(ReasonCode.REALIZATION_MISSING)),
        ("3", "0", Reason(ReasonCode.DENOMINATOR_ZERO)),
        ("x", "4", Reason(ReasonCode.RATIO_UNREADABLE, ("x", "not_a_number"))),
        ("3", "4.25", Reason(ReasonCode.RATIO_AMBIGUOUS, ("4.25", "4,25", "425"))),
    ],
)
def test_parts_that_cannot_be_used_are_named(above: str, below: str, expected: Reason) -> None:
    assert reason(realisasi="", pembilang=above, penyebut=below) == expected


def test_a_realization_is_held_against_its_parts() -> None:
    assert answer(realisasi="66,7", pembilang="2", penyebut="3").notes == ()
    differs = answer(realisasi="66", pembilang="2", penyebut="3")
    assert differs.notes == (NoteCode.REALIZATION_DIFFERS_FROM_RATIO,)
    unused = answer(realisasi="66", pembilang="2", penyebut="0")
    assert unused.notes == (NoteCode.RATIO_UNUSED,)
    assert answer(realisasi="66", pembilang="2").notes == ()


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("%", 100),
        ("Persen", 100),
        ("per 1.000 KH", 1000),
        ("Per 100.000", 100_000),
        ("per 1.234", 1),
        ("indeks", 1),
        ("", 1),
    ],
)
def test_the_unit_gives_the_factor(unit: str, factor: int) -> None:
    assert factor_of(unit) == factor


def test_a_cap_holds_the_number_and_not_the_rating() -> None:
    rules = replace(DEFAULT, shown=Bounds(Decimal(100)))
    row = {"polaritas": "positif", "target": "15", "realisasi": "100"}
    assert computed(row, rules) == Computed(
        "100", "100,00", "Sangat Tinggi", "positif", None, (NoteCode.CAPPED,)
    )


@given(
    st.dictionaries(
        st.sampled_from(["polaritas", "target", "realisasi", "rumus", "pembilang", "penyebut"]),
        st.text(max_size=12)
        | st.sampled_from(["positif", "negatif", "rentang", "0", "5", "7 - 8", "1.234", "-"]),
    )
)
def test_every_row_has_a_value_or_a_reason(row: dict[str, str]) -> None:
    found = computed(row)
    assert (found.capaian == "") == (found.reason is not None)
    assert (found.capaian == "") == (found.predikat == "") == (found.rumus_dipakai == "")
