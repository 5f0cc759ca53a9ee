"""The page of one figure's evidence: three ways to answer, and nothing that runs."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.adapters.test_evidence_looks import exif, jpeg, pdf
from tests.builders import RATIO, World, cycle_at
from tests.web.builders_work import at_door, installed, text
from ukur.domain.people import Role
from ukur.store.models import Entry, EvidenceRow, UnitTask
from ukur.usecases.exceptions.cancel_run import cancel_run

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = b"%PDF-1.7 rekap"


class Room:
    """The operator of PKM-01 before the evidence of a ratio."""

    def __init__(self, world: World, cycle_id: int) -> None:
        self.world = world
        self.task_id = world.task(cycle_id, "PKM-01").task_id
        self.line_id = world.line(cycle_id, RATIO)
        self.client = at_door(world, Role.OPERATOR, "PKM-01")

    def url(self, name: str) -> str:
        return reverse(name, args=[self.task_id, self.line_id])

    def page(self, client: Client | None = None) -> str:
        return text((client or self.client).get(self.url("entry_attach")))

    def attach(self, name: str, content: bytes, **more: str) -> int:
        data = {"file": SimpleUploadedFile(name, content), "back": "figure", **more}
        response = self.client.post(self.url("entry_attach"), data)
        assert response.status_code == 302
        return EvidenceRow.objects.latest("pk").pk


@pytest.fixture
def room() -> Iterator[Room]:
    with installed() as world:
        yield Room(world, cycle_at(world, 4).cycle_id)


def test_the_page_says_limits_kinds_and_that_patients_do_not_belong_here(room: Room) -> None:
    Entry.objects.filter(task=room.task_id).update(numerator=8, denominator=10)
    page = room.page()
    assert "paling besar 10 MB" in page
    assert "NIK, dan alamat pasien tidak boleh ada di sini" in page
    assert "Masih diminta:" in page
    assert "80,00 (8 / 10)" in page


def test_a_picture_is_shown_by_our_own_page_and_can_run_nothing(room: Room) -> None:
    piece = room.attach("layar.png", PNG, kind="screen", pages="kiri atas")
    picture = reverse("evidence_picture", args=[piece])
    page = room.page()
    assert picture in page
    assert "letak: kiri atas" in page
    response = room.client.get(picture)
    assert response.content == PNG
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_is_handed_out_and_never_shown_in_place(room: Room) -> None:
    piece = room.attach("rekap.pdf", PDF)
    assert room.client.get(reverse("evidence_picture", args=[piece])).status_code == 404
    response = room.client.get(reverse("evidence", args=[piece]))
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_name_of_a_file_and_an_unknown_kind_do_no_harm(room: Room) -> None:
    room.attach('x"><script>alert(1)</script>.png', PNG, kind="<b>", pages='"><i>')
    page = room.page()
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert EvidenceRow.objects.get().kind == "any"


def test_a_file_that_names_persons_is_kept_with_a_warning(room: Room) -> None:
    room.attach("kohort 3516014507900001.png", PNG)
    assert "tampak memuat NIK" in room.page()
    Entry.objects.filter(task=room.task_id).update(note="Ibu 3516014507900001")
    assert "Catatan angka ini tampak memuat NIK" in room.page()


def test_a_picture_that_tells_a_place_stays_as_it_is_and_its_owner_is_told(room: Room) -> None:
    picture = jpeg(b"Exif\0\0" + exif())
    piece = EvidenceRow.objects.get(pk=room.attach("kunjungan.jpg", picture))
    assert "memuat lokasi pengambilan (GPS)" in room.page()
    assert room.world.vault.read(piece.sha256) == picture
    room.attach("rekap.jpg", jpeg())
    assert "GPS" not in room.page()


def test_of_a_pdf_that_asks_for_a_password_it_is_said_who_cannot_open_it(room: Room) -> None:
    room.attach("rekap.pdf", pdf(owner="kunci", user="rahasia"))
    assert "PDF ini meminta kata sandi" in room.page()
    room.attach("rekap-2.pdf", pdf(owner="kunci"))
    assert "meminta kata sandi" not in room.page()


def test_what_backs_a_figure_of_a_cancelled_cycle_is_read_and_not_changed(room: Room) -> None:
    room.attach("rekap.png", PNG)
    assert 'name="file"' in room.page()
    cycle = UnitTask.objects.get(pk=room.task_id).cycle
    world = room.world
    cancel_run(
        run_id=cycle.run_id, reason="Keliru.", actor=world.actor(Role.HEAD), tools=world.tools
    )
    assert "rekap.png" in room.page()
    assert 'name="file"' not in room.page()


def test_a_reason_and_a_link_are_answers_too(room: Room) -> None:
    back = {"back": "figure"}
    sent = room.client.post(room.url("entry_excuse"), {"why": "Arsip rusak.", **back})
    assert sent.status_code == 302
    assert "Arsip rusak." in room.page()
    refused = room.client.post(room.url("entry_link"), {"url": "javascript:alert(1)", **back})
    assert refused.status_code == 422
    assert "Ini bukan tautan." in text(refused)
    sent = room.client.post(room.url("entry_link"), {"url": "http://127.0.0.1:9/x", **back})
    assert sent.status_code == 302
    assert "Tidak dapat dibuka ketika dicatat" in room.page()


def test_what_was_typed_stays_where_it_was_refused(room: Room) -> None:
    reason = f"Register rusak karena banjir. {'x' * 2_000}"
    refused = room.client.post(room.url("entry_excuse"), {"why": reason})
    assert refused.status_code == 422
    assert reason in text(refused)
    said = {"kind": "letter", "pages": f"halaman {'9' * 60}"}
    refused = room.client.post(room.url("entry_link"), {"url": "https://contoh.go.id/", **said})
    assert refused.status_code == 422
    assert said["pages"] in refused.content.decode()
    assert '<option value="letter" selected>' in refused.content.decode()


def test_what_a_piece_is_can_be_said_later(room: Room) -> None:
    piece = room.attach("layar.png", PNG)
    path = reverse("entry_describe", args=[room.task_id, piece])
    room.client.post(path, {"kind": "letter", "pages": "2", "back": "figure"})
    assert "letak: 2" in room.page()
    assert room.client.post(path, {"kind": "letter", "pages": "2" * 61}).status_code == 422


def test_the_team_reads_and_another_unit_does_not_find_it(room: Room) -> None:
    piece = room.attach("layar.png", PNG)
    team = at_door(room.world, Role.TEAM)
    assert "Lampirkan berkas" not in room.page(team)
    assert "layar.png" in room.page(team)
    other = at_door(room.world, Role.OPERATOR, "PKM-02")
    evaluator = at_door(room.world, Role.EVALUATOR)
    for client in (other, evaluator):
        assert client.get(room.url("entry_attach")).status_code == 404
        assert client.get(reverse("evidence_picture", args=[piece])).status_code == 404
    wrong = reverse("entry_describe", args=[room.task_id + 1, piece])
    assert room.client.post(wrong, {}).status_code == 404
