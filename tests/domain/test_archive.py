"""What a package holds, how its names are made, and how two tables and journals are compared."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain import archive
from ukur.domain.archive import (
    CellChange,
    Table,
    dataset_changes,
    dataset_json,
    evidence_name,
    missing_content,
    portable_name,
    read_dataset_json,
    table_of,
    unit_journal_name,
)
from ukur.domain.journal import GENESIS, Event, sealed
from ukur.domain.journal_file import (
    JournalHead,
    against_head,
    broken_event,
    head_of,
    head_text,
    journal_lines,
    read_head,
    read_journal,
)
from ukur.domain.refusals import Problem

AT = "2026-10-14T07:02:00.000000Z"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
facts = st.dictionaries(texts, st.none() | st.booleans() | st.integers() | texts, max_size=3)


@st.composite
def journals(draw: st.DrawFn) -> tuple[Event, ...]:
    events: list[Event] = []
    for number, about in enumerate(draw(st.lists(facts, max_size=5)), start=1):
        events.append(
            sealed(
                sequence=number,
                at=AT,
                by=draw(texts),
                verb="noted",
                facts=about,
                previous=events[-1].hash if events else GENESIS,
            )
        )
    return tuple(events)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = tuple(draw(st.lists(texts.filter(bool), min_size=1, max_size=4, unique=True)))
    cells = st.none() | texts.filter(bool)
    row = st.tuples(*(cells for _ in columns))
    return Table(columns, tuple(draw(st.lists(row, min_size=1, max_size=4))))


def test_a_package_with_all_its_content_misses_nothing() -> None:
    assert missing_content((*archive.REQUIRED, "bukti/PKM-01/x.pdf")) == ()


def test_what_is_missing_is_named() -> None:
    names = [name for name in archive.REQUIRED if name != archive.RULES]
    assert missing_content(names) == (Problem("aturan.json", "content_missing"),)


@given(st.text(max_size=300))
def test_a_portable_name_is_safe_whatever_it_came_from(original: str) -> None:
    name = portable_name(original)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
    assert len(name) <= 90
    assert ".." not in name


@given(st.text(max_size=40))
def test_evidence_and_unit_journals_stay_in_their_folders(text: str) -> None:
    assert evidence_name(text, "0a1b2c3d" * 8, text).count("/") == 2
    assert unit_journal_name(text).startswith("jurnal-unit/")
    assert unit_journal_name(text).count("/") == 1


@given(tables())
def test_a_dataset_read_is_the_dataset_written(table: Table) -> None:
    assert read_dataset_json(dataset_json(table)) == table


@given(tables())
def test_a_dataset_does_not_differ_from_itself(table: Table) -> None:
    assert dataset_changes(table, table) == ()


@given(tables(), st.data())
def test_a_changed_cell_is_found_and_no_other(table: Table, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(table.rows) - 1))
    column = data.draw(st.integers(0, len(table.columns) - 1))
    cells = list(table.rows[row])
    cells[column] = (cells[column] or "") + "x"
    rows = (*table.rows[:row], tuple(cells), *table.rows[row + 1 :])
    changes = dataset_changes(table, Table(table.columns, rows))
    assert table.columns[column] in {change.column for change in changes}
    if column > 0:
        assert [(c.was, c.now) for c in changes] == [(table.rows[row][column], cells[column])]


def test_a_row_is_found_again_by_its_first_cell() -> None:
    was = Table(("kode", "nilai"), (("I-1", "1"), ("I-2", "2")))
    now = Table(("kode", "nilai"), (("I-2", "2"), ("I-1", "3")))
    assert dataset_changes(was, now) == (CellChange("I-1", "nilai", "1", "3"),)


def test_rows_that_repeat_their_first_cell_are_told_by_number() -> None:
    was = Table(("kode", "nilai"), (("I-1", "1"), ("I-1", "2")))
    now = Table(("kode", "nilai"), (("I-1", "1"), ("I-1", "3")))
    assert dataset_changes(was, now) == (CellChange("row 2", "nilai", "2", "3"),)


def test_a_row_that_is_gone_shows_each_of_its_cells() -> None:
    was = Table(("kode", "nilai"), (("I-1", "1"), ("I-2", "2")))
    now = Table(("kode", "nilai"), (("I-1", "1"),))
    assert dataset_changes(was, now) == (
        CellChange("I-2", "kode", "I-2", None),
        CellChange("I-2", "nilai", "2", None),
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[" * 100_000, "not_json"),
        ("{}", "not_a_dataset"),
        ("[1]", "not_a_dataset"),
        ('[{"a": 1}, {"b": 1}]', "columns_differ"),
    ],
)
def test_what_is_no_dataset_is_told(text: str, code: str) -> None:
    found = read_dataset_json(text)
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_table_with_ragged_rows_or_repeated_columns_is_refused() -> None:
    assert table_of(["a", "a"], []) == Problem("line 1", "columns_repeat")
    assert table_of(["a", "b"], [["1", "2"], ["1"]]) == Problem("row 2", "row_length", {"cells": 1})


@given(journals())
def test_a_journal_read_is_the_journal_written(events: tuple[Event, ...]) -> None:
    assert read_journal(journal_lines(events)) == events
    assert broken_event(events) is None


@given(journals().filter(bool), st.data())
def test_a_changed_character_of_a_journal_shows(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    text = journal_lines(events)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != text[place]))
    found = read_journal(text[:place] + other + text[place + 1 :])
    assert isinstance(found, Problem) or broken_event(found) is not None


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "nonsense",
        "[" * 100_000,
        '{"at":"","by":"","facts":{},"hash":"","previous":"","sequence":1.5,"verb":""}',
        '{"at":"","by":"","facts":{},"hash":"","previous":"","sequence":true,"verb":""}',
        '{"at":"","by":"","facts":{},"hash":"","previous":"","sequence":1,"verb":"","x":1}',
        '{"at": "","by":"","facts":{},"hash":"","previous":"","sequence":1,"verb":""}',
        '{"at":"","by":"","facts":{"a":NaN},"hash":"","previous":"","sequence":1,"verb":""}',
    ],
)
def test_a_line_that_is_no_event_is_named_by_its_number(line: str) -> None:
    assert read_journal(line + "\n") == Problem("line 1", "not_an_event")


def test_a_journal_that_ends_in_the_middle_of_a_line_is_told() -> None:
    assert read_journal("{}") == Problem("line 1", "line_not_ended")


@given(journals())
def test_a_head_read_is_the_head_written_and_holds(events: tuple[Event, ...]) -> None:
    head = head_of("siklus-1", events, AT)
    assert read_head(head_text(head)) == head
    assert against_head(events, head) is None


@pytest.mark.parametrize("text", ["", "{}\n", "x", '{"at":"","chain":"","count":"1","head":""}\n'])
def test_what_is_no_head_is_told(text: str) -> None:
    assert read_head(text) == Problem("line 1", "not_a_head")


@given(journals().filter(bool))
def test_a_head_tells_shorter_longer_and_other_journals(events: tuple[Event, ...]) -> None:
    head = head_of("siklus-1", events, AT)
    shorter = against_head(events[:-1], head)
    assert shorter is not None
    assert shorter.code == "events_missing"
    longer = against_head(events, head_of("siklus-1", events[:-1], AT))
    assert longer == Problem(f"event {len(events)}", "event_after_head")
    other = JournalHead("siklus-1", len(events), "f" * 64, AT)
    assert against_head(events, other) == Problem(f"event {len(events)}", "event_not_the_head")
