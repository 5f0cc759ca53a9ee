"""Errors that forbid a procedure, and findings that only deserve a word."""

from dataclasses import replace

import pytest
from hypothesis import given

from tests.domain.sop.builders import procedure, seed, sound_procedures, step
from ukur.domain.sop.model import Cover, Decision, Lane, LegalBasis, Procedure
from ukur.domain.sop.soundness import Finding, errors, findings, nearest


def codes(sop: Procedure) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in errors(sop)]


def decision(yes_to: int, no_to: int, *no_allowed: int) -> Decision:
    return Decision("Ya", "Tidak", yes_to, no_to, no_allowed or (no_to,))


def test_the_seed_is_sound() -> None:
    assert errors(seed()) == ()


@given(sound_procedures())
def test_what_the_builders_call_sound_is_sound(sop: Procedure) -> None:
    assert errors(sop) == ()


def test_a_procedure_without_steps_has_an_error() -> None:
    assert codes(procedure()) == [("step", "no_steps")]


def test_numbers_run_from_one_without_gaps() -> None:
    assert codes(procedure(step(1), step(3))) == [("step 2, number", "step_out_of_order")]
    assert codes(procedure(step(2), step(1))) == [
        ("step 1, number", "step_out_of_order"),
        ("step 2, number", "step_out_of_order"),
    ]


def test_a_number_that_is_there_twice_is_an_error_of_the_numbering_only() -> None:
    assert codes(procedure(step(1), step(1))) == [("step 2, number", "step_out_of_order")]


def test_actors_must_be_lanes() -> None:
    sop = procedure(step(1, lead="sekertaris", joined=("tim",)))
    unknown_lead, unknown_joined = errors(sop)
    assert unknown_lead.where == "step 1, lead"
    assert unknown_lead.facts["nearest"] == "sekretaris"
    assert unknown_lead.facts["allowed"] == "kepala_dinas, sekretaris, perencana, tim_sakip, staf"
    assert (unknown_joined.where, unknown_joined.code) == ("step 1, joined", "unknown_lane")


@pytest.mark.parametrize("joined", [("kepala_dinas",), ("staf", "staf")])
def test_an_actor_stands_in_a_step_once(joined: tuple[str, ...]) -> None:
    assert codes(procedure(step(1, joined=joined))) == [("step 1, joined", "actor_twice")]


def test_a_lane_has_a_key_of_its_own() -> None:
    lanes = (Lane("kepala_dinas", "Kepala"), Lane("kepala_dinas", "Wakil"))
    assert codes(procedure(step(1), lanes=lanes)) == [("lane 2, key", "lane_twice")]


def test_ways_lead_to_steps_that_exist() -> None:
    sop = procedure(step(1), step(2, decision=decision(9, 7, 7, 8)), step(3))
    assert codes(sop) == [
        ("step 2, decision, yes_to", "unknown_step"),
        ("step 2, decision, no_to", "unknown_step"),
        ("step 2, decision, no_allowed", "unknown_step"),
        ("step 3", "step_unreachable"),
    ]


@pytest.mark.parametrize("target", [2, 3])
def test_a_no_leads_to_an_earlier_step(target: int) -> None:
    sop = procedure(step(1), step(2, decision=decision(3, target)), step(3))
    assert codes(sop) == [("step 2, decision, no_to", "return_not_earlier")]


def test_the_usual_no_is_among_the_allowed() -> None:
    sop = procedure(step(1), step(2), step(3, decision=decision(4, 1, 2)), step(4))
    assert codes(sop) == [("step 3, decision, no_to", "no_to_not_allowed")]


def test_a_way_back_is_named_once() -> None:
    sop = procedure(step(1), step(2, returns=(1, 1)))
    assert codes(sop) == [("step 2, returns", "target_twice")]


def test_the_two_ways_of_a_decision_have_two_names() -> None:
    alike = Decision("Ya", "Ya", 3, 1, (1,))
    assert codes(procedure(step(1), step(2, decision=alike), step(3))) == [
        ("step 2, decision, no", "labels_alike")
    ]


def test_a_step_with_a_diamond_has_no_other_way_back() -> None:
    sop = procedure(step(1), step(2, decision=decision(3, 1), returns=(1,)), step(3))
    assert codes(sop) == [("step 2, decision", "decision_and_returns")]


def test_a_step_that_a_yes_skips_is_unreachable() -> None:
    sop = procedure(step(1), step(2, decision=decision(4, 1)), step(3), step(4))
    assert codes(sop) == [("step 3", "step_unreachable")]


def test_a_step_is_also_reached_by_a_no() -> None:
    first = step(1, decision=decision(3, 1))
    sop = procedure(first, step(2), step(3, returns=(2,)))
    assert ("step 2", "step_unreachable") not in codes(sop)


def test_a_yes_that_leads_back_never_ends() -> None:
    sop = procedure(step(1), step(2, decision=decision(1, 1)), step(3))
    assert codes(sop) == [
        ("step 1", "never_ends"),
        ("step 2", "never_ends"),
        ("step 3", "step_unreachable"),
    ]


def test_the_findings_about_the_seed_are_those_a_careful_reader_makes() -> None:
    assert [(f.step, f.code) for f in findings(seed())] == [
        (None, "legal_basis_replaced"),
        (None, "parts_inferred"),
        (2, "name_changes"),
        (4, "name_changes"),
        (5, "name_changes"),
        (6, "handed_past"),
        (6, "handed_twice"),
        (7, "rounds_unbounded"),
    ]


def test_a_plain_procedure_has_no_findings() -> None:
    assert findings(procedure(step(1), step(2))) == ()


def test_a_finding_names_both_names_of_the_product() -> None:
    sop = procedure(step(1, output="Konsep"), step(2, completeness="Draft"))
    assert findings(sop) == (
        Finding("name_changes", 1, {"following": 2, "gives": "Konsep", "asks": "Draft"}),
    )


def test_a_product_without_a_name_does_not_change_it() -> None:
    assert findings(procedure(step(1, output=""), step(2), step(3, completeness=" "))) == ()


def test_a_name_that_differs_in_capitals_only_is_the_same() -> None:
    assert findings(procedure(step(1, output="KONSEP"), step(2, completeness="konsep"))) == ()


def test_a_sentence_that_hands_the_work_past_the_next_actor_is_found() -> None:
    handed = step(1, activity="Menyerahkan kepada STAF")
    lanes = (Lane("kepala_dinas", "Kepala"), Lane("staf", "Staf"))
    found = findings(procedure(handed, step(2), lanes=lanes))
    assert found == (
        Finding("handed_past", 1, {"following": 2, "named": "Staf", "next": "Kepala"}),
    )
    assert findings(procedure(handed, step(2, lead="staf"), lanes=lanes)) == ()
    assert findings(procedure(handed, step(2, joined=("staf",)), lanes=lanes)) == ()


def test_rows_that_both_hand_the_work_to_one_lane_are_found() -> None:
    handed = {"activity": "Menyerahkan kepada Staf"}
    lanes = (Lane("staf", "Staf"),)
    sop = procedure(
        step(1, lead="staf", **handed),
        step(2, lead="staf", **handed),
        step(3, lead="staf"),
        lanes=lanes,
    )
    assert findings(sop) == (Finding("handed_twice", 1, {"following": 2, "named": "Staf"}),)


def test_a_bound_on_the_rounds_settles_the_finding() -> None:
    free = step(2, decision=decision(3, 1))
    bound = step(2, decision=replace(decision(3, 1), max_rounds=3))
    assert [f.code for f in findings(procedure(step(1), free, step(3)))] == ["rounds_unbounded"]
    assert findings(procedure(step(1), bound, step(3))) == ()


def test_what_the_cover_says_is_replaced_goes_before_what_is_known() -> None:
    basis = LegalBasis("Permenpan RB Nomor 29 Tahun 2010", replaced_by="Permenpan RB 53/2014")
    cover: Cover = replace(procedure().cover, legal_basis=(basis,))
    assert findings(replace(procedure(step(1)), cover=cover)) == (
        Finding("legal_basis_revoked", None, {"old": basis.text, "new": "Permenpan RB 53/2014"}),
    )


def test_a_lane_without_a_role_in_the_program_is_found() -> None:
    lanes = (Lane("kepala_dinas", "Kepala"), Lane("bupati", "Bupati"))
    assert findings(procedure(step(1), lanes=lanes)) == (
        Finding("lane_without_role", None, {"lane": "Bupati", "key": "bupati"}),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Permenpan RB Nomor 29 Tahun 2010", True),
        ("PERATURAN MENTERI PANRB NO. 29/2010", True),
        ("Peraturan Menteri Keuangan Nomor 129 Tahun 2010", False),
        ("Permenpan RB Nomor 53 Tahun 2014", False),
        ("Peraturan Bupati Nomor 29 Tahun 2010", False),
    ],
)
def test_a_replaced_regulation_is_found_by_its_words(text: str, *, found: bool) -> None:
    cover: Cover = replace(procedure().cover, legal_basis=(LegalBasis(text),))
    sop = replace(procedure(step(1)), cover=cover)
    assert [f.code for f in findings(sop)] == (["legal_basis_replaced"] if found else [])


def test_the_nearest_word_is_offered_only_for_words_of_ordinary_length() -> None:
    assert nearest("staff", ("staf",)) == "staf"
    assert nearest("x", ("staf",)) is None
    assert nearest("staf" * 20, ("staf" * 20,)) is None
