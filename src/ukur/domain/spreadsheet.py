"""What a spreadsheet would execute: made plain text in every CSV that is written here."""

import re

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula. Source: OWASP, "CSV Injection"."""
_FIGURE = re.compile(r"[+-]?[0-9][0-9.,]*( ?%)?|[+-]")
"""A plain figure, or a sign alone, which no program executes."""


def harmless(cell: str) -> str:
    """The cell as text for every program: one that looks like a formula gets a quote before it.

    A figure with its sign stays a figure.

    >>> harmless("=1+1"), harmless("-12,5"), harmless("-2+3")
    ("'=1+1", '-12,5', "'-2+3")
    """
    if cell.startswith(RISKY) and not _FIGURE.fullmatch(cell):
        return f"'{cell}"
    return cell
