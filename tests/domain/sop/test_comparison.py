"""Two versions side by side: rows are paired by what they do, ways by the rows they lead to."""

from dataclasses import replace

from hypothesis import given

from tests.domain.sop.builders import procedure, seed, sound_procedures, step
from ukur.domain.sop.comparison import Changed, compared
from ukur.domain.sop.editing import insert_step, move_lane, remove_step
from ukur.domain.sop.model import Decision, Lane, LegalBasis, Procedure, Standard, Unit


@given(sound_procedures())
def test_a_procedure_does_not_differ_from_itself(sop: Procedure) -> None:
    found = compared(sop, sop)
    assert found.is_same
    assert all(pair.is_same for pair in found.steps)


def test_a_row_in_between_is_new_and_changes_no_other() -> None:
    found = compared(seed(), insert_step(seed(), 3))
    assert [
        (p.was.number if p.was else None, p.now.number if p.now else None)
        for p in found.steps
        if not p.is_same
    ] == [(None, 3)]


def test_a_row_that_went_is_named_and_the_ways_that_led_there_changed() -> None:
    found = compared(seed(), remove_step(seed(), 6))
    gone = [p.was.number for p in found.steps if p.was and p.now is None]
    changed = [p for p in found.steps if p.changes]
    assert gone == [6]
    assert [(p.changes[0].field, p.changes[0].was, p.changes[0].now) for p in changed] == [
        ("decision", "Ya: 8; Tidak: 6, 5, 4", "Ya: 7; Tidak: 5, 4"),
        ("decision", "6, 7", "6"),
    ]


def test_a_cell_that_changed_is_shown_under_both_versions() -> None:
    later = replace(
        seed().steps[3], standard=Standard(2, Unit.DAYS, "2 hari"), lead="staf", output="Data"
    )
    new = replace(seed(), steps=(*seed().steps[:3], later, *seed().steps[4:]))
    changes = next(pair.changes for pair in compared(seed(), new).steps if pair.changes)
    assert changes == (
        Changed("standard", "1 hari", "2 hari"),
        Changed("output", "Konsep dokumen pengukuran kinerja", "Data"),
        Changed("lead", "Tim SAKIP", "Staf"),
    )


def test_a_bound_on_rounds_is_a_change() -> None:
    ways = Decision("Ya", "Tidak", 3, 1, (1,))
    old = procedure(step(1), step(2, decision=ways), step(3))
    new = procedure(step(1), step(2, decision=replace(ways, max_rounds=3)), step(3))
    assert [pair.changes for pair in compared(old, new).steps if pair.changes] == [
        (Changed("max_rounds", "", "3"),)
    ]


def test_cover_and_lanes_are_compared_too() -> None:
    basis = LegalBasis("Perbup 1", replaced_by="Perbup 2")
    cover = replace(seed().cover, number="800/1", legal_basis=(basis,))
    lanes = (*seed().lanes[1:], Lane("operator", "Operator"))
    found = compared(seed(), replace(seed(), cover=cover, lanes=lanes))
    assert [change.field for change in found.cover] == ["number", "legal_basis"]
    assert found.cover[1].now == "Perbup 1 (dicabut oleh Perbup 2)"
    assert [(p.was, p.now) for p in found.lanes if not p.is_same] == [
        (None, Lane("operator", "Operator")),
        (Lane("kepala_dinas", "Kepala Dinas"), None),
    ]
    assert not found.is_reordered
    assert compared(seed(), move_lane(seed(), 1, 3)).is_reordered


def test_of_a_list_only_the_lines_that_differ_are_shown() -> None:
    more = replace(seed().cover, equipment=(*seed().cover.equipment, "Pemindai"))
    turned = replace(seed().cover, equipment=seed().cover.equipment[::-1])
    assert compared(seed(), replace(seed(), cover=more)).cover == (
        Changed("equipment", "", "Pemindai"),
    )
    (change,) = compared(seed(), replace(seed(), cover=turned)).cover
    assert (change.was.splitlines()[0], change.now.splitlines()[0]) == (
        "SDM",
        "Dokumen Renstra, Renja",
    )


def test_a_row_is_known_again_under_another_sentence_if_its_work_is_its_own() -> None:
    other = replace(seed().steps[2], activity="Menyusun lembar isian")
    new = replace(seed(), steps=(*seed().steps[:2], other, *seed().steps[3:]))
    assert [[c.field for c in p.changes] for p in compared(seed(), new).steps if p.changes] == [
        ["activity"]
    ]


def test_the_largest_procedures_are_compared_row_by_row() -> None:
    rows = tuple(step(n, activity=f"{n} " + " ".join(map(str, range(300)))) for n in range(1, 201))
    sop = procedure(*rows)
    assert compared(sop, insert_step(sop, 100)).steps[99].was is None
