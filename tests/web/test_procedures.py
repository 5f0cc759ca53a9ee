"""The pages of the SOPs: read by everybody at the agency, written by the pengelola."""

from collections.abc import Iterator, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import MORNING, World, new_world, ordered
from tests.web.builders_office import words
from tests.web.builders_work import Answer, at_door, installed, queries, text, url
from tests.web.typed_forms import standing
from ukur.domain.people import Role
from ukur.domain.sop.editing import restored
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.edge.shipped import procedure_text
from ukur.store.models import Attempt, ProcedureDraft, ProcedureVersion

TODAY = MORNING.date().isoformat()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


@pytest.fixture
def keeper(world: World) -> Client:
    return at_door(world, Role.KEEPER)


def version() -> ProcedureVersion:
    return ProcedureVersion.objects.order_by("pk")[0]


def draft() -> ProcedureDraft:
    return ProcedureDraft.objects.get()


def held() -> Procedure:
    return restored(draft().content)


def begun(keeper: Client) -> int:
    """The id of a draft of the SOP that came with the program."""
    keeper.post(url("change_procedure", version().pk))
    return draft().pk


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send back of the form of a draft."""
    return standing(page, "naskah")


def sent(keeper: Client, do: str, changed: Mapping[str, object] | None = None) -> Answer:
    """Press a button of the draft's page, with some fields typed anew."""
    place = url("procedure_draft", draft().pk)
    form = fields(text(keeper.get(place)))
    return keeper.post(place, {**form, "do": do, **(changed or {})})


def test_the_list_says_what_is_in_force_and_how_many_run(world: World, keeper: Client) -> None:
    ordered(world)
    page = text(keeper.get(url("procedures")))
    assert "SOP Pengukuran Kinerja" in page
    assert "Versi 1, sejak" in page
    assert "1 pelaksanaan" in page


def test_a_version_is_read_as_the_official_form_with_its_remarks(keeper: Client) -> None:
    page = text(keeper.get(url("procedure", version().pk)))
    assert "Memerintahkan Sekretaris untuk menyusun laporan" in page
    assert '<svg class="alur"' in page
    assert "8 catatan atas SOP ini" in page
    assert "sama-sama menyerahkan pekerjaan kepada Kepala Dinas" in page
    assert "bawaan aplikasi" in page


def test_a_version_is_given_out_as_paper_and_as_file(keeper: Client) -> None:
    pdf = keeper.get(url("procedure_paper", version().pk))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    again = keeper.get(url("procedure_paper", version().pk))
    assert again.content == pdf.content
    toml = keeper.get(url("procedure_file", version().pk))
    assert toml.content.decode() == version().text
    bpmn = keeper.get(url("procedure_bpmn", version().pk))
    assert bpmn.content.startswith(b"<?xml")
    assert b"<svg" in keeper.get(url("procedure_drawing", version().pk)).content


def test_the_form_of_a_draft_goes_round_without_a_loss(keeper: Client) -> None:
    begun(keeper)
    before = held()
    sent(keeper, "save")
    assert held() == before
    assert draft().revision == 2


def test_a_row_put_in_moves_the_ways_along(keeper: Client) -> None:
    begun(keeper)
    answer = sent(keeper, "insert-4")
    assert answer.url.endswith("#id_step-4")  # type: ignore[attr-defined]  # a redirect
    decision = held().step(8).decision
    assert decision is not None
    assert (decision.yes_to, decision.no_to, decision.no_allowed) == (9, 7, (7, 6, 5))
    page = text(keeper.get(url("procedure_draft", draft().pk)))
    assert "Belum diisi." in page
    assert 'id="step-4-activity-galat"' in page
    sent(keeper, "remove-4")
    assert held().step(7).decision == read(procedure_text(), "x").step(7).decision


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("up-4", ["perencana", "tim_sakip"]),
        ("down-3", ["perencana", "tim_sakip"]),
    ],
)
def test_rows_move(keeper: Client, do: str, expected: list[str]) -> None:
    begun(keeper)
    sent(keeper, do)
    assert [held().step(n).lead for n in (4, 3)] == expected


def test_a_row_becomes_a_decision_and_stops_being_one(keeper: Client) -> None:
    begun(keeper)
    sent(keeper, "decide-4")
    decision = held().step(4).decision
    assert decision is not None
    assert (decision.yes_to, decision.no_to) == (5, 3)
    sent(keeper, "save", {"step-4-max_rounds": "3", "step-4-back": "2, 1"})
    decision = held().step(4).decision
    assert decision is not None
    assert (decision.max_rounds, decision.no_allowed) == (3, (3, 2, 1))
    sent(keeper, "undecide-4")
    assert held().step(4).decision is None


def test_columns_come_go_and_change_their_role(keeper: Client) -> None:
    begun(keeper)
    sent(keeper, "lane_add", {"lane-5-key": "operator", "lane-5-name": "Operator unit"})
    assert [lane.key for lane in held().lanes][4:] == ["operator", ""]
    assert held().step(9).lead == "operator"
    sent(keeper, "lane_remove-6")
    sent(keeper, "lane_left-5")
    assert [lane.key for lane in held().lanes][3:] == ["operator", "tim_sakip"]


def test_what_is_wrong_is_kept_and_stands_at_its_field(keeper: Client) -> None:
    begun(keeper)
    sent(keeper, "save", {"step-3-standard": "secepatnya", "step-3-lead": ""})
    page = text(keeper.get(url("procedure_draft", draft().pk)))
    assert 'value="secepatnya"' in page
    assert "“secepatnya” bukan waktu yang dapat dihitung" in page
    assert "2 hal perlu dibenahi" in page
    assert 'href="#id_step-3-standard">Baris 3, waktu' in page


def test_a_column_too_many_is_told_and_kept(keeper: Client) -> None:
    begun(keeper)
    for _ in range(16):
        sent(keeper, "lane_add")
    sent(keeper, "save")
    assert len(held().lanes) == 21
    assert "Jumlahnya 21; paling banyak 20" in text(keeper.get(url("procedure_draft", draft().pk)))


def test_text_pasted_from_a_document_is_taken_without_its_hidden_characters(
    keeper: Client,
) -> None:
    begun(keeper)
    sent(keeper, "save", {"step-3-activity": "Membuat\u00a0format\tbaru\u200b\r\nlalu kirim"})
    assert held().step(3).activity == "Membuat format baru\nlalu kirim"


def test_a_script_in_a_cell_is_text_on_every_page(keeper: Client) -> None:
    begun(keeper)
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    typed = {"step-3-activity": hostile, "step-7-yes": hostile, "lane-1-name": hostile}
    sent(keeper, "save", {**typed, "basis-1-replaced_by": hostile, "cover-title": hostile})
    place = draft().pk
    pages = [
        keeper.get(url("procedure_draft", place)),
        keeper.get(url("compare_procedure_draft", place)),
        keeper.get(url("issue_procedure", place)),
        keeper.get(url("procedures")),
    ]
    for page in pages:
        assert "<script>alert" not in text(page)
        assert "<img src=x" not in text(page)


def test_two_who_edit_at_once_lose_nothing(world: World, keeper: Client) -> None:
    place = url("procedure_draft", begun(keeper))
    form = fields(text(keeper.get(place)))
    sent(keeper, "save", {"cover-number": "1"})
    answer = keeper.post(place, {**form, "do": "save", "cover-number": "2"})
    assert answer.status_code == 409
    assert 'name="cover-number" id="cover-number" value="2"' in text(answer)
    assert held().cover.number == "1"
    again = fields(text(answer))
    keeper.post(place, {**again, "do": "save"})
    assert held().cover.number == "2"


def test_the_check_answers_without_keeping_anything(keeper: Client) -> None:
    begun(keeper)
    form = fields(text(keeper.get(url("procedure_draft", draft().pk))))
    place = url("check_procedure_draft", draft().pk)
    page = text(keeper.post(place, {**form, "step-2-activity": "Menimbang bayi"}))
    assert "SOP ini dapat dijalankan." in page
    assert "Menimbang bayi" in page
    assert draft().revision == 1
    broken = text(keeper.post(place, {**form, "step-7-yes_to": ""}))
    assert "Pilih baris SOP ini." in broken
    assert "Tabel digambar begitu" in broken


def test_the_keeper_puts_a_version_in_force(world: World, keeper: Client) -> None:
    begun(keeper)
    sent(keeper, "save", {"step-3-standard": "2 hari", "cover-number": "800/12/2026"})
    changed = text(keeper.get(url("compare_procedure_draft", draft().pk)))
    assert "<del>1 hari</del>" in changed
    assert "<ins>2 hari</ins>" in changed
    typed = {"revision": draft().revision, "in_force_from": TODAY, "reason": "Perbup 7"}
    answer = keeper.post(url("issue_procedure", draft().pk), typed, follow=True)
    page = text(answer)
    assert "Versi tersimpan" in page
    assert "Perbup 7" in page
    new = ProcedureVersion.objects.latest("pk")
    pair = {"lama": version().pk, "baru": new.pk}
    assert "<ins>800/12/2026</ins>" in text(keeper.get(url("compare_procedures"), pair))
    old = text(keeper.get(url("procedure", version().pk)))
    assert "Diganti" in old


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"reason": ""}, 'name="reason"'),
        ({"in_force_from": "besok"}, 'name="in_force_from"'),
        ({"in_force_from": "2020-01-01"}, "sudah lewat"),
    ],
)
def test_what_is_missing_to_put_it_in_force_stands_at_its_field(
    keeper: Client, typed: dict[str, str], place: str
) -> None:
    begun(keeper)
    usual = {"revision": "1", "in_force_from": TODAY, "reason": "Perbup 7"}
    answer = keeper.post(url("issue_procedure", draft().pk), usual | typed)
    assert answer.status_code == 422
    assert place in text(answer)
    assert "galat" in text(answer)
    assert ProcedureVersion.objects.count() == 1


def test_a_new_sop_begins_under_its_name(keeper: Client) -> None:
    page = text(keeper.post(url("new_procedure"), {"title": "Penyusunan Renja"}, follow=True))
    assert "SOP Penyusunan Renja" in page
    assert "Jenis kerja" not in page
    answer = keeper.post(url("new_procedure"), {"title": "?"})
    assert answer.status_code == 422
    assert "Tulis nama SOP" in text(answer)


def uploaded(keeper: Client, content: bytes, name: str = "sop.toml") -> Answer:
    file = SimpleUploadedFile(name, content)
    return keeper.post(url("take_in_procedure"), {"file": file})


def test_a_file_becomes_a_draft(keeper: Client) -> None:
    uploaded(keeper, procedure_text().replace('version = "1"', 'version = "7"').encode())
    assert held().version == "7"
    assert draft().source == "sop.toml"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x00\x01", "sop.toml, baris 1"),
        (b"\xff\xfe", "UTF-8"),
        (procedure_text().replace("yes_to = 8", "yes_to = 88").encode(), "Langkah 88 tidak ada"),
        (procedure_text().encode() + b'\nx = "<script>"\n', "tidak dikenal di sini"),
        (b"[[step]]\n" * 100_001, "100001"),
        (b"[" * 1000, "bersarang lebih dari"),
        (b"x" * 1_000_001, "1000001 karakter"),
        (b"", "belum ada"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_by_line_and_leaves_nothing(
    keeper: Client, content: bytes, told: str
) -> None:
    answer = uploaded(keeper, content)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not ProcedureDraft.objects.exists()
    assert Attempt.objects.count() == 1


def test_a_file_for_an_sop_that_is_being_written_leads_to_its_draft(keeper: Client) -> None:
    begun(keeper)
    answer = uploaded(keeper, procedure_text().encode())
    assert answer.status_code == 409
    assert url("procedure_draft", draft().pk) in text(answer)


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.HEAD, ""), (Role.PLANNER, ""), (Role.EVALUATOR, ""), (Role.OPERATOR, "PKM-01")],
)
def test_others_read_and_do_not_write(world: World, keeper: Client, role: Role, unit: str) -> None:
    draft_id = begun(keeper)
    reader = at_door(world, role, unit)
    assert "Susun SOP baru" not in text(reader.get(url("procedures")))
    page = text(reader.get(url("procedure", version().pk)))
    assert "Lanjutkan rancangan" not in page
    for name in ("procedure_draft", "issue_procedure", "compare_procedure_draft"):
        assert reader.get(url(name, draft_id)).status_code == 404
    for name in ("check_procedure_draft", "discard_procedure_draft", "issue_procedure"):
        assert reader.post(url(name, draft_id)).status_code == 404
    assert reader.post(url("new_procedure"), {"title": "Baru"}).status_code == 403
    assert reader.post(url("change_procedure", version().pk)).status_code == 403
    assert uploaded(reader, procedure_text().encode()).status_code == 403
    assert ProcedureDraft.objects.count() == 1


def test_nothing_of_another_agency_is_there(world: World, keeper: Client) -> None:
    draft_id = begun(keeper)
    stranger = at_door(new_world(code="lain"), Role.KEEPER)
    files = ("procedure_paper", "procedure_file", "procedure_bpmn", "procedure_drawing")
    for name in ("procedure", *files):
        assert stranger.get(url(name, version().pk)).status_code == 404
    pair = {"lama": version().pk, "baru": version().pk}
    assert stranger.get(url("compare_procedures"), pair).status_code == 404
    assert stranger.post(url("change_procedure", version().pk)).status_code == 404
    for name in ("procedure_draft", "issue_procedure", "procedure_draft_paper"):
        assert stranger.get(url(name, draft_id)).status_code == 404
    assert stranger.post(url("discard_procedure_draft", draft_id)).status_code == 404


def test_more_versions_ask_no_more_queries(world: World, keeper: Client) -> None:
    keeper.get(url("procedures"))
    listed = queries(lambda: keeper.get(url("procedures")))
    read = queries(lambda: keeper.get(url("procedure", version().pk)))
    for number in range(4):
        begun(keeper)
        typed = {"revision": 1, "in_force_from": TODAY, "reason": f"Perbup {number}"}
        keeper.post(url("issue_procedure", draft().pk), typed, follow=True)
    assert ProcedureVersion.objects.filter(agency_id=world.agency_id).count() == 5
    assert queries(lambda: keeper.get(url("procedures"))) == listed
    assert queries(lambda: keeper.get(url("procedure", version().pk))) == read


def test_a_longer_draft_asks_no_more_queries(keeper: Client) -> None:
    place = url("procedure_draft", begun(keeper))
    few = queries(lambda: keeper.get(place))
    for _ in range(3):
        sent(keeper, "insert-3")
    assert len(held().steps) == 12
    assert queries(lambda: keeper.get(place)) == few


def test_a_draft_is_thrown_away(keeper: Client) -> None:
    draft_id = begun(keeper)
    page = text(keeper.post(url("discard_procedure_draft", draft_id), follow=True))
    assert "Rancangan dibuang" in page
    assert not ProcedureDraft.objects.exists()


def test_a_version_that_is_to_come_is_withdrawn_on_its_page(world: World) -> None:
    keeper, planner = at_door(world, Role.KEEPER), at_door(world, Role.PLANNER)
    row = version()
    tomorrow = row.in_force_from.replace(year=row.in_force_from.year + 40)
    row.pk, row.version, row.in_force_from = None, "99", tomorrow
    row.save()
    place, act = url("procedure", row.pk), url("withdraw_procedure", row.pk)
    assert act in text(keeper.get(place))
    assert act not in text(planner.get(place))
    assert planner.post(act, {"reason": "Keliru"}).status_code == 403
    assert keeper.post(act, {"reason": " "}).status_code == 422
    done = words(keeper.post(act, {"reason": "Keliru nomor."}, follow=True))
    assert "Versi sudah ditarik" in done
    assert "Keliru nomor." in done
    assert act not in text(keeper.get(place))
    assert "Versi 99" not in words(keeper.get(url("procedures")))
    other = at_door(new_world(code="lain"), Role.KEEPER)
    assert other.post(act, {"reason": "Keliru"}).status_code == 404
