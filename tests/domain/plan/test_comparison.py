"""Two versions of a plan side by side: only what differs is told, and all of it."""

from collections.abc import Mapping

from tests.plan_sheets import sheets
from ukur.domain.plan.comparison import Compared, Difference, State, compared
from ukur.domain.plan.draft import PlanDraft
from ukur.domain.plan.reading import read_with_problems

YEAR = 2026
Changes = Mapping[tuple[str, int, str], str]


def plan(changes: Changes | None = None) -> PlanDraft:
    return read_with_problems(sheets(changes), YEAR)[0]


def told(changes: Changes) -> dict[str, dict[str, tuple[str, str]]]:
    """The differences of the indicators, by code and field."""
    found = compared(plan(), plan(changes), YEAR).indicators
    return {row.code: {d.field: (d.was, d.now) for d in row.differences} for row in found}


def test_a_plan_differs_from_itself_in_nothing() -> None:
    assert compared(plan(), plan(), YEAR).is_same


def test_a_changed_target_is_told_with_both_numbers() -> None:
    assert told({("Target", 0, "tw i"): "30"}) == {"I-1": {"target TW I": ("25", "30")}}
    assert told({("Target", 0, "renja"): ""}) == {"I-1": {"target renja": ("95", "")}}
    assert told({("Target", 1, "tahun"): "A"}) == {"I-2": {"target Tahun": ("B", "A")}}


def test_a_target_of_a_unit_is_told_with_its_unit() -> None:
    assert told({("Target Unit", 0, "tw i"): "21"}) == {"I-1": {"target PKM-01 TW I": ("20", "21")}}


def test_manual_rules_and_assignment_are_told_field_by_field() -> None:
    changes = {
        ("Indikator", 0, "definisi operasional"): "baru",
        ("Indikator", 0, "aturan periode"): "tertinggi",
        ("Indikator", 0, "diukur pada"): "Tahun",
        ("Penugasan", 0, "kode unit"): "PKM-02",
        ("Target Unit", 0, "kode unit"): "PKM-02",
    }
    assert told(changes) == {
        "I-1": {
            "definisi operasional": ("", "baru"),
            "aturan periode": ("terakhir", "tertinggi"),
            "diukur pada": ("TW I, TW II, Tahun", "Tahun"),
            "penugasan": ("PKM-01, PKM-02", "PKM-02"),
            "target PKM-01 TW I": ("20", ""),
            "target PKM-01 Tahun": ("90 – 100", ""),
            "target PKM-02 TW I": ("", "20"),
            "target PKM-02 Tahun": ("", "90 – 100"),
        }
    }


def test_rows_that_came_and_went_are_told_by_their_names() -> None:
    found = compared(plan(), plan({("Indikator", 1, "kode"): "I-9"}), YEAR).indicators
    assert found == (
        Compared("I-9", "Nilai SAKIP", State.ADDED),
        Compared("I-2", "Nilai SAKIP", State.REMOVED),
    )


def test_goals_ceilings_and_links_are_held_against_each_other_too() -> None:
    changes = {
        ("Sasaran", 0, "bobot"): "3",
        ("Anggaran", 0, "pagu"): "2000000",
        ("Lintas", 1, "perangkat daerah lain"): "Dinas Lain",
        ("Lintas", 0, "uraian"): "lain",
    }
    found = compared(plan(), plan(changes), YEAR)
    assert found.goals[0].differences == (Difference("bobot", "2,5", "3"),)
    assert found.budget[0].differences == (Difference("pagu", "Rp 1.500.000", "Rp 2.000.000"),)
    assert [(link.code, link.state) for link in found.links] == [
        ("1.02.02 → S1", State.CHANGED),
        ("S1 → Dinas Lain", State.ADDED),
        ("S1 → Dinas Sosial", State.REMOVED),
    ]
