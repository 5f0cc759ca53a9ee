"""The signature: the brief, and the three ways."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import LOCK, World, cycle_at, seen, signed_by
from tests.web.builders_work import at_door, installed, queries, step, text, url
from ukur.domain.people import Role
from ukur.store.models import Cycle, PaperRow


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 8).cycle_id


@pytest.fixture
def head(world: World) -> Client:
    return at_door(world, Role.HEAD)


def way(cycle_id: int) -> str:
    return (
        PaperRow.objects.filter(cycle=cycle_id, kind="measurement").latest("version").signed_by_way
    )


def test_the_brief_says_how_it_stands_and_who_vouches(cycle_id: int, head: Client) -> None:
    page = text(head.get(url("sign", cycle_id)))
    assert "pita-predikat" in page
    assert "Indikator IKU" in page
    assert url("seal_document", cycle_id) in page
    assert url("join_scan", cycle_id) in page
    assert url("join_outside", cycle_id) in page


def test_the_document_is_sealed_with_the_passphrase(cycle_id: int, head: Client) -> None:
    path, now = url("seal_document", cycle_id), seen(cycle_id)
    wrong = head.post(path, {**step(now), "passphrase": "bukan-ini"})
    assert wrong.status_code == 422
    assert "bukan-ini" not in text(wrong)
    assert 'id="galat-frasa"' in text(wrong)
    assert head.post(path, {**step(now), "passphrase": LOCK}).status_code == 302
    assert way(cycle_id) == "seal"
    assert Cycle.objects.get(pk=cycle_id).run.step == 9
    assert head.post(path, {**step(now), "passphrase": LOCK}).status_code == 409


def test_a_scan_is_joined(cycle_id: int, head: Client) -> None:
    path, now = url("join_scan", cycle_id), seen(cycle_id)
    picture = SimpleUploadedFile("pindai.png", b"\x89PNG\r\n\x1a\n")
    assert head.post(path, {**step(now), "file": picture}).status_code == 422
    assert head.post(path, step(now)).status_code == 422
    scan = SimpleUploadedFile("pindai.pdf", b"%PDF-1.4 pindaian")
    assert head.post(path, {**step(now), "file": scan}).status_code == 302
    assert way(cycle_id) == "ink"


def test_a_document_signed_elsewhere_is_verified_and_joined(cycle_id: int, head: Client) -> None:
    path, now = url("join_outside", cycle_id), seen(cycle_id)
    document = head.get(url("document_to_sign", cycle_id)).content
    other = SimpleUploadedFile("lain.pdf", signed_by("bsre", b"%PDF-1.7 surat lain\n"))
    assert head.post(path, {**step(now), "file": other}).status_code == 422
    unsigned = SimpleUploadedFile("dokumen.pdf", document)
    assert head.post(path, {**step(now), "file": unsigned}).status_code == 422
    signed = SimpleUploadedFile("dokumen.pdf", signed_by("bsre", document))
    assert head.post(path, {**step(now), "file": signed}).status_code == 302
    assert way(cycle_id) == "outside"


def test_the_document_to_sign_is_an_attachment_and_always_the_same(
    cycle_id: int, head: Client
) -> None:
    first = head.get(url("document_to_sign", cycle_id))
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert head.get(url("document_to_sign", cycle_id)).content == first.content


def test_there_is_nothing_to_sign_before_the_step(world: World) -> None:
    cycle_id = cycle_at(world, 7).cycle_id
    head = at_door(world, Role.HEAD)
    page = text(head.get(url("sign", cycle_id)))
    assert url("seal_document", cycle_id) not in page
    assert head.get(url("document_to_sign", cycle_id)).status_code == 404


def test_a_signed_document_is_named_with_its_way(world: World) -> None:
    cycle_id = cycle_at(world, 9).cycle_id
    page = text(at_door(world, Role.HEAD).get(url("sign", cycle_id)))
    code = PaperRow.objects.get(cycle=cycle_id, kind="measurement").code
    assert f"/dokumen/{code}/" in page


def test_nobody_else_signs(world: World, cycle_id: int) -> None:
    staff = at_door(world, Role.STAFF)
    assert url("seal_document", cycle_id) not in text(staff.get(url("sign", cycle_id)))
    answer = staff.post(
        url("seal_document", cycle_id), {**step(seen(cycle_id)), "passphrase": LOCK}
    )
    assert answer.status_code == 403


def test_the_signature_is_closed_to_others(world: World, cycle_id: int) -> None:
    for name in ("sign", "document_to_sign"):
        assert Client().get(url(name, cycle_id)).status_code == 302
        assert at_door(world, Role.EVALUATOR).get(url(name, cycle_id)).status_code == 404


def test_the_page_asks_as_often_for_many_lines_as_for_few(db: None) -> None:
    def asked(code: str, more: int) -> int:
        with installed(code=code, more_ratios=more) as world:
            cycle_id = cycle_at(world, 8).cycle_id
            client = at_door(world, Role.HEAD)
            return queries(lambda: client.get(url("sign", cycle_id)))

    assert asked("kecil", 0) == asked("besar", 6)


def test_a_document_is_sent_back_with_a_reason_instead(cycle_id: int, head: Client) -> None:
    path, now = url("return_document", cycle_id), seen(cycle_id)
    nothing = head.post(path, {**step(now), "reason_code": "A", "reason": " "})
    assert nothing.status_code == 422
    assert 'id="galat-alasan"' in text(nothing)
    why = {"reason_code": "A", "reason": "Serapan belum cocok.", "back_to": "6"}
    assert head.post(path, {**step(now), **why}).status_code == 302
    assert (Cycle.objects.get(pk=cycle_id).run.step, Cycle.objects.get(pk=cycle_id).run.round) == (
        6,
        2,
    )
    assert way(cycle_id) == ""
