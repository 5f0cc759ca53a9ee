"""How wide a text is on paper, so that a drawing can be laid out before it is drawn.

The advance widths of Liberation Sans 2.1.5, which are those of Arial, for the characters of
Western Europe; a test holds them against the font that is shipped. On a page the same layout
serves, since the font of the pages is narrower.
"""

EM = 2048
"""Widths are in 2048ths of the size of the letters."""
WIDEST = 2048
"""For characters that are not in the tables."""

_REGULAR = {
    391: "'",
    455: "ijl‘’",
    532: "|¦",
    569: " !,./:;I[\\]ftÌÍÎÏìíîï",
    682: "()-`r¡¨²³´·¸¹“”",
    684: "{}",
    717: "•",
    727: '"',
    748: "º",
    758: "ª",
    797: "*",
    819: "°",
    961: "^",
    1024: "Jcksvxyzçýÿ",
    1100: "¶",
    1124: "±÷≤≥",
    1131: "¯",
    1139: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþ–",
    1180: "µ",
    1196: "+<=>~¬×−",
    1251: "FTZ¿ßø",
    1366: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞ",
    1479: "CDHNRUwÇÐÑÙÚÛÜ",
    1509: "©®",
    1593: "GOQÒÓÔÕÖØ",
    1706: "Mm",
    1708: "¼½¾",
    1821: "%æ",
    1933: "W",
    2048: "Æ—…→",
    2079: "@",
}
_BOLD = {
    487: "'",
    569: " ,./I\\ijlÌÍÎÏìíîï‘’",
    573: "|¦",
    682: "!()-:;[]`ft¡¨²³´·¸¹",
    717: "•",
    748: "º",
    758: "ª",
    797: "*r{}",
    819: "°",
    971: '"',
    1024: "z“”",
    1124: "±÷≤≥",
    1131: "¯",
    1139: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿ–",
    1180: "µ",
    1196: "+<=>^~¬×−",
    1251: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþ",
    1366: "EPSVXYÈÉÊËÝÞ",
    1479: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜ",
    1509: "©®",
    1593: "GOQwÒÓÔÕÖØ",
    1706: "M",
    1708: "¼½¾",
    1821: "%mæ",
    1933: "W",
    1997: "@",
    2048: "Æ—…→",
}


def _by_character(groups: dict[int, str]) -> dict[str, int]:
    return {character: width for width, all_of in groups.items() for character in all_of}


_WIDTHS = {False: _by_character(_REGULAR), True: _by_character(_BOLD)}


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """The width of a line of text in the unit of `size`, rounded up.

    >>> text_width("Ukur", 80)
    169
    """
    widths = _WIDTHS[bold]
    return -(-sum(widths.get(character, WIDEST) for character in text) * size // EM)


def wrapped(text: str, size: int, room: int, *, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text in a column `room` wide; a word that is wider breaks anywhere.

    >>> wrapped("Angka kematian ibu", 80, 400)
    ('Angka', 'kematian', 'ibu')
    """
    lines: list[str] = []
    line = ""
    for word in (part for whole in text.split() for part in _parts(whole, size, room, bold=bold)):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
    return (*lines, line) if line else tuple(lines)


def _parts(word: str, size: int, room: int, *, bold: bool) -> tuple[str, ...]:
    if text_width(word, size, bold=bold) <= room:
        return (word,)
    parts = [""]
    for character in word:
        if parts[-1] and text_width(parts[-1] + character, size, bold=bold) > room:
            parts.append("")
        parts[-1] += character
    return tuple(parts)
