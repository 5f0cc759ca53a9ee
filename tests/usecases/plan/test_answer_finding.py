"""A finding is answered with a word of the planner, and stays answered until its facts change."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import World, new_world, problems, refused
from ukur.domain.people import Role
from ukur.domain.plan.draft import Upload
from ukur.domain.plan.findings.finding import Finding, FindingCode
from ukur.domain.plan.findings.plan import plan_findings
from ukur.domain.plan.reading import read_plan
from ukur.domain.refusals import NotValid
from ukur.domain.sheets import Sheet
from ukur.domain.sop.flow import WrongRole
from ukur.edge import wiring
from ukur.edge.shipped import shipped
from ukur.store.models import PlanVersion
from ukur.store.queries.plan_draft import plan_draft
from ukur.store.queries.plan_findings import FindingsPage, findings_page, last_year_targets
from ukur.usecases.plan.answer_finding import LONGEST, answer_finding
from ukur.usecases.plan.import_plan import import_plan

pytestmark = pytest.mark.django_db
YEAR = 2031
CONTENT = shipped("samples", "dinkes-contoh", "rencana.xlsx").read_bytes()
WORD = "Didukung lewat program di dinas lain"


@pytest.fixture
def world() -> World:
    return new_world()


def imported(world: World, year: int = YEAR, kind: str = "induk", more: str = "") -> int:
    """The sample's plan as a version; `more` makes it another file with another first ceiling."""

    def read(content: bytes) -> Sequence[Sheet]:
        return [_spoilt(sheet, more) for sheet in wiring.read_workbook(CONTENT)]

    upload = Upload(
        "rencana.xlsx", CONTENT + more.encode(), year, kind, change_reason="target diubah"
    )
    return import_plan(
        upload=upload, read=read, actor=world.actor(Role.PLANNER), tools=world.tools
    ).plan_id


def _spoilt(sheet: Sheet, more: str) -> Sheet:
    rows = list(sheet.rows)
    if more and sheet.name == "Sasaran":
        rows.append(("S9", f"Meningkatnya {more}"))
    return replace(sheet, rows=tuple(rows))


def page(world: World, plan_id: int) -> FindingsPage:
    found = findings_page(world.agency_id, plan_id)
    assert found is not None
    return found


def first(world: World, plan_id: int, code: FindingCode) -> Finding:
    return next(f for f in page(world, plan_id).findings if f.code is code)


def answered(world: World, plan_id: int, key: str, text: str = WORD) -> None:
    answer_finding(
        plan_id=plan_id, key=key, text=text, actor=world.actor(Role.PLANNER), tools=world.tools
    )


def test_a_stored_plan_is_the_plan_of_its_workbook(world: World) -> None:
    draft = read_plan(wiring.read_workbook(CONTENT), YEAR)
    stored = plan_draft(imported(world))
    assert replace(stored, units=draft.units) == replace(draft, notes=(), questions=())
    assert set(draft.units) <= set(stored.units)


def test_a_stored_plan_has_the_findings_of_its_workbook(world: World) -> None:
    draft = read_plan(wiring.read_workbook(CONTENT), YEAR)
    stored = {f.key for f in page(world, imported(world)).findings if f.sheet != "Unit"}
    assert stored == {finding.key for finding in plan_findings(draft)}


def test_an_answer_is_kept_with_who_and_when(world: World) -> None:
    plan_id = imported(world)
    key = first(world, plan_id, FindingCode.GOAL_WITHOUT_PROGRAM).key
    answered(world, plan_id, key, f"  {WORD} ")
    answer = page(world, plan_id).answers[key]
    assert (answer.text, answer.at, answer.number) == (WORD, world.clock.at, 1)
    assert answer.by == world.actor(Role.PLANNER).name


def test_a_later_answer_holds(world: World) -> None:
    plan_id = imported(world)
    key = first(world, plan_id, FindingCode.GOAL_WITHOUT_PROGRAM).key
    answered(world, plan_id, key, "Belum")
    answered(world, plan_id, key)
    assert page(world, plan_id).answers[key].text == WORD


def test_an_answer_holds_in_later_versions_and_not_in_earlier_ones(world: World) -> None:
    one = imported(world)
    two = imported(world, kind="perubahan", more="mutu")
    early, late = (first(world, plan, FindingCode.GOAL_WITHOUT_PROGRAM).key for plan in (one, two))
    assert early == late
    answered(world, two, late)
    assert page(world, one).answers == {}
    answered(world, one, early, "Lebih dahulu")
    assert page(world, one).answers[early].text == "Lebih dahulu"


def test_an_answer_does_not_silence_other_facts(world: World) -> None:
    plan_id = imported(world)
    differs = first(world, plan_id, FindingCode.RENJA_DIFFERS)
    answered(world, plan_id, differs.key)
    changed = replace(differs, facts={**differs.facts, "found": "13,9"})
    assert changed.key not in page(world, plan_id).answers


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "text_missing"), ("x" * (LONGEST + 1), "text_too_long")]
)
def test_an_answer_is_a_word(world: World, text: str, code: str) -> None:
    plan_id = imported(world)
    key = first(world, plan_id, FindingCode.GOAL_WITHOUT_PROGRAM).key
    with refused(NotValid) as told:
        answered(world, plan_id, key, text)
    assert problems(told[0]) == [("text", code)]


def test_what_was_not_found_cannot_be_answered(world: World) -> None:
    plan_id = imported(world)
    with refused(NotValid) as told:
        answered(world, plan_id, "0" * 32)
    assert problems(told[0]) == [("text", "finding_gone")]


def test_only_the_planner_answers(world: World) -> None:
    plan_id = imported(world)
    key = first(world, plan_id, FindingCode.GOAL_WITHOUT_PROGRAM).key
    with refused(WrongRole):
        answer_finding(
            plan_id=plan_id, key=key, text=WORD, actor=world.actor(Role.HEAD), tools=world.tools
        )


def test_the_plan_of_another_agency_is_not_there(world: World) -> None:
    plan_id = imported(world)
    other = new_world(code="lain")
    assert findings_page(other.agency_id, plan_id) is None
    with refused(PlanVersion.DoesNotExist):
        answered(other, plan_id, "0" * 32)


def test_the_targets_of_the_year_before_are_known(world: World) -> None:
    imported(world, YEAR)
    assert last_year_targets(world.agency_id, YEAR) == {}
    before = last_year_targets(world.agency_id, YEAR + 1)
    assert before["usia harapan hidup"] == Decimal("73.25")
    plan_id = imported(world, YEAR + 1)
    codes = {f.code for f in page(world, plan_id).findings}
    assert FindingCode.TARGET_UNCHANGED in codes


def test_findings_are_counted_with_a_fixed_number_of_queries(world: World) -> None:
    plan_id = imported(world)
    with CaptureQueriesContext(connection) as caught:
        page(world, plan_id)
    assert len(caught) <= 13
