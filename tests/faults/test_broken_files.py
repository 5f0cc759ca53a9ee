"""Damaged and hostile files are refused with a place or read right; never anything else.

Here are some of every kind. Ten thousand, with their times and memory, are read by

    python -m tests.faults.broken_files 10000
"""

import random
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import World, cycle_at, state
from tests.faults.broken_files import (
    A_SET,
    HARMS,
    MAKERS,
    SETS,
    TABLES,
    Broken,
    broken,
    flipped,
    packed,
    read,
    spliced,
    table,
    truncated,
)
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role

OF_EVERY_KIND = 12
HARM = "made to harm"
KINDS = [at for at, (what, *_) in enumerate(MAKERS) if what != HARM]
"""All but those that are read one by one below."""
MOST_COMPUTING = 20
"""Seconds of the processor, not of the clock; the slowest of them takes two."""
ANSWERS = (302, 409, 413, 422)
DONE = ("read", "told", "refused")


def made(kind: int, number: int) -> Broken:
    what, name, _weight, make = MAKERS[kind]
    return Broken(what, name, make(dice(number)))


def dice(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same each time


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: MAKERS[kind][0])
def test_a_broken_file_is_refused_with_words_or_read(kind: int) -> None:
    for number in range(OF_EVERY_KIND):
        assert read(made(kind, number)) in DONE


@pytest.mark.parametrize("harm", HARMS)
def test_no_workbook_made_to_harm_does(harm: Callable[[random.Random], dict[str, bytes]]) -> None:
    began = time.process_time()
    assert read(Broken(HARM, "isian.xlsx", packed(harm(dice(1))))) in DONE
    assert time.process_time() - began < MOST_COMPUTING


@pytest.mark.parametrize("change", TABLES)
def test_no_way_of_breaking_a_table_does(change: Callable[[str, random.Random], str]) -> None:
    assert read(Broken("tables", "isian.csv", change(table(), dice(1)).encode())) in DONE


@pytest.mark.parametrize("change", SETS)
def test_no_way_of_breaking_a_set_does(change: Callable[[bytes, random.Random], bytes]) -> None:
    assert read(Broken("data value sets", "kia.json", change(A_SET, dice(1)))) in DONE


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
    files = [
        Broken("own form", "isian.xlsx", change(form, dice(5)))
        for change in (truncated, flipped, spliced)
    ]
    before = untouched()
    for file in [*files, *(made(kind, 0) for kind in range(len(MAKERS)))]:
        for door in (url("entry_upload", task_id), url("sources", cycle_id)):
            answer = client.post(door, {"file": SimpleUploadedFile(file.name, file.content)})
            assert answer.status_code in ANSWERS
    assert untouched() == before


def untouched() -> dict[str, object]:
    """All that is kept, but for files that wait."""
    return {table: rows for table, rows in state().items() if table != "staged_table"}
