"""A return that says line by line what is to be mended, on the pages of both sides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.builders import COUNT, RATIO, World, cycle_at, delivered
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.returning import Return, ReturnLine
from ukur.store.models import BudgetEntry, ReturnLineRow
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

UNIT = "PKM-01"
WORD = "Cocokkan dengan <register>."
SHOWN = "Cocokkan dengan &lt;register&gt;."
MOST_QUERIES = 10


@dataclass
class Case:
    """The form of a unit in its first version, and both sides of it."""

    world: World
    cycle_id: int
    task_id: int
    team: Client
    head: Client
    operator: Client

    @property
    def count(self) -> int:
        return self.world.line(self.cycle_id, COUNT)

    @property
    def ratio(self) -> int:
        return self.world.line(self.cycle_id, RATIO)

    @property
    def money(self) -> str:
        return f"b{BudgetEntry.objects.get(task=self.task_id).budget_line_id}"

    def post(self, words: Mapping[int | str, str] | None = None, **more: str) -> Answer:
        """What Tim SAKIP sends by the button at the end of the unit's page."""
        sent = {"version": "1", "reason_code": "A"}
        sent |= {f"w{key}": word for key, word in (words or {}).items()}
        return self.team.post(url("return_unit", self.cycle_id, self.task_id), sent | more)

    def send_back(self, *lines: ReturnLine, reason: str = "") -> None:
        return_unit(
            task_id=self.task_id,
            wanted=Return("A", reason, lines),
            actor=self.world.actor(Role.TEAM),
            tools=self.world.tools,
        )

    def change(self, cases: str) -> None:
        record_entries(
            task_id=self.task_id,
            typed={self.count: Typed(value=cases)},
            spent={},
            actor=self.world.actor(Role.OPERATOR, UNIT),
            tools=self.world.tools,
        )

    def submit(self) -> None:
        head = self.world.actor(Role.UNIT_HEAD, UNIT)
        submit_unit(task_id=self.task_id, actor=head, tools=self.world.tools)

    def checked(self) -> str:
        return text(self.team.get(url("collect_unit", self.cycle_id, self.task_id)))

    def form(self) -> str:
        return text(self.operator.get(url("entry", self.task_id)))


def case_in(world: World) -> Case:
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = delivered(world, cycle_id, UNIT).task_id
    return Case(
        world,
        cycle_id,
        task_id,
        at_door(world, Role.TEAM),
        at_door(world, Role.UNIT_HEAD, UNIT),
        at_door(world, Role.OPERATOR, UNIT),
    )


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    with installed() as world:
        yield case_in(world)


def part(page: str, begin: str, end: str) -> str:
    """What stands between the first `begin` and the next `end`."""
    return page.partition(begin)[2].partition(end)[0]


# --- Tim SAKIP marks what is to be mended ---------------------------------------------------


def test_a_figure_and_a_budget_line_are_marked_without_a_script(case: Case) -> None:
    page = case.checked()
    for key in (case.count, case.ratio, case.money):
        assert f'<textarea form="kembalikan" name="w{key}">' in page
    answer = case.post({case.money: "Angka SP2D.", case.count: WORD, case.ratio: "  "})
    assert answer.status_code == 302
    told = ReturnLineRow.objects.values_list("word", flat=True)
    assert list(told) == [WORD, "Angka SP2D."]


def test_what_was_typed_survives_a_refusal_that_names_the_line(case: Case) -> None:
    answer = case.post({case.count: WORD, case.ratio: "x" * 501, case.money: "SP2D."})
    assert answer.status_code == 422
    page = text(answer)
    assert f'name="w{case.count}">{SHOWN}</textarea>' in page
    assert f'name="w{case.money}">SP2D.</textarea>' in page
    assert f'id="galat-{case.ratio}"' in page
    assert f'id="galat-{case.count}"' not in page
    assert "Catatan pada “Indikator IKU-01” terlalu panjang" in page
    assert "Kembalikan, 3 angka ditandai" in page
    assert page.count('<details class="tandai" open>') == 3
    assert case.world.state(case.cycle_id, UNIT) == "submitted"
    assert not ReturnLineRow.objects.exists()


def test_a_missing_code_of_the_reason_keeps_the_words_as_well(case: Case) -> None:
    answer = case.post({case.count: WORD}, reason_code="")
    assert answer.status_code == 422
    assert f'name="w{case.count}">{SHOWN}</textarea>' in text(answer)


def test_a_line_that_is_not_of_the_form_is_refused(case: Case) -> None:
    answer = case.post({case.world.line(case.cycle_id, "IKU-03"): WORD})
    assert answer.status_code == 422
    assert "bukan baris isian satuan kerja ini" in text(answer)


def test_a_reason_alone_is_enough_as_before_and_neither_is_not(case: Case) -> None:
    assert case.post(reason=" ").status_code == 422
    assert case.post(reason="Lihat rekap.").status_code == 302
    assert not ReturnLineRow.objects.exists()
    assert "Lihat rekap." in case.form()


def test_marks_stand_only_where_something_can_be_returned(case: Case) -> None:
    case.send_back(reason="Lihat rekap.")
    assert '<textarea form="kembalikan"' not in case.checked()


# --- the operator mends it -------------------------------------------------------------------


def test_the_operator_is_led_to_each_line_and_sees_whether_it_was_touched(case: Case) -> None:
    case.send_back(
        ReturnLine(COUNT, WORD), ReturnLine(RATIO, "Lampirkan."), reason="Dua angka keliru."
    )
    page = case.form()
    banner = part(page, '<div class="tolak" role="note">', "</div>")
    assert "Dua angka keliru." in banner
    assert f'href="?baris={case.count}#baris-{case.count}">' in banner
    assert SHOWN in banner
    row = part(page, f'<tr id="baris-{case.count}"', "<td")
    row = part(page, f'<tr id="baris-{case.count}"', "<tr")
    assert f"Perlu diperbaiki: {SHOWN}" in row
    assert "belum diubah" in row
    case.change("5")
    page = case.form()
    row = part(page, f'<tr id="baris-{case.count}"', "<tr")
    assert "sudah diubah" in row
    assert "belum diubah" not in row
    assert "belum diubah" in part(page, f'<tr id="baris-{case.ratio}"', "<tr")


def test_the_banner_stands_without_a_reason_and_the_desk_leads_to_it(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD))
    assert SHOWN in part(case.form(), '<div class="tolak" role="note">', "</div>")
    desk = text(case.operator.get(url("desk")))
    assert "yang perlu diperbaiki tercantum dalam isian" in desk
    assert "1 angka disebut perlu diperbaiki." in desk


def test_the_form_opens_at_the_first_line_that_was_not_touched(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD))
    assert f'<tr id="baris-{case.count}" class=terpilih' in case.form()
    case.change("5")
    assert f'<tr id="baris-{case.ratio}" class=terpilih' in case.form()


def test_of_an_old_return_without_lines_the_words_are_read_by_nobody(case: Case) -> None:
    case.send_back(reason=f"Angka {COUNT} tidak cocok.")
    page = case.form()
    assert f"Angka {COUNT} tidak cocok." in page
    assert f'<tr id="baris-{case.ratio}" class=terpilih' in page
    assert "data-asked" not in page


def test_what_was_not_touched_is_warned_of_and_holds_nothing(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD), ReturnLine(RATIO, "Lampirkan."))
    case.change("5")
    for page in (case.form(), text(case.head.get(url("entry_vouch", case.task_id)))):
        warned = part(page, 'class="kecil belum-diubah">', "</p>")
        assert "belum diubah, 1 angka" in warned
        assert f"baris-{case.ratio}" in warned
        assert f"baris-{case.count}" not in warned
    told = re.search(
        r'name="told" value="(\d+)"', text(case.head.get(url("entry_vouch", case.task_id)))
    )
    assert told is not None
    assert case.head.post(url("entry_submit", case.task_id), {"told": told[1]}).status_code == 302
    assert case.world.state(case.cycle_id, UNIT) == "submitted"


def test_the_script_is_told_what_was_touched_with_every_save(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD), ReturnLine("1.02.01.2.02", "SP2D.", is_budget=True))
    case.change("5")
    answer = case.operator.get(url("entry_hand_in", case.task_id))
    assert answer.json()["asked"] == {
        str(case.count): {"changed": True, "words": "sudah diubah"},
        case.money: {"changed": False, "words": "belum diubah"},
    }


def test_a_form_that_was_taken_back_still_shows_what_is_asked(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD))
    case.submit()
    head = case.world.actor(Role.UNIT_HEAD, UNIT)
    withdraw_unit(task_id=case.task_id, actor=head, tools=case.world.tools)
    page = case.form()
    assert "Masih perlu diperbaiki" in page
    assert SHOWN in page


# --- Tim SAKIP looks again -------------------------------------------------------------------


def test_whoever_checks_again_sees_first_what_was_asked_and_what_changed(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD), ReturnLine(RATIO, "Lampirkan."))
    case.change("5")
    assert SHOWN in case.checked(), "while the unit is at it"
    case.submit()
    page = case.checked()
    answered = part(page, 'aria-labelledby="diminta">', "</section>")
    assert page.index('aria-labelledby="diminta"') < page.index('id="perhatian"')
    assert "1 dari 2 angka yang disebut sudah diubah." in answered
    first, second = answered.split("<li>")[1:]
    assert "Lampirkan." in first
    assert "tidak diubah dalam versi ini" in first
    assert f'href="#baris-{case.ratio}"' in first
    assert SHOWN in second
    assert "<del>4</del>" in second
    assert '<ins class="beda">5</ins>' in second


def test_a_line_that_was_asked_about_is_not_folded_though_it_stands_as_it_stood(
    case: Case,
) -> None:
    case.send_back(ReturnLine(RATIO, "Lampirkan."))
    case.change("5")
    case.submit()
    shown = case.checked().partition('id="lengkap"')[0]
    assert f'<tr id="baris-{case.ratio}"' in shown


def test_the_history_names_the_lines_of_every_return(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD))
    case.submit()
    for page in (case.checked(), text(case.head.get(url("entry_vouch", case.task_id)))):
        history = part(page, '<ol class="versi">', "</ol>")
        assert f"<b>{COUNT} Indikator {COUNT}</b>: {SHOWN}" in history


def test_the_journal_names_the_lines(case: Case) -> None:
    case.send_back(ReturnLine(COUNT, WORD), reason="Keliru.")
    page = text(case.team.get(url("journal", case.cycle_id)))
    assert f"Keliru.; {COUNT}: {SHOWN}" in page


# --- how much it asks ------------------------------------------------------------------------


def test_more_named_lines_ask_no_more_queries_and_the_form_stays_within_its_ten(db: None) -> None:
    found = []
    for more in (0, 12):
        with installed(more_ratios=more, code=f"kab{more}") as world:
            case = case_in(world)
            codes = [COUNT, RATIO, *(f"IKU-{number:02d}" for number in range(5, 5 + more))]
            case.send_back(*(ReturnLine(code, WORD) for code in codes))
            form = f"{url('entry', case.task_id)}?semua=1"
            pages = (
                (case.operator, form),
                (case.head, url("entry_vouch", case.task_id)),
                (case.operator, url("desk")),
                (case.team, url("collect_unit", case.cycle_id, case.task_id)),
            )
            for who, path in pages:
                who.get(path)
            asked = [queries(lambda: who.get(path)) for who, path in pages]  # noqa: B023 - at once
            case.submit()
            again = url("collect_unit", case.cycle_id, case.task_id)
            asked.append(queries(lambda: case.team.get(again)))  # noqa: B023 - at once
            found.append(asked)
    assert found[0] == found[1]
    assert found[0][0] <= MOST_QUERIES
