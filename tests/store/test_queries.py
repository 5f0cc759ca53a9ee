"""What the smaller queries answer: papers, plans, procedures, calendars, people, forms."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from tests.builders import (
    COUNT,
    PROOF,
    RATIO,
    SUB_FIELD,
    World,
    cycle_at,
    delivered,
    filled,
    narrated,
    new_world,
    onward,
    seen,
)
from ukur.domain.collecting import Lack
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.sop.flow import Hold
from ukur.domain.sop.worktime import USUAL_WEEK, WEEKDAYS, Zone
from ukur.store.models import (
    Account,
    Agency,
    Cycle,
    DutyRow,
    PackageRow,
    PaperRow,
    PlanVersion,
    ProcedureVersion,
    Remark,
    RuleSetVersion,
    Run,
    UnitTask,
)
from ukur.store.queries.actors import actor
from ukur.store.queries.calendars import calendar_of, hours_of
from ukur.store.queries.holds import holds_of
from ukur.store.queries.journals import agency_codes, journal_of
from ukur.store.queries.lacks import lacks_of
from ukur.store.queries.papers import (
    cycle_is_at,
    kept_paper,
    package_of_file,
    paper_of_file,
    proposer_of,
    public_paper,
)
from ukur.store.queries.plans import plan_in_force
from ukur.store.queries.procedures import (
    procedure_in_force,
    procedure_of,
    rule_set_in_force,
    rules_of,
)
from ukur.store.queries.stages import cycle_stand
from ukur.store.queries.unit_forms import form_key, unit_form_values, unit_forms_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return new_world()


def loaded(cycle_id: int) -> Cycle:
    return Cycle.objects.select_related("run__procedure", "rule_set").get(pk=cycle_id)


# --- what holds a step --------------------------------------------------------------------


def test_a_step_without_work_of_its_own_is_held_by_nothing(world: World) -> None:
    cycle_id = cycle_at(world, 2).cycle_id
    for step in (2, 3, 8, 9, None):
        Run.objects.update(step=step)
        assert holds_of(loaded(cycle_id)) == ()


def test_the_draft_is_held_by_missing_words_and_unanswered_remarks(world: World) -> None:
    now = cycle_at(world, 6)
    assert holds_of(loaded(now.cycle_id)) == (Hold("paragraphs_missing", 1),)
    narrated(world, now)
    Remark.objects.create(
        cycle_id=now.cycle_id,
        number=1,
        step=5,
        round=1,
        place="document",
        text="Jelaskan.",
        role="tim_sakip",
        written_at=world.clock.at,
        written_by_id=world.actor(Role.TEAM).account_id,
    )
    assert holds_of(loaded(now.cycle_id)) == (Hold("remarks_unanswered", 1),)
    Remark.objects.update(state="answered")
    assert holds_of(loaded(now.cycle_id)) == ()


def test_lacks_stand_in_the_order_of_the_form(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = world.task(cycle_id, "PKM-01")
    assert lacks_of(task.task_id) == (
        Lack(RATIO, "value"),
        Lack(COUNT, "value"),
        Lack(SUB_FIELD, "value"),
    )
    filled(world, cycle_id, "PKM-01")
    assert lacks_of(task.task_id) == ()


# --- papers -------------------------------------------------------------------------------


def test_a_stranger_learns_of_a_paper_by_its_code_or_its_file(world: World) -> None:
    onward(world, cycle_at(world, 2).cycle_id, 9)
    row = PaperRow.objects.exclude(signed_sha256="").get()
    found = public_paper(row.code)
    assert found is not None
    assert (found.kind, found.way, found.is_newest) == ("measurement", "seal", True)
    assert (found.agency, found.year, found.period) == ("Dinas Kesehatan", 2026, "TW1")
    assert paper_of_file(row.signed_sha256) == paper_of_file(row.pdf_sha256) == found
    assert public_paper("XXXXXXXXXXXX") is None
    assert paper_of_file("0" * 64) is None


def test_a_replaced_paper_names_the_newest(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    first = PaperRow.objects.get(kind="measurement")
    Run.objects.update(step=6, round=2)
    newer = PaperRow.objects.create(
        cycle_id=cycle_id,
        kind="measurement",
        version=2,
        round=2,
        code="BARU",
        values={},
        made_at=world.clock.at,
        made_by_id=world.actor(Role.PLANNER).account_id,
    )
    found = public_paper(first.code)
    assert found is not None
    assert (found.is_newest, found.newest_version, found.newest_code) == (False, 2, newer.code)


def test_a_paper_is_given_out_to_its_own_agency_only(world: World) -> None:
    cycle_id = cycle_at(world, 3).cycle_id
    row = PaperRow.objects.get(kind="order")
    kept = kept_paper(row.code, world.agency_id)
    assert (kept.cycle_id, kept.kind, kept.has_ended) == (cycle_id, "order", False)
    with pytest.raises(PaperRow.DoesNotExist):
        kept_paper(row.code, world.agency_id + 1)
    assert cycle_is_at(cycle_id, world.agency_id) == (3, 1)
    with pytest.raises(Cycle.DoesNotExist):
        cycle_is_at(cycle_id, world.agency_id + 1)


def test_who_proposed_the_newest_draft_is_known(world: World) -> None:
    cycle_id = cycle_at(world, 6).cycle_id
    assert proposer_of(cycle_id) is None
    onward(world, cycle_id, 7)
    assert proposer_of(cycle_id) == world.actor(Role.PLANNER).account_id


def test_a_package_is_known_by_its_file(world: World) -> None:
    cycle_at(world, 10)
    assert package_of_file(PackageRow.objects.get().sha256)
    assert not package_of_file("0" * 64)


# --- what is in force ---------------------------------------------------------------------


def test_the_newest_plan_that_is_in_force_counts(world: World) -> None:
    first = PlanVersion.objects.get()
    change = PlanVersion.objects.create(
        agency_id=world.agency_id,
        year=2026,
        number=2,
        kind="perubahan",
        in_force_from=date(2026, 8, 1),
        imported_at=world.clock.at,
    )
    assert plan_in_force(world.agency_id, 2026, date(2026, 7, 31)) == first
    assert plan_in_force(world.agency_id, 2026, date(2026, 8, 1)) == change
    assert plan_in_force(world.agency_id, 2026, date(2027, 2, 1)) == change
    assert plan_in_force(world.agency_id, 2025, date(2026, 8, 1)) is None
    assert plan_in_force(world.agency_id + 1, 2026, date(2026, 8, 1)) is None


def test_the_sop_and_the_rules_in_force_are_the_newest_of_the_day(world: World) -> None:
    first = ProcedureVersion.objects.get()
    newer = ProcedureVersion.objects.create(
        agency_id=world.agency_id,
        key=first.key,
        version="2",
        text=first.text,
        sha256=first.sha256,
        in_force_from=date(2026, 6, 1),
    )
    key = "pengukuran-kinerja"
    assert procedure_in_force(world.agency_id, key, date(2026, 5, 31)) == first
    assert procedure_in_force(world.agency_id, key, date(2026, 6, 1)) == newer
    with pytest.raises(ProcedureVersion.DoesNotExist):
        procedure_in_force(world.agency_id, "lain", date(2026, 6, 1))
    assert rule_set_in_force(world.agency_id, date(2026, 6, 1)) == RuleSetVersion.objects.get()
    with pytest.raises(RuleSetVersion.DoesNotExist):
        rule_set_in_force(world.agency_id, date(2000, 1, 1))


def test_a_cycle_keeps_the_sop_and_the_rules_that_it_began_with(world: World) -> None:
    cycle_id = cycle_at(world, 2).cycle_id
    before = procedure_of(loaded(cycle_id).run)
    ProcedureVersion.objects.create(
        agency_id=world.agency_id,
        key=before.key,
        version="2",
        text="",
        sha256="",
        in_force_from=date(2026, 1, 1),
    )
    assert procedure_of(loaded(cycle_id).run) == before
    assert len(before.steps) == 9
    assert rules_of(loaded(cycle_id)).key == "ukur-baku"


# --- calendar and people ------------------------------------------------------------------


def test_the_calendar_knows_its_years_and_holidays(world: World) -> None:
    calendar = calendar_of(Agency.objects.get())
    assert calendar.years == {2025, 2026, 2027}
    assert calendar.holidays[date(2026, 4, 3)] == "Wafat Yesus Kristus"
    assert calendar.hours.week == USUAL_WEEK


def test_office_hours_are_the_agencys_own() -> None:
    hours = hours_of({WEEKDAYS[0]: [["08:00", "12:30"]]}, 9)
    assert hours.zone is Zone.WIT
    assert [(span.start, span.end) for span in hours.week[0]] == [(time(8), time(12, 30))]
    assert hours.week[1:] == ((),) * 6


def test_duties_hold_on_the_day_of_the_agencys_own_clock(world: World) -> None:
    account = Account.objects.get(username="staf")
    DutyRow.objects.filter(account=account).update(starts=date(2026, 4, 2))
    last_minute = datetime(2026, 4, 1, 16, 59, tzinfo=UTC)
    assert actor(account.pk, last_minute).roles == frozenset()
    assert actor(account.pk, last_minute.replace(hour=17, minute=0)).roles == {Role.STAFF}


def test_whoever_is_no_longer_active_is_nobody(world: World) -> None:
    account = Account.objects.get(username="staf")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(Account.DoesNotExist):
        actor(account.pk, world.clock.at)


# --- forms, stands, journals --------------------------------------------------------------


def test_a_unit_form_carries_what_is_asked_and_what_was_entered(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task = filled(world, cycle_id, "PKM-01")
    form, unit_id = unit_form_values(task.task_id, world.agency_id)
    assert unit_id == task.unit_id
    assert form.key == form_key(
        UnitTask.objects.select_related("cycle__agency", "unit").get(pk=task.task_id)
    )
    assert (form.key, form.mark) == ("contoh/2026/TW1/PKM-01", "DATA CONTOH")
    assert form.due == "20-04-2026 pukul 16.00 WIB"
    ratio, count = form.lines
    assert (ratio.code, ratio.target, ratio.year_target) == (RATIO, "90", "95")
    assert (ratio.numerator, ratio.denominator, ratio.value) == (Decimal(80), Decimal(100), None)
    assert (count.code, count.value) == (COUNT, Decimal(4))
    assert [(b.code, b.spent) for b in form.budget] == [(SUB_FIELD, Decimal(750_000))]
    with pytest.raises(UnitTask.DoesNotExist):
        unit_form_values(task.task_id, world.agency_id + 1)


def test_the_forms_of_all_units_stand_in_order(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    forms = unit_forms_values(cycle_id, world.agency_id)
    assert [form.unit_code for form in forms] == ["SEKRET", "PKM-01", "PKM-02"]
    with pytest.raises(Cycle.DoesNotExist):
        unit_forms_values(cycle_id, world.agency_id + 1)


def test_a_stand_tells_where_the_cycle_is(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    delivered(world, cycle_id, "PKM-02")
    stand = cycle_stand(cycle_id)
    assert (stand.step, stand.round) == (seen(cycle_id).step, 1)
    assert [(task.unit, task.state) for task in stand.tasks] == [
        ("SEKRET", "filling"),
        ("PKM-01", "filling"),
        ("PKM-02", "submitted"),
    ]
    wanting = [line.code for line in stand.tasks[1].lines if line.wants_evidence]
    assert wanting == [RATIO]
    assert PROOF in world.vault.files.values()


def test_a_journal_is_found_by_the_names_that_people_know(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    delivered(world, cycle_id, "PKM-01")
    own = journal_of("contoh", 2026, Period.TW1)
    unit = journal_of("contoh", 2026, Period.TW1, "PKM-01")
    assert own is not None
    assert unit is not None
    assert own[-1].facts["unit_head"] == unit[-1].hash
    assert journal_of("contoh", 2026, Period.TW2) is None
    assert journal_of("contoh", 2026, Period.TW1, "PKM-02") is None
    assert agency_codes() == ("contoh",)
