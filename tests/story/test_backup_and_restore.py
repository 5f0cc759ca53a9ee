"""A whole installation in one file and back: what it gives out is the same, byte for byte."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.small_office import write_folder
from tests.story.rooms import own_room
from ukur.adapters.backup.restoring import restore_backup
from ukur.adapters.backup.writing import write_backup
from ukur.domain.periods import Period, YearPeriod
from ukur.edge.demonstration import Story, run_whole_cycle
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.edge.takeaway import leave_files
from ukur.store.models import Cycle
from ukur.usecases.journal_text import cycle_journal, unit_journals

pytestmark = pytest.mark.django_db(transaction=True)
FOLDERS = ("vault", "keys")


def exports(stage: Stage, cycle_id: int, room: Path) -> dict[str, bytes]:
    """Everything that the cycle gives out, by name."""
    leave_files(cycle_id, stage.agency_id, room, stage.tools)
    cycle = Cycle.objects.select_related("agency").get(pk=cycle_id)
    files = {
        str(path.relative_to(room)): path.read_bytes()
        for path in sorted(room.rglob("*"))
        if path.is_file()
    }
    journals = {f"unit/{code}": text for code, text in unit_journals(cycle).items()}
    return {**files, **journals, "journal": cycle_journal(cycle)}


@pytest.fixture(autouse=True)
def room(tmp_path: Path) -> Iterator[None]:
    """Keys that begin on this story's clock, whatever other tests made before."""
    folder = tmp_path / "ruang"
    folder.mkdir()
    shutil.copy(settings.DATA_DIR / "secret.key", folder)
    with own_room(folder):
        yield


def test_what_was_restored_gives_out_the_same_bytes(tmp_path: Path) -> None:
    write_folder(tmp_path / "sample")
    stage = set_up_stage(tmp_path / "sample", (2026,), datetime(2026, 1, 5, 2, tzinfo=UTC))
    stage.clock.at = at_opening(datetime(2026, 4, 1, tzinfo=UTC), stage.calendar)
    cycle_id = run_whole_cycle(stage, Story(YearPeriod(2026, Period.TW1)), lambda _step: None)
    before = exports(stage, cycle_id, tmp_path / "before")
    backup = tmp_path / "cadangan.zip"
    write_backup(settings.DATA_DIR, backup, stage.clock.at)

    call_command("flush", interactive=False, verbosity=0)
    for name in FOLDERS:
        shutil.rmtree(settings.DATA_DIR / name)
    assert not Cycle.objects.exists()
    restore_backup(backup, settings.DATA_DIR)

    after = exports(stage, cycle_id, tmp_path / "after")
    assert after.keys() == before.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert {"sop.pdf", "pengukuran-kinerja.pdf", "arsip/bagit.txt", "journal"} <= before.keys()
