"""The widths of letters are those of the font that papers are set in; lines fit their room."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.lettering import text_width, wrapped

FONTS = Path(__file__).parents[2] / "src" / "ukur" / "adapters" / "papers" / "fonts"
LETTERS = [chr(point) for point in (*range(0x20, 0x7F), *range(0xA1, 0x100)) if point != 0xAD]
SIGNS = "–—‘’“”•…−≤≥→"


class Font:
    """As much of a TrueType font as tells how wide a character is."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        count = self._numbers(">H", 4)[0]
        rows = (struct.unpack_from(">4sIII", content, 12 + 16 * n) for n in range(count))
        self._at: dict[str, int] = {tag.decode(): offset for tag, _sum, offset, _length in rows}
        metrics = self._numbers(">H", self._at["hhea"] + 34)[0]
        at = self._at["hmtx"]
        self._widths = [self._numbers(">H", at + 4 * n)[0] for n in range(metrics)]
        self._map = self._character_map()

    def _numbers(self, form: str, at: int) -> tuple[int, ...]:
        return tuple(map(int, struct.unpack_from(form, self._content, at)))

    def _character_map(self) -> int:
        at = self._at["cmap"]
        for n in range(self._numbers(">H", at + 2)[0]):
            platform, encoding, offset = self._numbers(">HHI", at + 4 + 8 * n)
            if (platform, encoding) == (3, 1):
                return at + offset
        raise AssertionError("no Unicode map")

    def width(self, character: str) -> int:
        """By the segments of a map of format 4."""
        point, at = ord(character), self._map
        twice = self._numbers(">H", at + 6)[0]
        for n in range(0, twice, 2):
            end = self._numbers(">H", at + 14 + n)[0]
            if point > end:
                continue
            start = self._numbers(">H", at + 16 + twice + n)[0]
            delta = self._numbers(">H", at + 16 + 2 * twice + n)[0]
            place = at + 16 + 3 * twice + n
            into = self._numbers(">H", place)[0]
            glyph = point
            if into:
                glyph = self._numbers(">H", place + into + 2 * (point - start))[0]
            return self._widths[min((glyph + delta) & 0xFFFF, len(self._widths) - 1)]
        raise AssertionError(character)


@pytest.mark.parametrize(("name", "bold"), [("Regular", False), ("Bold", True)])
def test_every_letter_is_as_wide_as_in_the_font_of_the_papers(name: str, *, bold: bool) -> None:
    font = Font((FONTS / f"LiberationSans-{name}.ttf").read_bytes())
    wrong = [
        character
        for character in (*LETTERS, *SIGNS)
        if text_width(character, 2048, bold=bold) != font.width(character)
    ]
    assert wrong == []


def test_a_letter_that_is_not_known_counts_as_wide_as_can_be() -> None:
    assert text_width("字", 100) == 100


@given(
    text=st.text(st.sampled_from("abcimw WM-.,字"), max_size=80),
    room=st.integers(110, 900),
    bold=st.booleans(),
)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(
    *, text: str, room: int, bold: bool
) -> None:
    lines = wrapped(text, 80, room, bold=bold)
    assert all(text_width(line, 80, bold=bold) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_stay_whole_where_they_can() -> None:
    assert wrapped("Angka kematian ibu", 80, 700) == ("Angka kematian", "ibu")
    assert wrapped("", 80, 700) == ()
