"""A procedure written as text and read again is the same procedure."""

import json
from dataclasses import replace

from hypothesis import given

from tests.domain.sop.builders import procedure, seed, sound_procedures, step
from ukur.domain.sop.editing import restored, standard_as_typed
from ukur.domain.sop.model import Decision, LegalBasis, Procedure
from ukur.domain.sop.reading import from_values, read
from ukur.domain.sop.writing import plain, written


@given(sound_procedures())
def test_what_is_written_is_read_as_the_same_procedure(sop: Procedure) -> None:
    assert read(written(sop), "x") == sop


@given(sound_procedures())
def test_plain_data_is_checked_and_restored_as_the_same_procedure(sop: Procedure) -> None:
    values = json.loads(json.dumps(plain(sop)))
    assert from_values(values) == (sop, [])
    assert restored(values) == sop


def test_a_bound_on_rounds_and_what_replaced_a_regulation_are_written_and_read() -> None:
    ways = Decision("Ya", "Tidak", 3, 1, (1,), max_rounds=3)
    basis = LegalBasis("Perbup 1", replaced_by="Perbup 2")
    sop = procedure(step(1), step(2, decision=ways), step(3))
    sop = replace(sop, cover=replace(sop.cover, legal_basis=(basis,)))
    assert read(written(sop), "x") == sop
    assert from_values(json.loads(json.dumps(plain(sop)))) == (sop, [])
    assert restored(plain(sop)) == sop


def test_plain_data_keeps_what_is_unsound() -> None:
    wrong = replace(seed().steps[0], lead="", standard=standard_as_typed("secepatnya"))
    sop = replace(seed(), steps=(wrong, *seed().steps[1:]))
    assert restored(plain(sop)) == sop
    assert [(p.where, p.code) for p in from_values(plain(sop))[1]] == [
        ("step 1, lead", "empty"),
        ("step 1, standard", "not_a_standard"),
    ]


def test_the_seed_survives_writing() -> None:
    assert read(written(seed()), "x") == seed()


def test_the_text_is_the_same_each_time() -> None:
    assert written(seed()) == written(read(written(seed()), "x"))


def test_empty_boxes_of_the_cover_are_written_and_empty_cells_left_out() -> None:
    text = written(seed())
    assert 'number = ""' in text
    assert text.count("returns = [6, 7]") == 1
    assert "joined = []" not in text
