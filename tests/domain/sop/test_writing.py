"""A procedure written as text and read again is the same procedure."""

from hypothesis import given

from tests.domain.sop.builders import seed, sound_procedures
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.domain.sop.writing import written


@given(sound_procedures())
def test_what_is_written_is_read_as_the_same_procedure(sop: Procedure) -> None:
    assert read(written(sop), "x") == sop


def test_the_seed_survives_writing() -> None:
    assert read(written(seed()), "x") == seed()


def test_the_text_is_the_same_each_time() -> None:
    assert written(seed()) == written(read(written(seed()), "x"))


def test_empty_boxes_of_the_cover_are_written_and_empty_cells_left_out() -> None:
    text = written(seed())
    assert 'number = ""' in text
    assert text.count("returns = [6, 7]") == 1
    assert "joined = []" not in text
