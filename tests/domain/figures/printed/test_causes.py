"""Rows of the kinds met in public reports, and rows that only look like them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.figures.notation import half_up, written
from ukur.domain.figures.printed.causes import Cause, Certainty, RatingCause, Verdict
from ukur.domain.figures.printed.columns import Part
from ukur.domain.figures.printed.formulas import cut
from ukur.domain.figures.printed.report import Compared, compared

COLUMNS = (
    Part.INDICATOR,
    Part.UNIT,
    Part.POLARITY,
    Part.TARGET,
    Part.REALIZATION,
    Part.PRINTED,
    Part.YEAR,
    Part.NOTES,
)


def found(*cells: str) -> Compared:
    return compared([row(*cells)])[0]


def row(*cells: str) -> dict[Part, str]:
    return dict(zip(COLUMNS, cells, strict=False))


def causes(rows: Sequence[dict[Part, str]]) -> list[str]:
    return [one.finding.cause.value for one in compared(rows)]


ROWS = (
    # rounding on one page
    ("Anggaran", "Rp", "", "65.040.000", "65.038.490", "99,99", Cause.TRUNCATED),
    ("Persentase", "%", "positif", "15", "100", "666,66", Cause.TRUNCATED),
    ("Persentase", "%", "positif", "15", "100", "666,67", Cause.EQUAL),
    ("Dokumen", "Dok", "positif", "7", "10", "142,86", Cause.EQUAL),
    ("Dokumen", "Dok", "positif", "7", "10", "142,9", Cause.EQUAL),
    ("Dokumen", "Dok", "positif", "7", "10", "142", Cause.TRUNCATED),
    ("Dokumen", "Dok", "positif", "7", "10", "142,80", Cause.TRUNCATED),
    ("Dokumen", "Dok", "positif", "67", "100", "149,25", Cause.EQUAL),
    ("Indeks", "Indeks", "positif", "10,83", "6,20", "57,28", Cause.ROUNDED_INPUTS),
    ("Indeks", "Indeks", "positif", "10,83", "6,12", "56,53", Cause.ROUNDED_INPUTS),
    # counts are not rounded, so nothing lies between them
    ("Dokumen", "Dok", "positif", "1083", "620", "57,31", Cause.PLAIN_MISTAKE),
    # direction and formula
    ("AKB", "per 1.000 KH", "negatif", "32", "4,88", "184,75", Cause.EQUAL),
    ("AKI", "per 100.000 KH", "negatif", "162", "186", "87,10", Cause.OTHER_FORMULA),
    ("AKI", "per 100.000 KH", "negatif", "162", "186", "85,19", Cause.EQUAL),
    ("AKI", "per 100.000 KH", "negatif", "162", "186", "114,81", Cause.INVERTED_POLARITY),
    ("Persen", "%", "positif", "162", "186", "87,10", Cause.INVERTED_POLARITY),
    ("Stunting", "%", "negatif", "14", "18,2", "-29,00", Cause.OTHER_FORMULA),
    ("Stunting", "%", "negatif", "14", "18,2", "-30,00", Cause.OTHER_FORMULA),
    # ranges
    (
        "Waktu",
        "bulan",
        "negatif, target rentang 7-8",
        "7 – 8 bulan",
        "6,5 bulan",
        "107%",
        Cause.EQUAL,
    ),
    ("Waktu", "bulan", "negatif", "7 – 8 bulan", "9 bulan", "87,5%", Cause.EQUAL),
    ("Aduan", "%", "rentang", "80 - 90%", "92%", "115,00", Cause.WRONG_BOUND_OF_RANGE),
    ("Aduan", "%", "rentang", "80 - 90%", "85%", "94,44", Cause.WRONG_BOUND_OF_RANGE),
    # caps and floors
    ("Dokumen", "Dok", "positif", "15", "100", "100", Cause.CAPPED),
    ("Dokumen", "Dok", "positif", "15", "100", "120,00", Cause.CAPPED),
    ("Kasus", "kasus", "negatif", "10", "25", "0", Cause.FLOORED),
    # zeros
    ("SAKIP", "Nilai", "positif", "80,02", "-", "0", Cause.NOT_MEASURED_PRINTED_AS_ZERO),
    (
        "SAKIP",
        "Nilai",
        "positif",
        "80,02",
        "Diukur di TW IV",
        "0",
        Cause.NOT_MEASURED_PRINTED_AS_ZERO,
    ),
    ("Laporan", "Lap", "positif", "1", "0", "100%", Cause.ZERO_PRINTED_AS_HUNDRED),
    ("Laporan", "Lap", "positif", "1", "0", "0%", Cause.EQUAL),
    ("Laporan", "Lap", "positif", "0", "0", "0%", Cause.ZERO_OVER_ZERO_PRINTED),
    ("Laporan", "Lap", "positif", "0", "0", "100%", Cause.ZERO_OVER_ZERO_PRINTED),
    ("Laporan", "Lap", "positif", "0", "2", "100%", Cause.TARGET_ZERO),
    ("KLB", "kasus", "negatif", "0", "0", "100", Cause.EQUAL),
    ("KLB", "kasus", "negatif", "0", "nihil", "0", Cause.ZERO_OVER_ZERO_PRINTED),
    ("Kematian", "kasus", "negatif", "5", "0", "0", Cause.BEST_PRINTED_AS_ZERO),
    ("Kematian", "kasus", "negatif", "5", "0", "200", Cause.EQUAL),
    ("Kematian", "kasus", "negatif", "5", "0", "100", Cause.CAPPED),
    ("Anggaran", "Rp", "", "0", "0", "0", Cause.ZERO_OVER_ZERO_PRINTED),
    # percentages added
    ("Cakupan", "%", "positif", "100", "200", "200%", Cause.PERCENT_ADDED_ACROSS_YEARS),
    ("Cakupan", "%", "positif", "100", "100", "200%", Cause.PERCENT_ADDED_ACROSS_YEARS),
    ("Cakupan", "%", "positif", "36", "500", "1.388,89%", Cause.PERCENT_ADDED_ACROSS_YEARS),
    ("Cakupan", "%", "positif", "90", "85", "188,89", Cause.PERCENT_ADDED_ACROSS_YEARS),
    ("Cakupan", "%", "positif", "7,2", "100", "1.388,89%", Cause.EQUAL),
    ("Dokumen", "Dok", "positif", "100", "200", "200%", Cause.EQUAL),
    # units
    ("IKM", "Nilai", "positif", "85", "82,35", "0,97", Cause.UNIT_FACTOR),
    ("AKB", "per 1.000 KH", "negatif", "9,2", "953", "96,41", Cause.UNIT_FACTOR),
    ("Anggaran", "Rp", "", "9.972.206.125", "3,50", "35,10", Cause.MIXED_MONEY_UNITS),
    ("Anggaran", "Rp", "", "9.972.206.125", "3,50", "0,00", Cause.MIXED_MONEY_UNITS),
    ("Anggaran", "Rp", "", "9.972.206.125", "Rp 3,50 miliar", "35,10", Cause.EQUAL),
    ("Anggaran", "Rp", "", "9.972.206.125", "9.972", "0,00", Cause.MIXED_MONEY_UNITS),
    ("Anggaran", "", "", "Rp 9.972.206.125", "Rp 3,50", "35,10", Cause.MIXED_MONEY_UNITS),
    ("Persentase cakupan", "", "positif", "100", "300", "300", Cause.PERCENT_ADDED_ACROSS_YEARS),
    # slips, copies, the opposite
    ("IKM", "Nilai", "positif", "85", "72,58", "83,59", Cause.DIGIT_SLIP),
    ("IKM", "Nilai", "positif", "85", "82,35", "9,688", Cause.DIGIT_SLIP),
    ("IKM", "Nilai", "positif", "85", "82,35", "76,88", Cause.DIGIT_SLIP),
    ("IKM", "Nilai", "positif", "85", "82,35", "82,35", Cause.REALIZATION_COPIED),
    ("IKM", "Nilai", "positif", "85,5", "82,35", "85,5", Cause.TARGET_COPIED),
    ("IKM", "Nilai", "positif", "85", "82,35", "-2,65", Cause.DIFFERENCE_PRINTED),
    ("IKM", "Nilai", "positif", "85", "82,35", "3,12", Cause.DIFFERENCE_PRINTED),
    ("IKI", "Nilai", "positif", "85", "85", "109", Cause.OTHER_FORMULA),
    ("Terakreditasi", "%", "positif", "80", "15", "106,25", Cause.OPPOSITE_MEANING),
    # words, days, and figures that only say "more than"
    ("Dokumen", "", "positif", "Ada", "Ada", "100%", Cause.EQUAL),
    ("Dokumen", "", "positif", "Ada", "Tidak ada", "0", Cause.EQUAL),
    ("Dokumen", "", "positif", "Ada", "Belum tersusun", "100", Cause.ZERO_PRINTED_AS_HUNDRED),
    (
        "Penyampaian",
        "tanggal",
        "positif",
        "28 Februari 2025",
        "25 Februari 2025",
        "100",
        Cause.EQUAL,
    ),
    ("Penyampaian", "tanggal", "", "28 Februari", "3 Maret", "0%", Cause.EQUAL),
    ("Penyampaian", "tanggal", "", "28 Februari", "3 Maret", "100%", Cause.PLAIN_MISTAKE),
    ("SAKIP", "predikat", "positif", "BB", "B", "80", Cause.EQUAL),
    ("Opini", "opini", "positif", "WTP", "WTP", "100%", Cause.EQUAL),
    ("Dokumen", "Dok", "positif", "10", "15", ">100%", Cause.EQUAL),
    ("DBD", "per 100.000", "negatif", "kurang dari 49", "56,23", "85,24", Cause.EQUAL),
    ("Indeks", "Indeks", "positif", "3.500", "3.125", "89,29", Cause.EQUAL),
    ("Indeks", "Indeks", "positif", "3,5", "3.125", "89,29", Cause.EQUAL),
    ("Anggaran", "Rp", "", "0", "0", "#DIV/0!", Cause.NOT_PRINTED),
    # nothing to compare
    ("Temuan", "%", "positif (persen penurunan)", "55%", "n/a", "n/a", Cause.INPUTS_NOT_PRINTED),
    ("Temuan", "%", "positif", "abc", "50", "90", Cause.INPUTS_UNREADABLE),
    ("Temuan", "%", "positif", "80", "1e3", "90", Cause.INPUTS_UNREADABLE),
    ("Temuan", "%", "positif", "80", "70", "tercapai", Cause.PRINTED_UNREADABLE),
    ("Temuan", "%", "positif", "80", "70", "", Cause.NOT_PRINTED),
    ("Temuan", "%", "positif", "-5", "3", "60", Cause.NOT_COMPUTABLE),
    ("Temuan", "%", "", "90", "95", "50,44", Cause.POLARITY_NOT_GIVEN),
    ("AKABA", "per 1.000", "negatif", "0,64", "0,18", "72,52", Cause.PLAIN_MISTAKE),
    ("Persen", "%", "positif", "96", "93", "99", Cause.PLAIN_MISTAKE),
)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: " ".join(case[:6])[:60])
def test_the_cause_of_a_row(case: tuple[str, ...]) -> None:
    *cells, cause = case
    assert found(*cells).finding.cause is cause


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        (("x", "%", "positif", "100", "200", "200%"), Verdict.YES),
        (("x", "%", "positif", "15", "100", "666,66"), Verdict.NO),
        (("x", "%", "positif", "15", "-", "0"), Verdict.NO),
        (("x", "%", "positif", "15", "-", "80"), Verdict.UNKNOWN),
        (("x", "%", "", "90", "95", "50,44"), Verdict.UNKNOWN),
    ],
)
def test_the_verdict_is_that_of_the_numbers(cells: tuple[str, ...], verdict: Verdict) -> None:
    assert found(*cells).verdict is verdict


def test_of_a_whole_per_cent_chance_is_never_ruled_out() -> None:
    assert found("x", "%", "positif", "95", "80", "119").finding.certainty is Certainty.POSSIBLE
    assert found("x", "%", "positif", "95", "80", "118,75").finding.certainty is Certainty.LIKELY


# --- directions that are not said ----------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "direction", "cause"),
    [
        ("105,56", "printed", Cause.EQUAL),
        ("94,44", "printed", Cause.EQUAL),
        ("50,44", "unknown", Cause.POLARITY_NOT_GIVEN),
    ],
)
def test_the_printed_figure_may_say_the_direction(
    printed: str, direction: str, cause: Cause
) -> None:
    one = found("Persentase", "%", "", "90", "95", printed)
    assert (one.case.direction.value, one.finding.cause) == (direction, cause)


def test_a_mortality_rate_is_lower_is_better_by_its_name() -> None:
    one = found("Angka Kematian Bayi", "per 1.000 KH", "", "9,20", "9,53", "103,59")
    assert one.case.direction.value == "name"
    assert one.finding.cause is Cause.INVERTED_POLARITY


def test_a_mortality_rate_taken_as_higher_is_better_is_told() -> None:
    one = found("Angka Kematian Bayi", "per 1.000 KH", "positif", "9,20", "9,53", "103,59")
    assert [finding.cause for finding in one.beside] == [Cause.OPPOSITE_MEANING]


def test_a_name_that_says_another_unit_is_told() -> None:
    one = found("AKI per 100.000 KH", "per 1.000 KH", "negatif", "95", "80,2", "115,58")
    assert one.finding.cause is Cause.EQUAL
    assert [finding.cause for finding in one.beside] == [Cause.UNIT_FACTOR]


# --- notation ------------------------------------------------------------------------------


def test_a_dot_is_read_as_the_printed_figure_demands() -> None:
    one = found("x", "%", "positif", "90.5", "95.1", "105.08")
    assert one.finding.cause is Cause.EQUAL
    assert (
        found("x", "%", "positif", "90.5", "80", "20.00").finding.cause is Cause.INPUTS_UNREADABLE
    )


def test_one_row_that_settles_its_dots_settles_those_of_the_table() -> None:
    rows = [
        row("x", "%", "positif", "90.5", "95.1", "105.08"),
        row("y", "%", "positif", "80.5", "70.1", "87.08"),
    ]
    assert causes(rows) == ["equal", "equal"]


def test_quotients_that_the_report_names_are_used_instead_of_rounded_figures() -> None:
    cells = ("AKI", "rasio", "negatif", "0,16", "0,19", "87,10", "2019")
    plain = found(*cells).finding
    assert (plain.cause, plain.certainty) == (Cause.ROUNDED_INPUTS, Certainty.POSSIBLE)
    named = found(*cells, "realisasi 0,19% (186/100.000) dibagi target 0,16% (162/100.000)")
    assert named.finding.cause is Cause.OTHER_FORMULA
    assert named.finding.facts["value"] == "87,10"


# --- whole tables --------------------------------------------------------------------------


def test_a_mean_is_taken_from_the_rows_above() -> None:
    rows = [
        row("AKI", "per 100.000", "negatif", "162", "186", "87,10"),
        row("AKB", "per 1.000", "negatif", "9,20", "9,53", "96,54"),
        row("AKABA", "per 1.000", "negatif", "0,64", "0,18", "72,52"),
        row("Rata-rata capaian (3 indikator)", "%", "", "", "", "85,38"),
    ]
    last = compared(rows)[-1]
    assert last.recomputed == (Fraction("87.10") + Fraction("96.54") + Fraction("72.52")) / 3
    assert last.finding.cause is Cause.TRUNCATED
    rows[-1][Part.PRINTED] = "85,39"
    assert causes(rows)[-1] == "equal"
    rows[-1][Part.PRINTED] = "88,00"
    assert causes(rows)[-1] == "sum_differs"


def test_a_mean_of_shares_held_at_100_says_so() -> None:
    rows = [
        row("a", "Dok", "positif", "10", "15", "150"),
        row("b", "Dok", "positif", "10", "9", "90"),
        row("Rata-rata", "", "", "", "", "95,00"),
    ]
    last = compared(rows)[-1]
    assert last.finding.cause is Cause.CAPPED
    assert last.recomputed == 120


def test_an_indicator_called_mean_has_inputs_of_its_own() -> None:
    rows = [
        row("a", "Dok", "positif", "10", "15", "150"),
        row("Rata-rata Lama Sekolah", "tahun", "positif", "8,5", "8,2", "96,47"),
    ]
    assert causes(rows) == ["equal", "equal"]


def test_a_mean_without_its_rows_is_not_computed() -> None:
    rows = [
        row("a", "Dok", "positif", "10", "15", "150"),
        row("Rata-rata capaian (3 indikator)", "%", "", "", "", "91,02"),
    ]
    assert causes(rows)[-1] == "inputs_not_printed"


def test_a_total_that_is_not_the_sum_of_its_rows_is_told() -> None:
    rows = [
        row("Program A", "Rp", "", "100.000.000", "80.000.000", "80,00"),
        row("Program B", "Rp", "", "200.000.000", "150.000.000", "75,00"),
        row("Jumlah", "Rp", "", "300.000.000", "231.000.000", "77,00"),
    ]
    assert causes(rows)[-1] == "sum_differs"
    rows[-1] |= {Part.REALIZATION: "230.000.000", Part.PRINTED: "76,67"}
    assert causes(rows)[-1] == "equal"


def test_where_levels_are_mixed_nothing_is_said_of_the_sum() -> None:
    rows = [
        row("Program", "Rp", "", "300.000.000", "230.000.000", "76,67"),
        row("Kegiatan A", "Rp", "", "100.000.000", "80.000.000", "80,00"),
        row("Kegiatan B", "Rp", "", "200.000.000", "150.000.000", "75,00"),
        row("Jumlah", "Rp", "", "300.000.000", "230.000.000", "76,67"),
    ]
    assert causes(rows)[-1] == "equal"


def test_a_header_total_that_is_not_the_sum_of_its_quarters_is_told() -> None:
    quarters = (Part.QUARTER_1, Part.QUARTER_2, Part.QUARTER_3, Part.QUARTER_4)
    cells = row("Dokumen", "Dok", "positif", "10", "9", "90")
    parts = cells | dict(zip(quarters, ("2", "2", "2", "2"), strict=True))
    assert causes([parts]) == ["sum_differs"]
    parts[Part.REALIZATION], parts[Part.PRINTED] = "8", "80"
    assert causes([parts]) == ["equal"]
    noted = row(
        "Anggaran", "Rp", "", "1.000", "900", "90", "2025", "TW I 200, TW II 200, TW III 250"
    )
    assert causes([noted]) == ["sum_differs"]


def test_rows_for_the_quarters_add_up_to_their_header() -> None:
    rows = [row("Anggaran", "Rp", "", "1.000.000", "900.000", "90")]
    rows += [row(f"TW {n}", "Rp", "", "250.000", "200.000", "80") for n in ("I", "II", "III", "IV")]
    assert causes(rows)[0] == "sum_differs"


def test_percentages_of_quarters_that_were_added_are_told() -> None:
    quarters = (Part.QUARTER_1, Part.QUARTER_2, Part.QUARTER_3, Part.QUARTER_4)
    cells = row("Cakupan", "%", "positif", "80", "230", "287,50")
    parts = cells | dict(zip(quarters, ("20", "50", "75", "85"), strict=True))
    assert causes([parts]) == ["percent_added_across_years"]


def test_tiny_amounts_among_full_rupiah_are_told() -> None:
    rows = [
        row("A", "Rp", "", "9.972.206.125", "8.378.098.135", "84,01"),
        row("B", "Rp", "", "302.061.220", "172.602.000", "57,14"),
        row("C", "Rp", "", "3,50", "3,20", "91,43"),
    ]
    assert causes(rows) == ["equal", "equal", "mixed_money_units"]


def test_amounts_whose_unit_says_that_they_are_in_millions_are_left_alone() -> None:
    rows = [
        row("A", "Rp", "", "9.972.206.125", "8.378.098.135", "84,01"),
        row("B", "Rp", "", "302.061.220", "172.602.000", "57,14"),
        row("C", "Juta Rp", "", "3,50", "3,20", "91,43"),
    ]
    assert causes(rows) == ["equal"] * 3


def test_quarters_of_the_target_are_no_parts_of_the_realization() -> None:
    quarters = (Part.QUARTER_1, Part.QUARTER_2, Part.QUARTER_3, Part.QUARTER_4)
    cells = row("Dokumen", "Dok", "positif", "10", "9", "90")
    parts = cells | dict(zip(quarters, ("2", "2", "3", "3"), strict=True))
    assert causes([parts]) == ["equal"]


def test_a_shifted_column_is_told_by_the_row_it_belongs_to() -> None:
    rows = [
        row("a", "Nilai", "positif", "85", "82,35", "96,88"),
        row("b", "Nilai", "positif", "70", "33", "96,88"),
    ]
    last = compared(rows)[-1]
    assert last.finding.cause is Cause.ROW_SHIFTED
    assert last.finding.facts["row"] == "1"


def test_a_quarter_of_the_target_is_meant_only_within_the_year() -> None:
    cells = ("x", "Dok", "positif", "40", "7", "70,00")
    assert found(*cells, "2026 TW I").finding.cause is Cause.AGAINST_PART_OF_YEAR
    assert found(*cells, "2025").finding.cause is Cause.PLAIN_MISTAKE


def test_within_the_year_half_a_target_is_likelier_than_two_years_added() -> None:
    cells = ("x", "%", "positif", "95", "50", "105,26")
    assert found(*cells, "2026 Semester I").finding.cause is Cause.AGAINST_PART_OF_YEAR
    assert found(*cells, "2025").finding.cause is Cause.PERCENT_ADDED_ACROSS_YEARS


def test_the_formula_of_a_report_explains_its_rounded_rows() -> None:
    rows = [
        row("AKI", "rasio", "negatif", "0,16", "0,19", "87,10", "2019"),
        row("AKB", "per 1.000", "negatif", "9,20", "9,53", "96,54", "2019"),
    ]
    assert causes(rows) == ["other_formula", "other_formula"]


# --- nothing is explained that needs no explanation, nor by chance -------------------------


NUMBERS = st.decimals(min_value=1, max_value=150, places=2)
POLARITIES = st.sampled_from(["positif", "negatif"])


def printed_row(target: Decimal, realized: Decimal, polarity: str, printed: str) -> Compared:
    texts = (written(target, 2), written(realized, 2), printed)
    return found("x", "Nilai", polarity, *texts)


def exact_of(target: Decimal, realized: Decimal, polarity: str) -> Fraction:
    share = Fraction(realized) / Fraction(target)
    return (share if polarity == "positif" else 2 - share) * 100


@given(NUMBERS, NUMBERS, POLARITIES, st.integers(0, 4))
def test_an_unperturbed_row_is_equal(
    target: Decimal, realized: Decimal, polarity: str, decimals: int
) -> None:
    printed = written(exact_of(target, realized, polarity), decimals)
    one = printed_row(target, realized, polarity, printed)
    assert (one.verdict, one.finding.cause) == (Verdict.YES, Cause.EQUAL)


@given(NUMBERS, NUMBERS, POLARITIES, st.integers(0, 3))
def test_a_truncated_row_is_truncated_or_equal(
    target: Decimal, realized: Decimal, polarity: str, decimals: int
) -> None:
    exact = exact_of(target, realized, polarity)
    printed = written(cut(exact, decimals), decimals)
    one = printed_row(target, realized, polarity, printed)
    is_same = half_up(exact, decimals) == cut(exact, decimals)
    assert one.finding.cause is (Cause.EQUAL if is_same else Cause.TRUNCATED)


@pytest.mark.parametrize("decimals", [1, 2])
def test_noise_is_rarely_explained(decimals: int) -> None:
    random = Random(7)  # noqa: S311  the same noise every time
    explained = 0
    for _ in range(1000):
        target, realized = (Decimal(random.randrange(2000, 13000)) / 100 for _ in range(2))
        printed = Decimal(random.randrange(200 * 10**decimals)).scaleb(-decimals)
        one = printed_row(target, realized, "positif", written(printed, decimals))
        explained += one.is_explained
    assert explained <= 30


@given(NUMBERS, NUMBERS, POLARITIES, st.text(max_size=12))
def test_whatever_is_printed_has_an_answer(
    target: Decimal, realized: Decimal, polarity: str, printed: str
) -> None:
    assert printed_row(target, realized, polarity, printed).finding.cause in Cause


@given(st.text(max_size=15), st.text(max_size=15), st.text(max_size=15), st.text(max_size=15))
def test_whatever_is_in_the_cells_has_an_answer(a: str, b: str, c: str, d: str) -> None:
    assert found("x", a, b, c, d, "87,5").finding.cause in Cause


@pytest.mark.parametrize(
    ("target", "realized", "printed", "cause"),
    [
        ("1", "0", "100%", Cause.ZERO_PRINTED_AS_HUNDRED),
        ("15", "100", "120", Cause.CAPPED),
        ("162", "186", "87,10", Cause.OTHER_FORMULA),
        ("10,83", "6,20", "57,28", Cause.ROUNDED_INPUTS),
        ("96", "93", "99", Cause.POLARITY_NOT_GIVEN),
    ],
)
def test_a_row_without_direction_is_judged_in_the_one_that_explains_it(
    target: str, realized: str, printed: str, cause: Cause
) -> None:
    assert found("Nilai", "Nilai", "", target, realized, printed).finding.cause is cause


# --- an error put in is found again --------------------------------------------------------


def _swapped(value: Fraction) -> Fraction:
    digits = list(str(half_up(value, 2)).replace(".", ""))
    at = next((n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]), 0)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return Fraction(int("".join(digits)), 100)


PUT_IN: dict[Cause, Callable[[Fraction, Fraction], Fraction]] = {
    Cause.EQUAL: lambda t, r: r / t * 100,
    Cause.INVERTED_POLARITY: lambda t, r: t / r * 100,
    Cause.UNIT_FACTOR: lambda t, r: r / t * 10_000,
    Cause.PERCENT_ADDED_ACROSS_YEARS: lambda t, r: r / t * 300,
    Cause.REALIZATION_COPIED: lambda _t, r: r,
    Cause.DIFFERENCE_PRINTED: lambda t, r: r - t,
    Cause.DIGIT_SLIP: lambda t, r: _swapped(r / t * 100),
    Cause.OPPOSITE_MEANING: lambda t, r: (100 - r) / t * 100,
}


@pytest.mark.parametrize("cause", PUT_IN)
def test_an_error_that_was_put_in_is_found_again(cause: Cause) -> None:
    random = Random(3)  # noqa: S311  the same rows every time
    hits = 0
    for _ in range(100):
        target, realized = (Fraction(random.randrange(3000, 9900), 100) for _ in range(2))
        printed = written(PUT_IN[cause](target, realized), 2)
        one = found("x", "%", "positif", written(target, 2), written(realized, 2), printed)
        hits += one.finding.cause is cause
    assert hits >= 85


# --- means of means, ratings in short -------------------------------------------------------


def test_the_mean_of_an_agency_is_taken_over_all_rows_or_over_the_means() -> None:
    rows = [
        row("a", "Dok", "positif", "10", "9", "90"),
        row("Rata-rata sasaran 1", "", "", "", "", "90,00"),
        row("b", "Dok", "positif", "10", "8", "80"),
        row("c", "Dok", "positif", "10", "6", "60"),
        row("Rata-rata sasaran 2", "", "", "", "", "70,00"),
        row("Rata-rata perangkat daerah", "", "", "", "", "76,67"),
    ]
    assert causes(rows) == ["equal"] * 6
    rows[-1][Part.PRINTED] = "80,00"
    assert causes(rows)[-1] == "equal"
    rows[-1][Part.PRINTED] = "81,00"
    assert causes(rows)[-1] == "sum_differs"


@pytest.mark.parametrize(
    ("printed", "word", "cause"),
    [
        ("95,00", "ST", RatingCause.EQUAL),
        ("95,00", "Sangat Tinggi (ST)", RatingCause.EQUAL),
        ("95,00", "Tidak Tercapai", RatingCause.OTHER_SCALE),
        ("120,00", "Melampaui target", RatingCause.OTHER_SCALE),
        ("95,00", "Baik", RatingCause.MISMATCH),
        ("95,00", "Ungu", RatingCause.UNKNOWN_WORD),
        ("90,50", "Sangat Tinggi", RatingCause.SCALE_HOLE),
        ("59,50", "Tinggi", RatingCause.MISMATCH),
    ],
)
def test_a_printed_rating_is_held_against_the_scales(
    printed: str, word: str, cause: RatingCause
) -> None:
    cells = row("x", "Nilai", "positif", "100", printed, printed) | {Part.RATING: word}
    rating = compared([cells])[0].rating
    assert rating is not None
    assert rating.cause is cause


def test_a_rating_of_the_printed_figure_alone_is_told() -> None:
    cells = row("x", "Nilai", "positif", "100", "70,00", "95,00") | {Part.RATING: "Sangat Tinggi"}
    rating = compared([cells])[0].rating
    assert rating is not None
    assert rating.cause is RatingCause.OF_PRINTED_FIGURE


def test_a_rating_may_stand_behind_the_figure() -> None:
    assert found("x", "Nilai", "positif", "100", "95", "95,00 Sangat Tinggi").finding.cause is (
        Cause.EQUAL
    )
