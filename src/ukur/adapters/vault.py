"""The vault on disk: files by their SHA-256, each whole or not there at all."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ukur.domain.ports import OutsideFailure

SERVICE = "vault"

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class DiskVault:
    """Fulfils `ports.Vault` in a folder of this machine.

    A file lies under `aa/bb/aabb…`, mode 0600 in folders of mode 0700. It is written aside, forced
    to the disk and renamed, so that a power cut leaves either all of it or nothing.
    """

    root: Path

    def put(self, content: bytes) -> str:
        """Keep `content`, return its SHA-256 in lower-case hex. Twice is once.

        Raises:
            OutsideFailure: the disk did not take it.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        try:
            if not (place.is_file() and place.read_bytes() == content):
                self._write(place, content)
        except OSError as error:
            raise OutsideFailure(SERVICE, f"{sha256}: {error.strerror}") from error
        return sha256

    def read(self, sha256: str) -> bytes:
        """The content.

        Raises:
            OutsideFailure: it is gone, or what lies there is not what was put.
        """
        if not _SHA256.fullmatch(sha256):
            raise OutsideFailure(SERVICE, f"{sha256!r} is not a SHA-256")
        try:
            content = self._place(sha256).read_bytes()
        except OSError as error:
            raise OutsideFailure(SERVICE, f"{sha256}: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OutsideFailure(SERVICE, f"{sha256}: the content has changed")
        return content

    def all(self) -> Iterator[str]:
        """The SHA-256 of everything in the vault, ordered."""
        for place in sorted(self.root.glob("??/??/*")):
            if _SHA256.fullmatch(place.name):
                yield place.name

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _write(self, place: Path, content: bytes) -> None:
        for folder in (self.root, place.parent.parent, place.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _force(folder.parent)
        handle, aside = tempfile.mkstemp(prefix=".", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).replace(place)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        _force(place.parent)


def _force(folder: Path) -> None:
    """Force a folder's own entries to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
