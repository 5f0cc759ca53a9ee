"""Files are taken by what they are; their names are made harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.evidence import LARGEST, FileRefused, media_type, safe_name

PDF, ZIP = b"%PDF-1.7", b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.xlsx", ZIP, f"{OFFICE}.spreadsheetml.sheet"),
        ("a.docx", ZIP, f"{OFFICE}.wordprocessingml.document"),
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
        ("a.pdf", ZIP, "kind"),
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
