"""The file of a backup: what it consists of, what it says about itself, and whether that holds."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ukur.domain.refusals import NotValid, Problem

FORMAT = "ukur-backup/1"
TABLES = "database"
FOLDERS = ("vault", "keys")
KEY_FILE = "secret.key"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 500_000_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """A file inside the backup."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; `schema` names the newest migration."""

    format: str
    made_at: str
    schema: str
    rows: Mapping[str, int]
    members: Mapping[str, Member]


class Hashing:
    """A file to write to, which keeps the hash and the size of what went by."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sha256, self.size = file, hashlib.sha256(), 0

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        self.size += len(content)
        return self.file.write(content)


def carried_files(folder: Path) -> Iterator[Path]:
    """The files below a folder, ordered; hidden ones are locks and files half written."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


@contextmanager
def opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """The backup, open for reading.

    Raises:
        NotValid: it is not a file of that kind.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise NotValid((Problem(source.name, "backup_unreadable"),)) from error


def checked(archive: zipfile.ZipFile) -> Manifest:
    """What the backup says about itself, after each of its files was held against it.

    Raises:
        NotValid: it is not a backup, or a file in it is damaged, missing or one too many.
    """
    manifest = _manifest(archive)
    names = [info.filename for info in archive.infolist() if info.filename != MANIFEST]
    problems = tuple(_misfits(names, manifest)) or tuple(
        Problem(name, "backup_member_damaged")
        for name, member in manifest.members.items()
        if not _is_as_written(archive, name, member)
    )
    if problems:
        raise NotValid(problems)
    return manifest


def _misfits(names: list[str], manifest: Manifest) -> Iterator[Problem]:
    for name in sorted(set(names)):
        if name not in manifest.members or not _is_safe(name) or names.count(name) > 1:
            yield Problem(name, "backup_member_unknown")
    for name in sorted(set(manifest.members) - set(names)):
        yield Problem(name, "backup_member_missing")


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        too_large = archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT
        values = {} if too_large else json.loads(archive.read(MANIFEST))
        members = {str(name): Member(**member) for name, member in values["members"].items()}
        manifest = Manifest(**{**values, "members": members})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotValid((Problem(MANIFEST, "backup_unreadable"),)) from error
    if manifest.format != FORMAT:
        raise NotValid((Problem(MANIFEST, "backup_unreadable"),))
    return manifest


def _is_safe(name: str) -> bool:
    """Whether a member can only land where a backup's files belong."""
    parts = PurePosixPath(name).parts
    plain = "/".join(parts) == name and "\\" not in name and not {"..", "/"} & set(parts)
    return plain and (name == KEY_FILE or (len(parts) > 1 and parts[0] in {TABLES, *FOLDERS}))


def _is_as_written(archive: zipfile.ZipFile, name: str, member: Member) -> bool:
    """Whether the bytes are those of the manifest; no more of them is read than it says."""
    digest = hashlib.sha256()
    left = member.size + 1
    try:
        with archive.open(name) as file:
            while left > 0 and (content := file.read(min(CHUNK, left))):
                digest.update(content)
                left -= len(content)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError):
        return False
    return left == 1 and digest.hexdigest() == member.sha256
