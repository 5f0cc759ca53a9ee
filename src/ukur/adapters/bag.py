"""Packages as BagIt bags with a signature, written whole or not at all, and verified byte by byte.

    manifest-sha256.txt     over data/
    tagmanifest-sha256.txt  over manifest-sha256.txt, bag-info.txt and bagit.txt
    tagmanifest-sha256.txt.p7s  detached CMS signature (DER) over tagmanifest-sha256.txt

Validators of BagIt read manifests with tolerance (case, blanks, line ends). Here each of these
files has one form only: read and written again it must have the same bytes.

Source: RFC 8493, The BagIt File Packaging Format (V1.0).
"""

import hashlib
import io
import os
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

import bagit

from ukur.domain.ports import OutsideFailure, Sealer
from ukur.domain.refusals import Problem
from ukur.domain.signing import Intact, PdfVerdict, Signer

SERVICE = "archive"

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.p7s"
PAYLOAD = "data/"

_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_TAGS = (INFO, DECLARATION, MANIFEST)
_ENTRY = re.compile(r"([0-9a-f]{64})  (.+)")
_LABEL = re.compile(r"[A-Za-z0-9-]+")
_SIGNATURE_NOTE = (
    f"{SIGNATURE} is a detached CMS signature (DER) over {TAG_MANIFEST}; "
    "no manifest can list it because it is made last"
)

# Limits for packages that come from elsewhere; a year of a large agency stays far below them.
FILES_LIMIT = 20_000
BYTES_LIMIT = 2_000_000_000

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ZIP_FAILURES = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    OverflowError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)
_CHUNK = 1 << 20


@dataclass(frozen=True)
class BagVerdict:
    """What a look at a package gives; `problems` names each file that is not as it was sealed."""

    intact: Intact
    signer: Signer
    subject: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    problems: tuple[Problem, ...] = ()


def seal_bag(
    folder: Path,
    files: Mapping[str, bytes],
    info: Mapping[str, str],
    sealer: Sealer,
    at: datetime,
    *,
    durable: bool = True,
) -> None:
    """Write a sealed bag to `folder`, which must not exist yet.

    `files` are the payload by names relative to `data/`. It is written aside, forced to the disk
    unless it need not be `durable`, read again by the Library of Congress's validator, and renamed.

    Raises:
        OutsideFailure: the folder exists, or the disk or the validator did not take it.
        ValueError: a name or a value of `info` cannot stand in a bag.
    """
    contents = _bag_files(files, info, sealer, at)
    if folder.exists():
        raise OutsideFailure(SERVICE, f"{folder.name} exists already")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=folder.parent) as aside:
            made = Path(aside) / folder.name
            for name, content in contents.items():
                _write(made / name, content)
            if durable:
                _force_all(made)
            bagit.Bag(str(made)).validate()
            made.rename(folder)
            if durable:
                _force(folder.parent)
    except (OSError, bagit.BagError) as error:
        raise OutsideFailure(SERVICE, str(error)) from error


def verify_bag(folder: Path, sealer: Sealer) -> BagVerdict:
    """The verdict on a bag in a folder: intact only if every byte is as it was sealed."""
    try:
        hashes, strange = _hashes(folder)
        missing = [name for name in (TAG_MANIFEST, SIGNATURE) if name not in hashes]
        if missing:
            return _incomplete(folder, missing, declared=DECLARATION in hashes)
        tag_manifest = (folder / TAG_MANIFEST).read_bytes()
        signed = sealer.verify_bytes(tag_manifest, (folder / SIGNATURE).read_bytes())
        problems = strange + _shell_problems(folder, hashes, tag_manifest, signed)
        if not any(problem.where in (MANIFEST, TAG_MANIFEST) for problem in problems):
            problems += _payload_problems((folder / MANIFEST).read_bytes(), hashes)
    except OSError as error:
        return BagVerdict(
            Intact.UNREADABLE,
            Signer.NONE,
            problems=(Problem(str(error.filename or folder), "unreadable"),),
        )
    return BagVerdict(
        intact=Intact.CHANGED if problems else Intact.YES,
        signer=Signer.UNKNOWN if problems else signed.signer,
        subject=signed.subject,
        issuer=signed.issuer,
        signed_at=signed.signed_at,
        problems=problems,
    )


def manifest_text(hashes: Mapping[str, str]) -> bytes:
    """A manifest in its one form: sorted by name, two blanks, each line ended."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def read_manifest(content: bytes) -> dict[str, str] | None:
    """The hashes by name, or None if these bytes are not a manifest in its one form."""
    try:
        lines = content.decode().split("\n")[:-1]
    except UnicodeDecodeError:
        return None
    entries = [match.groups() for line in lines if (match := _ENTRY.fullmatch(line))]
    hashes = {name: sha256 for sha256, name in entries if is_safe(name)}
    return hashes if manifest_text(hashes) == content else None


def is_safe(name: str) -> bool:
    """Is this the name of a file below the bag, and the same name on every system?"""
    path = PurePosixPath(name)
    return (
        name == path.as_posix()
        and not path.is_absolute()
        and ".." not in path.parts
        and name.isprintable()
        and not set(name) & set('\\:*?"<>|%')
    )


def zipped(folder: Path) -> bytes:
    """The folder as a ZIP, with its own name on top; the same bytes for the same files."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.create_system = 3
            archive.writestr(entry, path.read_bytes())
    return output.getvalue()


@contextmanager
def unzipped(path: Path) -> Iterator[Path | Problem]:
    """The folder with `bagit.txt` in a ZIP, unpacked aside for as long as the block lasts.

    Nothing is unpacked unless every name is safe and unique and the whole stays below the limits.
    """
    with tempfile.TemporaryDirectory() as aside:
        try:
            with zipfile.ZipFile(path) as archive:
                problem = _zip_problem(archive) or _extract(archive, Path(aside))
        except (
            OSError,
            ValueError,
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
        ) as error:
            yield Problem(path.name, "zip_unreadable", {"detail": str(error)})
            return
        tops = [Path(aside), *(p for p in Path(aside).iterdir() if p.is_dir())]
        bags = [top for top in tops if (top / DECLARATION).is_file()]
        yield problem or (bags[0] if bags else Problem(path.name, "no_bag"))


def _bag_files(
    files: Mapping[str, bytes], info: Mapping[str, str], sealer: Sealer, at: datetime
) -> dict[str, bytes]:
    """Every file of the bag by its name, the signature last."""
    payload = {PAYLOAD + name: content for name, content in files.items()}
    unsafe = [name for name in payload if not is_safe(name)]
    if unsafe:
        raise ValueError("not a name for a package", *unsafe)
    octets = sum(len(content) for content in payload.values())
    tags = {
        DECLARATION: _DECLARED,
        INFO: info_text(
            {
                **info,
                "Bagging-Date": at.date().isoformat(),
                "Payload-Oxum": f"{octets}.{len(payload)}",
                "Signature": _SIGNATURE_NOTE,
            }
        ),
        MANIFEST: manifest_text({name: _sha256(content) for name, content in payload.items()}),
    }
    tag_manifest = manifest_text({name: _sha256(content) for name, content in tags.items()})
    signature = sealer.sign_bytes(tag_manifest, at)
    return {**payload, **tags, TAG_MANIFEST: tag_manifest, SIGNATURE: signature}


def info_text(info: Mapping[str, str]) -> bytes:
    """The labels and values of `bag-info.txt`, sorted, each on a line of its own.

    Raises:
        ValueError: a label or value cannot stand there.
    """
    for label, value in info.items():
        if not _LABEL.fullmatch(label) or not value.isprintable() or value != value.strip():
            raise ValueError("not a line of bag-info.txt", label, value)
    return "".join(f"{label}: {info[label]}\n" for label in sorted(info)).encode()


def _incomplete(folder: Path, missing: list[str], *, declared: bool) -> BagVerdict:
    """The verdict on a folder without the files that seal it: ours, or another's, or no bag."""
    problems = tuple(Problem(name, "missing") for name in missing)
    info = folder / INFO
    if info.is_file() and _SIGNATURE_NOTE.encode() in info.read_bytes():
        return BagVerdict(Intact.CHANGED, Signer.UNKNOWN, problems=problems)
    if declared:
        return BagVerdict(Intact.UNSIGNED, Signer.NONE, problems=problems)
    return BagVerdict(Intact.UNREADABLE, Signer.NONE, problems=(Problem(DECLARATION, "missing"),))


def _shell_problems(
    folder: Path, hashes: Mapping[str, str], tag_manifest: bytes, signed: PdfVerdict
) -> tuple[Problem, ...]:
    """What is wrong with the files around the payload."""
    actual = {name: hashes[name] for name in _TAGS if name in hashes}
    if signed.intact is not Intact.YES:
        # where the tag manifest fits what lies here, it is the signature that does not
        fits = manifest_text(actual) == tag_manifest
        return (Problem(SIGNATURE if fits else TAG_MANIFEST, "changed"),)
    stated = read_manifest(tag_manifest)
    if stated is None or stated.keys() != set(_TAGS):
        return (Problem(TAG_MANIFEST, "form"),)
    problems = _differences(stated, actual)
    if not problems and (folder / DECLARATION).read_bytes() != _DECLARED:
        return (Problem(DECLARATION, "form"),)
    return problems


def _payload_problems(manifest: bytes, hashes: Mapping[str, str]) -> tuple[Problem, ...]:
    stated = read_manifest(manifest)
    if stated is None or not all(name.startswith(PAYLOAD) for name in stated):
        return (Problem(MANIFEST, "form"),)
    around = {*_TAGS, TAG_MANIFEST, SIGNATURE}
    return _differences(stated, {n: sha256 for n, sha256 in hashes.items() if n not in around})


def _differences(stated: Mapping[str, str], actual: Mapping[str, str]) -> tuple[Problem, ...]:
    """Files changed, gone, renamed and added, in the order of their names."""
    added = {name: sha256 for name, sha256 in actual.items() if name not in stated}
    problems = []
    for name in sorted(stated):
        if name in actual:
            if actual[name] != stated[name]:
                problems.append(Problem(name, "changed"))
            continue
        new_name = next((n for n in sorted(added) if added[n] == stated[name]), None)
        if new_name is None:
            problems.append(Problem(name, "missing"))
        else:
            del added[new_name]
            problems.append(Problem(name, "renamed", {"to": new_name}))
    problems.extend(Problem(name, "added") for name in sorted(added))
    return tuple(problems)


def _hashes(folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The SHA-256 of every file below the folder, and what lies there that is no plain file."""
    hashes: dict[str, str] = {}
    strange = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        elif not stat.S_ISDIR(mode):
            strange.append(Problem(name, "not_a_file"))
        elif not any(path.iterdir()):
            strange.append(Problem(name, "added"))
    return hashes, tuple(strange)


def _zip_problem(archive: zipfile.ZipFile) -> Problem | None:
    """Why a ZIP is not unpacked at all."""
    entries = archive.infolist()
    if len(entries) > FILES_LIMIT or sum(entry.file_size for entry in entries) > BYTES_LIMIT:
        return Problem("zip", "too_large")
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        return Problem("zip", "names_repeat")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        plain = kind in (0, stat.S_IFREG, stat.S_IFDIR)
        packed = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not (plain and packed and is_safe(entry.filename.removesuffix("/"))):
            return Problem(entry.filename, "entry_unsafe")
    return None


def _extract(archive: zipfile.ZipFile, into: Path) -> Problem | None:
    """Unpack; `zipfile` holds each entry to the size and the checksum that it announced."""
    for entry in archive.infolist():
        place = into / entry.filename
        if entry.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with archive.open(entry) as source, place.open("xb") as target:
                shutil.copyfileobj(source, target, _CHUNK)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            return Problem(entry.filename, "changed")
    return None


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        file.write(content)


def _force_all(folder: Path) -> None:
    """Force a folder, and everything below it, to the disk."""
    for place in (*folder.rglob("*"), folder):
        _force(place)


def _force(place: Path) -> None:
    """Force a file, or a folder's own entries, to the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
