"""A short look into workbooks and documents, which nothing can make long."""

import io
import time
import zipfile

from ukur.adapters.office_text import MOST_BYTES, office_text
from ukur.domain.evidence import names_persons

MOST_COMPUTING = 5
"""Seconds of the processor, not of the clock; it takes a hundredth of one."""


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def test_a_number_of_a_person_is_found_in_a_workbook_and_in_a_document() -> None:
    for part in ("xl__sharedStrings", "word__document"):
        text = office_text(packed(**{part: b"<t>3516014507900001</t>"}))
        assert names_persons(text)
    assert not names_persons(office_text(packed(xl__styles=b"<t>3516014507900001</t>")))


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = packed(xl__sharedStrings=b"<t>" + b"9" * (MOST_BYTES * 10), word__document=b"ekor")
    assert len(office_text(bomb)) <= MOST_BYTES
    assert "ekor" not in office_text(bomb)


def test_tags_that_never_end_take_no_time() -> None:
    began = time.process_time()
    assert office_text(packed(word__document=b"<" * 200_000 + b"ekor")).endswith("ekor")
    assert time.process_time() - began < MOST_COMPUTING


def test_what_is_no_such_file_has_no_text() -> None:
    whole = packed(xl__sharedStrings=b"<t>isi</t>" * 1000)
    for content in (b"", b"PK", b"%PDF-1.7", whole[:60], whole[: len(whole) // 2]):
        assert office_text(content) == ""
