"""A backup brought back into an empty place: all of it or nothing."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import ClassVar

from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

from ukur.adapters.backup.file import (
    CHUNK,
    FOLDERS,
    KEY_FILE,
    TABLES,
    Manifest,
    carried_files,
    checked,
    opened,
)
from ukur.adapters.backup.tables import BATCH, kept_models, schema
from ukur.domain.refusals import NotNow, NotValid, Problem


@dataclass(eq=False)
class PlaceNotEmpty(NotNow):
    """Nothing is restored over something: `what` is a table or a folder that holds data."""

    code: ClassVar[str] = "place_not_empty"
    what: str


def restore_backup(source: Path, data: Path) -> Manifest:
    """Bring a backup into an empty installation in `data`: all of it or nothing; what it was.

    The tables must have been made (migrated). The secret key takes effect at the next start.

    Raises:
        PlaceNotEmpty: a table has rows, or the vault or the keys have files.
        NotValid: see `file.checked`; or the backup is of another version of the tables.
    """
    check_empty(data)
    with opened(source) as archive, ExitStack() as undo:
        manifest = checked(archive)
        if manifest.schema != schema():
            facts = {"theirs": manifest.schema, "ours": schema()}
            raise NotValid((Problem(source.name, "backup_of_other_version", facts),))
        staged = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
        undo.callback(shutil.rmtree, staged)
        for name in manifest.members:
            if not name.startswith(f"{TABLES}/"):
                _unpack(archive, name, staged)
        with _moved_in(staged, data), transaction.atomic(durable=True):
            for name in sorted(manifest.members):
                if name.startswith(f"{TABLES}/"):
                    _load(archive, name)
            _reset_sequences()
    return manifest


def check_empty(data: Path) -> None:
    """Nothing, if there is nothing that a restore could overwrite.

    Raises:
        PlaceNotEmpty: there is.
    """
    for model in kept_models():
        if models.QuerySet(model).exists():
            raise PlaceNotEmpty(what=model.__name__)
    for folder in FOLDERS:
        if any(carried_files(data / folder)):
            raise PlaceNotEmpty(what=str(data / folder))


def _unpack(archive: zipfile.ZipFile, name: str, staged: Path) -> None:
    path = staged / name
    for folder in reversed([p for p in path.parents if staged in p.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as content, os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _moved_in(staged: Path, data: Path) -> Iterator[None]:
    """The staged files in their places, unless what is done meanwhile fails."""
    own_secret = (data / KEY_FILE).read_bytes() if (data / KEY_FILE).exists() else b""
    moved = [name for name in (*FOLDERS, KEY_FILE) if (staged / name).exists()]
    for name in moved:
        if (data / name).is_dir():
            shutil.rmtree(data / name)  # empty but for locks, as was checked
        (staged / name).replace(data / name)
    try:
        yield
    except BaseException:
        for name in set(moved) & set(FOLDERS):
            shutil.rmtree(data / name)
        if own_secret:
            (data / KEY_FILE).write_bytes(own_secret)
        raise


def _load(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as file:
        values = map(json.loads, TextIOWrapper(file, encoding="utf-8"))
        rows = (found.object for found in serializers.deserialize("python", values))
        while batch := list(islice(rows, BATCH)):
            table: models.QuerySet[models.Model] = models.QuerySet(type(batch[0]))
            table.bulk_create(batch)


def _reset_sequences() -> None:
    """On PostgreSQL the next keys follow the restored ones; SQLite knows by itself."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
