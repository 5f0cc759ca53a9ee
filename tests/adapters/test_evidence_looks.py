"""A short look into evidence: a picture that tells a place, a PDF that nobody can open."""

import io
import struct

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ukur.adapters.evidence_looks import asks_password, tells_place

SCAN = b"\xff\xda\x00\x02picture\xff\xd9"


def exif(order: str = "<", tag: int = 0x8825, below: int = 1) -> bytes:
    """An Exif block whose GPS directory holds a latitude of 7° 30' 0", divided by `below`."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(f"{order}HI", 42, 8)
    first = struct.pack(f"{order}HHHIII", 1, tag, 4, 1, 26, 0)
    place = struct.pack(f"{order}HHHIII", 1, 2, 5, 3, 44, 0)
    return head + first + place + struct.pack(f"{order}6I", 7, below, 30, below, 0, below)


def jpeg(*segments: bytes) -> bytes:
    parts = (b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in segments)
    return b"\xff\xd8\xff\xe0\x00\x04JF" + b"".join(parts) + SCAN


def png(kind: bytes, data: bytes) -> bytes:
    chunks = ((b"IHDR", b"\0" * 13), (kind, data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(part), name) + part + b"\0" * 4 for name, part in chunks
    )


def pdf(**passwords: str) -> bytes:
    """A page that is locked with these passwords, if any."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    locked = pikepdf.Encryption(**passwords) if passwords else None  # type: ignore[arg-type]  # names
    made.save(out, encryption=locked or False)
    return out.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(b"Exif\0\0" + exif("<")),
        jpeg(b"Exif\0\0" + exif(">")),
        jpeg(
            b"Exif\0\0" + exif(tag=0x0112), b"http://ns.adobe.com/xap/1.0/\0 exif:GPSLatitude='7'"
        ),
        png(b"eXIf", exif(">")),
        png(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x exif:GPSLatitude='7,30S'/>"),
    ],
)
def test_a_picture_that_says_where_it_was_taken_is_known(picture: bytes) -> None:
    assert tells_place(picture)


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(),
        jpeg(b"Exif\0\0" + exif(tag=0x0112)),
        jpeg(b"Exif\0\0" + exif(below=0)),
        jpeg(b"Exif\0\0XX"),
        png(b"tEXt", b"exif:none"),
        b"%PDF-1.7 exif:GPSLatitude",
        b"\xff\xd8",
        b"",
    ],
)
def test_a_picture_that_tells_no_place_is_left_in_peace(picture: bytes) -> None:
    assert not tells_place(picture)


@given(st.binary(max_size=200), st.integers(0, 150))
@example(b"", 30)
def test_no_picture_breaks_the_look(noise: bytes, cut: int) -> None:
    for whole in (jpeg(b"Exif\0\0" + exif()), png(b"eXIf", exif())):
        assert tells_place(whole[:cut] + noise) in (True, False)
    assert tells_place(b"\xff\xd8" + noise) in (True, False)


@pytest.mark.parametrize(
    ("passwords", "asks"),
    [({}, False), ({"owner": "kunci", "user": "rahasia"}, True), ({"owner": "kunci"}, False)],
)
def test_a_pdf_that_opens_with_a_password_only_is_known(
    passwords: dict[str, str], *, asks: bool
) -> None:
    assert asks_password(pdf(**passwords)) is asks


@given(st.binary(max_size=300))
def test_no_pdf_breaks_the_look(noise: bytes) -> None:
    locked = pdf(owner="kunci", user="rahasia")
    for content in (b"%PDF-1.7 /Encrypt" + noise, locked[: len(noise) * 4], locked + noise):
        assert asks_password(content) in (True, False)
