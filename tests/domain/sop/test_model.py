"""The SOP as data: its steps, its standards, and another agency that takes it over."""

import pytest

from tests.domain.sop.builders import procedure, seed, step
from ukur.domain.sop.model import Decision, Standard, Unit, adopted, standard_of


def test_a_step_and_a_lane_are_found_by_number_and_key() -> None:
    sop = seed()
    assert sop.step(7).activity.startswith("Mengoreksi draft")
    assert sop.lane("sekretaris").name == "Sekretaris Dinas"


def test_what_is_not_there_is_a_lookup_error() -> None:
    sop = seed()
    with pytest.raises(LookupError):
        sop.step(10)
    with pytest.raises(LookupError):
        sop.lane("bupati")


def test_onward_follows_the_order_the_yes_and_ends_after_the_last() -> None:
    sop = seed()
    assert [sop.onward(step.number) for step in sop.steps] == [2, 3, 4, 5, 6, 7, 8, 9, None]
    jump = procedure(step(1, decision=Decision("Ya", "Tidak", 3, 1, (1,))), step(2), step(3))
    assert jump.onward(1) == 3


def test_the_lead_comes_first_among_the_actors() -> None:
    assert seed().step(5).actors == ("perencana", "tim_sakip")


def test_ways_back_name_the_usual_one_first() -> None:
    assert seed().step(7).ways_back == (6, 5, 4)
    assert seed().step(8).ways_back == (6, 7)
    assert seed().step(1).ways_back == ()
    turned = step(5, decision=Decision("Ya", "Tidak", 6, 2, (4, 2, 3)))
    assert turned.ways_back == (2, 4, 3)


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("10 menit", Standard(10, Unit.MINUTES, "10 menit")),
        ("2 Jam", Standard(2, Unit.HOURS, "2 Jam")),
        ("1 (satu) hari kerja", Standard(1, Unit.DAYS, "1 (satu) hari kerja")),
    ],
)
def test_a_standard_is_counted_and_kept_as_printed(text: str, standard: Standard) -> None:
    assert standard_of(text) == standard


@pytest.mark.parametrize("text", ["", "0 menit", "1.5 jam", "satu hari", "-1 hari", "1 minggu"])
def test_other_words_are_no_standard(text: str) -> None:
    assert standard_of(text) is None


def test_the_standards_of_the_seed_add_up_to_seven_days_and_twenty_minutes() -> None:
    standards = [step.standard for step in seed().steps]
    assert sum(s.amount for s in standards if s.unit is Unit.DAYS) == 7
    assert sum(s.amount for s in standards if s.unit is Unit.MINUTES) == 20


def test_another_agency_takes_the_steps_but_not_number_date_or_signature() -> None:
    own = seed()
    taken = adopted(
        own,
        government="Pemerintah Kabupaten Contoh",
        agency="Dinas Kesehatan",
        unit="Sekretariat",
    )
    assert taken.steps == own.steps
    assert taken.title == "URAIAN PROSEDUR PENGUKURAN KINERJA Dinas Kesehatan"
    assert taken.cover.signatory_title == "KEPALA DINAS KESEHATAN KABUPATEN CONTOH"
    blank = ("number", "created", "revised", "effective", "signatory_name", "signatory_nip")
    assert [getattr(taken.cover, box) for box in blank] == [""] * 6


def test_another_agency_does_not_cite_the_first_ones_regional_regulations() -> None:
    taken = adopted(seed(), government="PEMERINTAH KOTA CONTOH", agency="DINAS", unit="-")
    assert [basis.text[:30] for basis in taken.cover.legal_basis] == [
        "Peraturan Pemerintah Nomor 8 t",
        "Permenpan RB Nomor 29 Tahun 20",
    ]
    assert "MOJOKERTO" not in repr(taken).upper()
    assert "ULUM" not in repr(taken)
