"""What each row of a form that is away says of itself: which row it is, and what it was made with.

    I-1 | 3 | 18 | 25 |  | 5f0c… | 9a31… | 77be…
    code, saves, numerator, denominator, value, note, definition, checksum

The figures are those of the download, so that a form which comes back says what its operator saw.
The checksum binds the row to its form: a row of another form, another period or another unit does
not carry it. It is no secret and keeps nobody out; it finds what was mixed up.
"""

import hashlib

from ukur.domain.figures.indicator import Kind
from ukur.domain.journal import plain_figure
from ukur.domain.unit_form import RowMark, UnitFormBudget, UnitFormLine

SHORT = 12
"""Hexadecimal digits of a SHA-256: enough to tell the rows of one office apart."""
_PARTS = 8


def line_mark(key: str, line: UnitFormLine) -> str:
    """The mark of an indicator's row on the form that `key` names."""
    value = line.value if isinstance(line.value, str) else plain_figure(line.value)
    return written_mark(
        key,
        RowMark(
            line.code,
            line.saves,
            plain_figure(line.numerator) or "",
            plain_figure(line.denominator) or "",
            value or "",
            short_hash(line.note),
            line_definition(line),
        ),
    )


def budget_mark(key: str, line: UnitFormBudget) -> str:
    """The mark of a budget line's row on the form that `key` names."""
    spent = plain_figure(line.spent) or ""
    mark = RowMark(line.code, line.saves, value=spent, definition=budget_definition(line))
    return written_mark(key, mark)


def written_mark(key: str, mark: RowMark) -> str:
    """The mark as text, with the checksum that binds it to the form."""
    parts = (
        _escaped(mark.code),
        str(mark.saves),
        mark.numerator,
        mark.denominator,
        _escaped(mark.value),
        mark.note,
        mark.definition,
    )
    return "|".join((*parts, short_hash(key, *parts)))


def read_mark(key: str, text: str) -> RowMark | None:
    """What the mark says, or None where it is none of the form that `key` names."""
    parts = text.split("|")
    if len(parts) != _PARTS or short_hash(key, *parts[:-1]) != parts[-1]:
        return None
    code, saves, numerator, denominator, value, note, definition = parts[:-1]
    if not (saves.isascii() and saves.isdecimal()):
        return None
    return RowMark(
        _plain(code), int(saves), numerator, denominator, _plain(value), note, definition
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("|", "%7C")


def _plain(escaped: str) -> str:
    return escaped.replace("%7C", "|").replace("%25", "%")


def line_definition(line: UnitFormLine) -> str:
    """A short hash of what the row asks for: texts, unit and targets as they stand on the form."""
    return short_hash(described(line), line.unit, line.target, line.year_target)


def budget_definition(line: UnitFormBudget) -> str:
    """The same of a budget line; the ceiling is a number in its cell, and is not compared there."""
    return short_hash(line.code, line.name)


def described(line: UnitFormLine) -> str:
    """The indicator as its row names it, with what is counted above and below."""
    if line.kind is not Kind.RATIO:
        return line.indicator
    parts = f"Pembilang: {line.numerator_text}\nPenyebut: {line.denominator_text}"
    return f"{line.indicator}\n{parts}"


def short_hash(*texts: str) -> str:
    """Twelve digits for these texts, whatever became of their spaces and line ends on the way."""
    whole = "\x1f".join(flat(text) for text in texts)
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:SHORT]


def flat(text: str) -> str:
    """A text with single spaces and nothing that cannot be seen: as it comes back from a cell."""
    seen = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return " ".join(seen.split())
