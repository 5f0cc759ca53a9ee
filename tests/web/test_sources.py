"""Figures of another system: mapped once, looked at unit by unit, taken whole or not at all."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.builders import COUNT, RATIO, World, cycle_at, delivered, filled, state
from tests.web.builders_work import at_door, installed, queries, text, url
from ukur.adapters.foreign_table import read_foreign
from ukur.domain.entering import Typed
from ukur.domain.people import Role
from ukur.domain.sources import FIGURE_COLUMNS, System
from ukur.store.models import Entry, OfficeEventRow, SourceImport, SourceMap, StagedTable, UnitTask
from ukur.store.queries.sources import newest_map
from ukur.usecases.collect.record_entries import record_entries


class Office:
    """Tim SAKIP with a cycle that collects TW I, and a file of DHIS2."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cycle_id = cycle_at(world, 4).cycle_id
        self.team = at_door(world, Role.TEAM)

    def upload(self, content: bytes, name: str = "kia.json", who: Client | None = None) -> str:
        response = (who or self.team).post(
            url("sources", self.cycle_id), {"file": SimpleUploadedFile(name, content)}
        )
        assert response.status_code == 302, text(response)
        return response.headers["Location"]

    def entry(self, unit: str, code: str) -> Entry:
        return Entry.objects.get(
            task__cycle=self.cycle_id, task__unit__code=unit, line__indicator__code=code
        )

    def mapped(self, address: str) -> str:
        """Says on the page what the names are; the address of the differences."""
        page = text(self.team.get(address))
        typed = dict(re.findall(r'type="hidden" name="([nv]\d+)" value="([^"]*)"', page))
        meanings = {
            "K6": f"{RATIO}|numerator",
            "Bumil": f"{RATIO}|denominator",
            "AKI": f"{COUNT}|value",
            "Lain": "-",
            "Melati": "PKM-01",
            "Mawar": "PKM-02",
        }
        fields = {"n": "e", "v": "u"}
        for field, name in list(typed.items()):
            typed[fields[field[0]] + field[1:]] = meanings[name]
        response = self.team.post(address, typed)
        assert response.status_code == 302
        return response.headers["Location"]


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    with installed() as world:
        yield Office(world)


def values(*rows: tuple[str, str, str, str]) -> bytes:
    keys = ("dataElement", "orgUnit", "period", "value")
    return json.dumps({"dataValues": [dict(zip(keys, row, strict=True)) for row in rows]}).encode()


KIA = values(
    ("K6", "Melati", "202601", "5"),
    ("K6", "Melati", "202602", "6"),
    ("K6", "Melati", "202603", "7"),
    ("Bumil", "Melati", "2026Q1", "25"),
    ("AKI", "Melati", "202601", "1"),
    ("AKI", "Melati", "202602", "0"),
    ("AKI", "Melati", "202603", "2"),
    ("AKI", "Mawar", "2026Q1", "4"),
    ("Lain", "Mawar", "2026Q1", "9"),
)


def kept_fields(page: str) -> dict[str, str]:
    """The form of kept names as a browser would send it back unchanged."""
    typed = dict(re.findall(r'type="hidden" name="([nv]\d+|system|version)" value="([^"]*)"', page))
    for name, inner in re.findall(r'<select[^>]* name="([emu]\d+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        typed[name] = chosen[1] if chosen else ""
    return typed


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="((?:seen|asked)-[a-z0-9-]+)" value="([^"]*)"', page)
    return dict(found)


def test_names_are_mapped_once_and_the_figures_of_all_units_taken_at_once(office: Office) -> None:
    address = office.upload(KIA)
    assert address.endswith("/peta/")
    to = office.mapped(address)
    page = text(office.team.get(to))
    assert "18 / 25" in page
    assert "18 = 5 + 6 + 7 (202601–202603)" in page
    assert office.team.post(to, hidden(page)).status_code == 302
    kept = office.entry("PKM-01", RATIO)
    assert (kept.numerator, kept.denominator) == (Decimal(18), Decimal(25))
    assert (kept.origin, kept.source_note) == (
        "dhis2",
        "DHIS2: K6 / Bumil, Melati, 202601–202603, 2026Q1",
    )
    assert office.entry("PKM-01", COUNT).value == 3
    assert office.entry("PKM-02", COUNT).value == 4
    source = SourceImport.objects.get()
    assert (source.taken, source.source_map_id) == (3, SourceMap.objects.get().pk)
    assert not StagedTable.objects.exists()
    assert "kia.json" in text(office.team.get(url("sources", office.cycle_id)))


def test_kept_names_are_listed_changed_and_forgotten_by_whoever_maps(office: Office) -> None:
    office.mapped(office.upload(KIA))
    address = url("kept_names", office.cycle_id)
    planner = at_door(office.world, Role.PLANNER)
    page = text(planner.get(address))
    assert "<b>K6</b>" in page
    assert "<b>Melati</b>" in page
    assert "DHIS2" in page
    assert "tim_sakip" in page  # who kept the version
    typed = kept_fields(page)
    aki = next(name for name, value in typed.items() if value == "AKI")
    lain = next(name for name, value in typed.items() if value == "Lain")
    changed = typed | {f"e{aki[1:]}": "-", f"e{lain[1:]}": ""}
    done = planner.post(address, changed, follow=True)
    assert "Nama sudah disimpan" in text(done)
    newest = newest_map(office.world.agency_id, System.DHIS2)
    assert (newest.version, newest.elements["AKI"].code) == (2, "")
    assert "Lain" not in newest.elements
    assert newest.elements["K6"].code == RATIO
    event = OfficeEventRow.objects.latest("sequence")
    assert (event.verb, event.by) == ("source_map_kept", "perencana")
    assert event.facts["elements_forgotten"] == ["Lain"]
    stale = planner.post(address, changed)
    assert stale.status_code == 409
    assert "versi 2" in text(stale)


def test_a_name_that_this_cycle_does_not_know_is_not_forgotten_by_the_way(office: Office) -> None:
    office.mapped(office.upload(KIA))
    row = SourceMap.objects.get()
    row.mapping["elements"]["K9"] = ["IKU-TIADA", "value", "last"]
    row.mapping["units"]["Kenanga"] = "PKM-99"
    row.save()
    address = url("kept_names", office.cycle_id)
    typed = kept_fields(text(office.team.get(address)))
    assert office.team.post(address, typed).status_code == 302
    newest = newest_map(office.world.agency_id, System.DHIS2)
    assert (newest.version, newest.units["Kenanga"]) == (1, "PKM-99")  # nothing was different
    assert newest.elements["K9"].code == "IKU-TIADA"


def test_units_read_the_kept_names_and_change_none(office: Office) -> None:
    office.mapped(office.upload(KIA))
    address = url("kept_names", office.cycle_id)
    operator = at_door(office.world, Role.OPERATOR, "PKM-01")
    page = text(operator.get(address))
    assert "<b>K6</b>" in page
    assert "Simpan nama-nama ini" not in page
    assert operator.post(address, kept_fields(page)).status_code == 403
    assert at_door(office.world, Role.STAFF).get(address).status_code == 404


def test_the_next_file_is_read_by_the_same_mapping(office: Office) -> None:
    office.mapped(office.upload(KIA))
    assert not office.upload(KIA).endswith("/peta/")


def test_nothing_is_taken_while_a_name_is_not_known(office: Office) -> None:
    address = office.upload(KIA).removesuffix("peta/")
    before = state()
    assert "Bumil" in text(office.team.get(address))
    assert office.team.post(address).status_code == 422
    assert state() == before


def rows_in(sent: Mapping[str, str]) -> list[str]:
    """The choices of the rows that a preview may write, as its fields are called."""
    return [
        f"row-{name.removeprefix('seen-')}-{pair.partition(':')[0]}"
        for name, pairs in sent.items()
        if name.startswith("seen-")
        for pair in pairs.split()
    ]


def test_what_was_seen_of_a_unit_is_one_field_however_many_rows_it_has(office: Office) -> None:
    """A form with a field for every row of forty units would be more than the server takes."""
    sent = hidden(text(office.team.get(office.mapped(office.upload(KIA)))))
    assert len(rows_in(sent)) > 2
    assert len([name for name in sent if name.startswith("seen-")]) == 2


def test_a_figure_that_somebody_typed_is_chosen_by_hand(office: Office) -> None:
    filled(office.world, office.cycle_id, "PKM-01")
    to = office.mapped(office.upload(KIA))
    page = text(office.team.get(to))
    sent = hidden(page)
    assert office.team.post(to, sent).status_code == 422
    chosen = dict.fromkeys(rows_in(sent), "theirs")
    assert office.team.post(to, sent | chosen).status_code == 302
    assert office.entry("PKM-01", RATIO).numerator == 80
    assert office.entry("PKM-02", COUNT).value == 4


class Disputed:
    """Two units typed figures that a file holds too: two conflicts at one, one at the other."""

    def __init__(self, office: Office) -> None:
        for unit in ("PKM-01", "PKM-02"):
            filled(office.world, office.cycle_id, unit)
        self.to = office.mapped(office.upload(KIA))
        self.page = text(office.team.get(self.to))
        self.fields = hidden(self.page)
        self.one = office.world.task(office.cycle_id, "PKM-01").task_id
        self.two = office.world.task(office.cycle_id, "PKM-02").task_id

    def row(self, office: Office, code: str) -> str:
        return f"row-{self.one}-{office.world.line(office.cycle_id, code)}"


@pytest.fixture
def disputed(office: Office) -> Disputed:
    return Disputed(office)


def kept_count(office: Office, unit: str) -> Decimal | None:
    return office.entry(unit, COUNT).value


def test_one_choice_decides_all_conflicts_of_all_units(office: Office, disputed: Disputed) -> None:
    assert 'name="rest" value="mine"' in disputed.page
    assert office.team.post(disputed.to, disputed.fields | {"rest": "mine"}).status_code == 302
    assert office.entry("PKM-01", RATIO).numerator == 18
    assert kept_count(office, "PKM-01") == 3
    assert kept_count(office, "PKM-02") == 4


def test_the_choice_of_a_unit_is_nearer_than_that_for_all(
    office: Office, disputed: Disputed
) -> None:
    was = kept_count(office, "PKM-01")
    sent = disputed.fields | {"rest": "mine", f"rest-{disputed.one}": "theirs"}
    assert office.team.post(disputed.to, sent).status_code == 302
    assert office.entry("PKM-01", RATIO).numerator == 80
    assert kept_count(office, "PKM-01") == was
    assert kept_count(office, "PKM-02") == 4


def test_a_row_that_was_chosen_by_itself_goes_by_that_choice(
    office: Office, disputed: Disputed
) -> None:
    sent = disputed.fields | {f"rest-{disputed.one}": "mine", f"rest-{disputed.two}": "theirs"}
    sent[disputed.row(office, RATIO)] = "theirs"
    assert office.team.post(disputed.to, sent).status_code == 302
    assert office.entry("PKM-01", RATIO).numerator == 80
    assert kept_count(office, "PKM-01") == 3


def test_one_choice_for_a_unit_leaves_the_others_open(office: Office, disputed: Disputed) -> None:
    before = state()
    response = office.team.post(disputed.to, disputed.fields | {f"rest-{disputed.one}": "mine"})
    assert response.status_code == 422
    assert "Puskesmas 02" in text(response)
    assert state() == before


@pytest.mark.parametrize("choice", ["rest", "rest-unit"])
def test_whoever_saves_meanwhile_is_not_written_over_by_one_choice_for_all(
    office: Office, disputed: Disputed, choice: str
) -> None:
    operator = office.world.actor(Role.OPERATOR, "PKM-01")
    line = office.world.line(office.cycle_id, COUNT)
    seen = office.entry("PKM-01", COUNT).saves
    record_entries(
        task_id=disputed.one,
        typed={line: Typed("77", confirmed=True, seen=seen)},
        spent={},
        actor=operator,
        tools=office.world.tools,
    )
    name = choice.replace("unit", str(disputed.one))
    sent = disputed.fields | {"rest": "mine", name: "mine"}
    response = office.team.post(disputed.to, sent)
    assert response.status_code == 409
    assert "77" in text(response)
    assert kept_count(office, "PKM-01") == 77
    assert office.entry("PKM-01", RATIO).numerator == 80


def test_a_row_that_was_no_conflict_when_it_was_looked_at_is_asked_about(office: Office) -> None:
    to = office.mapped(office.upload(KIA))
    sent = hidden(text(office.team.get(to)))
    filled(office.world, office.cycle_id, "PKM-01")
    for choice in ("mine", "theirs"):
        response = office.team.post(to, sent | {"rest": choice})
        assert response.status_code == 422
        assert office.entry("PKM-01", RATIO).numerator == 80
        assert kept_count(office, "PKM-02") is None


def test_the_differences_begin_with_how_many_and_with_what_asks(office: Office) -> None:
    filled(office.world, office.cycle_id, "PKM-02")
    to = office.mapped(office.upload(KIA))
    page = text(office.team.get(to))
    counted = re.findall(r"<li[^>]*><b>(\d+)</b>", page)
    assert counted == ["1", "0", "2", "0", "0"]  # to choose, refused, new, changed, as they are
    told = {"Tersimpan", "Berkas"}  # what a phone, which has no headings, writes above its cells
    assert set(re.findall(r'<td class="ang nowrap[^>]*data-k="([^"]+)"', page)) == told
    assert page.index("perlu dipilih") < page.index("Puskesmas 02") < page.index("Puskesmas 01")
    assert 'name="rest"' not in page  # one conflict is chosen in its row


def test_a_unit_that_handed_in_is_named_and_can_be_left_out(office: Office) -> None:
    task = delivered(office.world, office.cycle_id, "PKM-01")
    to = office.mapped(office.upload(KIA))
    page = text(office.team.get(to))
    response = office.team.post(to, hidden(page))
    assert response.status_code == 422
    assert "Puskesmas 01" in text(response)
    assert office.entry("PKM-02", COUNT).value is None
    sent = hidden(page) | {"without": str(task.task_id)}
    assert office.team.post(to, sent).status_code == 302
    assert office.entry("PKM-01", RATIO).numerator == 80
    assert office.entry("PKM-02", COUNT).value == 4


def test_an_operator_takes_the_figures_of_the_own_unit_alone(office: Office) -> None:
    office.mapped(office.upload(KIA))
    operator = at_door(office.world, Role.OPERATOR, "PKM-02")
    to = office.upload(KIA, who=operator)
    page = text(operator.get(to))
    assert "18 / 25" not in page
    assert operator.post(to, hidden(page)).status_code == 302
    assert office.entry("PKM-02", COUNT).value == 4
    assert office.entry("PKM-01", COUNT).value is None


def test_a_plain_table_with_our_codes_needs_no_mapping(office: Office) -> None:
    head = "kode unit;kode indikator;pembilang;penyebut;nilai"
    rows = "\n".join((head, f"PKM-01;{RATIO};18;25;", f"PKM-02;{COUNT};;;4"))
    to = office.upload(rows.encode(), "isian.csv")
    assert office.team.post(to, hidden(text(office.team.get(to)))).status_code == 302
    assert office.entry("PKM-01", RATIO).denominator == 25
    assert office.entry("PKM-02", COUNT).origin == "csv"


def test_a_wrong_file_is_refused_with_its_place_and_kept_nowhere(office: Office) -> None:
    response = office.team.post(
        url("sources", office.cycle_id), {"file": SimpleUploadedFile("x.json", b"{")}
    )
    assert response.status_code == 422
    assert not StagedTable.objects.exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.STAFF, Role.EVALUATOR, Role.KEEPER])
def test_the_sources_are_closed_to_others(office: Office, role: Role) -> None:
    assert at_door(office.world, role).get(url("sources", office.cycle_id)).status_code == 404


def test_whoever_takes_no_figures_is_offered_no_upload(office: Office) -> None:
    address = url("sources", office.cycle_id)
    assert 'type="file"' in text(office.team.get(address))
    planner = at_door(office.world, Role.PLANNER)
    assert 'type="file"' not in text(planner.get(address))
    assert planner.get(reverse("source_table", args=[office.cycle_id, "csv"])).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_empty_table_holds_the_codes_and_is_read_when_filled_in(
    office: Office, form: str
) -> None:
    operator = at_door(office.world, Role.OPERATOR, "PKM-01")
    given = operator.get(reverse("source_table", args=[office.cycle_id, form])).content
    (sheet,) = read_foreign(f"angka.{form}", given)
    head, *rows = [[*row, *[""] * (8 - len(row))] for row in sheet.rows]
    assert tuple(head) == FIGURE_COLUMNS
    assert {row[0] for row in rows} == {"PKM-01"}
    by_code = {row[2]: row for row in rows}
    by_code[RATIO][4:6] = ["18", "25"]
    by_code[COUNT][6] = "4"
    lines = (";".join(row) for row in (head, *rows))
    to = office.upload("\n".join(lines).encode(), "angka.csv", who=operator)
    page = text(operator.get(to))
    assert operator.post(to, hidden(page)).status_code == 302
    assert office.entry("PKM-01", RATIO).denominator == 25
    assert office.entry("PKM-01", COUNT).value == 4


def test_a_window_that_has_closed_is_told_by_the_name_of_its_unit_before(office: Office) -> None:
    task = office.world.task(office.cycle_id, "PKM-01")
    now = office.world.clock.at
    UnitTask.objects.filter(pk=task.task_id).update(
        opens_at=now - timedelta(days=9),
        due_at=now - timedelta(days=2),
        closes_at=now - timedelta(days=1),
    )
    to = office.mapped(office.upload(KIA))
    page = text(office.team.get(to))
    assert "1 unit takes no figures now" in page or "1 unit sedang tidak menerima angka" in page
    assert f'value="{task.task_id}" checked' in page
    assert office.team.post(to, hidden(page)).status_code == 422
    sent = hidden(page) | {"without": str(task.task_id)}
    assert office.team.post(to, sent).status_code == 302
    assert office.entry("PKM-02", COUNT).value == 4
    assert office.entry("PKM-01", COUNT).value is None


def test_a_problem_of_the_file_names_the_indicator_and_the_unit(office: Office) -> None:
    rows = values(("AKI", "Melati", "202601", "1"), ("AKI", "Melati", "202602", "0"))
    office.mapped(office.upload(KIA))
    page = text(office.team.get(office.upload(rows)))
    assert f"{COUNT} " in page.partition("Puskesmas 01</div>")[0].rpartition("<div")[2]
    assert '<h2 id="giliran">Perbaiki berkas</h2>' in page
    assert "Ambil isi berkas" not in page


def test_the_planner_maps_and_looks_but_takes_nothing(office: Office) -> None:
    planner = at_door(office.world, Role.PLANNER)
    assert planner.get(url("sources", office.cycle_id)).status_code == 200
    to = office.mapped(office.upload(KIA))
    assert planner.get(to).status_code == 409


def test_the_differences_ask_as_much_for_many_units_as_for_few(db: None) -> None:
    counts = []
    for code, puskesmas in (("kecil", 2), ("besar", 6)):
        with installed(code=code, puskesmas=puskesmas) as world:
            office = Office(world)
            rows = "".join(f"PKM-{n:02d};{COUNT};4\n" for n in range(1, puskesmas + 1))
            table = f"kode unit;kode indikator;nilai\n{rows}"
            to = office.upload(table.encode(), "isian.csv")
            office.team.get(to)
            counts.append(queries(lambda: office.team.get(to)))  # noqa: B023
    assert counts[0] == counts[1]
