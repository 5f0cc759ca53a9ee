"""Damaged and hostile files are refused with a place or read right; never anything else."""

import random
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import World, cycle_at, state
from tests.faults.broken_files import Broken, broken, flipped, read, spliced, truncated
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role

BLOCK, BLOCKS = 50, 8
ANSWERS = (302, 409, 413, 422)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_broken_file_is_refused_with_words_or_read(block: int) -> None:
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        assert read(broken(number)) in ("read", "told", "refused")


def test_the_same_number_is_the_same_file() -> None:
    assert [broken(n) for n in range(9)] == [broken(n) for n in range(9)]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_a_broken_file_at_the_door_writes_nothing(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = world.task(cycle_id, "PKM-01").task_id
    client = at_door(world, Role.OPERATOR, "PKM-01")
    form = client.get(url("entry_form", task_id)).content
    dice = random.Random(5)  # noqa: S311 - the same each time
    files = [
        Broken("own form", "isian.xlsx", change(form, dice))
        for change in (truncated, flipped, spliced)
        for _ in range(8)
    ]
    before = untouched()
    for file in [*files, *(broken(number) for number in range(40))]:
        for door in (url("entry_upload", task_id), url("sources", cycle_id)):
            answer = client.post(door, {"file": SimpleUploadedFile(file.name, file.content)})
            assert answer.status_code in ANSWERS
    assert untouched() == before


def untouched() -> dict[str, object]:
    """All that is kept, but for files that wait."""
    return {table: rows for table, rows in state().items() if table != "staged_table"}
