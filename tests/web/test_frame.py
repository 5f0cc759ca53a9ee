"""Around every page: headers, sizes, refusals, menus, marks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

import ukur.web
from tests.builders import COUNT, World, cycle_at, ordered, state
from tests.web.builders_office import words
from tests.web.builders_work import at_door, installed, url
from ukur.domain.people import UNIT_ROLES, Role
from ukur.domain.ports import OutsideFailure
from ukur.store.models import Agency, Attempt
from ukur.web.middleware import Refusals
from ukur.web.uploads import LimitedUpload

TEMPLATES = Path(ukur.web.__file__).parent / "templates"
SYMBOLS = Path(ukur.web.__file__).parent / "static/ukur/lambang.svg"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        yield made


def test_nothing_but_our_own_code_runs(world: World) -> None:
    answer = at_door(world, Role.STAFF).get(url("desk"))
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_no_template_has_code_or_styles_in_it() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|<style", re.IGNORECASE)
    found = [
        f"{path.relative_to(TEMPLATES)}"
        for path in TEMPLATES.rglob("*.html")
        if inline.search(path.read_text())
    ]
    assert found == []


def test_every_symbol_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', SYMBOLS.read_text()))
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{% icon ['\"]([\w-]+)['\"]", path.read_text())
    }
    assert used - drawn == set()


@pytest.mark.parametrize("role", [role for role in Role if role not in UNIT_ROLES])
def test_the_menu_leads_nowhere_that_is_closed(world: World, role: Role) -> None:
    client = at_door(world, role)
    page = client.get(url("desk")).content.decode()
    menu = re.findall(r'<a href="(/[^"]*)" data-key', page)
    assert len(menu) > 1
    assert {path: client.get(path, follow=True).status_code for path in menu} == dict.fromkeys(
        menu, 200
    )


def test_the_menu_has_what_the_role_needs(world: World) -> None:
    keeper = words(at_door(world, Role.KEEPER).get(url("account")))
    operator = words(at_door(world, Role.OPERATOR, "PKM-01").get(url("account")))
    assert "Kantor" in keeper
    assert "Isian saya" not in keeper
    assert "Isian saya" in operator
    assert "Surat" not in operator


def test_what_waits_is_counted_beside_the_desk(world: World) -> None:
    ordered(world)
    html = at_door(world, Role.SECRETARY).get(url("account")).content.decode()
    assert '<span class="hit">1' in html
    assert '<span class="hit">' not in at_door(world, Role.STAFF).get(url("desk")).content.decode()


@pytest.mark.parametrize(
    ("mode", "mark"), [("sample", "DATA CONTOH"), ("trial", "UJI HITUNG"), ("real", "")]
)
def test_invented_and_recomputed_figures_are_marked(world: World, mode: str, mark: str) -> None:
    Agency.objects.update(mode=mode)
    page = words(at_door(world, Role.STAFF).get(url("account")))
    for word in ("DATA CONTOH", "UJI HITUNG"):
        assert (word in page) == (word == mark)


def test_a_page_that_is_none_says_so_in_one_sentence(world: World) -> None:
    answer = at_door(world, Role.STAFF).get("/siklus/999999/")
    assert answer.status_code == 404
    assert "bukan untuk peran Anda" in words(answer)


def test_a_refusal_that_nobody_catches_becomes_a_page(world: World) -> None:
    paper = f"/dokumen/{cycle_paper(world)}/"
    answer = at_door(world, Role.KEEPER).get(paper)
    assert answer.status_code == 403
    assert "Ini bukan tugas Anda" in words(answer)
    assert Attempt.objects.filter(what=f"GET {paper}", code="not_yours_to_read").exists()


def test_a_refusal_of_a_piece_is_a_piece(world: World) -> None:
    answer = at_door(world, Role.KEEPER).get(
        f"/dokumen/{cycle_paper(world)}/", headers={"HX-Request": "true"}
    )
    assert answer.status_code == 403
    assert answer.content.decode().lstrip().startswith('<div class="tolak"')


def cycle_paper(world: World) -> str:
    cycle_id = cycle_at(world, 3).cycle_id
    html = at_door(world, Role.STAFF).get(url("cycle", cycle_id)).content.decode()
    found = re.search(r"/dokumen/(\w+)/", html)
    assert found is not None
    return found[1]


def test_a_failure_outside_changes_nothing_and_says_so(world: World) -> None:
    world.vault.files.clear()
    cycle_id = cycle_at(world, 10).cycle_id
    world.vault.files.clear()
    client = at_door(world, Role.STAFF)
    html = client.get(url("cycle", cycle_id)).content.decode()
    statuses = {client.get(page).status_code for page in re.findall(r"/dokumen/\w+/", html)}
    assert statuses == {200, 503}


def test_a_failure_outside_names_the_part(rf: RequestFactory, world: World) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    answer = Refusals(lambda _: None).process_exception(request, OutsideFailure("vault"))  # type: ignore[arg-type,return-value]  # never called
    assert answer is not None
    assert answer.status_code == 503
    assert "vault" in words(answer)
    assert Refusals(lambda _: None).process_exception(request, KeyError()) is None  # type: ignore[arg-type,return-value]  # never called


@pytest.mark.parametrize("page", ["verification", "sign_in", "desk"])
def test_a_body_too_large_is_not_read(world: World, page: str) -> None:
    answer = Client().post(
        reverse(page), {"file": SimpleUploadedFile("besar.pdf", b"x" * 11_000_000)}
    )
    assert answer.status_code == 413
    assert "lebih besar dari 10 MB" in words(answer)


def test_a_file_a_byte_too_large_is_told_as_one(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(url("sign_in"))
    file = SimpleUploadedFile("besar.pdf", b"%PDF-" + b"x" * 9_999_996)
    answer = client.post(reverse("verification"), {"file": file})
    assert answer.status_code == 413
    assert "lebih besar dari 10 MB" in words(answer)


def test_a_length_that_is_none_is_taken_as_nothing(world: World) -> None:
    answer = Client().generic("POST", url("verification"), b"", CONTENT_LENGTH="banyak")
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("address", ["/siklus/{}/pengumpulan/", "/isian/{}/", "/api/v1/cycles/{}"])
def test_an_id_that_no_row_has_is_not_found(world: World, address: str) -> None:
    answer = at_door(world, Role.TEAM).get(address.format(10**30))
    assert answer.status_code in (401, 404)


def test_a_character_that_no_table_takes_is_refused_with_its_words(world: World) -> None:
    cycle_id = cycle_at(world, 4).cycle_id
    task_id = world.task(cycle_id, "PKM-01").task_id
    operator = at_door(world, Role.OPERATOR, "PKM-01")
    line = world.line(cycle_id, COUNT)
    before = state()
    answer = operator.post(url("entry", task_id), {f"v{line}": "1", f"c{line}": "a\x00b"})
    assert answer.status_code == 422
    assert "NUL" in words(answer)
    assert operator.post(url("entry_excuse", task_id, line), {"why": "\x00"}).status_code == 422
    assert operator.get(url("desk"), {"cari": "\x00"}).status_code == 422
    assert operator.get(f"/siklus/{cycle_id}/angka/%00/").status_code == 404
    assert state() == before


def test_a_file_that_grows_beyond_the_limit_is_stopped(settings: object) -> None:
    settings.UPLOAD_LIMIT = 100  # type: ignore[attr-defined]  # the fixture of the plugin
    handler = LimitedUpload()
    handler.new_file("file", "a.pdf", "application/pdf", None)
    assert handler.receive_data_chunk(b"x" * 100, 0) == b"x" * 100
    with pytest.raises(Exception, match=r"^$"):
        handler.receive_data_chunk(b"x", 100)
    handler.new_file("file", "b.pdf", "application/pdf", None)
    assert handler.receive_data_chunk(b"x", 0) == b"x"
    assert handler.file_complete(1) is None  # type: ignore[func-returns-value]  # the next handler keeps it


def test_pages_are_light(world: World) -> None:
    cycle_id = cycle_at(world, 10).cycle_id
    client = at_door(world, Role.STAFF)
    for page in (url("desk"), url("cycle", cycle_id), url("journal", cycle_id)):
        assert len(client.get(page).content) < 150_000
