"""Step 4: files and links beside figures are attached, described and taken away."""

import hashlib
from dataclasses import dataclass, field

import pytest

from tests.builders import (
    COUNT,
    INDEX,
    PROOF,
    RATIO,
    World,
    chain,
    cycle_at,
    delivered,
    new_world,
    one_event_of,
    problems,
    refused,
    state,
)
from ukur.domain.collecting import Lack, NotYourUnit, TaskNotOpen
from ukur.domain.evidence import (
    MOST_PIECES,
    EvidenceKind,
    FileRefused,
    LinkState,
    Offered,
    OfferedLink,
)
from ukur.domain.people import Role
from ukur.domain.ports import Fetched
from ukur.domain.refusals import NotValid
from ukur.store.models import Entry, EvidenceRow, FormLine, UnitTask
from ukur.store.queries.evidence import figure_evidence
from ukur.store.queries.lacks import lacks_of
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.attach_link import attach_link
from ukur.usecases.collect.describe_evidence import describe_evidence
from ukur.usecases.collect.excuse_evidence import excuse_evidence
from ukur.usecases.collect.remove_evidence import remove_evidence

pytestmark = pytest.mark.django_db
REKAP_FILE = Offered("rekap.pdf", PROOF)
SHA = hashlib.sha256(PROOF).hexdigest()


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def cycle_id(world: World) -> int:
    return cycle_at(world, 4).cycle_id


def attach(
    world: World,
    cycle_id: int,
    *,
    code: str = RATIO,
    file: Offered = REKAP_FILE,
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> int:
    return attach_evidence(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        line_id=world.line(cycle_id, code),
        file=file,
        actor=world.actor(*as_),
        tools=world.tools,
    )


def remove(
    world: World, cycle_id: int, evidence_id: int, as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01")
) -> None:
    remove_evidence(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        evidence_id=evidence_id,
        actor=world.actor(*as_),
        tools=world.tools,
    )


def test_a_file_is_kept_in_the_vault_and_named_in_the_units_chain(
    world: World, cycle_id: int
) -> None:
    facts = {"line": RATIO, "name": "rekap KIA.pdf", "sha256": SHA, "size": len(PROOF)}
    with one_event_of(cycle_id, "PKM-01", "evidence_attached", **facts):
        evidence_id = attach(world, cycle_id, file=Offered("C:\\berkas\\rekap KIA.pdf", PROOF))
    row = EvidenceRow.objects.get(pk=evidence_id)
    assert (row.name, row.media_type, row.removed_at) == ("rekap KIA.pdf", "application/pdf", None)
    assert world.vault.read(row.sha256) == PROOF


def test_a_file_that_is_not_what_its_name_says_is_refused(world: World, cycle_id: int) -> None:
    cases = [("rekap.pdf", b"", "empty"), ("rekap.pdf", b"MZ", "kind"), ("a.exe", PROOF, "kind")]
    for name, content, why in cases:
        with refused(FileRefused) as told:
            attach(world, cycle_id, file=Offered(name, content))
        assert problems(told[0]) == [("file", f"file_{why}")]
        assert world.vault.put(PROOF) == SHA


def test_a_line_of_another_unit_takes_no_file(world: World, cycle_id: int) -> None:
    with refused(Entry.DoesNotExist):
        attach(world, cycle_id, code=INDEX)


def test_nobody_but_the_unit_attaches(world: World, cycle_id: int) -> None:
    for as_ in ((Role.OPERATOR, "PKM-02"), (Role.TEAM, "")):
        with refused(NotYourUnit):
            attach(world, cycle_id, as_=as_)


def test_a_file_is_taken_away_and_its_bytes_stay(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id, code=COUNT)
    with one_event_of(cycle_id, "PKM-01", "evidence_removed", sha256=SHA, line=COUNT):
        remove(world, cycle_id, evidence_id)
    assert EvidenceRow.objects.get(pk=evidence_id).removed_at == world.clock.at
    assert world.vault.read(SHA) == PROOF


def test_a_file_is_taken_away_once(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    remove(world, cycle_id, evidence_id)
    before = state()
    remove(world, cycle_id, evidence_id)
    assert state() == before


def test_nobody_but_the_unit_takes_a_file_away(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    for as_ in ((Role.OPERATOR, "PKM-02"), (Role.TEAM, "")):
        with refused(NotYourUnit):
            remove(world, cycle_id, evidence_id, as_)


def test_files_of_a_form_that_was_handed_in_stay_as_they_are(world: World, cycle_id: int) -> None:
    delivered(world, cycle_id, "PKM-01")
    evidence_id = EvidenceRow.objects.get().pk
    with refused(TaskNotOpen):
        remove(world, cycle_id, evidence_id)
    with refused(TaskNotOpen):
        attach(world, cycle_id)


def test_a_file_of_another_form_is_not_found(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    with refused(EvidenceRow.DoesNotExist):
        remove_evidence(
            task_id=world.task(cycle_id, "PKM-02").task_id,
            evidence_id=evidence_id,
            actor=world.actor(Role.OPERATOR, "PKM-02"),
            tools=world.tools,
        )


def test_another_agency_has_no_such_form(world: World, cycle_id: int) -> None:
    evidence_id = attach(world, cycle_id)
    stranger = new_world(code="lain").actor(Role.OPERATOR, "PKM-01")
    task_id = world.task(cycle_id, "PKM-01").task_id
    with refused(UnitTask.DoesNotExist):
        remove_evidence(task_id=task_id, evidence_id=evidence_id, actor=stranger, tools=world.tools)
    assert len(chain(cycle_id, "PKM-01")) == 1


# --- kinds, pointers, and the reason why there is none ------------------------------------


def lacks(world: World, cycle_id: int) -> tuple[Lack, ...]:
    found = lacks_of(world.task(cycle_id, "PKM-01").task_id)
    return tuple(lack for lack in found if lack.code == "evidence")


def ask_for(cycle_id: int, *kinds: EvidenceKind) -> None:
    Entry.objects.filter(task__cycle=cycle_id).update(numerator=8, denominator=10)
    lines = FormLine.objects.filter(cycle=cycle_id, indicator__code=RATIO)
    lines.update(evidence_kinds=[kind.value for kind in kinds])


def test_every_kind_that_the_form_asks_for_has_to_be_there(world: World, cycle_id: int) -> None:
    ask_for(cycle_id, EvidenceKind.REPORT, EvidenceKind.LETTER)
    attach(world, cycle_id, file=Offered("a.pdf", PROOF, EvidenceKind.REPORT, "  3-4 "))
    assert lacks(world, cycle_id) == (Lack(RATIO, "evidence"),)
    attach(world, cycle_id, file=Offered("b.pdf", PROOF + b"2", EvidenceKind.LETTER))
    assert lacks(world, cycle_id) == ()
    assert EvidenceRow.objects.get(kind="report").pages == "3-4"


def test_a_reason_why_there_is_no_evidence_is_an_answer(world: World, cycle_id: int) -> None:
    ask_for(cycle_id, EvidenceKind.REPORT)
    why = "Arsip rusak karena banjir."
    ids = {
        "task_id": world.task(cycle_id, "PKM-01").task_id,
        "line_id": world.line(cycle_id, RATIO),
    }
    operator = world.actor(Role.OPERATOR, "PKM-01")
    with one_event_of(cycle_id, "PKM-01", "evidence_excused", **{"was": "", "is": why}):
        excuse_evidence(**ids, why=f" {why} ", actor=operator, tools=world.tools)
    assert lacks(world, cycle_id) == ()
    assert Entry.objects.get(line__indicator__code=RATIO, task=ids["task_id"]).saves == 1
    excuse_evidence(**ids, why=why, actor=operator, tools=world.tools)
    assert len(chain(cycle_id, "PKM-01")) == 1
    with refused(NotValid):
        excuse_evidence(**ids, why="x" * 2_001, actor=operator, tools=world.tools)
    excuse_evidence(**ids, why="", actor=operator, tools=world.tools)
    assert lacks(world, cycle_id) == (Lack(RATIO, "evidence"),)
    stranger = world.actor(Role.TEAM)
    with refused(NotYourUnit):
        excuse_evidence(**ids, why=why, actor=stranger, tools=world.tools)


def test_a_piece_is_described_again_and_the_journal_keeps_what_it_was(
    world: World, cycle_id: int
) -> None:
    evidence_id = attach(world, cycle_id)
    told = {"kind": "register", "pages": "lembar Rekap"}
    with one_event_of(cycle_id, "PKM-01", "evidence_described", **{"is": told}):
        describe(world, evidence_id, "lembar  Rekap")
    describe(world, evidence_id, "lembar Rekap")
    assert len(chain(cycle_id, "PKM-01")) == 2
    with refused(NotValid):
        describe(world, evidence_id, "9" * 61)
    with refused(NotYourUnit):
        describe(world, evidence_id, "1", (Role.OPERATOR, "PKM-02"))


def describe(
    world: World,
    evidence_id: int,
    pages: str,
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> None:
    describe_evidence(
        evidence_id=evidence_id,
        kind=EvidenceKind.REGISTER,
        pages=pages,
        actor=world.actor(*as_),
        tools=world.tools,
    )


def test_the_same_file_backs_a_figure_once_and_two_figures_twice(
    world: World, cycle_id: int
) -> None:
    first = attach(world, cycle_id)
    with refused(NotValid) as told:
        attach(world, cycle_id, file=Offered("lain.pdf", PROOF))
    assert problems(told[0]) == [("file", "file_twice")]
    attach(world, cycle_id, code=COUNT)
    remove(world, cycle_id, first)
    attach(world, cycle_id)
    found = figure_evidence(
        world.task(cycle_id, "PKM-01").task_id,
        world.line(cycle_id, COUNT),
        world.actor(Role.OPERATOR, "PKM-01"),
        world.clock.at,
    )
    assert found is not None
    (piece,) = found.pieces
    assert [other.indicator for other in piece.elsewhere] == [f"Indikator {RATIO}"]


def test_there_is_an_end_to_what_backs_one_figure(world: World, cycle_id: int) -> None:
    for number in range(MOST_PIECES):
        attach(world, cycle_id, file=Offered("a.pdf", PROOF + bytes([number])))
    with refused(NotValid) as told:
        attach(world, cycle_id, file=Offered("a.pdf", PROOF + b"more"))
    assert problems(told[0]) == [("file", "evidence_full")]


# --- links --------------------------------------------------------------------------------


@dataclass
class FewLinks:
    """A network in which only these links lead somewhere."""

    known: dict[str, Fetched] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> Fetched | None:
        self.asked.append(url)
        return self.known.get(url)


REKAP = "https://contoh.go.id/rekap?tw=1"


def enter(
    world: World,
    cycle_id: int,
    links: FewLinks,
    url: str,
    as_: tuple[Role, str] = (Role.OPERATOR, "PKM-01"),
) -> int:
    return attach_link(
        task_id=world.task(cycle_id, "PKM-01").task_id,
        line_id=world.line(cycle_id, RATIO),
        link=OfferedLink(url, "Rekap daring", pages="tabel 2"),
        actor=world.actor(*as_),
        tools=world.tools_with(links=links),
    )


def test_a_link_that_was_reached_is_kept_with_the_hash_of_what_it_gave(
    world: World, cycle_id: int
) -> None:
    links = FewLinks({REKAP: Fetched(SHA, 10, "text/html")})
    with one_event_of(cycle_id, "PKM-01", "link_attached", url=REKAP, state="hashed", sha256=SHA):
        evidence_id = enter(world, cycle_id, links, " HTTPS://Contoh.go.id:443/rekap?tw=1#baris ")
    row = EvidenceRow.objects.get(pk=evidence_id)
    assert (row.url, row.name, row.pages) == (REKAP, "Rekap daring", "tabel 2")
    assert (row.link_state, row.sha256, row.size) == (LinkState.HASHED, SHA, 10)


def test_a_link_that_was_not_reached_is_kept_and_says_so(world: World, cycle_id: int) -> None:
    evidence_id = enter(world, cycle_id, FewLinks(), REKAP)
    row = EvidenceRow.objects.get(pk=evidence_id)
    assert (row.link_state, row.sha256, row.size) == (LinkState.UNREACHED, "", 0)


def test_nobody_but_the_unit_makes_this_machine_knock(world: World, cycle_id: int) -> None:
    links = FewLinks()
    with refused(NotYourUnit):
        enter(world, cycle_id, links, REKAP, (Role.TEAM, ""))
    enter(world, cycle_id, links, REKAP)
    with refused(NotValid) as told:
        enter(world, cycle_id, links, f"{REKAP}#lagi")
    assert problems(told[0]) == [("url", "url_twice")]
    assert links.asked == [REKAP]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rekap",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://contoh.go.id/x",
        "https://",
        "https://a:b@contoh.go.id/",
        "https://contoh.go.id/a b",
        "https://contoh.go.id:99999/",
        "http://[::1",
        "https://contoh.go.id/" + "x" * 500,
    ],
)
def test_what_is_no_link_is_refused_before_anything_is_asked(
    world: World, cycle_id: int, url: str
) -> None:
    links = FewLinks()
    with refused(NotValid):
        enter(world, cycle_id, links, url)
    assert links.asked == []
