"""The page of the agreement: issue, look at first, sign, read, verify; and the plan's papers."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import LOCK, YEAR, World, signed_by
from tests.plan_stories import change_plan, issue, plan_id
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.domain.people import Role
from ukur.store.models import AgreementRow, Letter, PlanVersion

FORM = {
    "do": "issue",
    "kind": "induk",
    "superior_title": "Bupati Contoh",
    "place": "Kota Contoh",
    "dated": f"{YEAR}-01-12",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def planner(world: World) -> Client:
    return at_door(world, Role.PLANNER)


@pytest.fixture
def head(world: World) -> Client:
    return at_door(world, Role.HEAD)


def newest() -> AgreementRow:
    return AgreementRow.objects.latest("version")


def test_the_plan_leads_to_its_agreement(planner: Client) -> None:
    assert url("agreement", plan_id()) in text(planner.get(url("plan")))


def test_the_form_proposes_the_superior_and_says_what_it_will_be(planner: Client) -> None:
    page = text(planner.get(url("agreement", plan_id())))
    assert 'value="Bupati Contoh"' in page
    assert 'name="kind" value="induk"' in page
    assert "Terbitkan perjanjian kinerja" in page
    assert 'name="reason"' not in page


def test_an_agreement_is_looked_at_without_being_kept(planner: Client) -> None:
    answer = planner.post(url("agreement", plan_id()), {**FORM, "do": "preview"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b'"working_copy":true' in answer.content
    assert not AgreementRow.objects.exists()
    assert not Letter.objects.exists()


def test_an_agreement_is_issued_and_stands_in_list_and_register(planner: Client) -> None:
    path = url("agreement", plan_id())
    assert planner.post(path, FORM).status_code == 302
    page = text(planner.get(path))
    found = newest()
    assert found.letter is not None
    assert found.letter.number in page
    assert "Terbit, belum ditandatangani" in page
    assert "Terbitkan perjanjian" not in page
    register = text(planner.get(url("letters")))
    assert found.letter.number in register
    assert f"/dokumen/{found.code}/" in register
    assert "Perjanjian kinerja" in register
    paper = planner.get(f"/dokumen/{found.code}/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert planner.post(path, FORM).status_code == 409


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(planner: Client) -> None:
    path = url("agreement", plan_id())
    answer = planner.post(path, {**FORM, "superior_title": "", "place": "Kota Lain"})
    assert answer.status_code == 422
    page = text(answer)
    assert 'id="atasan-galat"' in page
    assert 'value="Kota Lain"' in page
    assert 'id="tanggal-galat"' in text(planner.post(path, {**FORM, "dated": "kemarin"}))


def test_a_changed_plan_leads_to_a_revised_agreement(world: World, planner: Client) -> None:
    issue(world)
    second = change_plan(world)
    old = text(planner.get(url("agreement", plan_id())))
    assert "Terbitkan perjanjian perubahan" not in old
    path = url("agreement", second)
    page = text(planner.get(path))
    assert "Terbitkan perjanjian perubahan" in page
    assert "Pergeseran anggaran" in page
    form = {**FORM, "kind": "perubahan", "reason": "Perubahan APBD"}
    assert planner.post(path, form).status_code == 302
    page = text(planner.get(path))
    assert "Diganti" in page
    assert newest().replaces is not None


def test_only_the_planner_sees_the_form_and_only_the_office_the_page(world: World) -> None:
    path = url("agreement", plan_id())
    for role in (Role.HEAD, Role.STAFF, Role.KEEPER):
        client = at_door(world, role)
        assert 'value="issue"' not in text(client.get(path))
        assert client.post(path, FORM).status_code == 403
    assert at_door(world, Role.EVALUATOR).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert at_door(world, Role.PLANNER).get(url("agreement", 999_999)).status_code == 404


# --- signing ------------------------------------------------------------------------------


def test_the_head_seals_and_the_planner_joins_what_both_signed(
    world: World, planner: Client, head: Client
) -> None:
    agreement_id = issue(world)
    page = text(head.get(url("agreement", plan_id())))
    assert url("seal_agreement", agreement_id) in page
    assert url("seal_agreement", agreement_id) not in text(planner.get(url("agreement", plan_id())))
    wrong = head.post(url("seal_agreement", agreement_id), {"passphrase": "bukan-ini"})
    assert wrong.status_code == 422
    assert "bukan-ini" not in text(wrong)
    assert 'id="galat-frasa"' in text(wrong)
    done = head.post(url("seal_agreement", agreement_id), {"passphrase": LOCK})
    assert done.status_code == 302
    assert "Disegel pihak pertama" in text(planner.get(url("agreement", plan_id())))
    picture = SimpleUploadedFile("pindai.png", b"\x89PNG\r\n\x1a\n")
    path = url("join_agreement_scan", agreement_id)
    assert planner.post(path, {"file": picture}).status_code == 422
    assert planner.post(path, {}).status_code == 422
    scan = SimpleUploadedFile("pindai.pdf", b"%PDF-1.4 pindaian")
    assert planner.post(path, {"file": scan}).status_code == 302
    assert "Ditandatangani kedua pihak" in text(planner.get(url("agreement", plan_id())))
    assert planner.get(f"/dokumen/{newest().code}/").content == b"%PDF-1.4 pindaian"


def test_the_file_to_sign_is_always_the_same_and_comes_back_signed_elsewhere(
    world: World, planner: Client
) -> None:
    agreement_id = issue(world)
    document = planner.get(url("agreement_for_pen", agreement_id))
    assert document.headers["Content-Disposition"].startswith("attachment")
    assert planner.get(url("agreement_for_pen", agreement_id)).content == document.content
    path = url("join_signed_agreement", agreement_id)
    unsigned = SimpleUploadedFile("dokumen.pdf", document.content)
    assert planner.post(path, {"file": unsigned}).status_code == 422
    signed = SimpleUploadedFile("dokumen.pdf", signed_by("bsre", document.content))
    assert planner.post(path, {"file": signed}).status_code == 302
    assert newest().signed_way == "outside"


def test_who_may_not_sign_is_refused(world: World) -> None:
    agreement_id = issue(world)
    staff = at_door(world, Role.STAFF)
    answer = staff.post(url("seal_agreement", agreement_id), {"passphrase": LOCK})
    assert answer.status_code == 403
    assert staff.post(url("seal_agreement", 999_999), {}).status_code == 404
    assert staff.get(url("agreement_for_pen", 999_999)).status_code == 404


# --- verification --------------------------------------------------------------------------


def test_anyone_can_check_an_agreement_by_its_code(world: World) -> None:
    agreement_id = issue(world)
    first = newest()
    page = text(Client().get(f"/verifikasi/{first.code}/"))
    assert "Perjanjian kinerja, Tahun 2026" in page
    assert "Tercatat di sini" in page
    scan = b"%PDF-1.4 pindaian"
    planner = at_door(world, Role.PLANNER)
    planner.post(
        url("join_agreement_scan", agreement_id), {"file": SimpleUploadedFile("p.pdf", scan)}
    )
    held = SimpleUploadedFile("p.pdf", scan)
    assert "Perjanjian kinerja" in text(Client().post("/verifikasi/", {"file": held}))
    change_plan(world)
    issue(world, "perubahan", 2)
    page = text(Client().get(f"/verifikasi/{first.code}/"))
    assert "Diganti" in page


# --- the other papers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "template"),
    [("action_plan", "action_plan"), ("manual", "manual"), ("tree_pdf", "tree")],
)
def test_a_paper_of_the_plan_is_a_working_copy_until_the_agreement_is_signed(
    world: World, planner: Client, head: Client, name: str, template: str
) -> None:
    path = url(name, plan_id())
    answer = planner.get(path)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'"template":"{template}"'.encode() in answer.content
    assert b'"working_copy":true' in answer.content
    agreement_id = issue(world)
    head.post(url("seal_agreement", agreement_id), {"passphrase": LOCK})
    assert b'"working_copy":false' in planner.get(path).content


def test_the_tree_is_drawn_told_and_listed(planner: Client) -> None:
    page = text(planner.get(url("tree", plan_id())))
    assert 'role="img"' in page
    assert "<desc" in page
    assert "style=" not in page.split("<svg", 2)[-1]
    assert f"/rencana/{plan_id()}/indikator/IKU-01/" in page
    assert "Uraian 1.02.01.2.02" in page


def test_the_tree_is_given_out_as_a_drawing(planner: Client) -> None:
    answer = planner.get(url("tree_svg", plan_id()))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert text(answer).startswith("<?xml")


def test_the_papers_are_closed_to_others(world: World) -> None:
    for name in ("action_plan", "manual", "tree", "tree_pdf", "tree_svg"):
        path = url(name, plan_id())
        assert Client().get(path).status_code == 302
        assert at_door(world, Role.EVALUATOR).get(path).status_code == 404
        assert at_door(world, Role.PLANNER).get(url(name, 999_999)).status_code == 404


def test_the_page_asks_as_often_for_many_indicators_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> tuple[int, int]:
        with installed(code=code, more_ratios=more) as world:
            planner = at_door(world, Role.PLANNER)
            of_plan = url("agreement", newest_plan(world))
            of_tree = url("tree", newest_plan(world))
            planner.get(of_plan)
            return queries(lambda: planner.get(of_plan)), queries(lambda: planner.get(of_tree))

    assert asked("sedikit", 0) == asked("banyak", 25)


def newest_plan(world: World) -> int:

    return PlanVersion.objects.filter(agency_id=world.agency_id).latest("number").pk
