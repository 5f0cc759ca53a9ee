"""The rounds of a run, and two versions of a document side by side."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import (
    COUNT,
    PROOF,
    RATIO,
    SUB_FIELD,
    World,
    cycle_at,
    new_world,
    onward,
    ordered,
    seen,
)
from tests.small_sops import KEY, put_in_force
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.document_changes import CellAt, Part, Section
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.people import Role
from ukur.domain.rounds import Cause
from ukur.store.models import Cycle, Remark, UnitTask
from ukur.store.queries.review import reviewing
from ukur.store.queries.review_rows import Shown
from ukur.store.queries.rounds import cycle_documents, rounds_of_run
from ukur.usecases.changing import RunSeen
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.exceptions.reopen_cycle import Reopen, reopen_cycle
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.run.begin_run import Wanted, begin_run
from ukur.usecases.run.decide_step import Answer, decide_step
from ukur.usecases.run.finish_step import finish_step
from ukur.usecases.sign.return_document import Return, return_document


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def sent_back(world: World, cycle_id: int, *units: str, to: int | None = None) -> None:
    """Tidak, to the draft or to where it is asked."""
    ids = UnitTask.objects.filter(cycle=cycle_id, unit__code__in=units)
    decide_draft(
        seen=seen(cycle_id),
        verdict=Verdict(
            yes=False,
            reason_code="A",
            reason="Angka tidak cocok.",
            back_to=to,
            unit_ids=tuple(ids.values_list("unit_id", flat=True)),
        ),
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )
    world.clock.at = world.clock.at.replace(hour=world.clock.at.hour + 1)


def corrected(world: World, cycle_id: int) -> None:
    """PKM-01 types its figures again, with one more file, and the draft is proposed again."""
    sent_back(world, cycle_id, "PKM-01", to=4)
    task = world.task(cycle_id, "PKM-01")
    operator = world.actor(Role.OPERATOR, "PKM-01")
    line = world.line(cycle_id, RATIO)
    record_entries(
        task_id=task.task_id,
        typed={line: Typed(numerator="40", denominator="100")},
        spent={task.budget[SUB_FIELD]: Typed("900.000")},
        actor=operator,
        tools=world.tools,
    )
    attach_evidence(
        task_id=task.task_id,
        line_id=line,
        file=Offered("register.pdf", PROOF + b" yang baru"),
        actor=operator,
        tools=world.tools,
    )
    submit_unit(
        task_id=task.task_id, actor=world.actor(Role.UNIT_HEAD, "PKM-01"), tools=world.tools
    )
    verify_unit(task_id=task.task_id, actor=world.actor(Role.TEAM), tools=world.tools)
    world.clock.at = world.clock.at.replace(hour=world.clock.at.hour + 1)
    onward(world, cycle_id, 7)


@pytest.fixture
def cycle_id(world: World) -> int:
    """A cycle at its review in the second round, with figures that changed."""
    found = cycle_at(world, 7).cycle_id
    corrected(world, found)
    return found


def test_a_second_version_tells_what_was_typed_what_follows_and_what_was_added(
    cycle_id: int,
) -> None:
    found = reviewing(cycle_id)
    assert found is not None
    by_hand = {(one.at.part, one.at.column) for one in found.changes.typed}
    assert by_hand == {(Part.LINE, "realization"), (Part.BUDGET, "realized")}
    followed = {one.at for one in found.changes.recomputed}
    assert CellAt(Part.LINE, RATIO, "achievement") in followed
    assert CellAt(Part.BUDGET, "", "realized") in followed
    assert [one.name for one in found.changes.added] == ["register.pdf"]
    assert [one.indicator for one in found.fallen] == ["Indikator IKU-01"]
    assert {pair.shown.section for pair in found.changes.passages} >= {Section.SUMMARY}
    touched = next(line for line in found.lines if line.code == RATIO).cells[1].touch
    assert touched is not None
    assert touched.unit == "Puskesmas 01"


def test_the_corrector_sees_one_version_or_the_difference_by_the_address(
    world: World, cycle_id: int
) -> None:
    secretary = at_door(world, Role.SECRETARY)
    path = url("review", cycle_id)
    assert "<del>" in text(secretary.get(path))
    old = text(secretary.get(f"{path}?dengan=1&tampak=lama"))
    new = text(secretary.get(f"{path}?dengan=1&tampak=baru"))
    assert "<del>" not in old + new
    assert ">88,89 <" in old
    assert ">88,89 <" not in new
    assert secretary.get(f"{path}?dengan=9").status_code == 404
    assert secretary.get(f"{path}?dengan=satu").status_code == 404


def test_any_two_versions_are_compared_by_the_address(world: World, cycle_id: int) -> None:
    planner = at_door(world, Role.PLANNER)
    path = url("compare_rounds", cycle_id)
    assert "<del>" in text(planner.get(path))
    backwards = reviewing(cycle_id, of=1, against=2)
    assert backwards is not None
    assert [one.name for one in backwards.changes.removed] == ["register.pdf"]
    assert planner.get(f"{path}?dari=2&ke=1").status_code == 200
    assert "<del>" not in text(planner.get(f"{path}?dari=1&ke=2&tampak={Shown.OLD}"))
    assert planner.get(f"{path}?dari=1&ke=7").status_code == 404
    assert planner.get(f"{path}?dari=x").status_code == 404


def test_a_remark_on_a_cell_keeps_what_it_said(world: World, cycle_id: int) -> None:
    secretary = at_door(world, Role.SECRETARY)
    line = world.line(cycle_id, RATIO)
    spot = f"line:{line}:realization"
    page = text(secretary.get(f"{url('review', cycle_id)}?catat={spot}"))
    assert f'name="spot" value="{spot}"' in page
    posted = {"spot": spot, "text": "Cocokkan dengan register."}
    assert secretary.post(url("write_remark", cycle_id), posted).status_code == 302
    row = Remark.objects.get()
    assert (row.line_id, row.column, row.quote) == (line, "realization", "60,00")
    sent_back(world, cycle_id)
    Remark.objects.update(state="answered")
    onward(world, cycle_id, 7)
    page = text(secretary.get(url("review", cycle_id)))
    assert f'href="#catatan-{row.number}"' in page
    assert "60,00" in page


@pytest.mark.parametrize(
    ("spot", "quote"),
    [
        ("budget:1.02.01:realized", "1.650.000"),
        ("budget::realized", "1.650.000"),
        ("paragraph:narrative:1", "Rata-rata"),
        ("document", ""),
        ("budget", ""),
    ],
)
def test_a_remark_hangs_on_money_and_on_paragraphs(
    world: World, cycle_id: int, spot: str, quote: str
) -> None:
    secretary = at_door(world, Role.SECRETARY)
    posted = {"spot": spot, "text": "Mohon diperjelas."}
    assert secretary.post(url("write_remark", cycle_id), posted).status_code == 302
    row = Remark.objects.get()
    assert row.quote.startswith(quote)
    assert f'id="catatan-{row.number}"' in text(secretary.get(url("review", cycle_id)))


@pytest.mark.parametrize(
    "spot",
    [
        "line:{line}:nothing",
        "line:{line}:ceiling",
        "budget:9.99:realized",
        "budget:1.02.01:",
        "budget:1.02.01:target",
        "paragraph:narrative:99",
        "paragraph:narrative:0",
        "paragraph:narrative:",
        "paragraph:elsewhere:1",
        "document:narrative:1",
        "mars",
        "",
    ],
)
def test_a_place_that_the_document_does_not_have_takes_no_remark(
    world: World, cycle_id: int, spot: str
) -> None:
    named = spot.format(line=world.line(cycle_id, COUNT))
    posted = {"spot": named, "text": "Mohon diperjelas."}
    answer = at_door(world, Role.SECRETARY).post(url("write_remark", cycle_id), posted)
    assert answer.status_code == 422
    assert not Remark.objects.exists()


def test_an_answered_remark_holds_ya_as_an_open_one_does(world: World, cycle_id: int) -> None:
    secretary = at_door(world, Role.SECRETARY)
    secretary.post(url("write_remark", cycle_id), {"spot": "document", "text": "Mengapa?"})
    for state in ("open", "answered"):
        Remark.objects.update(state=state)
        page = text(secretary.get(url("review", cycle_id)))
        assert 'id="ya-tertahan"' in page
        assert 'href="#catatan-1"' in page
    Remark.objects.update(state="settled")
    assert 'id="ya-tertahan"' not in text(secretary.get(url("review", cycle_id)))


def test_the_rounds_of_a_cycle_tell_who_sent_it_back_where_to_and_why(
    world: World, cycle_id: int
) -> None:
    found = rounds_of_run(Cycle.objects.get(pk=cycle_id).run_id, world.agency_id)
    assert found is not None
    first, second = found.rounds
    assert (first.opening.cause, first.is_open) == (Cause.BEGUN, False)
    assert [(one.step, one.outcome.value) for one in first.decisions] == [(7, "tidak")]
    assert (second.opening.from_step, second.opening.to_step) == (7, 4)
    assert (second.opening.reason_code, second.opening.units) == ("A", ("PKM-01",))
    assert second.steps == (4, 5, 6, 7)
    documents = cycle_documents(cycle_id, found.rounds)
    assert documents.by_round[1].compared is None
    compared = documents.by_round[2].compared
    assert compared is not None
    assert (compared.before.head.version, compared.after.head.version) == (1, 2)
    page = text(at_door(world, Role.TEAM).get(url("rounds", cycle_id)))
    for words in ("Angka tidak cocok.", "Puskesmas 01", "register.pdf", "Indikator IKU-01"):
        assert words in page


def test_a_return_at_the_signature_is_a_round_for_which_the_sop_has_no_arrow(
    world: World, cycle_id: int
) -> None:
    now = onward(world, cycle_id, 8)
    back = Return(reason_code="D", reason="Ganti kata pengantar.")
    return_document(seen=now, back=back, actor=world.actor(Role.HEAD), tools=world.tools)
    found = rounds_of_run(Cycle.objects.get(pk=cycle_id).run_id, world.agency_id)
    assert found is not None
    third = found.rounds[-1]
    assert (third.number, third.opening.cause, third.is_open) == (3, Cause.DEVIATED, True)
    page = text(at_door(world, Role.HEAD).get(url("rounds", cycle_id)))
    assert "SOP tidak memuat panah ini" in page
    assert "Belum ada yang diajukan pada putaran ini" in page


def test_the_evaluator_reads_rounds_once_the_cycle_has_ended(world: World, cycle_id: int) -> None:
    run_id = Cycle.objects.get(pk=cycle_id).run_id
    pages = [url("rounds", cycle_id), url("compare_rounds", cycle_id), url("rounds_run", run_id)]
    evaluator = at_door(world, Role.EVALUATOR)
    assert [evaluator.get(page).status_code for page in pages] == [404] * 3
    onward(world, cycle_id, 10)
    assert [evaluator.get(page).status_code for page in pages] == [200] * 3


def test_rounds_are_closed_to_strangers_to_units_and_to_other_agencies(
    world: World, cycle_id: int
) -> None:
    run_id = Cycle.objects.get(pk=cycle_id).run_id
    pages = [url("rounds", cycle_id), url("compare_rounds", cycle_id), url("rounds_run", run_id)]
    operator = at_door(world, Role.OPERATOR, "PKM-01")
    other = at_door(new_world(code="lain"), Role.SECRETARY)
    for page in pages:
        assert Client().get(page).status_code == 302
        assert operator.get(page).status_code == 404
        assert other.get(page).status_code == 404
    assert "putaran/" not in text(operator.get(url("cycle", cycle_id)))


def test_nothing_can_be_compared_before_a_draft_is_proposed(world: World) -> None:
    cycle_id = ordered(world)
    planner = at_door(world, Role.PLANNER)
    assert planner.get(url("compare_rounds", cycle_id)).status_code == 404
    assert planner.get(url("rounds", cycle_id)).status_code == 200


def count_of(client: Client, page: str) -> int:
    return queries(lambda: client.get(page))


def test_the_pages_of_rounds_ask_as_often_for_many_lines_and_rounds_as_for_few(db: None) -> None:
    def asked(code: str, more: int, rounds: int) -> list[int]:
        with installed(code=code, more_ratios=more) as world:
            cycle_id = cycle_at(world, 7).cycle_id
            for _round in range(rounds):
                sent_back(world, cycle_id)
                onward(world, cycle_id, 7)
            client = at_door(world, Role.SECRETARY)
            return [
                count_of(client, url(name, cycle_id))
                for name in ("review", "rounds", "compare_rounds")
            ]

    assert asked("kecil", 0, 1) == asked("besar", 6, 3)


def test_what_is_opened_again_after_its_signature_is_a_round_of_its_own_cause(
    world: World, cycle_id: int
) -> None:
    onward(world, cycle_id, 10)
    again = Reopen(
        reason_code="A",
        reason="Register terlambat.",
        finish_by=(world.clock.at + timedelta(days=9)).date(),
    )
    reopen_cycle(cycle_id=cycle_id, wanted=again, actor=world.actor(Role.HEAD), tools=world.tools)
    found = rounds_of_run(Cycle.objects.get(pk=cycle_id).run_id, world.agency_id)
    assert found is not None
    third = found.rounds[-1].opening
    assert (third.cause, third.from_step, third.to_step) == (Cause.REOPENED, None, 6)
    page = text(at_door(world, Role.HEAD).get(url("rounds", cycle_id)))
    assert "dibuka kembali pada langkah 6" in page


def test_the_figures_that_were_typed_say_where(world: World, cycle_id: int) -> None:
    page = text(at_door(world, Role.SECRETARY).get(url("rounds", cycle_id)))
    assert "· Puskesmas 01" in page


def test_a_run_of_any_other_sop_tells_its_rounds_too(world: World) -> None:
    put_in_force(world.agency_id)
    planner, tools = world.actor(Role.PLANNER), world.tools
    wanted = Wanted(KEY, "Rapat Renja", (world.clock.at + timedelta(days=9)).date())
    run_id = begin_run(wanted=wanted, actor=planner, tools=tools)
    for number, role in ((1, Role.PLANNER), (2, Role.PLANNER), (3, Role.STAFF)):
        finish_step(seen=RunSeen(run_id, number, 1), actor=world.actor(role), tools=tools)
    no = Answer(yes=False, reason="Lampiran kurang.", reason_code="B")
    secretary = world.actor(Role.SECRETARY)
    decide_step(seen=RunSeen(run_id, 4, 1), answer=no, actor=secretary, tools=tools)
    found = rounds_of_run(run_id, world.agency_id)
    assert found is not None
    opening = found.rounds[1].opening
    assert (opening.cause, opening.from_step, opening.reason) == (
        Cause.RETURNED,
        4,
        "Lampiran kurang.",
    )
    client = at_door(world, Role.SECRETARY)
    page = text(client.get(url("rounds_run", run_id)))
    assert "Lampiran kurang." in page
    assert "Rapat Renja" in page
    assert url("rounds_run", run_id) in text(client.get(url("run", run_id)))
