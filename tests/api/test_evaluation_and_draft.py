"""Steps 5 and 6 by a program: what was said about the figures, and the words of the draft."""

import pytest

from tests.api.callers import program
from tests.builders import RATIO, World, cycle_at, explained, one_event, seen, state
from ukur.domain.people import Role
from ukur.store.queries.measurement import measurement

NARRATIVE = "Capaian {IKU-01.capaian}% dari target {IKU-01.target}."
WORDS = {
    "cause": "Kader berganti.",
    "obstacle": "",
    "follow_up": "Pelatihan kader.",
    "owner": "Bidang Kesmas",
    "due_on": "2026-11-30",
}


def short(cycle_id: int) -> list[int]:
    return [line.line_id for line in measurement(cycle_id).lines if line.shortfall]


def test_a_meeting_is_written_down_and_closed_by_programs(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    team, planner = program(world, Role.TEAM), program(world, Role.PLANNER)
    path = f"/cycles/{cycle_id}"
    before = team.get(f"{path}/evaluation").body
    assert (before["short"], before["explained"]) == (len(short(cycle_id)), 0)
    held = planner.post(f"{path}/steps/5/done", {"round": 1})
    assert (held.status, held.code) == (409, "step_held")
    for line_id in short(cycle_id):
        with one_event(cycle_id, "line_evaluated", cause="Kader berganti.", due_on="2026-11-30"):
            line = team.ask("PUT", f"{path}/lines/{line_id}/words", WORDS).body
        assert (line["words"], line["is_explained"]) == (WORDS, True)
    after = team.get(f"{path}/evaluation").body
    assert after["explained"] == after["short"] > 0
    assert [one["words"] for one in after["lines"] if one["shortfall"]] == [WORDS] * after["short"]
    done = planner.post(f"{path}/steps/5/done", {"round": 1})
    assert done.body == {"step": 6, "round": 1}


def test_words_about_a_figure_are_refused_as_on_the_page(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    (line_id, *_rest), path = short(cycle_id), f"/cycles/{cycle_id}/lines"
    team, head = program(world, Role.TEAM), program(world, Role.HEAD)
    operator = program(world, Role.OPERATOR, "PKM-01")
    for one in (team, head, operator):
        one.get("/me")
    before = state()
    found = head.ask("PUT", f"{path}/{line_id}/words", WORDS)
    assert (found.status, found.code) == (403, "wrong_role")
    found = team.ask("PUT", f"{path}/{line_id}/words", WORDS | {"owner": "x" * 201})
    assert (found.status, found.problems) == (422, [("owner", "text_too_long")])
    found = team.ask("PUT", f"{path}/{line_id}/words", WORDS | {"due_on": "besok"})
    assert (found.status, found.problems) == (422, [("due_on", "shape_wrong")])
    assert team.ask("PUT", f"{path}/{line_id + 999}/words", WORDS).status == 404
    assert operator.get(f"/cycles/{cycle_id}/evaluation").status == 404
    assert state() == before


def test_words_wait_for_their_step(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    path = f"/cycles/{cycle_id}/lines/{world.line(cycle_id, RATIO)}/words"
    found = program(world, Role.TEAM).ask("PUT", path, WORDS)
    assert (found.status, found.code) == (409, "step_not_open")


def test_a_draft_is_written_read_and_handed_in(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    planner, path = program(world, Role.PLANNER), f"/cycles/{cycle_id}"
    draft = planner.get(f"{path}/draft").body
    assert (draft["paragraphs"], draft["versions"]) == ([], [])
    held = planner.post(f"{path}/steps/6/done", {"round": 1})
    assert (held.status, held.code) == (409, "step_held")
    body = {"paragraphs": [NARRATIVE, "  "]}
    with one_event(cycle_id, "narrative_written"):
        kept = planner.ask("PUT", f"{path}/draft", body).body
    value = draft["names"]["IKU-01.capaian"]
    (paragraph,) = kept["paragraphs"]
    assert paragraph["typed"] == NARRATIVE
    assert paragraph["read"].startswith(f"Capaian {value}% dari target ")
    copy = planner.get(f"{path}/draft/pdf")
    assert (copy.headers["Content-Type"], copy.content[:5]) == ("application/pdf", b"%PDF-")
    assert planner.post(f"{path}/steps/6/done", {"round": 1}).body == {"step": 7, "round": 1}
    secretary = program(world, Role.SECRETARY)
    (version,) = secretary.get(f"{path}/draft").body["versions"]
    assert (version["version"], version["round"]) == (1, 1)
    assert seen(cycle_id).step == 7


@pytest.mark.parametrize(
    ("paragraphs", "problem"),
    [
        (["Ada.", "Capaian {IKU-99.capaian}."], ("paragraph:2", "name_unbound")),
        (["x" * 4_001], ("paragraphs.0", "text_too_long")),
        (["Ada."] * 41, ("paragraphs", "paragraphs_too_many")),
    ],
)
def test_a_paragraph_that_cannot_be_kept_is_named(
    world: World, paragraphs: list[str], problem: tuple[str, str]
) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    planner = program(world, Role.PLANNER)
    planner.get("/me")
    before = state()
    found = planner.ask("PUT", f"/cycles/{cycle_id}/draft", {"paragraphs": paragraphs})
    assert (found.status, found.problems) == (422, [problem])
    assert state() == before


def test_a_draft_is_written_by_the_planner_and_in_its_step(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    planner, team = program(world, Role.PLANNER), program(world, Role.TEAM)
    path, body = f"/cycles/{cycle_id}", {"paragraphs": [NARRATIVE]}
    found = planner.ask("PUT", f"{path}/draft", body)
    assert (found.status, found.code) == (409, "step_not_open")
    explained(world, seen(cycle_id))
    planner.post(f"{path}/steps/5/done", {"round": 1})
    found = team.ask("PUT", f"{path}/draft", body)
    assert (found.status, found.code) == (403, "wrong_role")
