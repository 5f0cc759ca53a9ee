"""Evidence by a program: laid beside a figure, fetched, taken off."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.adapters.test_evidence_looks import exif, jpeg, pdf
from tests.api.callers import Program, program
from tests.builders import PROOF, RATIO, World, one_event_of, state
from ukur.domain.people import Role
from ukur.domain.ports import Fetched

UNIT = "PKM-01"


@pytest.fixture
def operator(world: World) -> Program:
    return program(world, Role.OPERATOR, UNIT)


@pytest.fixture
def path(world: World, cycle_id: int, task_id: int) -> str:
    return f"/forms/{task_id}/lines/{world.line(cycle_id, RATIO)}/evidence"


def file(content: bytes = PROOF, name: str = "rekap.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_is_laid_beside_a_figure_fetched_and_taken_off(
    task_id: int, path: str, operator: Program
) -> None:
    laid = operator.upload(path, file=file())
    assert laid.status == 201
    evidence = operator.get(f"/forms/{task_id}").body["lines"][0]["evidence"]
    assert [(one["id"], one["name"]) for one in evidence] == [(laid.body["id"], "rekap.pdf")]
    fetched = operator.get(f"/evidence/{laid.body['id']}")
    assert fetched.content == PROOF
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Cache-Control"] == "no-store"
    gone = operator.ask("DELETE", f"/forms/{task_id}/evidence/{laid.body['id']}")
    assert (gone.status, gone.content) == (204, b"")
    assert operator.get(f"/forms/{task_id}").body["lines"][0]["evidence"] == []


def test_others_do_not_find_it(world: World, task_id: int, path: str, operator: Program) -> None:
    evidence_id = operator.upload(path, file=file()).body["id"]
    other = program(world, Role.OPERATOR, "PKM-02")
    assert other.get(f"/evidence/{evidence_id}").status == 404
    assert other.upload(path, file=file()).status == 404
    assert other.ask("DELETE", f"/forms/{task_id}/evidence/{evidence_id}").status == 404


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (file(b"MZ program", "x.pdf"), "file_kind"),
        (file(b"", "kosong.pdf"), "file_empty"),
        (None, "field_missing"),
    ],
)
def test_what_is_no_evidence_is_refused(
    operator: Program, path: str, sent: SimpleUploadedFile | None, code: str
) -> None:
    operator.get("/me")
    before = state()
    found = operator.upload(path, **({"file": sent} if sent else {}))
    assert found.status == 422
    assert [problem for _where, problem in found.problems] == [code]
    assert state() == before


def test_a_file_that_is_too_large_is_not_read(operator: Program, path: str) -> None:
    found = operator.upload(path, file=file(PROOF + b"x" * 10_100_000))
    assert (found.status, found.code) == (413, "too_large")


def test_a_line_that_is_not_there_is_not_found(task_id: int, operator: Program) -> None:
    assert operator.upload(f"/forms/{task_id}/lines/999/evidence", file=file()).status == 404


def test_what_backs_a_figure_is_told_piece_by_piece(
    world: World, cycle_id: int, task_id: int, path: str, operator: Program
) -> None:
    operator.upload(path, file=file(), kind="register", pages="3-4")
    line = f"/forms/{task_id}/lines/{world.line(cycle_id, RATIO)}"
    operator.patch(line, {"numerator": "120", "denominator": "100", "note": "Proyeksi."})
    found = operator.get(path).body
    (piece,) = found["pieces"]
    assert (piece["kind"], piece["pages"], len(piece["sha256"])) == ("register", "3-4", 64)
    assert [one["check"] for one in found["warnings"]] == ["above_denominator"]
    assert program(world, Role.OPERATOR, "PKM-02").get(path).status == 404


@pytest.mark.parametrize("pages", ["\x00", "x" * 61])
def test_a_pointer_that_cannot_be_kept_is_refused(operator: Program, path: str, pages: str) -> None:
    assert operator.upload(path, file=file(), pages=pages).status == 422


def test_a_piece_is_described_anew_and_stays(
    cycle_id: int, task_id: int, path: str, operator: Program
) -> None:
    evidence_id = operator.upload(path, file=file()).body["id"]
    there = f"/forms/{task_id}/evidence/{evidence_id}"
    said = {"kind": "register", "pages": "lembar Rekap"}
    with one_event_of(cycle_id, UNIT, "evidence_described", name="rekap.pdf"):
        answer = operator.ask("PUT", there, said)
    assert (answer.status, answer.content) == (204, b"")
    (piece,) = operator.get(path).body["pieces"]
    assert (piece["id"], piece["kind"], piece["pages"]) == (evidence_id, *said.values())
    assert operator.ask("PUT", there, {"kind": "kuitansi"}).problems == [("kind", "shape_wrong")]
    assert operator.ask("PUT", there, {"pages": "x" * 61}).status == 422


def test_a_piece_is_described_at_its_own_form_alone(
    world: World, cycle_id: int, task_id: int, path: str, operator: Program
) -> None:
    evidence_id = operator.upload(path, file=file()).body["id"]
    elsewhere = world.task(cycle_id, "PKM-02").task_id
    other = program(world, Role.OPERATOR, "PKM-02")
    other.get("/me")
    before = state()
    for caller, task in ((other, task_id), (other, elsewhere), (operator, elsewhere)):
        found = caller.ask("PUT", f"/forms/{task}/evidence/{evidence_id}", {"kind": "photo"})
        assert found.status == 404
    assert state() == before


def test_why_there_is_no_evidence_is_kept_and_taken_back(
    cycle_id: int, path: str, operator: Program
) -> None:
    there = path.replace("/evidence", "/excuse")
    with one_event_of(cycle_id, UNIT, "evidence_excused"):
        told = operator.ask("PUT", there, {"why": "Register terendam banjir."}).body
    assert (told["no_evidence"], told["missing"]) == ("Register terendam banjir.", [])
    assert operator.ask("PUT", there, {"why": " "}).body["no_evidence"] == ""
    assert operator.ask("PUT", there, {"why": "x" * 4_001}).problems == [("why", "text_too_long")]


# --- links --------------------------------------------------------------------------------

REKAP = "https://contoh.go.id/rekap"
SHA = "a" * 64


class OneLink:
    """A network in which one link leads somewhere."""

    def fetch(self, url: str) -> Fetched | None:
        return Fetched(SHA, 10, "text/html") if url == REKAP else None


def test_a_link_is_asked_once_and_kept_with_the_hash_of_what_it_gave(
    world: World, path: str, operator: Program
) -> None:
    world.tools = world.tools_with(links=OneLink())
    there = path.replace("/evidence", "/links")
    about = {"url": REKAP, "title": "Rekap daring", "kind": "report", "pages": "tabel 2"}
    laid = operator.post(there, about)
    assert laid.status == 201
    unreached = operator.post(there, {"url": "https://contoh.go.id/tiada"})
    assert unreached.status == 201
    pieces = {piece["id"]: piece for piece in operator.get(path).body["pieces"]}
    piece = pieces[laid.body["id"]]
    assert (piece["url"], piece["name"], piece["kind"], piece["pages"]) == tuple(about.values())
    assert (piece["link_state"], piece["sha256"], piece["size"]) == ("hashed", SHA, 10)
    piece = pieces[unreached.body["id"]]
    assert (piece["link_state"], piece["sha256"], piece["name"]) == (
        "unreached",
        "",
        "contoh.go.id",
    )
    assert operator.get(f"/evidence/{laid.body['id']}").status == 404


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "file:///etc/passwd", "ftp://contoh.go.id/x", "rekap.pdf"]
)
def test_what_is_no_link_is_refused(path: str, operator: Program, url: str) -> None:
    operator.get("/me")
    before = state()
    found = operator.post(path.replace("/evidence", "/links"), {"url": url})
    assert (found.status, [where for where, _code in found.problems]) == (422, ["url"])
    assert state() == before


def test_the_same_link_twice_is_refused(path: str, operator: Program) -> None:
    there = path.replace("/evidence", "/links")
    operator.post(there, {"url": REKAP})
    assert operator.post(there, {"url": REKAP}).problems == [("url", "url_twice")]


def test_a_link_at_another_unit_is_not_laid(world: World, path: str) -> None:
    other = program(world, Role.OPERATOR, "PKM-02")
    assert other.post(path.replace("/evidence", "/links"), {"url": REKAP}).status == 404


@pytest.mark.parametrize(
    ("name", "content", "doubts"),
    [
        ("kunjungan.jpg", jpeg(b"Exif\0\0" + exif()), {"tells_place": "(GPS)"}),
        ("rekap.jpg", jpeg(), {}),
        ("kohort 3516014507900001.pdf", PROOF, {"names_persons": "NIK"}),
        ("rekap.pdf", pdf(owner="kunci", user="rahasia"), {"asks_password": "kata sandi"}),
    ],
)
def test_what_speaks_against_a_file_is_answered_and_the_file_is_kept(
    path: str, operator: Program, name: str, content: bytes, doubts: dict[str, str]
) -> None:
    laid = operator.upload(path, file=file(content, name))
    assert laid.status == 201
    assert [one["code"] for one in laid.body["doubts"]] == [*doubts]
    assert all(doubts[one["code"]] in one["message"] for one in laid.body["doubts"])
    assert operator.get(f"/evidence/{laid.body['id']}").content == content
