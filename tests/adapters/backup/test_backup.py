"""Backup and restore: everything comes back, nothing half done, nothing outside its place."""

import hashlib
import json
import stat
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, models

from ukur.adapters.backup.restoring import PlaceNotEmpty, restore_backup
from ukur.adapters.backup.tables import kept_models
from ukur.adapters.backup.writing import FileExists, write_backup
from ukur.domain.people import Role
from ukur.domain.refusals import NotValid
from ukur.store.models import (
    Account,
    Agency,
    Attempt,
    BudgetLine,
    DutyRow,
    Holiday,
    PlanVersion,
    Unit,
)

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 10, 1, 3, 4, 5, 678901, tzinfo=UTC)


def dump() -> dict[str, list[object]]:
    """All rows of all tables, as values."""
    return {
        model.__name__: list(models.QuerySet(model).order_by("pk").values())
        for model in kept_models()
    }


def empty_tables() -> None:
    for model in reversed(kept_models()):
        models.QuerySet(model).delete()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a small installation, with its rows in the database."""
    folder = tmp_path / "data"
    for name, content in (("vault/ab/cd/abcd", b"paper"), ("keys/root.pem", b"root")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)
    (folder / "keys" / ".lock").touch()
    (folder / "secret.key").write_text("old secret")
    agency = Agency.objects.create(
        code="dinkes", name="Dinas Kesehatan", office_hours={"senin": ["07.30"]}
    )
    unit = Unit.objects.create(agency=agency, code="P1", name="Puskesmas Mélati")
    account = Account.objects.create(username="ani", name="Ani", agency=agency, last_login=NOW)
    DutyRow.objects.create(account=account, agency=agency, unit=unit, role=Role.OPERATOR)
    Holiday.objects.create(agency=agency, day=date(2026, 8, 17), name="Kemerdekaan")
    plan = PlanVersion.objects.create(
        agency=agency, year=2026, number=1, in_force_from=date(2026, 1, 2), imported_at=NOW
    )
    ceiling = Decimal("12345678901234.123456")  # as long as a figure can be
    BudgetLine.objects.create(plan=plan, code="1", ceiling=ceiling, order=1, unit=unit)
    Attempt.objects.create(at=NOW, account=account, what="seal", code="wrong_role", facts={"a": 1})
    return folder


@pytest.fixture
def new_place(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "secret.key").write_text("new secret")
    return folder


def test_restored_into_an_empty_place_everything_is_as_it_was(
    data: Path, new_place: Path, tmp_path: Path
) -> None:
    before = dump()
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    manifest = restore_backup(tmp_path / "b.zip", new_place)
    assert dump() == before
    assert manifest.rows["Account"] == 1
    for name in ("vault/ab/cd/abcd", "keys/root.pem", "secret.key"):
        assert (new_place / name).read_bytes() == (data / name).read_bytes()
        assert stat.S_IMODE((new_place / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((new_place / "keys").stat().st_mode) == 0o700


def test_new_rows_follow_the_restored_ones(data: Path, new_place: Path, tmp_path: Path) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    restore_backup(tmp_path / "b.zip", new_place)
    old = Unit.objects.get()
    assert Unit.objects.create(agency=old.agency, code="P2", name="Seroja").pk > old.pk


def test_a_backup_is_the_owners_alone_and_never_written_over_a_file(
    data: Path, tmp_path: Path
) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    first = (tmp_path / "b.zip").read_bytes()
    with pytest.raises(FileExists):
        write_backup(data, tmp_path / "b.zip", NOW)
    assert (tmp_path / "b.zip").read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["b.zip"]


def test_nothing_is_restored_over_rows(data: Path, new_place: Path, tmp_path: Path) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    before = dump()
    with pytest.raises(PlaceNotEmpty) as refusal:
        restore_backup(tmp_path / "b.zip", new_place)
    assert refusal.value.what == "Agency"
    assert dump() == before


def test_nothing_is_restored_over_files(data: Path, tmp_path: Path) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    with pytest.raises(PlaceNotEmpty) as refusal:
        restore_backup(tmp_path / "b.zip", data)
    assert refusal.value.what == str(data / "vault")


def rewritten(source: Path, target: Path, changes: dict[str, bytes | None]) -> Path:
    """The backup with some members replaced, added or left out (None)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        contents = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in contents.items():
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("keys/root.pem", b"toot", "backup_member_damaged"),
        ("keys/root.pem", b"root and more", "backup_member_damaged"),
        ("keys/root.pem", None, "backup_member_missing"),
        ("keys/more.pem", b"x", "backup_member_unknown"),
        ("manifest.json", None, "backup_unreadable"),
        ("manifest.json", b"[1]", "backup_unreadable"),
        ("manifest.json", b'{"members": {}}', "backup_unreadable"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    data: Path, new_place: Path, name: str, content: bytes | None, code: str
) -> None:
    tmp_path = data.parent
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    bad = rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", {name: content})
    with pytest.raises(NotValid) as refusal:
        restore_backup(bad, new_place)
    assert [(p.where, p.code) for p in refusal.value.problems] == [(name, code)]
    assert not Agency.objects.exists()
    assert [path.name for path in new_place.iterdir()] == ["secret.key"]


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "keys/../../outside", "vault\\..\\outside", "other/x"]
)
def test_a_member_cannot_leave_its_place(
    data: Path, new_place: Path, tmp_path: Path, name: str
) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["members"][name] = manifest["members"]["keys/root.pem"]
    changes: dict[str, bytes | None] = {
        name: b"root",
        "manifest.json": json.dumps(manifest).encode(),
    }
    bad = rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", changes)
    with pytest.raises(NotValid) as refusal:
        restore_backup(bad, new_place)
    assert [p.code for p in refusal.value.problems] == ["backup_member_unknown"]
    assert not list(tmp_path.rglob("outside"))


def test_a_backup_of_other_tables_is_told_apart(
    data: Path, new_place: Path, tmp_path: Path
) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["schema"] = "0999_from_the_future"
    changes: dict[str, bytes | None] = {"manifest.json": json.dumps(manifest).encode()}
    bad = rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", changes)
    with pytest.raises(NotValid) as refusal:
        restore_backup(bad, new_place)
    assert refusal.value.problems[0].code == "backup_of_other_version"
    assert refusal.value.problems[0].facts["theirs"] == "0999_from_the_future"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 50])
def test_another_file_is_not_a_backup(new_place: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(NotValid) as refusal:
        restore_backup(path, new_place)
    assert refusal.value.problems[0].code == "backup_unreadable"


def test_rows_that_cannot_be_loaded_leave_no_files(
    data: Path, new_place: Path, tmp_path: Path
) -> None:
    write_backup(data, tmp_path / "b.zip", NOW)
    empty_tables()
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        name = next(n for n in archive.namelist() if n.endswith("-unit.jsonl"))
        twice = archive.read(name) * 2
    manifest["members"][name] = {"sha256": sha256(twice), "size": len(twice)}
    changes: dict[str, bytes | None] = {
        name: twice,
        "manifest.json": json.dumps(manifest).encode(),
    }
    bad = rewritten(tmp_path / "b.zip", tmp_path / "bad.zip", changes)
    with pytest.raises(IntegrityError):
        restore_backup(bad, new_place)
    assert not Agency.objects.exists()
    assert (new_place / "secret.key").read_text() == "new secret"
    assert [path.name for path in new_place.iterdir()] == ["secret.key"]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
