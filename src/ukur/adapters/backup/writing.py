"""Everything of an installation in one file.

    database/01-agency.jsonl …   the house's own tables, parents before children
    vault/…  keys/…  secret.key  as they lie in the data folder
    manifest.json                SHA-256 and size of each of them; written last

Sessions and locked-out sign-ins are not carried along. The file holds the keys: whoever has
it can seal papers.
"""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, ClassVar

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from ukur.adapters.backup.file import (
    CHUNK,
    FOLDERS,
    FORMAT,
    KEY_FILE,
    MANIFEST,
    TABLES,
    Hashing,
    Manifest,
    Member,
    carried_files,
)
from ukur.adapters.backup.tables import BATCH, kept_models, schema
from ukur.domain.refusals import NotNow


@dataclass(eq=False)
class FileExists(NotNow):
    """A backup is not written over another file."""

    code: ClassVar[str] = "file_exists"
    path: str


class ExactEncoder(DjangoJSONEncoder):
    """Times to the microsecond; Django's own encoder cuts them to milliseconds."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def write_backup(data: Path, target: Path, at: datetime) -> Manifest:
    """Write the installation whose files lie in `data` to `target`; what was written.

    The tables are read in one transaction. Files of the vault are written before the rows
    that name them and never change, so those rows find them here whoever works meanwhile.

    Raises:
        FileExists: there is a file of that name.
    """
    if target.exists():
        raise FileExists(path=str(target))
    handle, aside = tempfile.mkstemp(prefix=".ukur-", dir=target.parent)
    with ExitStack() as undo:
        undo.callback(Path(aside).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            manifest = _written(data, file, at)
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, target)  # unlike a rename, it does not replace what came meanwhile
    return manifest


def _written(data: Path, file: IO[bytes], at: datetime) -> Manifest:
    rows: dict[str, int] = {}
    members: dict[str, Member] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with _snapshot():
            for place, model in enumerate(kept_models(), start=1):
                name = f"{TABLES}/{place:02d}-{model.__name__.lower()}.jsonl"
                with _hashed(archive, name, members) as out:
                    rows[model.__name__] = _dump(model, out)
        for path in _carried_files(data):
            with (
                _hashed(archive, path.relative_to(data).as_posix(), members) as out,
                path.open("rb") as content,
            ):
                shutil.copyfileobj(content, out, CHUNK)
        manifest = Manifest(FORMAT, at.isoformat(), schema(), rows, members)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


@contextmanager
def _hashed(archive: zipfile.ZipFile, name: str, members: dict[str, Member]) -> Iterator[Hashing]:
    with archive.open(name, "w", force_zip64=True) as file:
        out = Hashing(file)
        yield out
    members[name] = Member(out.sha256.hexdigest(), out.size)


@contextmanager
def _snapshot() -> Iterator[None]:
    """One transaction in which the tables stand still."""
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _dump(model: type[models.Model], out: Hashing) -> int:
    """Write the rows of a table, ordered by their keys; how many there were."""
    rows: Iterator[models.Model] = models.QuerySet(model).order_by("pk").iterator(chunk_size=BATCH)
    count = 0
    while batch := list(islice(rows, BATCH)):
        text = serializers.serialize("jsonl", batch, cls=ExactEncoder, ensure_ascii=False)
        out.write(text.encode())
        count += len(batch)
    return count


def _carried_files(data: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from carried_files(data / folder)
    yield data / KEY_FILE
