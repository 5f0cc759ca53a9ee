"""Files are taken by what they are; their names are made harmless."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.evidence import LARGEST, FileRefused, media_type, safe_name

PDF = b"%PDF-1.7"
OFFICE = "application/vnd.openxmlformats-officedocument"


def packed(*names: str) -> bytes:
    """An archive with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name in names:
            book.writestr(name, "<x/>")
    return out.getvalue()


TAKEN = (f"{OFFICE}.spreadsheetml.sheet",)
TYPES = "[Content_Types].xml"
BOOK, TEXT = packed(TYPES, "xl/workbook.xml"), packed(TYPES, "word/document2.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.xlsx", BOOK, f"{OFFICE}.spreadsheetml.sheet"),
        ("a.docx", TEXT, f"{OFFICE}.wordprocessingml.document"),
    ],
)
def test_a_file_is_told_by_its_first_bytes_and_its_ending(
    name: str, content: bytes, kind: str
) -> None:
    assert media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", PDF + b" " * LARGEST, "too_large"),
        ("a.pdf", BOOK, "kind"),
        ("a.xlsx", packed("film.mp4"), "kind"),
        ("a.xlsx", packed(TYPES, "ppt/presentation.xml"), "kind"),
        ("a.xlsx", TEXT, "kind"),
        ("a.docx", BOOK, "kind"),
        ("a.xlsx", b"PK\x03\x04", "kind"),
        ("a.xlsx", BOOK[: len(BOOK) // 2], "kind"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked"),
        ("a.pdf.exe", PDF, "kind"),
        ("a.html", b"<html>", "kind"),
        ("pdf", PDF + b"x", "kind"),
        ("a.svg", b"<svg/>", "kind"),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as caught:
        media_type(name, content)
    assert caught.value.why == why
    assert [problem.code for problem in caught.value.problems] == [f"file_{why}"]


@given(st.integers(0, len(BOOK)), st.binary(max_size=60))
def test_a_broken_archive_is_taken_or_refused_and_breaks_nothing(cut: int, noise: bytes) -> None:
    with suppress(FileRefused):
        assert media_type("a.xlsx", BOOK[:cut] + noise + BOOK[cut + len(noise) :]) in TAKEN


@given(st.text(max_size=200))
def test_a_name_is_harmless_whatever_it_was(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= 111
    assert safe not in {".", ".."}
    assert not set(safe) & set("/\\:*?\"<>|\r\n\0;'")
    assert safe == safe.strip(" .")
    assert safe_name(safe) == safe


def test_a_name_keeps_what_people_recognize() -> None:
    assert safe_name("C:\\Users\\x\\Rekap KIA (Sep).pdf") == "Rekap KIA (Sep).pdf"
    assert safe_name("../../etc/passwd") == "passwd"
