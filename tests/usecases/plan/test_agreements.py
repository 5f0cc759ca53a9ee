"""The agreement: issued from the plan in force, revised in mid-year, signed in three ways."""

import json
from datetime import date

import pytest

from tests.builders import (
    LOCK,
    YEAR,
    FakeSealer,
    FakeTypesetter,
    World,
    new_world,
    problems,
    refused,
    said_by,
    signed_by,
)
from tests.plan_stories import WHY, change_plan, issue, order
from ukur.domain.cycles import JournalMoved
from ukur.domain.evidence import FileRefused
from ukur.domain.journal import Event, first_break
from ukur.domain.journal_file import JournalHead, head_text
from ukur.domain.people import Role
from ukur.domain.plan.agreement import (
    AgreementClosed,
    AgreementExists,
    InitialAgreementMissing,
    OnlyHeadSigns,
    OnlyPlannerIssues,
    PlanNotInForce,
    Superior,
)
from ukur.domain.ports import Tools
from ukur.domain.refusals import NotValid
from ukur.store.models import (
    Agency,
    AgreementEventRow,
    AgreementRow,
    Letter,
    PlanVersion,
    TargetRow,
)
from ukur.usecases.letters.numbering import numbered_letter
from ukur.usecases.plan.issue_agreement import issue_agreement
from ukur.usecases.plan.join_agreement_scan import join_agreement_scan
from ukur.usecases.plan.join_signed_agreement import join_signed_agreement
from ukur.usecases.plan.seal_agreement import seal_agreement

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 pindaian"


@pytest.fixture
def world() -> World:
    return new_world()


def row(agreement_id: int) -> AgreementRow:
    return AgreementRow.objects.select_related("letter", "replaces").get(pk=agreement_id)


def events() -> list[AgreementEventRow]:
    return list(AgreementEventRow.objects.order_by("sequence"))


def seal(world: World, agreement_id: int, lock: str = LOCK, role: Role = Role.HEAD) -> str:
    return seal_agreement(
        agreement_id=agreement_id, passphrase=lock, actor=world.actor(role), tools=world.tools
    )


def scanned(world: World, agreement_id: int, scan: bytes = SCAN, role: Role = Role.PLANNER) -> str:
    return join_agreement_scan(
        agreement_id=agreement_id,
        name="pindai.pdf",
        scan=scan,
        actor=world.actor(role),
        tools=world.tools,
    )


def outside(world: World, agreement_id: int, pdf: bytes, role: Role = Role.PLANNER) -> str:
    return join_signed_agreement(
        agreement_id=agreement_id, pdf=pdf, actor=world.actor(role), tools=world.tools
    )


# --- issued ------------------------------------------------------------------------------


def test_the_first_agreement_is_numbered_kept_and_told(world: World) -> None:
    found = row(issue(world))
    assert found.letter is not None
    assert (found.kind, found.version, found.replaces) == ("induk", 1, None)
    assert found.letter.number == Letter.objects.get(kind="agreement").number
    assert found.letter.dated == date(YEAR, 1, 12)
    (event,) = events()
    assert event.verb == "agreement_issued"
    assert event.facts["unsigned"] == found.pdf_sha256
    assert event.facts["plan"] == 1


def test_the_paper_says_what_the_plan_promises_and_nobody_is_named_in_a_sample(
    world: World,
) -> None:
    found = row(issue(world))
    said = said_by(world.vault.read(found.pdf_sha256))
    assert said.template == "agreement"
    assert said.values == found.values
    values = found.values
    assert values["title"] == f"PERJANJIAN KINERJA TAHUN {YEAR}"
    assert (values["promiser_title"], values["superior_title"]) == (
        "Kepala Dinas Kesehatan",
        "Bupati Contoh",
    )
    lines = [line for goal in values["goals"] for line in goal["lines"]]
    assert [line["target"] for line in lines] == ["95%", "40 kasus", "82 angka", "75 angka"]
    assert [program["ceiling"] for program in values["programs"]] == ["3.000.000"]
    assert values["notes"] == ["Lampiran ini memuat 2 sasaran, 4 indikator, dan 1 program."]
    assert (values["replaces"], values["changes"]) == ("", [])
    assert values["signature"]["promiser"]["place_and_date"] == f"Kota Contoh, 12 Januari {YEAR}"
    assert values["signature"]["promiser"]["name"] == ""
    agreed = json.loads(said.attached["perjanjian-kinerja.json"])
    assert agreed["indicators"][0] == {
        "goal": "S1",
        "code": "IKU-01",
        "name": "Indikator IKU-01",
        "target": "95%",
    }
    assert agreed["programs"] == [
        {"code": "1.02.01", "name": "Uraian 1.02.01", "ceiling": "3000000"}
    ]


def test_a_named_superior_is_printed(world: World) -> None:
    superior = Superior("Bupati Contoh", "H. Nama Atasan", "19600101 198001 1 001")
    values = row(issue(world, superior=superior)).values
    block = values["signature"]["superior"]
    assert (block["position"], block["name"], block["nip"]) == (
        ["BUPATI CONTOH"],
        "H. Nama Atasan",
        "19600101 198001 1 001",
    )


def test_a_trial_has_neither_number_nor_signatory() -> None:
    world = new_world(mode="trial")
    found = row(issue(world))
    assert found.letter is None
    assert not Letter.objects.exists()
    assert found.values["frame"]["marks"]["trial"] is True
    assert found.values["signature"] is None


def test_only_the_planner_issues(world: World) -> None:
    for role in (Role.HEAD, Role.SECRETARY, Role.STAFF, Role.KEEPER):
        with refused(OnlyPlannerIssues):
            issue_agreement(order=order(), actor=world.actor(role), tools=world.tools)


def test_a_version_has_one_agreement_and_a_year_one_induk(world: World) -> None:
    issue(world)
    with refused(AgreementExists):
        issue(world)
    with refused(AgreementExists):
        issue(world, "perubahan")
    change_plan(world)
    with refused(AgreementExists):
        issue(world, "induk", 2)


def test_a_perubahan_needs_an_induk(world: World) -> None:
    with refused(InitialAgreementMissing):
        issue(world, "perubahan", reason=WHY)


def test_an_agreement_comes_from_the_version_in_force(world: World) -> None:
    change_plan(world)
    with refused(PlanNotInForce) as told:
        issue(world)
    assert told[0].number == 2
    assert row(issue(world, "induk", 2)).kind == "induk"


def test_what_the_form_lacks_is_listed_whole(world: World) -> None:
    nobody = Superior(" ", "n" * 201)
    with refused(NotValid) as told:
        issue(world, superior=nobody, place="", dated=date(YEAR + 1, 1, 1))
    assert problems(told[0]) == [
        ("superior_title", "needed"),
        ("superior_name", "too_long_for_field"),
        ("place", "needed"),
        ("dated", "date_of_other_year"),
    ]


def test_an_indicator_without_a_target_of_the_year_cannot_be_promised(world: World) -> None:
    TargetRow.objects.filter(indicator__code="IKU-04").delete()
    with refused(NotValid) as told:
        issue(world)
    assert "year_target_missing" in [code for _where, code in problems(told[0])]


def test_a_letter_that_came_in_between_is_not_given_its_number_twice(world: World) -> None:
    class Slow(FakeTypesetter):
        """Somebody writes a letter while the agreement is being typeset."""

        def typeset(self, template, values, attached):  # type: ignore[no-untyped-def]  # as the port
            agency = Agency.objects.get(pk=world.agency_id)
            numbered_letter(agency, None, kind="order", subject="x", day=date(YEAR, 1, 12))
            return super().typeset(template, values, attached)

    tools: Tools = world.tools_with(typesetter=Slow())
    with pytest.raises(JournalMoved):
        issue_agreement(order=order(), actor=world.actor(Role.PLANNER), tools=tools)
    assert not AgreementRow.objects.exists()
    assert not AgreementEventRow.objects.exists()


# --- revised -----------------------------------------------------------------------------


def test_a_perubahan_says_what_it_replaces_and_what_changed(world: World) -> None:
    first = row(issue(world))
    change_plan(world)
    found = row(issue(world, "perubahan", 2, dated=date(YEAR, 3, 30)))
    assert first.letter is not None
    assert found.replaces == first
    assert found.version == 2
    assert found.reason == WHY
    values = found.values
    assert values["title"] == f"PERUBAHAN PERJANJIAN KINERJA TAHUN {YEAR}"
    assert values["replaces"] == (
        f"Menggantikan Perjanjian Kinerja Nomor {first.letter.number} tanggal 12 Januari {YEAR}"
    )
    assert values["change_reason"] == WHY
    assert [(c["what"], c["before"], c["after"]) for c in values["changes"]] == [
        ("Indikator IKU-01", "95%", "96%"),
        ("Indikator IKU-04", "75 angka", "78 angka"),
        ("Anggaran Uraian 1.02.01", "Rp 3.000.000", "Rp 3.500.000"),
    ]
    assert [event.facts["replaces"] for event in events()] == ["", first.code]


def test_a_perubahan_wants_a_reason(world: World) -> None:
    issue(world)
    change_plan(world)
    PlanVersion.objects.filter(number=2).update(change_reason="")
    with refused(NotValid) as told:
        issue(world, "perubahan", 2)
    assert problems(told[0]) == [("reason", "reason_missing")]
    assert row(issue(world, "perubahan", 2, reason="Pejabat berganti.")).reason.startswith(
        "Pejabat"
    )


def test_an_agreement_that_was_replaced_is_signed_no_more(world: World) -> None:
    first = issue(world)
    change_plan(world)
    issue(world, "perubahan", 2)
    with refused(AgreementClosed):
        seal(world, first)
    with refused(AgreementClosed):
        scanned(world, first)


# --- signed ------------------------------------------------------------------------------


def test_the_seal_is_that_of_the_first_party_alone(world: World) -> None:
    agreement_id = issue(world)
    seal(world, agreement_id)
    found = row(agreement_id)
    sealed = world.vault.read(found.seal_sha256)
    assert sealed.rstrip().split(b"\n")[-1].startswith(b"%SIGNED contoh-kepala_dinas ")
    values = said_by(sealed).values
    signing = values["signature"]
    assert isinstance(signing, dict)
    assert (signing["promiser"]["mode"], signing["superior"]["mode"]) == ("seal", "ink")
    footer = values["frame"]["footer"]  # type: ignore[index]  # values are plain JSON
    assert footer["journal_count"] == 1
    assert (found.signed_sha256, found.sealed_at) == ("", world.clock.at)
    assert [event.verb for event in events()] == ["agreement_issued", "agreement_sealed"]


def test_a_wrong_passphrase_seals_nothing_and_a_seal_is_put_once(world: World) -> None:
    agreement_id = issue(world)
    files = dict(world.vault.files)
    with refused(NotValid) as told:
        seal(world, agreement_id, "keliru sekali")
    assert problems(told[0]) == [("passphrase", "wrong_passphrase")]
    assert world.vault.files == files
    seal(world, agreement_id)
    with refused(AgreementClosed):
        seal(world, agreement_id)


def test_an_agreement_that_changed_while_it_was_sealed_is_not_sealed(world: World) -> None:
    agreement_id = issue(world)

    class Slow(FakeSealer):
        """The planner joins a scan while the seal is being made."""

        def seal(self, pdf, seal, *, reason, at):  # type: ignore[no-untyped-def]  # as the port
            scanned(world, agreement_id)
            return super().seal(pdf, seal, reason=reason, at=at)

    tools = world.tools_with(sealer=Slow(world.sealer.locks))
    with pytest.raises((JournalMoved, AgreementClosed)):
        seal_agreement(
            agreement_id=agreement_id, passphrase=LOCK, actor=world.actor(Role.HEAD), tools=tools
        )
    assert row(agreement_id).seal_sha256 == ""


def test_a_scan_completes_an_agreement_with_a_seal_or_without(world: World) -> None:
    agreement_id = issue(world)
    seal(world, agreement_id)
    scanned(world, agreement_id)
    found = row(agreement_id)
    assert (found.signed_way, world.vault.read(found.signed_sha256)) == ("ink", SCAN)
    with refused(AgreementClosed):
        scanned(world, agreement_id)


def test_only_a_pdf_is_a_scan(world: World) -> None:
    agreement_id = issue(world)
    with refused(FileRefused) as told:
        scanned(world, agreement_id, b"bukan")
    assert told[0].why == "kind"


def test_our_file_signed_elsewhere_is_joined_before_and_after_the_seal(world: World) -> None:
    agreement_id = issue(world)
    for_pen = world.vault.read(row(agreement_id).pdf_sha256)
    seal(world, agreement_id)
    sealed = world.vault.read(row(agreement_id).seal_sha256)
    for foreign, why in (
        (signed_by("BSrE", b"%PDF-1.7 lain\n"), "not_ours"),
        (for_pen, "signature_unsigned"),
        (sealed, "signature_unsigned"),
        (signed_by("BSrE", for_pen) + b" ", "signature_changed"),
    ):
        with refused(FileRefused) as told:
            outside(world, agreement_id, foreign)
        assert told[0].why == why
    outside(world, agreement_id, signed_by("BSrE", sealed))
    found = row(agreement_id)
    assert found.signed_way == "outside"
    assert events()[-1].facts["subject"] == "BSrE"


def test_only_the_head_seals_and_only_head_and_planner_join(world: World) -> None:
    agreement_id = issue(world)
    for role in (Role.PLANNER, Role.SECRETARY, Role.STAFF):
        with refused(OnlyHeadSigns):
            seal(world, agreement_id, role=role)
    for role in (Role.SECRETARY, Role.STAFF, Role.KEEPER, Role.EVALUATOR):
        with refused(OnlyHeadSigns):
            scanned(world, agreement_id, role=role)
        with refused(OnlyHeadSigns):
            outside(world, agreement_id, SCAN, role=role)
    scanned(world, agreement_id, role=Role.HEAD)


def test_the_agreement_of_another_agency_is_not_there(world: World) -> None:
    agreement_id, asked = issue(world), order()
    other = new_world(code="lain")
    with pytest.raises(AgreementRow.DoesNotExist):
        scanned(other, agreement_id)
    with pytest.raises(PlanVersion.DoesNotExist):
        issue_agreement(order=asked, actor=other.actor(Role.PLANNER), tools=other.tools)


def test_the_chain_of_a_year_holds_and_every_head_is_signed(world: World) -> None:
    first = issue(world)
    seal(world, first)
    scanned(world, first)
    change_plan(world)
    issue(world, "perubahan", 2)
    rows = events()
    told = [Event(r.sequence, r.at, r.by, r.verb, r.facts, r.previous, r.hash) for r in rows]
    assert first_break(told) is None
    assert [r.verb for r in rows] == [
        "agreement_issued",
        "agreement_sealed",
        "agreement_signed",
        "agreement_issued",
    ]
    last = rows[-1]
    head = JournalHead(f"contoh/{YEAR}/perjanjian", 4, last.hash, last.at)
    assert world.signature_holds(head_text(head).encode(), last.signature)
