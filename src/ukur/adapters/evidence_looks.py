"""What a short look into evidence tells: whether a picture names a place, a PDF asks a password.

The bytes stay as they are; what is found is told to whoever attached them.
"""

import io
import re
import struct
from collections.abc import Iterator

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_APP1, _SCAN = 0xE1, 0xDA
_EXIF = b"Exif\0\0"
_XMP_PLACE = re.compile(rb"exif:GPSLatitude")
_GPS, _LATITUDE = 0x8825, 2
_MOST_PARTS = 500
"""Segments, chunks or tags; a camera writes a few dozen."""
_RATIONALS = 3


def tells_place(content: bytes) -> bool:
    """Whether a JPEG or PNG says in its metadata where it was taken. Source: Exif 2.3, 4.6.6."""
    try:
        return any(_names_place(part) for part in _metadata(content))
    except (struct.error, IndexError):
        return False


def asks_password(content: bytes) -> bool:
    """Whether a PDF opens with a password only; one that merely forbids printing does not."""
    if not content.startswith(b"%PDF-") or b"/Encrypt" not in content:
        return False
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return bool(reader.encrypted) and reader.decrypt("").status is AuthStatus.FAILED
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError):
        return False


def _metadata(content: bytes) -> Iterator[bytes]:
    if content.startswith(_JPEG):
        return _segments(content)
    return _chunks(content) if content.startswith(_PNG) else iter(())


def _segments(content: bytes) -> Iterator[bytes]:
    """The APP1 segments before the picture itself."""
    at = len(_JPEG)
    for _ in range(_MOST_PARTS):
        mark, kind, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF or kind == _SCAN:  # noqa: PLR2004 - every segment begins so
            return
        if kind == _APP1:
            yield content[at + 4 : at + 2 + length]
        at += 2 + length


def _chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    for _ in range(_MOST_PARTS):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == b"IEND":
            return
        if kind == b"eXIf":
            yield _EXIF + content[at + 8 : at + 8 + length]
        elif kind == b"iTXt":
            yield content[at + 8 : at + 8 + length]
        at += 12 + length


def _names_place(part: bytes) -> bool:
    if not part.startswith(_EXIF):
        return _XMP_PLACE.search(part) is not None
    tiff = part[len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return False
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    place = _value_at(tiff, first, _GPS, order)
    where = None if place is None else _value_at(tiff, place, _LATITUDE, order)
    if where is None:
        return False
    # A camera without a fix writes the tag and divides by zero.
    numbers = struct.unpack_from(f"{order}{2 * _RATIONALS}I", tiff, where)
    return all(numbers[1::2])


def _value_at(tiff: bytes, at: int, wanted: int, order: str) -> int | None:
    """What a directory says of a tag: a value of four bytes, or where it stands."""
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(min(count, _MOST_PARTS)):
        tag, _kind, _count, value = struct.unpack_from(f"{order}HHII", tiff, at + 2 + 12 * number)
        if tag == wanted:
            return int(value)
    return None
