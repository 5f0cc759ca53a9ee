"""A figure that turns out wrong after its collection gets a new version; the old one stays."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    LATER,
    RATIO,
    World,
    chain,
    cycle_at,
    new_world,
    one_event,
    onward,
    ordered,
    problems,
    refused,
    signed_heads,
    unpacked,
)
from ukur.domain.entering import Typed
from ukur.domain.figure_correction import (
    CollectionOpen,
    CorrectionPassed,
    NewVersion,
    NotACorrector,
)
from ukur.domain.figures.achievement import Achieved
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.domain.refusals import NotValid
from ukur.store.models import (
    BudgetEntry,
    Cycle,
    Entry,
    EntryCorrectionRow,
    PackageRow,
    PaperRow,
    UnitTask,
)
from ukur.store.queries.corrections import correctable_figures
from ukur.store.queries.entry import entry_form
from ukur.store.queries.evaluation import evaluated_line
from ukur.store.queries.measured import LaterVersion, MeasuredLine
from ukur.store.queries.measurement import corrected_measurement, measurement
from ukur.usecases.collect.correct_earlier_figure import correct_earlier_figure

pytestmark = pytest.mark.django_db
WHY = "Satu kematian di RS luar daerah baru dilaporkan."


@pytest.fixture
def world() -> World:
    return new_world()


def entry_of(cycle_id: int, unit: str, code: str) -> Entry:
    return Entry.objects.get(
        line__cycle=cycle_id, line__indicator__code=code, task__unit__code=unit
    )


def corrected(  # noqa: PLR0913 - what a page sends
    world: World,
    cycle_id: int,
    typed: Typed,
    *,
    unit: str = "PKM-01",
    code: str = COUNT,
    role: Role = Role.TEAM,
    reason: str = WHY,
    seen: int = 0,
    reported_on: date | None = date(2026, 4, 1),
) -> int:
    """An hour later, somebody corrects a unit's figure."""
    world.clock.at += timedelta(hours=1)
    return correct_earlier_figure(
        cycle_id=cycle_id,
        entry_id=entry_of(cycle_id, unit, code).pk,
        wanted=NewVersion(typed, reason, reported_on, seen),
        actor=world.actor(role),
        tools=world.tools,
    )


def line(cycle_id: int, code: str = COUNT, *, newest: bool = False) -> MeasuredLine:
    figures = corrected_measurement(cycle_id) if newest else measurement(cycle_id)
    return next(one for one in figures.lines if one.code == code)


def second_quarter(world: World, step: int) -> int:
    """The cycle of TW II, carried to a step in July."""
    world.clock.at = world.clock.at.replace(month=7, day=1)
    return onward(world, ordered(world, Period.TW2), step).cycle_id


def test_one_event_tells_what_was_what_is_and_why(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    with one_event(
        cycle_id,
        "figure_corrected",
        unit="PKM-01",
        line=COUNT,
        number=1,
        was={"value": "4", "numerator": None, "denominator": None},
        to={"value": "5", "numerator": None, "denominator": None},
        reason=WHY,
        reported_on="2026-04-01",
    ):
        assert corrected(world, cycle_id, Typed(value="5")) == 1


@pytest.mark.parametrize("step", [5, 6, 7, 8, 9, 10])
def test_the_entry_itself_stays_as_it_was(world: World, step: int) -> None:
    cycle_id = cycle_at(world, step).cycle_id
    before = Entry.objects.filter(line__cycle=cycle_id).order_by("pk").values_list()
    kept = list(before)
    corrected(world, cycle_id, Typed(value="5"))
    assert list(before.all()) == kept
    assert EntryCorrectionRow.objects.count() == 1


def test_figures_that_are_not_approved_follow_the_correction_at_once(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    assert (line(cycle_id).realization, line(cycle_id).version) == ("16,00", 2)


@pytest.mark.parametrize("step", [8, 9, 10])
def test_approved_figures_stand_as_they_were_approved(world: World, step: int) -> None:
    cycle_id = cycle_at(world, step).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    assert (line(cycle_id).realization, line(cycle_id).version) == ("14,00", 1)
    assert line(cycle_id, newest=True).realization == "16,00"
    assert line(cycle_id).later == (LaterVersion(Period.TW1, 2),)
    assert line(cycle_id, RATIO).later == ()


def test_a_correction_before_the_ya_is_part_of_what_is_signed(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    world.clock.at += timedelta(hours=1)
    onward(world, cycle_id, 10)
    assert line(cycle_id).realization == "16,00"
    assert line(cycle_id).later == ()


def test_the_year_follows_in_the_next_quarter(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    corrected(world, first, Typed(value="6"))
    now = line(second_quarter(world, 5))
    assert (now.realization, now.since_january) == ("14,00", "30,00")
    assert isinstance(now.year, Achieved)
    assert now.year.ratio == Fraction(2 * 40 - 30, 40)
    assert [(part.period, part.value, part.version) for part in now.history] == [
        (Period.TW1, "16,00", 2)
    ]


def test_a_later_quarter_that_was_signed_keeps_its_year_and_says_so(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    second = second_quarter(world, 10)
    corrected(world, first, Typed(value="6"))
    assert line(second).since_january == "28,00"
    assert line(second).later == (LaterVersion(Period.TW1, 2),)
    assert line(second, newest=True).since_january == "30,00"


def test_corrected_there_and_back_the_figures_are_the_same(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    second = second_quarter(world, 5)
    before = line(second)
    corrected(world, first, Typed(value="6"))
    corrected(world, first, Typed(value="4"), seen=1)
    after = line(second)
    assert (after.since_january, after.year, after.period) == (
        before.since_january,
        before.year,
        before.period,
    )
    assert [part.version for part in after.history] == [3]


def test_ratios_are_corrected_by_their_parts(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(numerator="90", denominator="100"), code=RATIO)
    ratio = line(cycle_id, RATIO)
    assert ratio.realization == "85,00"


def test_a_figure_that_does_not_hold_can_be_taken_back(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed())
    found = line(cycle_id)
    assert found.realization == "10,00"
    assert [(unit.unit, unit.reason) for unit in found.not_delivered] == [("Puskesmas 01", WHY)]


def closed_with_figures(world: World, step: int) -> int:
    """A cycle at the step whose first unit had typed 4, and was closed all the same."""
    cycle_id = cycle_at(world, step).cycle_id
    UnitTask.objects.filter(cycle=cycle_id, unit__code="PKM-01").update(
        state="closed", reason="Tidak dijawab."
    )
    assert entry_of(cycle_id, "PKM-01", COUNT).value == Decimal(4)
    return cycle_id


def test_a_unit_that_never_delivered_can_be_brought_in_late(world: World) -> None:
    """With any figure, also with the one that it had typed and nobody vouched for."""
    cycle_id = closed_with_figures(world, 5)
    assert line(cycle_id).realization == "10,00"
    corrected(world, cycle_id, Typed(value="4"))
    assert line(cycle_id).realization == "14,00"
    corrected(world, cycle_id, Typed(value="3"), seen=1)
    assert line(cycle_id).realization == "13,00"


def test_what_a_closed_unit_had_typed_is_shown_nowhere_as_its_figure(world: World) -> None:
    cycle_id = closed_with_figures(world, 10)
    units = correctable_figures(cycle_id, world.line(cycle_id, COUNT))
    assert [(unit.first, unit.newest) for unit in units if unit.unit == "Puskesmas 01"] == [
        ("–", "–")
    ]
    shown = evaluated_line(cycle_id, world.line(cycle_id, RATIO))
    assert shown is not None
    assert [part.unit for part in shown.parts] == ["Puskesmas 02"]
    second = second_quarter(world, 4)
    task, operator = world.task(second, "PKM-01"), world.actor(Role.OPERATOR, "PKM-01")
    form = entry_form(task.task_id, operator, world.clock.at)
    assert form is not None
    assert [one.previous for one in form.lines if one.code == COUNT] == [""]


def test_money_of_a_closed_unit_stands_beside_no_later_form(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    money = BudgetEntry.objects.filter(task__cycle=first, absorbed__isnull=False)
    unit = money[0].task.unit
    UnitTask.objects.filter(cycle=first, unit=unit).update(state="closed")
    second = second_quarter(world, 4)
    operator = world.actor(Role.OPERATOR, unit.code)
    form = entry_form(world.task(second, unit.code).task_id, operator, world.clock.at)
    assert form is not None
    assert {cell.previous for cell in form.budget} == {""}


def test_what_a_unit_fills_in_again_overtakes_the_correction(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    world.clock.at += timedelta(hours=1)
    Entry.objects.filter(pk=entry_of(cycle_id, "PKM-01", COUNT).pk).update(
        value=Decimal(7), entered_at=world.clock.at
    )
    assert line(cycle_id).realization == "17,00"


# --- what was signed ------------------------------------------------------------------------


def test_the_signed_document_and_the_package_stay_byte_for_byte(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    papers = list(PaperRow.objects.filter(cycle=cycle_id).order_by("pk").values())
    package = PackageRow.objects.get(cycle=cycle_id)
    held = world.vault.read(package.sha256)
    corrected(world, cycle_id, Typed(value="6"))
    assert list(PaperRow.objects.filter(cycle=cycle_id).order_by("pk").values()) == papers
    assert world.vault.read(PackageRow.objects.get(cycle=cycle_id).sha256) == held


def test_the_journal_goes_on_from_the_one_in_the_package(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    package = unpacked(world.vault.read(PackageRow.objects.get(cycle=cycle_id).sha256))
    packed = package["jurnal.jsonl"].decode().splitlines()
    corrected(world, cycle_id, Typed(value="6"))
    events = chain(cycle_id)
    assert first_break(events) is None
    assert [event.verb for event in events[-2:]] == ["archived", "figure_corrected"]
    assert all(event.hash in told for event, told in zip(events, packed, strict=False))
    signed = signed_heads(cycle_id)[-1]
    assert (signed.sequence, signed.hash) == (len(events), events[-1].hash)
    assert Cycle.objects.get(pk=cycle_id).run.step is None


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HEAD, Role.SECRETARY, Role.STAFF, Role.KEEPER])
def test_others_do_not_correct(world: World, role: Role) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    with refused(NotACorrector):
        corrected(world, cycle_id, Typed(value="5"), role=role)


def test_the_planner_may(world: World) -> None:
    assert corrected(world, cycle_at(world, 5).cycle_id, Typed(value="5"), role=Role.PLANNER) == 1


def test_what_is_still_collected_is_changed_in_the_form(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    with refused(CollectionOpen):
        corrected(world, cycle_id, Typed(value="5"))
    onward(world, cycle_id, 5)
    UnitTask.objects.filter(cycle=cycle_id, unit__code="PKM-01").update(state="returned")
    with refused(CollectionOpen):
        corrected(world, cycle_id, Typed(value="5"))


@pytest.mark.parametrize(
    ("typed", "reason", "day", "expected"),
    [
        (Typed(value="5"), " ", date(2026, 4, 1), [("reason", "reason_missing")]),
        (Typed(value="5"), WHY, None, [("reported_on", "reported_missing")]),
        (Typed(value="5"), WHY, date(2026, 4, 2), [("reported_on", "reported_in_future")]),
        (Typed(value="4"), WHY, date(2026, 4, 1), [("value", "correction_idle")]),
        (Typed(value="lima"), WHY, date(2026, 4, 1), [("value", "figure_not_a_number")]),
        (Typed(value="1.234"), WHY, date(2026, 4, 1), [("value", "figure_assumed")]),
        (Typed(value="4.25"), WHY, date(2026, 4, 1), [("value", "figure_ambiguous")]),
    ],
)
def test_a_correction_says_something_new_and_why_and_since_when(
    world: World, typed: Typed, reason: str, day: date | None, expected: list[tuple[str, str]]
) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    with refused(NotValid) as told:
        corrected(world, cycle_id, typed, reason=reason, reported_on=day)
    assert problems(told[0]) == expected


def test_whoever_saw_an_older_version_looks_again(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    corrected(world, cycle_id, Typed(value="5"))
    with refused(CorrectionPassed):
        corrected(world, cycle_id, Typed(value="6"))


def test_figures_of_other_cycles_and_agencies_are_out_of_reach(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    other = new_world(code="lain")
    with refused(Cycle.DoesNotExist):
        correct_earlier_figure(
            cycle_id=cycle_id,
            entry_id=entry_of(cycle_id, "PKM-01", COUNT).pk,
            wanted=NewVersion(Typed(value="5"), WHY, date(2026, 4, 1), 0),
            actor=other.actor(Role.TEAM),
            tools=other.tools,
        )


def test_what_is_not_due_and_scores_are_left_alone(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    assert line(cycle_id, INDEX).version == 1
    assert line(cycle_id, LATER).history == ()


# --- where else it tells --------------------------------------------------------------------


def test_the_discussion_shows_the_unit_as_corrected(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(numerator="95", denominator="100"), code=RATIO)
    shown = evaluated_line(cycle_id, world.line(cycle_id, RATIO))
    assert shown is not None
    assert {part.unit: part.numerator for part in shown.parts} == {
        "Puskesmas 01": "95",
        "Puskesmas 02": "80",
    }


def test_the_next_form_shows_the_corrected_figure_of_the_period_before(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    corrected(world, first, Typed(value="6"))
    second = second_quarter(world, 4)
    task, operator = world.task(second, "PKM-01"), world.actor(Role.OPERATOR, "PKM-01")
    form = entry_form(task.task_id, operator, world.clock.at)
    assert form is not None
    assert [one.previous for one in form.lines if one.code == COUNT] == ["6,00"]


def test_the_account_of_a_figure_names_the_correction(world: World) -> None:
    cycle_id = cycle_at(world, 5).cycle_id
    corrected(world, cycle_id, Typed(value="6"))
    rows = line(cycle_id).explanation.provenance.rows
    told = {row.unit: (row.origin, row.note, row.entered_by) for row in rows}
    assert told["Puskesmas 01"] == ("corrected", WHY, "tim_sakip")
    assert told["Puskesmas 02"] == ("", "", "operator PKM-02")


def test_the_next_document_says_that_an_earlier_figure_was_corrected(world: World) -> None:
    first = cycle_at(world, 10).cycle_id
    corrected(world, first, Typed(value="6"))
    paper = PaperRow.objects.get(cycle=second_quarter(world, 7), kind="measurement")
    told = next(one for one in paper.values["explained"] if COUNT in one["indicator"])
    assert "TW I dikoreksi (versi 2)" in told["year"]
