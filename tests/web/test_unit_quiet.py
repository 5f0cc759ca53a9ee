"""What Tim SAKIP has to look at comes first; what was decided on before is folded and counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.builders import COUNT, RATIO, World, cycle_at, delivered
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.returning import Return
from ukur.store.models import Entry, EvidenceRow
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

UNIT = "PKM-01"
FOLDED = '<details class="lipat-sepi" id="lengkap">'


@dataclass
class Case:
    """The form of a unit in its first version, and whoever checks it."""

    world: World
    cycle_id: int
    task_id: int
    team: Client

    def page(self) -> tuple[str, str]:
        """What lies open, and what is folded."""
        shown = text(self.team.get(url("collect_unit", self.cycle_id, self.task_id)))
        open_part, _fold, folded = shown.partition(FOLDED)
        return open_part, folded

    def row(self, code: str) -> str:
        return f'<tr id="baris-{self.world.line(self.cycle_id, code)}"'

    def send_back(self) -> None:
        return_unit(
            task_id=self.task_id,
            wanted=Return("A", "Angka tidak cocok dengan rekap"),
            actor=self.world.actor(Role.TEAM),
            tools=self.world.tools,
        )

    def again(self, value: str) -> None:
        """The unit changes one figure and hands in the next version."""
        line = self.world.line(self.cycle_id, COUNT)
        record_entries(
            task_id=self.task_id,
            typed={line: Typed(value=value)},
            spent={},
            actor=self.world.actor(Role.OPERATOR, UNIT),
            tools=self.world.tools,
        )
        self.submit()

    def submit(self) -> None:
        head = self.world.actor(Role.UNIT_HEAD, UNIT)
        submit_unit(task_id=self.task_id, actor=head, tools=self.world.tools)


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    with installed() as world:
        cycle_id = cycle_at(world, 4).cycle_id
        task_id = delivered(world, cycle_id, UNIT).task_id
        yield Case(world, cycle_id, task_id, at_door(world, Role.TEAM))


def test_nothing_of_a_first_version_is_folded(case: Case) -> None:
    shown, folded = case.page()
    assert case.row(RATIO) in shown
    assert case.row(COUNT) in shown
    assert folded == ""


def test_a_line_that_is_as_it_was_decided_on_is_folded_and_counted(case: Case) -> None:
    case.send_back()
    case.again("5")
    shown, folded = case.page()
    assert case.row(COUNT) in shown
    assert case.row(RATIO) not in shown
    assert case.row(RATIO) in folded
    assert "1 baris lengkap" in folded
    assert "versi 1" in folded


def test_a_version_that_was_taken_back_was_not_decided_on(case: Case) -> None:
    withdraw_unit(
        task_id=case.task_id,
        actor=case.world.actor(Role.UNIT_HEAD, UNIT),
        tools=case.world.tools,
    )
    case.again("5")
    shown, folded = case.page()
    assert case.row(RATIO) in shown
    assert folded == ""


def test_what_changed_in_a_version_that_was_taken_back_is_still_shown(case: Case) -> None:
    case.send_back()
    case.again("5")
    withdraw_unit(
        task_id=case.task_id,
        actor=case.world.actor(Role.UNIT_HEAD, UNIT),
        tools=case.world.tools,
    )
    case.submit()
    shown, folded = case.page()
    assert case.row(COUNT) in shown
    assert case.row(RATIO) in folded


def test_while_the_unit_fills_in_its_form_nothing_is_folded(case: Case) -> None:
    case.send_back()
    case.again("5")
    case.send_back()
    assert case.page()[1] == ""


def test_a_line_without_its_evidence_is_never_folded(case: Case) -> None:
    case.send_back()
    case.again("5")
    line = case.world.line(case.cycle_id, RATIO)
    EvidenceRow.objects.filter(entry__task=case.task_id, entry__line=line).delete()
    shown, folded = case.page()
    assert case.row(RATIO) in shown
    assert folded == ""


def test_the_lines_of_a_long_first_version_are_folded_and_none_is_lost(db: None) -> None:
    with installed(more_ratios=60) as world:
        cycle_id = cycle_at(world, 4).cycle_id
        task_id = delivered(world, cycle_id, UNIT).task_id
        long = Case(world, cycle_id, task_id, at_door(world, Role.TEAM))
        shown, folded = long.page()
        lines = Entry.objects.filter(task=task_id).count()
        assert len(re.findall(r'<tr id="baris-', shown + folded)) == lines
        rows = folded.count('<tr id="baris-')
        assert f"{rows} baris lengkap" in folded
        assert "belum diputuskan" in folded


def test_folding_asks_for_nothing_more(case: Case) -> None:
    address = url("collect_unit", case.cycle_id, case.task_id)
    first = queries(lambda: case.team.get(address))
    case.send_back()
    case.again("5")
    assert queries(lambda: case.team.get(address)) <= first
