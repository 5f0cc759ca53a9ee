"""Texts in CSV files that a spreadsheet will open: none may begin as a formula does.

A text that begins with =, +, -, @, a tab or a line end gets an apostrophe before it; so does one
that has apostrophes before such a sign, so that taking one away always gives back what was there.
A plain figure such as -12,5 stays: no program executes it. Every CSV that is written here goes
through `guarded`; workbooks hold texts as texts, so nothing in them needs it.
Source: OWASP, "CSV Injection".
"""

import re

RISKY = r"^'*[=+\-@\t\r\n]"
FIGURE = r"[+-]?[0-9][0-9.,]*"
_RISKY, _FIGURE = re.compile(RISKY), re.compile(FIGURE)
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that nothing executes.

    >>> guarded("=HYPERLINK(1)"), guarded("-12,5"), guarded("-2+3"), guarded("'-")
    ("'=HYPERLINK(1)", '-12,5', "'-2+3", "''-")
    """
    return f"'{text}" if _RISKY.match(text) and not _FIGURE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded(guarded("-5+1")), unguarded("'tis")
    ('-5+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
