"""The pages of what the SOP has no arrow for."""

import re
from collections.abc import Iterator
from functools import partial

import pytest
from django.urls import reverse

from tests.builders import World, cycle_at, onward, ordered
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, queries, url
from ukur.domain.people import Role
from ukur.domain.periods import Period
from ukur.store.models import Attempt, Cycle, PaperRow, Run, Unit

PAGES = ("cancel_run", "change_due_date", "reopen_cycle")
WHY = "Perintah keliru."


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def current_place(answer: Answer) -> str:
    """The room that the menu calls the one where the reader is."""
    found = re.search(r'data-key="." aria-current="page">([^<]+)', answer.content.decode())
    assert found is not None
    return found[1]


def run_of(cycle_id: int) -> int:
    return Cycle.objects.get(pk=cycle_id).run_id


def test_the_menu_offers_what_the_person_may_do_now(world: World) -> None:
    cycle_id = ordered(world)
    page = url("cycle", cycle_id)
    head = words(at_door(world, Role.HEAD).get(page))
    assert "Batalkan proses" in head
    assert "Buka kembali dokumen" not in head
    secretary = words(at_door(world, Role.SECRETARY).get(page))
    assert "Ubah tenggat" in secretary
    assert "Batalkan proses" not in secretary
    assert "Tindakan khusus" not in words(at_door(world, Role.PLANNER).get(page))
    onward(world, cycle_id, 10)
    head = words(at_door(world, Role.HEAD).get(page))
    assert "Buka kembali dokumen" in head
    assert "Batalkan proses" not in head


def test_a_run_is_cancelled_with_reason_and_confirmation_and_stands_apart(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    head, page = at_door(world, Role.HEAD), url("cancel_run", run_of(cycle_id))
    assert current_place(head.get(page)) == "Siklus"
    assert "Pembatalan tidak dapat ditarik kembali" in words(head.get(page))
    assert head.post(page, {"reason": WHY}).status_code == 422
    assert head.post(page, {"reason": " ", "sure": "on"}).status_code == 422
    assert Run.objects.get().cancelled_at is None
    done = head.post(page, {"reason": WHY, "sure": "on"}, follow=True)
    assert "Proses dibatalkan" in words(done)
    assert "Mengapa dibatalkan" in words(done)
    assert "Pada langkah 4, putaran 1" in words(done)
    assert WHY in words(done)
    cycles = words(head.get(url("cycles")))
    assert "1 April 2026 pada langkah 4" in cycles
    assert "pada langkah 4" not in words(head.get(url("desk")))
    assert at_door(world, Role.EVALUATOR).get(url("cycle", cycle_id)).status_code == 404


def test_a_paper_of_a_cancelled_run_is_given_out_with_its_mark(world: World) -> None:
    cycle_id = ordered(world)
    head, code = at_door(world, Role.HEAD), PaperRow.objects.get(kind="order").code
    page = reverse("paper", args=[code])
    assert b'"cancelled"' not in b"".join(head.get(page))
    head.post(url("cancel_run", run_of(cycle_id)), {"reason": WHY, "sure": "on"})
    assert b'"cancelled":true' in b"".join(head.get(page))


def test_a_date_is_changed_on_the_page(world: World) -> None:
    run_id = run_of(cycle_at(world, 4).cycle_id)
    secretary, page = at_door(world, Role.SECRETARY), url("change_due_date", run_id)
    shown = secretary.get(page).content.decode()
    assert 'value="2026-04-20"' in shown
    typed = {"finish_by": "2026-05-15", "step_due": "2026-05-08", "reason": WHY}
    assert "Tenggat sudah diubah" in words(secretary.post(page, typed, follow=True))
    assert Run.objects.get().finish_by.isoformat() == "2026-05-15"
    wrong = secretary.post(page, typed | {"finish_by": "2026-03-01"})
    assert (wrong.status_code, "id_finish_by_galat" in wrong.content.decode()) == (422, True)


def test_a_signed_document_is_opened_again_on_the_page(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    head, page = at_door(world, Role.HEAD), url("reopen_cycle", run_of(cycle_id))
    typed = {
        "back_to": 4,
        "reason_code": "C",
        "reason": WHY,
        "finish_by": "2026-06-30",
        "sure": "on",
    }
    none = head.post(page, typed)
    assert none.status_code == 422
    assert "id_units_galat" in none.content.decode()
    unit = Unit.objects.get(code="PKM-01")
    done = words(head.post(page, typed | {"units": [unit.pk]}, follow=True))
    assert "Dokumen dibuka kembali" in done
    archive = words(at_door(world, Role.STAFF).get(url("archive", cycle_id)))
    assert "Paket sebelumnya dari siklus ini" in archive
    onward(world, cycle_id, 10)
    staff = at_door(world, Role.STAFF)
    assert "contoh-2026-tw1-v2.zip" in words(staff.get(url("archive", cycle_id)))
    first = staff.get(url("package", cycle_id), {"versi": 1})
    assert "contoh-2026-tw1.zip" in first["Content-Disposition"]
    assert staff.get(url("package", cycle_id), {"versi": 3}).status_code == 404
    assert "Diganti" in words(staff.get(url("archives")))


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_is_refused_and_noted_and_a_stranger_finds_nothing(
    world: World, page: str
) -> None:
    cycle_id = cycle_at(world, 10 if page == "reopen_cycle" else 2).cycle_id
    address = url(page, run_of(cycle_id))
    planner = at_door(world, Role.PLANNER)
    assert "belum dapat Anda lakukan" in words(planner.get(address))
    typed = {
        "reason": WHY,
        "sure": "on",
        "finish_by": "2026-06-30",
        "step_due": "2026-06-30",
        "back_to": 6,
        "reason_code": "C",
    }
    before = Attempt.objects.count()
    refused = planner.post(address, typed)
    assert refused.status_code == 403
    assert "Ini dilakukan oleh" in words(refused)
    assert Attempt.objects.count() == before + 1
    assert at_door(world, Role.KEEPER).get(address).status_code == 404
    with installed(code="lain") as other:
        assert at_door(other, Role.HEAD).get(address).status_code == 404
        assert at_door(other, Role.HEAD).post(address, typed).status_code == 404


def test_more_runs_ask_no_more_queries(world: World) -> None:
    cycle_id = ordered(world)
    head = at_door(world, Role.HEAD)
    pages = [url("cycles"), *(url(page, run_of(cycle_id)) for page in PAGES)]

    def asked() -> list[int]:
        found = []
        for page in pages:
            head.get(page)  # the word about what was done is told once
            found.append(queries(partial(head.get, page)))
        return found

    def cancelled(period: Period) -> None:
        gone = ordered(world, period)
        head.post(url("cancel_run", run_of(gone)), {"reason": WHY, "sure": "on"})

    cancelled(Period.SEM1)
    few = asked()
    cancelled(Period.YEAR)
    cancelled(Period.SEM1)
    assert asked() == few
