"""A verified form that is opened for a correction names lines, as a return does."""

from collections.abc import Iterator, Mapping

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tests.api.callers import program
from tests.builders import (
    COUNT,
    INDEX,
    RATIO,
    SUB_FIELD,
    World,
    chain,
    cycle_at,
    delivered,
    one_event,
    problems,
    refused,
)
from tests.web.builders_work import Answer, at_door, installed, text, url
from ukur.domain.entering import Typed
from ukur.domain.journal import first_break
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.domain.returning import ReturnLine, WayBack
from ukur.store.models import Account, BudgetEntry, ReturnLineRow, Submission
from ukur.store.queries.entry import EntryForm, entry_form
from ukur.store.queries.submissions import versions_of_unit
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.collect.withdraw_unit import withdraw_unit

UNIT = "PKM-01"
WORD = "Cocokkan dengan register."
CASES = ReturnLine(COUNT, WORD)
MONEY = ReturnLine(SUB_FIELD, "Pakai angka SP2D.", is_budget=True)
TEAM, HEAD = (Role.TEAM, ""), (Role.UNIT_HEAD, UNIT)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


@pytest.fixture
def task_id(world: World, cycle_id: int) -> int:
    """A form whose first version is verified."""
    found = delivered(world, cycle_id, UNIT).task_id
    verify_unit(task_id=found, actor=world.actor(*TEAM), tools=world.tools)
    return found


def correct(
    world: World,
    task_id: int,
    *lines: ReturnLine,
    reason: str = "",
    who: tuple[Role, str] = TEAM,
) -> None:
    correct_unit(
        task_id=task_id, reason=reason, lines=lines, actor=world.actor(*who), tools=world.tools
    )


def change(world: World, cycle_id: int, cases: str) -> None:
    record_entries(
        task_id=world.task(cycle_id, UNIT).task_id,
        typed={world.line(cycle_id, COUNT): Typed(value=cases)},
        spent={},
        actor=world.actor(Role.OPERATOR, UNIT),
        tools=world.tools,
    )


def form_of(world: World, task_id: int) -> EntryForm:
    form = entry_form(task_id, world.actor(Role.OPERATOR, UNIT), world.clock.now())
    assert form is not None
    return form


def asked(world: World, task_id: int) -> dict[tuple[str, bool], bool]:
    """What is to be mended, by code and sort, and whether it was changed since."""
    return {(one.code, one.is_budget): one.is_changed for one in form_of(world, task_id).asked}


# --- what is kept ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", [TEAM, HEAD], ids=["Tim SAKIP", "the head of the unit"])
def test_lines_are_kept_with_the_version_and_told_in_one_event(
    world: World, cycle_id: int, task_id: int, who: tuple[Role, str]
) -> None:
    lines = [
        {"line": COUNT, "is_budget": False, "word": WORD},
        {"line": SUB_FIELD, "is_budget": True, "word": MONEY.word},
    ]
    with one_event(cycle_id, "unit_correcting", version=1, reason="", lines=lines):
        correct(world, task_id, MONEY, CASES, who=who)
    assert first_break(chain(cycle_id)) is None
    submission = Submission.objects.get(task=task_id)
    assert {row.submission_id for row in ReturnLineRow.objects.all()} == {submission.pk}
    (version,) = versions_of_unit(task_id)
    assert version.asked == (CASES, MONEY)
    assert form_of(world, task_id).way_back is WayBack.CORRECTING


def test_what_is_asked_is_answered_by_differing_and_stands_until_the_next_decision(
    world: World, cycle_id: int, task_id: int
) -> None:
    correct(world, task_id, CASES, MONEY)
    assert asked(world, task_id) == {(COUNT, False): False, (SUB_FIELD, True): False}
    change(world, cycle_id, "5")
    assert asked(world, task_id) == {(COUNT, False): True, (SUB_FIELD, True): False}
    head = world.actor(*HEAD)
    submit_unit(task_id=task_id, actor=head, tools=world.tools)
    withdraw_unit(task_id=task_id, actor=head, tools=world.tools)
    assert asked(world, task_id) == {(COUNT, False): True, (SUB_FIELD, True): False}
    submit_unit(task_id=task_id, actor=head, tools=world.tools)
    verify_unit(task_id=task_id, actor=world.actor(*TEAM), tools=world.tools)
    correct(world, task_id, reason="Sekali lagi.")
    assert asked(world, task_id) == {}


def test_neither_reason_nor_line_and_a_line_of_another_form_are_refused(
    world: World, task_id: int
) -> None:
    with refused(NotValid) as told:
        correct(world, task_id, reason=" ")
    assert problems(told[0]) == [("reason", "reason_missing")]
    with refused(NotValid) as told:
        correct(world, task_id, ReturnLine(INDEX, WORD), ReturnLine(RATIO, " "))
    assert problems(told[0]) == [
        (f"return:{INDEX}", "return_line_foreign"),
        (f"return:{RATIO}", "return_word_missing"),
    ]
    assert not ReturnLineRow.objects.exists()


# --- on the pages ---------------------------------------------------------------------------


def post(client: Client, path: str, words: Mapping[str, str], **more: str) -> Answer:
    sent = {"version": "1"} | {f"w{key}": word for key, word in words.items()}
    return client.post(path, sent | more)


@pytest.mark.parametrize("who", [TEAM, HEAD], ids=["Tim SAKIP", "the head of the unit"])
def test_figures_are_marked_beside_them_and_led_to_on_the_form(
    world: World, cycle_id: int, task_id: int, who: tuple[Role, str]
) -> None:
    client = at_door(world, *who)
    pages = {
        TEAM: (url("collect_unit", cycle_id, task_id), url("correct_unit", cycle_id, task_id)),
        HEAD: (url("entry_vouch", task_id), url("entry_correct", task_id)),
    }
    shown, path = pages[who]
    line = world.line(cycle_id, COUNT)
    money = f"b{BudgetEntry.objects.get(task=task_id).budget_line_id}"
    page = text(client.get(shown))
    for key in (line, money):
        assert f'<textarea form="kembalikan" name="w{key}">' in page
    assert 'id="kembalikan"' in page
    held = post(client, path, {str(line): "x" * 501, money: "SP2D."})
    assert held.status_code == 422
    assert f'id="galat-{line}"' in text(held)
    assert f'name="w{money}">SP2D.</textarea>' in text(held)
    assert world.state(cycle_id, UNIT) == "verified"
    assert post(client, path, {str(line): WORD, money: " "}).status_code == 302
    form = text(at_door(world, Role.OPERATOR, UNIT).get(url("entry", task_id)))
    banner = form.partition('<div class="tolak" role="note">')[2].partition("</div>")[0]
    assert "untuk dikoreksi" in banner
    assert f'href="?baris={line}#baris-{line}">' in banner
    assert WORD in banner
    assert '<textarea form="kembalikan"' not in text(client.get(shown))


def test_whoever_verifies_anew_sees_what_was_asked_and_what_changed(
    world: World, cycle_id: int, task_id: int
) -> None:
    correct(world, task_id, CASES)
    change(world, cycle_id, "5")
    submit_unit(task_id=task_id, actor=world.actor(*HEAD), tools=world.tools)
    page = text(at_door(world, *TEAM).get(url("collect_unit", cycle_id, task_id)))
    answered = page.partition('aria-labelledby="diminta">')[2].partition("</section>")[0]
    assert WORD in answered
    assert '<ins class="beda">5</ins>' in answered
    assert f"<b>{COUNT} Indikator {COUNT}</b>: {WORD}" in page.partition('<ol class="versi">')[2]


def test_journal_and_mail_name_the_lines(
    world: World, cycle_id: int, task_id: int, mailoutbox: list[EmailMessage]
) -> None:
    Account.objects.filter(username=f"kepala_unit-{UNIT}").update(email="kepala@contoh.go.id")
    line = str(world.line(cycle_id, COUNT))
    team = at_door(world, *TEAM)
    path = url("correct_unit", cycle_id, task_id)
    assert post(team, path, {line: WORD}, reason="Keliru.").status_code == 302
    assert f"Keliru.; {COUNT}: {WORD}" in text(team.get(url("journal", cycle_id)))
    (mail,) = mailoutbox
    assert f"- Indikator {COUNT}: {WORD}" in str(mail.body)


# --- by a program ---------------------------------------------------------------------------


def test_a_program_names_lines_too_and_is_refused_alike(
    world: World, cycle_id: int, task_id: int
) -> None:
    head = program(world, *HEAD)
    path = f"/forms/{task_id}/correct"
    assert head.post(path, {"seen_version": 1}).problems == [("reason", "reason_missing")]
    foreign = {"seen_version": 1, "lines": [{"code": INDEX, "word": WORD}]}
    assert head.post(path, foreign).problems == [(f"return:{INDEX}", "return_line_foreign")]
    named = {"seen_version": 1, "lines": [{"code": COUNT, "word": WORD}]}
    body = head.post(path, named).body
    assert (body["state"], body["way_back"]) == ("returned", "correcting")
    assert [(one["code"], one["word"]) for one in body["asked"]] == [(COUNT, WORD)]
    (version,) = head.get(f"/forms/{task_id}/versions").body
    assert version["asked"] == [{"code": COUNT, "word": WORD, "is_budget": False}]
