"""The public page of verification: codes, files, three verdicts, no names."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import World, cycle_at, seen, signed_by
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import Role
from ukur.store.models import PaperRow
from ukur.usecases.review.decide_draft import Verdict, decide_draft


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def signed(world: World) -> PaperRow:
    """The document of an archived cycle, sealed by the head."""
    cycle_at(world, 10)
    return PaperRow.objects.get(kind=PaperRow.Kind.MEASUREMENT)


def page_of(code: str) -> str:
    return f"{url('verification')}{code}/"


def handed_in(content: bytes, address: str = "") -> dict[str, object]:
    return {"file": SimpleUploadedFile("dokumen.pdf", content, "application/pdf")}


def test_a_code_in_any_spelling_leads_to_the_paper(signed: PaperRow) -> None:
    spelt = f" {signed.code[:4].lower()}-{signed.code[4:8]} {signed.code[8:].lower()} "
    answer = Client().post(url("verification"), {"code": spelt})
    assert answer["Location"] == page_of(signed.code)
    assert Client().get(page_of(signed.code.lower()))["Location"] == page_of(signed.code)


def test_a_sealed_paper_gets_three_good_verdicts_and_no_name(signed: PaperRow) -> None:
    page = words(Client().get(page_of(signed.code)))
    assert "Sah dan tidak berubah sejak ditandatangani" in page
    assert "Tidak berubah sejak ditandatangani" in page
    assert "Sertifikat berpangkal pada akar yang dikenal di sini" in page
    assert "Tercatat di sini sebagai versi terbaru" in page
    assert "Kepala Dinas" in page
    for name in ("perencana", "sekretaris", "PKM-01"):
        assert name not in page


def test_the_file_itself_is_recognised(world: World, signed: PaperRow) -> None:
    content = world.vault.read(signed.signed_sha256)
    page = words(Client().post(url("verification"), handed_in(content)))
    assert "Sah dan tidak berubah sejak ditandatangani" in page
    assert "dokumen.pdf" in page


def test_a_changed_file_is_told_even_under_its_own_code(world: World, signed: PaperRow) -> None:
    content = bytearray(world.vault.read(signed.signed_sha256))
    content[20] ^= 1
    page = words(Client().post(page_of(signed.code), handed_in(bytes(content))))
    assert "Jangan dipakai" in page
    assert "Sidik berkas Anda" in page


def test_a_file_of_a_stranger_is_not_known_here(signed: PaperRow) -> None:
    page = words(Client().post(url("verification"), handed_in(signed_by("lain", b"%PDF-1.7 x"))))
    assert "Tidak dikenal" in page
    assert "Sertifikat berpangkal pada akar yang tidak dikenal di sini" in page
    assert "Tidak tercatat di sini" in page


def test_another_paper_under_this_code_is_told_apart(world: World, signed: PaperRow) -> None:
    order = PaperRow.objects.get(kind=PaperRow.Kind.ORDER)
    content = world.vault.read(signed.signed_sha256)
    page = words(Client().post(page_of(order.code), handed_in(content)))
    assert "Berkas itu dokumen lain" in page


def test_a_draft_that_was_replaced_says_so(world: World) -> None:
    now = cycle_at(world, 7)
    old = PaperRow.objects.get(kind=PaperRow.Kind.MEASUREMENT)
    decide_draft(
        seen=now,
        verdict=Verdict(yes=False, reason_code="D", reason="Kabur."),
        actor=world.actor(Role.SECRETARY),
        tools=world.tools,
    )
    assert seen(now.cycle_id).step == 6
    PaperRow.objects.create(
        cycle_id=now.cycle_id,
        kind=old.kind,
        version=2,
        round=2,
        code="BARU2345",
        values={},
        made_at=world.clock.at,
        made_by_id=old.made_by_id,
    )
    assert "ada versi yang lebih baru" in words(Client().get(page_of(old.code)))
    assert "belum ditandatangani" in words(Client().get(page_of("BARU2345")))


@pytest.mark.parametrize("code", ["ABCD", "A" * 60, "0"])
def test_an_unknown_code_is_answered_plainly(world: World, code: str) -> None:
    answer = Client().get(page_of(code))
    assert answer.status_code == 404
    assert "Tidak dikenal" in words(answer)


@pytest.mark.parametrize("typed", ["<b>x</b>", "'; --", "A" * 61, "é", "%00"])
def test_what_cannot_be_a_code_is_shown_as_text(world: World, typed: str) -> None:
    answer = Client().post(url("verification"), {"code": typed})
    assert answer.status_code == 422
    assert "Itu bukan kode dokumen" in words(answer)
    assert "<b>x</b>" not in answer.content.decode()


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7", b"\x00" * 5000, b"PK\x03\x04"])
def test_any_bytes_get_an_answer(world: World, content: bytes) -> None:
    answer = Client().post(url("verification"), handed_in(content))
    assert answer.status_code == 200
    assert "Tidak dikenal" in words(answer)


def test_pressing_compare_without_a_file_says_what_to_do(signed: PaperRow) -> None:
    answer = Client().post(url("verification"), {"compare": "1"})
    assert answer.status_code == 422
    assert "Pilih berkas lebih dahulu" in words(answer)
    assert "Pilih berkas lebih dahulu" in words(
        Client().post(page_of(signed.code), {"compare": "1"})
    )


def test_the_paper_is_given_to_those_who_may_read_it(world: World, signed: PaperRow) -> None:
    answer = at_door(world, Role.STAFF).get(url_of_paper(signed))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "pengukuran-kinerja-" in answer["Content-Disposition"]
    assert answer.content == world.vault.read(signed.signed_sha256)


def test_the_paper_is_closed_to_others(world: World, signed: PaperRow) -> None:
    assert Client().get(url_of_paper(signed)).status_code == 302
    assert at_door(world, Role.KEEPER).get(url_of_paper(signed)).status_code == 403
    unknown = at_door(world, Role.STAFF).get(url_of_paper(signed).replace(signed.code, "XXXX"))
    assert unknown.status_code == 404


def url_of_paper(paper: PaperRow) -> str:
    return f"/dokumen/{paper.code}/"
